"""One car, one file: what its card shows is stored, or computed from visits and the clock."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from db import PaperDocument, Promise, VehicleFile
from desktop_app import settings
from desktop_app.archive.files import open_file
from desktop_app.archive.marks import Mark
from desktop_app.paper import forms
from desktop_app.problems import Refused
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop


def test_a_file_opens_by_id_vin_and_number(session: Session, shop: Shop) -> None:
    file_id = shop.file(vin="LFMAP22C7G0318254", number="D000123")
    assert {
        open_file(session, which).id for which in (file_id, "lfmap22c7g0318254", "D000123", "d000123")
    } == {file_id}
    with pytest.raises(Refused, match="没有找到"):
        open_file(session, "LFMAP22C7G0318255")


def test_every_field_of_both_cards_has_its_value(session: Session, shop: Shop) -> None:
    fields = open_file(session, shop.file()).fields
    for name in ("a-card", "c-card"):
        assert {cell.field for cell in forms.load(name).cells()} <= fields.keys()


def test_a_buyer_has_an_a_card_until_the_first_repair_order(session: Session, shop: Shop) -> None:
    file_id = shop.file()
    shop.sale(file_id, date(2026, 8, 1))
    shop.order(file_id, date(2026, 9, 5), kind="body")
    assert open_file(session.at(datetime(2026, 9, 4, 23, 59)), file_id).card == "A"
    assert open_file(session.at(datetime(2026, 9, 5, 0, 0)), file_id).card == "C"


def test_a_car_first_seen_in_service_starts_as_a_c_card(session: Session, shop: Shop) -> None:
    file_id = shop.file()
    shop.order(file_id, date(2026, 9, 5))
    file = open_file(session, file_id)
    assert (file.card, file.fields["bought_here"]) == ("C", False)


def test_visits_are_counted_in_calendar_months_and_a_day_once(session: Session, shop: Shop) -> None:
    file_id = shop.file()
    for day in (date(2023, 10, 15), date(2023, 10, 16), date(2025, 10, 15), date(2025, 10, 16), date(2026, 4, 15),
                date(2026, 4, 16), date(2026, 10, 15), date(2026, 10, 15), date(2026, 10, 16)):  # fmt: skip
        shop.order(file_id, day)
    fields = open_file(session.at(datetime(2026, 10, 15, 8)), file_id).fields
    counted = [fields[name] for name in ("visits_half_year", "visits_one_year", "visits_three_years")]
    assert counted == [2, 4, 6]
    assert [fields[f"{name}_visit_on"] for name in ("first", "second", "latest")] == [
        date(2023, 10, 15), date(2023, 10, 16), date(2026, 10, 15),
    ]  # fmt: skip


def test_the_last_day_of_a_long_month_counts_from_the_last_of_a_short_one(
    session: Session, shop: Shop
) -> None:
    file_id = shop.file()
    for day in (date(2026, 2, 28), date(2026, 3, 1)):
        shop.order(file_id, day)
    assert open_file(session.at(datetime(2026, 8, 31, 8)), file_id).fields["visits_half_year"] == 1


def test_reference_advisor_and_mileage_come_from_the_newest_events(session: Session, shop: Shop) -> None:
    file_id = shop.file()
    shop.sale(file_id, date(2026, 3, 1), reference="XS1")
    shop.order(file_id, date(2026, 6, 1), reference="WX1", odometer=5012, kind="first_maintenance")
    shop.order(file_id, date(2026, 9, 1), reference="WX2", advisor="方禾", odometer=None)
    shop.complaint(file_id, datetime(2026, 9, 2, 9))
    fields = open_file(session, file_id).fields
    assert (fields["latest_reference"], fields["latest_advisor"], fields["odometer"]) == (
        "WX2",
        "林澄 / 方禾",
        5012,
    )
    assert (fields["first_maintenance_here"], fields["has_complaint"], fields["bought_here"]) == (
        True,
        True,
        True,
    )
    earlier = open_file(session.at(datetime(2026, 5, 1)), file_id).fields
    assert (earlier["latest_reference"], earlier["latest_advisor"], earlier["odometer"]) == (
        "XS1",
        "林澄",
        None,
    )
    assert (earlier["first_maintenance_here"], earlier["has_complaint"]) == (False, False)


def test_sensitive_fields_are_off_until_switched_on_and_covered_on_screen(
    session: Session, shop: Shop
) -> None:
    file_id = shop.file(id_number="342401198903123456", religion="无", phone="13812345678")
    assert open_file(session, file_id).fields["id_number"] is None
    with session.saving():
        settings.put(session, "kept_sensitive_fields", ["id_number"])
    file = open_file(session, file_id)
    assert (file.fields["id_number"], file.fields["religion"]) == ("342401198903123456", None)
    assert (file.shown["id_number"], file.shown["phone"]) == ("342 **** 3456", "138 **** 5678")


def marks_of(session: Session, file_id: int) -> list[tuple[str, int]]:
    return [(mark.kind, mark.count) for mark in open_file(session, file_id).marks]


def test_marks_say_what_matters_now(session: Session, shop: Shop) -> None:
    file_id = shop.file(information_incorrect=True)
    shop.file()
    shop.complaint(file_id, datetime(2026, 10, 30, 9), number="TS-202610-0001")
    shop.complaint(
        file_id, datetime(2026, 9, 1, 9), number="TS-202609-0001", closed_at=datetime(2026, 9, 3, 9)
    )
    with session.saving():
        Promise.insert(file=file_id, made_at=datetime(2026, 10, 1), account="乔安", what="赠洗车", by_whom="周岚",
                       due_at=datetime(2026, 10, 18)).execute()  # fmt: skip
        Promise.insert(file=file_id, made_at=datetime(2026, 9, 1), account="乔安", what="回电", by_whom="周岚",
                       due_at=datetime(2026, 9, 2), kept_at=datetime(2026, 9, 2)).execute()  # fmt: skip
    assert marks_of(session, file_id) == [("open_cases", 1), ("promises", 1), ("information_incorrect", 1)]


def test_half_a_year_without_a_visit_is_marked_from_its_first_day(session: Session, shop: Shop) -> None:
    away, seen, never = shop.file(), shop.file(), shop.file()
    shop.order(away, date(2026, 4, 30))
    shop.order(seen, date(2026, 5, 1))
    assert marks_of(session, away) == [("half_year", 1)]
    assert marks_of(session, seen) == marks_of(session, never) == []


def test_missing_papers_are_marked_after_their_day(session: Session, shop: Shop) -> None:
    file_id = shop.file()
    shop.sale(file_id, date(2026, 10, 25), reference="XS1")
    assert marks_of(session.at(datetime(2026, 10, 30, 23)), file_id) == []
    assert marks_of(session.at(datetime(2026, 10, 31, 0)), file_id) == [("papers_missing", 6)]
    with session.saving():
        PaperDocument.insert(
            file=file_id,
            event_kind="sales",
            reference="XS1",
            name="新车销售合同",
            state="in",
            received_on=date(2026, 10, 27),
        ).execute()
    assert marks_of(session, file_id) == [("papers_missing", 5)]


@pytest.mark.parametrize(
    ("window", "fields", "marked"),
    [
        ((date(2026, 10, 31), date(2026, 11, 3)), {}, True),
        ((date(2026, 11, 1), date(2026, 11, 3)), {}, False),
        ((date(2026, 10, 20), date(2026, 10, 30)), {}, False),
        ((date(2026, 10, 31), date(2026, 11, 3)), {"closed_at": datetime(2026, 10, 31, 9)}, False),
        ((date(2026, 10, 31), date(2026, 11, 3)), {"last_disposition": "wrong_number"}, False),
        ((date(2026, 10, 31), date(2026, 11, 3)), {"last_disposition": "no_answer"}, True),
    ],
)
def test_a_callback_in_its_window_is_marked(
    session: Session, shop: Shop, window: tuple[date, date], fields: dict[str, Any], marked: bool
) -> None:
    file_id = shop.file()
    shop.callback(file_id, "XS1", date(2026, 10, 24), "sales", due_from=window[0], due_to=window[1], **fields)
    assert (Mark("sales_callback") in open_file(session, file_id).marks) is marked


def test_the_last_edit_of_each_field_is_known(session: Session, shop: Shop) -> None:
    file_id = shop.file()
    with session.saving():
        VehicleFile.update(edited={"phone": "2026-10-01 09:30:00"}).execute()
    assert dict(open_file(session, file_id).edited) == {"phone": datetime(2026, 10, 1, 9, 30)}


def test_a_receptionist_may_open_every_file(session: Session, shop: Shop) -> None:
    receptionist = Session(Person("前台", frozenset({RECEPTIONIST})), session.clock, session.data)
    assert open_file(receptionist, shop.file()).name == "沈佳宁"
