"""An import taken back as a whole: the records are as if the file had never come in."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from db import Attempt, AuditEntry, Callback, CareDate, ImportBatch, Staff, VehicleFile
from desktop_app.archive.editing import new_file
from desktop_app.archive.finding import search
from desktop_app.exchange.headings import KINDS
from desktop_app.exchange.kinds import PREPARATIONS
from desktop_app.exchange.undoing import UNDO, undo_import
from desktop_app.exchange.undone import OWN_RECORDS
from desktop_app.problems import Refused
from desktop_app.safety.consistency import (
    callbacks_out_of_step,
    files_out_of_step,
    search_index_out_of_step,
)
from desktop_app.session import Person, Session
from tests.exchange.office import Office, call, counts, delivery, order, picture, vin
from tests.exchange.test_importing_calls import HAPPY, card, reply


def sound(session: Session) -> bool:
    checks = (callbacks_out_of_step, files_out_of_step, search_index_out_of_step)
    return [found for check in checks for found in check(session)] == []


def test_the_samples_are_taken_back_one_by_one(office: Office) -> None:
    pictures = [picture()]
    batches = []
    for kind in ("deliveries", "repair-orders", "callbacks"):
        batches.append(office.samples(kind)[kind].batch)
        pictures.append(picture())
    for batch, before in zip(reversed(batches), reversed(pictures[:-1]), strict=True):
        assert batch
        undo_import(office.session, batch)
        assert picture() == before
        assert sound(office.session)


def test_deliveries_go_and_the_orders_of_the_same_cars_stay(office: Office) -> None:
    office.orders(order(1, 客户姓名="用户", 联系电话="13811111111"))
    before = picture()
    batch = office.deliveries(
        delivery(1, 客户姓名="买主", 手机="13822222222", 性别="男", 交车日期="2026-10-20"), delivery(2)
    ).batch
    assert office.car()["name"] == "买主"
    done = undo_import(office.session, batch or 0)
    assert (done.removed, done.restored) == (2, 1)
    assert picture() == before


def test_a_file_becomes_an_a_card_again_and_nothing_of_it_is_lost(office: Office) -> None:
    office.deliveries(delivery(手机="13811111111", 地址="解放路"))
    before = picture()
    batch = office.orders(order(客户姓名="新主", 车牌号="皖N1", 联系电话="13822222222")).batch
    undo_import(office.session, batch or 0)
    assert picture() == before
    assert not office.car()["is_c_card"]


def test_what_only_the_first_of_two_imports_told_goes_with_it(office: Office) -> None:
    batch = office.orders(order(客户姓名="用户", 车牌号="皖N1", 交车日期="2026-10-02")).batch
    office.deliveries(delivery(客户姓名="买主", 手机="13822222222"))
    undo_import(office.session, batch or 0)
    car = office.car()
    assert (car["name"], car["plate"], car["is_c_card"], car["phone"]) == ("买主", None, False, "13822222222")
    assert sound(office.session)


def test_an_updated_record_is_as_before(office: Office) -> None:
    office.orders(order(里程="5000", 联系电话="13811111111", 维修班组="一组"))
    before = picture()
    batch = office.orders(
        order(里程="6000", 联系电话="13822222222", 交车日期="2026-10-15", 维修班组="二组", 客户姓名="名")
    ).batch
    done = undo_import(office.session, batch or 0)
    assert (done.removed, done.restored) == (0, 2)
    assert picture() == before


def test_a_persons_edit_survives(office: Office) -> None:
    office.deliveries(delivery(手机="13811111111"))
    batch = office.orders(order(联系电话="13822222222", 车牌号="皖N1")).batch
    VehicleFile.update(plate="皖N2", edited={"plate": "2026-10-31 10:00:00"}).execute()
    done = undo_import(office.session, batch or 0)
    assert done.kept == ("1 份档案里人工改过的字段没有动，保持改后的内容。",)
    assert (office.car()["plate"], office.car()["phone"]) == ("皖N2", "13811111111")


def test_a_file_with_anything_else_on_it_stays(office: Office) -> None:
    batch = office.deliveries(delivery(1), delivery(2), delivery(3)).batch
    CareDate.insert(
        file=office.car(2)["id"], kind="recall", due_on=date(2026, 12, 1), text="请来检查",
        created_at=office.session.now(), account="我",
    ).execute()  # fmt: skip
    VehicleFile.update(edited={"hobbies": "2026-10-31 10:00:00"}).where(VehicleFile.vin == vin(3)).execute()
    done = undo_import(office.session, batch or 0)
    assert [file.vin for file in VehicleFile.select().order_by(VehicleFile.id)] == [vin(2), vin(3)]
    assert [words[:4] for words in done.kept] == ["2 份由"]
    assert sound(office.session)


def test_a_file_opened_by_hand_before_stays(office: Office) -> None:
    new_file(office.session, {"vin": vin(1), "name": "手工"}, "key")
    before = picture(without=["edited"])
    batch = office.deliveries(delivery(1, 性别="女")).batch
    undo_import(office.session, batch or 0)
    assert picture(without=["edited"]) == before


def test_calls_stand_in_the_way_of_taking_their_events_back(office: Office) -> None:
    batch = office.deliveries(delivery()).batch
    calls = office.calls(call()).batch
    with pytest.raises(Refused, match=f"第 {calls} 批导入的历史回访"):
        undo_import(office.session, batch or 0)
    undo_import(office.session, calls or 0)
    callback = Callback.get()
    at = datetime(2026, 10, 20, 10)
    Attempt.insert(callback=callback, at=at, recorded_at=at, caller="我", disposition="busy").execute()
    with pytest.raises(Refused, match="已有回访记录（如 XS1）"):
        undo_import(office.session, batch or 0)
    assert VehicleFile.select().count() == 1


def test_a_later_import_of_the_same_records_must_go_first(office: Office) -> None:
    first = office.orders(order(里程="5000")).batch
    second = office.orders(order(里程="6000")).batch
    with pytest.raises(Refused, match=f"第 {second} 批导入后来又改动了"):
        undo_import(office.session, first or 0)
    undo_import(office.session, second or 0)
    undo_import(office.session, first or 0)
    assert VehicleFile.select().count() == 0


def test_calls_are_taken_back_with_the_corrections_they_opened(office: Office) -> None:
    office.deliveries(delivery())
    office.calls(call(备注="一"))
    before = picture()
    batch = office.calls(
        call(备注="二"),
        call(回访时间="2026-10-21 10:00", 回访状态="空号"),
        call(回访时间="2026-10-19 10:00", 回访状态="成功", **HAPPY),
    ).batch
    done = undo_import(office.session, batch or 0)
    assert (done.removed, done.restored) == (2, 1)
    assert picture() == before
    assert sound(office.session)


def test_cards_and_replies_are_taken_back(office: Office) -> None:
    office.deliveries(delivery(手机="13812345678"))
    before = picture()
    cards = office.take("cards", card(驾龄="3", 城市="六安", 固定电话="0564-3772837")).batch
    replies = office.take("sms-replies", reply()).batch
    assert len(search(office.session, "3772837")) == 1
    for batch in (replies, cards):
        undo_import(office.session, batch or 0)
    assert picture() == before
    assert search(office.session, "3772837") == ()


def test_an_import_taken_back_can_be_made_again(office: Office) -> None:
    path = office.file([delivery(手机="13812345678")])
    from desktop_app.exchange.importing import import_file

    first = import_file(office.session, path, "deliveries")
    after = picture()
    undo_import(office.session, first.batch or 0)
    again = import_file(office.session, path, "deliveries")
    assert counts(again) == (1, 0, 0, 0)
    assert again.notes == ()
    assert picture() == after


def test_names_that_others_use_by_now_stay(office: Office) -> None:
    batch = office.deliveries(delivery(1, 销售顾问="甲"), delivery(2, 销售顾问="乙")).batch
    office.deliveries(delivery(3, 销售顾问="乙"))
    undo_import(office.session, batch or 0)
    assert [person.name for person in Staff.select()] == ["乙"]


def test_a_caller_of_other_calls_stays_on_the_staff_list(office: Office) -> None:
    office.deliveries(delivery())
    first = office.calls(call(), call(回访时间="2026-10-20 11:00", 回访专员="只此一次")).batch
    office.calls(call(回访时间="2026-10-21 10:00"))
    undo_import(office.session, first or 0)
    callers = Staff.select().where(Staff.role == "callback_specialist")
    assert [person.name for person in callers] == ["许知微"]


def test_taking_back_is_written_down_and_only_once_possible(office: Office) -> None:
    batch = office.deliveries(delivery()).batch or 0
    undo_import(office.session, batch)
    kept = ImportBatch.get()
    assert (kept.undone_at, kept.undone_by) == (office.session.now(), "测试员")
    assert AuditEntry.select().where(AuditEntry.action == "undo_import").count() == 1
    for wrong, says in ((batch, "撤销过"), (99, "没有第 99 批")):
        with pytest.raises(Refused, match=says):
            undo_import(office.session, wrong)


def test_every_kind_of_import_can_be_taken_back() -> None:
    assert set(PREPARATIONS) == set(UNDO) == set(OWN_RECORDS) == set(KINDS)


def test_who_may_only_import_may_not_take_back(office: Office) -> None:
    batch = office.deliveries(delivery()).batch or 0
    specialist = Session(
        Person("专员", frozenset({"callback_specialist"})), office.session.clock, office.session.data
    )
    with pytest.raises(Refused, match="不能撤销导入"):
        undo_import(specialist, batch)
