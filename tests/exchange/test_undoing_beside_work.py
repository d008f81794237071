"""What people have worked with since an import: it stands in the way of taking it back, or stays and is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from db import (
    Attempt,
    Callback,
    Cause,
    Complaint,
    Correction,
    FileAudit,
    ImportBatch,
    PaperDocument,
    SmsReply,
    VehicleFile,
)
from desktop_app.archive.finding import search
from desktop_app.exchange import search_of_batch, undone
from desktop_app.exchange.undoing import undo_import
from desktop_app.exchange.watching import Cancelled, Watch
from desktop_app.problems import Refused
from tests.exchange.office import Office, call, delivery, order, picture
from tests.exchange.test_importing_calls import HAPPY, card, reply
from tests.exchange.test_undoing import sound

AT = datetime(2026, 10, 31, 9)


def paper(office: Office) -> None:
    PaperDocument.insert(
        file=office.car()["id"], event_kind="sales", reference="XS1", name="合同", state="in"
    ).execute()


def audit(office: Office) -> None:
    FileAudit.insert(
        file=office.car()["id"],
        event_kind="sales",
        reference="XS1",
        drawn_on=date(2026, 10, 30),
        account="我",
    ).execute()


def attempt(_office: Office) -> None:
    Attempt.insert(
        callback=Callback.get().id, at=AT, recorded_at=AT, caller="我", disposition="busy"
    ).execute()


def correction(office: Office) -> None:
    Correction.insert(
        file=office.car()["id"], callback=Callback.get().id, opened_at=AT, opened_by="我", reason="空号"
    ).execute()


@pytest.mark.parametrize(
    ("work", "says"),
    [(paper, "纸质资料"), (audit, "档案抽查"), (attempt, "回访记录"), (correction, "信息更正")],
)
def test_work_on_an_imported_event_stands_in_the_way(
    office: Office, work: Callable[[Office], None], says: str
) -> None:
    batch = office.deliveries(delivery()).batch or 0
    work(office)
    before = picture()
    with pytest.raises(Refused, match=says) as caught:
        undo_import(office.session, batch)
    assert "XS1" in caught.value.message
    assert picture() == before
    assert ImportBatch.get().undone_at is None


def test_a_case_on_an_imported_car_keeps_the_car(office: Office) -> None:
    """A complaint that a customer made by phone belongs to the car, not to the delivery."""
    batch = office.deliveries(delivery(1), delivery(2)).batch or 0
    cause = Cause.insert(code="waiting", name="时间过长", sub_causes=[], position=1).execute()
    Complaint.insert(
        number="TS-202610-0001", accepted_at=AT, recorded_at=AT, file=office.car(1)["id"], grade="complaint",
        channel="phone", first_receiver="我", owner="我", cause=cause,
    ).execute()  # fmt: skip
    done = undo_import(office.session, batch)
    assert [car.id for car in VehicleFile.select()] == [Complaint.get().file_id]
    assert done.kept[0].startswith("1 份由它新建的档案")
    assert sound(office.session)


@pytest.mark.parametrize("column", ["no_case_reason", "entered_in_crm_at"])
def test_what_was_noted_at_an_imported_call_stands_in_the_way(office: Office, column: str) -> None:
    office.deliveries(delivery())
    batch = office.calls(call(回访状态="成功", **HAPPY)).batch or 0
    Attempt.update({column: AT if column.endswith("at") else "误操作"}).execute()
    with pytest.raises(Refused, match="处理"):
        undo_import(office.session, batch)
    assert Attempt.select().count() == 1


def test_a_reply_that_somebody_handled_stands_in_the_way(office: Office) -> None:
    batch = office.take("sms-replies", reply()).batch or 0
    SmsReply.update(handled_at=AT, handled_by="我").execute()
    with pytest.raises(Refused, match="处理"):
        undo_import(office.session, batch)
    assert SmsReply.select().count() == 1


def test_a_correction_that_somebody_works_on_outlives_its_call_and_is_told(office: Office) -> None:
    office.deliveries(delivery())
    batch = office.calls(call(回访状态="空号")).batch or 0
    Correction.update(sent_at=AT).execute()
    done = undo_import(office.session, batch)
    assert done.kept == ("1 件信息更正已有人在办（如 XS1），保留。",)
    assert Correction.select().count() == 1
    assert sound(office.session)


def test_card_details_of_a_later_file_must_go_before_the_cars(office: Office) -> None:
    first = office.deliveries(delivery(手机="13812345678")).batch or 0
    cards = office.take("cards", card(驾龄="3")).batch or 0
    with pytest.raises(Refused, match=f"第 {cards} 批"):
        undo_import(office.session, first)
    undo_import(office.session, cards)
    undo_import(office.session, first)
    assert VehicleFile.select().count() == 0


def test_orders_of_a_later_file_keep_the_cars_they_need(office: Office) -> None:
    first = office.deliveries(delivery(1), delivery(2)).batch or 0
    office.orders(order(1, 客户姓名="用户"))
    done = undo_import(office.session, first)
    assert [car.name for car in VehicleFile.select()] == ["用户"]
    assert (done.removed, done.kept[0][:4]) == (2, "1 份由")
    assert sound(office.session)


def test_taking_back_is_told_step_by_step_and_can_be_stopped(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undone, "_PORTION", 10)
    batch = office.deliveries(*(delivery(number) for number in range(40))).batch or 0
    before = picture()
    steps: list[tuple[int, int]] = []
    with pytest.raises(Cancelled):
        undo_import(
            office.session,
            batch,
            Watch(cancelled=lambda: len(steps) > 8, progress=lambda *s: steps.append(s)),
        )
    assert picture() == before
    assert sound(office.session)
    steps.clear()
    undo_import(office.session, batch, Watch(progress=lambda *s: steps.append(s)))
    assert len(steps) > 8
    assert steps == sorted(steps)
    assert all(done <= total for done, total in steps)
    assert VehicleFile.select().count() == 0


def test_the_search_forgets_a_large_import_afterwards(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_of_batch, "LATER_FROM", 3)
    monkeypatch.setattr(search_of_batch, "BREATH_SECONDS", 0)
    office.deliveries(delivery(1, 手机="13812345671"))
    batch = office.deliveries(*(delivery(number, 手机=f"1381234567{number}") for number in range(1, 8))).batch
    assert len(search(office.session, "1381234567")) == 7
    undo_import(office.session, batch or 0)
    assert len(search(office.session, "1381234567")) == 1
    assert sound(office.session)
