"""Saving a file: what was typed is checked, kept against imports, and told in the audit trail."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from db import AuditEntry, Consent, VehicleFile
from desktop_app import settings
from desktop_app.archive.editing import new_file, save_file
from desktop_app.archive.existing import existing
from desktop_app.archive.files import File, open_file
from desktop_app.archive.finding import search
from desktop_app.archive.history import history
from desktop_app.problems import Refused
from desktop_app.safety.duties import ALL_DUTIES, GENERAL_MANAGER
from desktop_app.session import Person, Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop

NEW_VIN = "LFMAP22C7G0318254"


@pytest.fixture
def file(session: Session, shop: Shop) -> File:
    return open_file(session, shop.file(phone="13812345678"))


def save(session: Session, file: File, **edits: object) -> File:
    save_file(session, file.id, edits, file.seen)
    return open_file(session, file.id)


def somebody_else(session: Session, name: str = "乔安", *duties: str) -> Session:
    return Session(Person(name, frozenset(duties) or ALL_DUTIES), session.clock, session.data)


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        ("phone", "138-0000 1111", "13800001111"),
        ("phone", "０５６４-3772837", "05643772837"),
        ("other_phone", "13800001111/13900002222", "13800001111、13900002222"),
        ("plate", "皖n·3k827", "皖N3K827"),
        ("birthday", "1989年3月12日", date(1989, 3, 12)),
        ("insured_on", "2027.1.5", date(2027, 1, 5)),
        ("is_member", "是", True),
        ("insured_here", False, False),
        ("driving_years", "９", 9),
        ("next_service_odometer", "45,000 km", 45000),
        ("sex", "女", "女"),
        ("income", "4000–5999", "4000–5999"),
        ("home_region", "裕安区", "裕安区"),
        ("postcode", "237000", "237000"),
        ("email", " shen@example.com ", "shen@example.com"),
        ("address", "　裕安区梅山南路 88 号　", "裕安区梅山南路 88 号"),
        ("name", "䶮㛃堃", "䶮㛃堃"),
    ],
)
def test_what_is_typed_is_stored_in_one_form(
    session: Session, file: File, field: str, typed: object, stored: object
) -> None:
    assert save(session, file, **{field: typed}).fields[field] == stored


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("phone", "1381234567"), ("phone", "不详"), ("phone", "13812345678、13900002222"), ("vin", "LFM123"),
        ("vin", ""), ("name", " "), ("birthday", "2026-02-30"), ("birthday", "2027-01-01"), ("is_member", "也许"),
        ("driving_years", "九年"), ("next_service_odometer", "-5"), ("sex", "不详"), ("income", "很多"),
        ("home_region", "月球"), ("email", "shen"), ("postcode", "12345"), ("last_advisor", "周岚"), ("religion", "无"),
        ("vehicle_remark", "长" * 2001), ("number", "D000009"), ("visits_half_year", 3),
    ],
)  # fmt: skip
def test_what_a_field_cannot_hold_is_refused_at_the_field_and_nothing_is_stored(
    session: Session, file: File, field: str, typed: object
) -> None:
    with pytest.raises(Refused) as refusal:
        save_file(session, file.id, {"city": "六安", field: typed}, file.seen)
    assert refusal.value.field == field
    assert open_file(session, file.id).fields["city"] is None


def test_every_changed_field_is_told_with_its_old_and_new_value(session: Session, file: File) -> None:
    save(session, file, name="沈嘉宁", address="齐云路 5 号", city="")
    told = [(entry.field, entry.old, entry.new, entry.account) for entry in history(session, file.id)]
    assert sorted(told) == [("姓名", "沈佳宁", "沈嘉宁", "测试员"), ("家庭住址", "", "齐云路 5 号", "测试员")]


def test_phones_are_covered_in_the_history(session: Session, file: File) -> None:
    save(session, file, phone="13900001111")
    (entry,) = history(session, file.id)
    assert (entry.old, entry.new) == ("138 **** 5678", "139 **** 1111")


def test_saving_the_same_again_changes_nothing(session: Session, file: File) -> None:
    save(session, file, name="沈嘉宁")
    assert save_file(session, file.id, {"name": "沈嘉宁"}, file.seen).features == frozenset()
    assert AuditEntry.select().count() == 1


def test_an_untouched_covered_phone_is_no_edit(session: Session, file: File) -> None:
    assert save(session, file, phone="138 **** 5678").fields["phone"] == "13812345678"


def test_a_new_phone_is_found_at_once_and_mends_the_mark(session: Session, shop: Shop) -> None:
    file = open_file(session, shop.file(phone="不详", information_incorrect=True))
    after = save(session, file, phone="13900001111")
    assert after.marks == ()
    assert [hit.file_id for hit in search(session, "1111")] == [file.id]


def test_an_edit_beats_every_later_import(session: Session, shop: Shop, file: File) -> None:
    save(session, file, phone="13900001111")
    shop.sale(file.id, date(2026, 10, 30), reported={"phone": "18800000000", "city": "合肥"})
    fields = open_file(session, file.id).fields
    assert (fields["phone"], fields["city"]) == ("13900001111", "合肥")


def test_a_field_emptied_by_a_person_stays_empty(session: Session, shop: Shop) -> None:
    file = open_file(session, shop.file(address="裕安区"))
    save(session, file, address="")
    shop.sale(file.id, date(2026, 10, 30), reported={"address": "别处"})
    assert open_file(session, file.id).fields["address"] is None


def test_an_edit_over_somebody_elses_is_refused_with_who_and_when(session: Session, file: File) -> None:
    other = somebody_else(session)
    save_file(other, file.id, {"address": "齐云路"}, file.seen)
    with pytest.raises(Refused, match=r"乔安 已在 10-31 18:30 修改了“家庭住址”") as refusal:
        save_file(session, file.id, {"address": "龙河路", "city": "六安"}, file.seen)
    assert refusal.value.field == "address"
    after = open_file(session, file.id)
    assert (after.fields["address"], after.fields["city"]) == ("齐云路", None)
    assert save(session, after, address="龙河路").fields["address"] == "龙河路"


def test_one_s_own_earlier_edit_is_no_hindrance(session: Session, file: File) -> None:
    save(session, file, address="齐云路")
    assert save(session, file, address="龙河路").fields["address"] == "龙河路"


def test_edits_of_different_fields_do_not_hinder_each_other(session: Session, file: File) -> None:
    save_file(somebody_else(session), file.id, {"city": "六安"}, file.seen)
    assert save(session, file, address="龙河路").fields["city"] == "六安"


def test_a_vin_that_has_a_file_is_refused_with_that_file(session: Session, shop: Shop, file: File) -> None:
    shop.file(vin=NEW_VIN, name="罗文博", number="D000777")
    with pytest.raises(Refused, match="D000777（罗文博）"):
        save_file(session, file.id, {"vin": NEW_VIN}, file.seen)


def test_a_duty_that_only_reads_cannot_save(session: Session, file: File) -> None:
    with pytest.raises(Refused, match="职责不能修改档案"):
        save_file(somebody_else(session, "关总", GENERAL_MANAGER), file.id, {"city": "六安"}, file.seen)


def test_a_sensitive_field_is_stored_with_the_day_of_consent(session: Session, file: File) -> None:
    with session.saving():
        settings.put(session, "kept_sensitive_fields", ["religion"])
    assert save(session, file, religion="无").fields["religion"] == "无"
    consent = Consent.get()
    assert (consent.subject, consent.given_at, consent.account) == ("religion", session.now(), "测试员")


@pytest.mark.parametrize("fields", [{"vin": NEW_VIN}, {"name": "沈佳宁"}, {"vin": "LFM", "name": "沈佳宁"}])
def test_a_new_file_needs_a_vin_and_a_name(session: Session, fields: Mapping[str, Any]) -> None:
    with pytest.raises(Refused):
        new_file(session, fields, "k1")
    assert VehicleFile.select().count() == 0


def test_a_new_file_gets_the_next_number_and_is_found(session: Session) -> None:
    numbers = [
        new_file(
            session, {"vin": f"LFMAP22C7G031825{n}", "name": "沈佳宁", "phone": f"1380000111{n}"}, f"k{n}"
        ).reference
        for n in range(3)
    ]
    assert numbers == ["D000001", "D000002", "D000003"]
    assert [hit.number for hit in search(session, "01112")] == ["D000003"]
    told = {(one.action, one.field, one.new) for one in history(session, open_file(session, "D000001").id)}
    assert told >= {("新建档案", "", "D000001"), ("修改", "姓名", "沈佳宁")}


def test_saving_a_new_file_twice_makes_one(session: Session) -> None:
    fields = {"vin": NEW_VIN, "name": "沈佳宁"}
    assert new_file(session, fields, "k1").reference == new_file(session, fields, "k1").reference == "D000001"
    with pytest.raises(Refused, match="已有档案 D000001"):
        new_file(session, fields, "k2")


def test_a_refused_file_takes_no_number(session: Session) -> None:
    new_file(session, {"vin": NEW_VIN, "name": "沈佳宁"}, "k1")
    with pytest.raises(Refused):
        new_file(session, {"vin": NEW_VIN, "name": "沈佳宁"}, "k2")
    assert new_file(session, {"vin": "LFMAP22C7G0318255", "name": "沈佳宁"}, "k3").reference == "D000002"


def test_a_new_file_keeps_what_was_typed_against_imports(session: Session, shop: Shop) -> None:
    new_file(session, {"vin": NEW_VIN, "name": "沈佳宁"}, "k1")
    file = open_file(session, NEW_VIN)
    shop.sale(file.id, date(2026, 10, 1), reported={"name": "别人", "model": "卡罗拉"})
    assert [open_file(session, NEW_VIN).fields[field] for field in ("name", "model")] == ["沈佳宁", "卡罗拉"]


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ({"vin": NEW_VIN.lower()}, "vin"),
        ({"phone": "138 1234 5678"}, "phone"),
        ({"phone": "0564-3772837"}, "phone"),
        ({"phone": "17733334444"}, "phone"),
        ({"phone": "13812345678", "vin": NEW_VIN}, "vin"),
    ],
)
def test_the_file_that_has_it_is_shown_first(
    session: Session, shop: Shop, typed: dict[str, str], same: str
) -> None:
    shop.file(
        vin=NEW_VIN, phone="13812345678", landline="05643772837", other_phone="15911112222、17733334444"
    )
    shop.file(phone="17733334445")
    (found,) = existing(session, **typed)
    assert (found.vin, found.same) == (NEW_VIN, same)


@pytest.mark.parametrize(
    "typed", [{}, {"phone": "1381234"}, {"phone": ""}, {"vin": "LFM"}, {"phone": "18612345678"}]
)
def test_half_typed_values_show_nobody(session: Session, shop: Shop, typed: dict[str, str]) -> None:
    shop.file(vin=NEW_VIN, phone="13812345678")
    assert existing(session, **typed) == ()
