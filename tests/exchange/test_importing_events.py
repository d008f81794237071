"""Deliveries and repair orders: identity, facts of a visit, what a file takes from them, and never lost."""

from __future__ import annotations

import random
from datetime import date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import (
    AuditEntry,
    Callback,
    Consent,
    ImportBatch,
    RefusedRow,
    RepairOrder,
    Sale,
    Staff,
    Team,
    VehicleFile,
)
from desktop_app import settings as shop_settings
from desktop_app.archive.finding import search
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.reading import read_table
from desktop_app.exchange.refused_of_batch import save_refused, save_refused_of
from desktop_app.exchange.watching import Cancelled, Watch
from desktop_app.problems import Refused, WrongUsage
from desktop_app.session import Person, Session
from tests.exchange.files import write_xlsx
from tests.exchange.office import SAMPLE_FILES, Office, counts, delivery, order, picture, vin


def test_a_delivery_opens_a_file_with_a_sale_and_its_callback(office: Office) -> None:
    assert counts(
        office.deliveries(delivery(手机="138 1234 5678", 车牌号="皖N·12345", 性别="男", 生日="1990.1.2"))
    ) == (1, 0, 0, 0)
    car = office.car()
    assert (car["name"], car["phone"], car["plate"], car["sex"], car["birthday"]) == (
        "客户1", "13812345678", "皖N12345", "男", date(1990, 1, 2),
    )  # fmt: skip
    assert (car["number"], car["is_c_card"], car["last_advisor"]) == ("D000001", False, "梁一帆")
    callback = Callback.get()
    assert (callback.kind, callback.reference, callback.month) == ("sales", "XS1", 202610)
    assert (callback.due_from, callback.due_to) == (date(2026, 10, 8), date(2026, 10, 11))
    assert callback.person.name == Sale.get().consultant.name == "梁一帆"


def test_a_repair_order_keeps_its_facts_and_makes_the_card_a_c_card(office: Office) -> None:
    office.deliveries(delivery())
    told = {
        "里程(KM)": "78,695",
        "结算金额": "¥8,112.50",
        "维修类型": "钣喷",
        "维修班组": "油漆一组",
        "进厂日期": "2026-10-09",
        "维修项目": "补漆",
    }
    assert counts(office.orders(order(**told))) == (1, 0, 0, 0)
    visit = RepairOrder.get()
    assert (visit.odometer, visit.amount_fen, visit.kind, visit.team.name, visit.work) == (
        78695, 811_250, "body", "油漆一组", "补漆",
    )  # fmt: skip
    assert (visit.received_on, visit.handed_over_on) == (date(2026, 10, 9), date(2026, 10, 10))
    car = office.car()
    assert (car["is_c_card"], car["last_visit_on"], car["last_advisor"]) == (True, date(2026, 10, 10), "秦书")
    callback = Callback.get(Callback.kind == "service")
    assert (callback.due_from, callback.due_to, callback.team.name) == (
        date(2026, 10, 13),
        date(2026, 10, 17),
        "油漆一组",
    )


def test_a_car_first_seen_in_service_starts_as_a_c_card(office: Office) -> None:
    office.orders(order(客户姓名="张三"))
    assert (office.car()["is_c_card"], office.car()["name"]) == (True, "张三")


def test_the_windows_of_callbacks_are_the_settings(office: Office) -> None:
    with office.session.saving():
        shop_settings.put(office.session, "sales_window", [5, 6])
    office.deliveries(delivery())
    assert (Callback.get().due_from, Callback.get().due_to) == (date(2026, 10, 6), date(2026, 10, 7))


def test_the_same_file_twice_changes_nothing(office: Office) -> None:
    rows = [delivery(1, 手机="13812345678"), delivery(2, 性别="女"), delivery(2, 性别="女")]
    assert counts(office.deliveries(*rows)) == (2, 0, 1, 0)
    before = picture()
    assert counts(office.deliveries(*rows)) == (0, 0, 3, 0)
    assert picture() == before


def test_a_blank_cell_never_wipes_a_filled_field(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678", 地址="解放路 1 号"))
    office.orders(order(里程="5000", 客户姓名="客户1"))
    assert counts(office.deliveries(delivery(手机="", 地址="　"))) == (0, 0, 1, 0)
    assert counts(office.orders(order(里程="", 客户姓名=""))) == (0, 0, 1, 0)
    assert (office.car()["phone"], office.car()["address"]) == ("13812345678", "解放路 1 号")
    assert RepairOrder.get().odometer == 5000


def test_a_newer_export_of_the_same_reference_updates_it(office: Office) -> None:
    office.orders(order(里程="5000", 维修班组="一组"))
    updated = order(里程="5100", 维修班组="二组", 交车日期="2026-10-12", 服务顾问="陈向晚")
    assert counts(office.orders(updated)) == (0, 1, 0, 0)
    callback = Callback.get()
    assert (RepairOrder.get().odometer, callback.event_on, callback.due_to) == (
        5100,
        date(2026, 10, 12),
        date(2026, 10, 19),
    )
    assert (callback.person.name, callback.team.name, callback.month) == ("陈向晚", "二组", 202610)
    assert office.car()["last_visit_on"] == date(2026, 10, 12)


def test_the_newest_event_by_its_own_date_decides_whatever_came_in_first(office: Office) -> None:
    office.orders(order(1, 1, 客户姓名="新主", 联系电话="13900000001", 交车日期="2026-10-20"))
    office.orders(order(2, 1, 客户姓名="旧主", 联系电话="13900000002", 车牌号="皖N1", 交车日期="2026-09-20"))
    car = office.car()
    assert (car["name"], car["phone"], car["plate"]) == ("新主", "13900000001", "皖N1")


def test_events_of_one_day_keep_what_is_there(office: Office) -> None:
    office.orders(order(1, 1, 客户姓名="先来"))
    office.orders(order(2, 1, 客户姓名="后到"))
    assert office.car()["name"] == "先来"


def test_a_persons_edit_beats_every_import(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678"))
    edited = {"phone": "2026-10-02 10:00:00"}
    VehicleFile.update(phone="13900000000", edited=edited).execute()
    office.deliveries(delivery(手机="13811111111", 性别="男"))
    office.orders(order(联系电话="13822222222"))
    assert (office.car()["phone"], office.car()["sex"]) == ("13900000000", "男")


def test_two_people_of_one_name_stay_two(office: Office) -> None:
    office.deliveries(delivery(1, 客户姓名="王伟"), delivery(2, 客户姓名="王伟"))
    assert VehicleFile.select().where(VehicleFile.name == "王伟").count() == 2


def test_the_same_reference_with_another_vin_is_refused(office: Office) -> None:
    office.deliveries(delivery())
    again = office.deliveries(delivery(车架号=vin(9)), delivery(5), delivery(5, 车架号=vin(8)))
    assert counts(again) == (1, 0, 0, 2)
    assert again.refusals[0] == (2, f"协议号“XS1”已登记在车架号 {vin(1)} 名下")
    assert again.refusals[1] == (4, f"协议号“XS5”已登记在车架号 {vin(5)} 名下")
    assert not Staff.select().where(Staff.name == "没有的人").exists()


REFUSED = [
    ({"车架号": "LFM123"}, "车架号“LFM123”应为 17 位，实为 6 位"),
    ({"车架号": ""}, "缺少车架号"),
    ({"协议号": "", "客户姓名": " "}, "缺少协议号、客户姓名"),
    ({"销售顾问": ""}, "缺少销售顾问"),
    ({"交车日期": "2026-13-45"}, "交车日期：“2026-13-45”不是有效的日期"),
    ({"交车日期": "2026-11-01"}, "交车日期：2026-11-01 还没有到"),
    ({"交车日期": ""}, "缺少交车日期"),
    ({"协议号": "合计", "客户姓名": "", "车架号": "", "交车日期": "", "销售顾问": ""}, "这是合计行，不是记录"),
    ({heading: heading for heading in delivery()}, "这是重复的表头，不是记录"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "reason"), REFUSED)
def test_a_row_that_cannot_be_taken_is_refused_with_the_reason(
    office: Office, cells: dict[str, str], reason: str
) -> None:
    done = office.deliveries(delivery(2), delivery(1) | cells)
    assert counts(done) == (1, 0, 0, 1)
    assert done.refusals == ((3, reason),)


def test_a_delivery_of_today_is_not_in_the_future(office: Office) -> None:
    assert counts(office.deliveries(delivery(交车日期="2026-10-31 23:00"))) == (1, 0, 0, 0)


@pytest.mark.parametrize("day", ["2026-11-01", "2026-02-30"])
def test_an_impossible_or_future_day_of_arrival_refuses_the_order(office: Office, day: str) -> None:
    assert counts(office.orders(order(进厂日期=day))) == (0, 0, 0, 1)


def test_any_other_date_may_lie_ahead_and_an_impossible_one_is_left_out(office: Office) -> None:
    done = office.deliveries(delivery(1, 投保日="2027-01-01"), delivery(2, 投保日="2027-02-30"))
    assert counts(done) == (2, 0, 0, 0)
    assert office.car(1)["insured_on"] == date(2027, 1, 1)
    assert office.car(2)["insured_on"] is None
    assert done.warnings == ((3, "投保日：“2027-02-30”不是有效的日期，已略去"),)


def test_a_wrong_check_digit_is_only_a_warning(office: Office) -> None:
    wrong = vin(1)[:8] + ("1" if vin(1)[8] != "1" else "2") + vin(1)[9:]
    done = office.deliveries(delivery(车架号=wrong))
    assert counts(done) == (1, 0, 0, 0)
    assert "校验位" in done.warnings[0].text


def test_a_phone_that_is_none_is_kept_as_typed_and_marks_the_file(office: Office) -> None:
    done = office.deliveries(delivery(1, 手机="不详"), delivery(2, 手机="13812345678/0564-3772837"))
    assert (office.car(1)["phone"], office.car(1)["information_incorrect"]) == ("不详", True)
    assert (office.car(2)["phone"], office.car(2)["landline"]) == ("13812345678", "05643772837")
    assert not office.car(2)["information_incorrect"]
    assert done.warnings[0] == (2, "联系电话：“不详”不是电话号码，已按原样保留，档案标为信息不正确")


def test_a_sensitive_column_that_is_off_is_dropped_with_one_warning(office: Office) -> None:
    rows = [delivery(number, 身份证号="341202199001011234") for number in (1, 2)]
    done = office.deliveries(*rows)
    assert office.car()["id_number"] is None
    assert [warned.row for warned in done.warnings] == [0]
    assert "身份证号" in done.warnings[0].text


def test_a_sensitive_column_that_is_on_is_kept_with_the_day_of_consent(office: Office) -> None:
    with office.session.saving():
        shop_settings.put(office.session, "kept_sensitive_fields", ["id_number"])
    done = office.deliveries(delivery(身份证号="34120219900101123x"))
    assert office.car()["id_number"] == "34120219900101123X"
    assert done.warnings == ()
    assert (Consent.get().subject, Consent.get().given_at) == ("id_number", office.session.now())


def test_names_new_in_an_import_are_added_to_the_staff_list_and_reported(office: Office) -> None:
    first = office.orders(order(1, 维修班组="一组"), order(2, 服务顾问="唐若谷", 维修班组="一组"))
    assert (first.new_people, first.new_teams) == (("唐若谷（服务顾问）", "秦书（服务顾问）"), ("一组",))
    again = office.orders(order(3, 维修班组="一组"))
    assert (again.new_people, again.new_teams) == ((), ())
    assert Staff.select().where(Staff.from_import).count() == 2
    assert Team.select().count() == 1


def test_an_unknown_kind_of_repair_is_kept_as_written_with_a_warning(office: Office) -> None:
    done = office.orders(order(维修类型="加装"))
    assert RepairOrder.get().kind == "加装"
    assert "不是已知的维修类型" in done.warnings[0].text


def test_a_tick_and_a_one_are_not_mixed_up(office: Office) -> None:
    headings = [*delivery(), "信息来源"]
    rows = [[*delivery(number).values(), cell] for number, cell in ((1, 1.0), (2, True), (3, "1"))]
    import_file(office.session, write_xlsx(office.folder / "a.xlsx", [headings, *rows]), "deliveries")
    assert [office.car(number)["information_source"] for number in (1, 2, 3)] == ["1", "是", "1"]


def test_everything_that_came_in_stands_in_the_audit_trail(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678"))
    office.deliveries(delivery(手机="13900000000"))
    trail = list(
        AuditEntry.select(
            AuditEntry.action, AuditEntry.entity, AuditEntry.field, AuditEntry.old, AuditEntry.new
        ).tuples()
    )
    assert ("import", "sale", None, None, "XS1") in trail
    assert ("import", "vehicle_file", "phone", "13812345678", "13900000000") in trail
    assert {entry[0] for entry in trail} == {"import", "backup"}


def test_imported_files_are_found_by_the_search_at_once(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678", 车牌号="皖NF3DGG"))
    assert [hit.vin for hit in search(office.session, "5678")] == [vin(1)]
    office.deliveries(delivery(手机="13812340000"))
    assert search(office.session, "5678") == ()
    assert [hit.vin for hit in search(office.session, "F3DGG")] == [vin(1)]


def test_a_trial_stores_nothing_and_tells_the_same(office: Office) -> None:
    path = office.file([delivery(1), delivery(2, 车架号="x")])
    before = picture()
    trial = import_file(office.session, path, "deliveries", check_only=True)
    assert (trial.batch, trial.changed.features) == (None, frozenset())
    assert picture() == before
    assert (ImportBatch.select().count(), RefusedRow.select().count(), AuditEntry.select().count()) == (
        0,
        0,
        0,
    )
    done = import_file(office.session, path, "deliveries")
    assert counts(trial) == counts(done) == (1, 0, 0, 1)
    assert trial.refusals == done.refusals


def test_a_cancelled_import_stores_nothing(office: Office) -> None:
    path = office.file([delivery(number) for number in range(1, 6)])
    asked = 0

    def cancelled() -> bool:
        nonlocal asked
        asked += 1
        return asked > 3

    with pytest.raises(Cancelled):
        import_file(office.session, path, "deliveries", watch=Watch(cancelled=cancelled))
    assert VehicleFile.select().count() == ImportBatch.select().count() == 0


def test_progress_is_told_up_to_the_last_row(office: Office) -> None:
    told: list[tuple[int, int]] = []
    path = office.file([delivery(number) for number in range(1, 6)])
    import_file(office.session, path, "deliveries", watch=Watch(progress=lambda *step: told.append(step)))
    assert told[-1] == (5, 5)


def test_a_file_imported_before_is_noted(office: Office) -> None:
    path = office.file([delivery()])
    assert import_file(office.session, path, "deliveries").notes == ()
    assert "第 1 批" in import_file(office.session, path, "deliveries").notes[0]


def test_who_may_not_import_is_refused(office: Office) -> None:
    guest = Session(Person("前台", frozenset({"receptionist"})), office.session.clock, office.session.data)
    with pytest.raises(Refused, match="不能导入"):
        import_file(guest, office.file([delivery()]), "deliveries")
    with pytest.raises(WrongUsage, match="没有“sales”这种导入"):
        import_file(office.session, office.file([delivery()]), "sales")


def test_refused_rows_are_kept_and_can_be_mended_and_imported_again(office: Office) -> None:
    done = office.deliveries(delivery(1), delivery(2, 交车日期="2026-13-01", 手机="13812345678"))
    assert done.batch
    target = office.folder / "未导入.xlsx"
    assert save_refused_of(office.session, done.batch, target) == 1
    table = read_table(target, "deliveries")
    assert list(table.mapping.headings) == [*delivery(), "手机", "行号", "原因"]
    mended = dict(zip(table.mapping.headings, table.rows[0].cells, strict=True)) | {"交车日期": "2026-10-01"}
    assert mended["行号"] == 3
    assert counts(office.deliveries(mended)) == (1, 0, 0, 0)
    assert office.car(2)["phone"] == "13812345678"


def test_refused_rows_of_a_trial_can_be_saved_too(office: Office) -> None:
    trial = office.deliveries(delivery(车架号="x"), check_only=True)
    assert save_refused(office.session, trial, office.folder / "a.xlsx") == 1
    with pytest.raises(Refused, match="没有未接收的行"):
        save_refused(office.session, office.deliveries(delivery(3)), office.folder / "b.xlsx")


ENCRYPTED = {".db", ".db-wal", ".db-shm", ".keys", ".backup"}


def test_no_plain_file_is_left_behind_unasked(office: Office) -> None:
    office.deliveries(delivery(1), delivery(2, 车架号="x"))
    assert {path.suffix for path in office.folder.rglob("*") if path.is_file()} <= ENCRYPTED | {".csv"}


def messy_rows(seed: int) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """Sales and orders of a few cars on days of their own, with repeated rows that contradict each other."""
    dice = random.Random(seed)
    sales = [
        delivery(car, 客户姓名=f"买主{car}", 手机=f"1380000{car:04d}", 交车日期=f"2026-08-{car:02d}")
        for car in range(1, 6)
    ]
    orders = [
        order(
            number,
            number % 7 + 1,
            客户姓名=f"用户{number}",
            车牌号=f"皖N{number}",
            里程=str(1000 * number),
            交车日期=f"2026-09-{number:02d}",
        )
        for number in range(1, 15)
    ]
    again = dice.choices(orders, k=4)
    orders += [
        row | {"里程": str(dice.randrange(9000)), "客户姓名": f"另{place}"} for place, row in enumerate(again)
    ]
    return sales, orders


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 10**6), st.booleans())
def test_the_order_of_rows_and_of_files_never_matters(office: Office, seed: int, orders_first: bool) -> None:
    sales, orders = messy_rows(7)
    pictures = []
    for shuffled in (False, True):
        with office.session.data.atomic() as kept:
            files = [("deliveries", list(sales)), ("repair-orders", list(orders))]
            if shuffled:
                for _, rows in files:
                    random.Random(seed).shuffle(rows)
                files = files[::-1] if orders_first else files
            for kind, rows in files:
                office.take(kind, *rows)
            pictures.append(picture())
            kept.rollback()
    assert pictures[0] == pictures[1]


def test_the_samples_give_the_same_records_in_every_order(office: Office) -> None:
    pictures = []
    for kinds in (("deliveries", "repair-orders", "callbacks"), ("repair-orders", "deliveries", "callbacks")):
        with office.session.data.atomic() as kept:
            office.samples(*kinds)
            pictures.append(picture())
            kept.rollback()
    assert pictures[0] == pictures[1]


def test_the_samples_give_the_counts_of_the_answer_key(office: Office) -> None:
    import json

    key = json.loads((SAMPLE_FILES["callbacks"].parent / "expected.json").read_text("utf-8"))
    done = office.samples(*SAMPLE_FILES)
    for kind, imported in done.items():
        assert (imported.read, imported.refused) == (
            key["import"][kind]["rows"],
            key["import"][kind]["refused"],
        )
    assert done["deliveries"].created == key["import"]["deliveries"]["files"]
    assert VehicleFile.select().count() == key["import"]["repair-orders"]["files_after"]
    cards = {"C" if is_c else "A": count for is_c, count in _cards()}
    assert cards == key["cards"]
    for text, found in key["search"]:
        assert found in [hit.vin for hit in search(office.session, text)]
    before = picture()
    for again in office.samples(*SAMPLE_FILES).values():
        assert (again.created, again.updated) == (0, 0)
    assert picture() == before


def _cards() -> list[tuple[bool, int]]:
    from peewee import fn

    return list(
        VehicleFile.select(VehicleFile.is_c_card, fn.COUNT(VehicleFile.id))
        .group_by(VehicleFile.is_c_card)
        .tuples()
    )


def test_a_batch_keeps_what_it_read_and_from_which_file(office: Office) -> None:
    office.deliveries(delivery(1), delivery(2, 车架号="x"))
    batch = ImportBatch.get()
    assert (batch.kind, batch.file_name, batch.account, batch.at) == (
        "deliveries",
        "导出1.csv",
        "测试员",
        datetime(2026, 10, 31, 18, 30),
    )
    assert (batch.read, batch.created, batch.refused, batch.headings) == (2, 1, 1, list(delivery()))
    assert RefusedRow.get().row == 3
