"""Care calls in the call desk, by keyboard: reminders answered, an appointment made, the next one opened."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from db import Appointment, CareOutcome, Staff
from db.connection import rows
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import make_appointment, of_file
from desktop_app.callbacks.care_drafts import load_care_draft
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_car
from tests.conftest import NOW
from tests.ui.desks import PageDesk
from ui.callbacks.care_view import CareView
from ui.callbacks.page import CallbacksPage
from ui.office_context import Office

Key, Ctrl, Alt = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
TODAY = NOW.date()
VIN, OTHER = "LFMAE0000000000A1", "LFMAE0000000000A2"
BIRTHDAY = date(1986, TODAY.month, TODAY.day)


class Desk(PageDesk):
    """The call desk in sight, for its care calls."""

    def __init__(self, office: Office, qtbot: QtBot) -> None:
        self.page = CallbacksPage(office)
        super().__init__(office, qtbot, self.page, height=640)
        self.page.focus_first()

    @property
    def view(self) -> CareView:
        return self.page.care.view


@pytest.fixture
def desk_of(office: Office, qtbot: QtBot) -> Callable[[], Desk]:
    return lambda: Desk(office, qtbot)


def two_customers(session: Session) -> tuple[int, int]:
    Staff.insert(name="白一鸣", role="service_advisor").execute()
    first = a_car(
        session, vin=VIN, name="沈佳宁", birthday=BIRTHDAY, inspection_on=TODAY + timedelta(days=10), sex="女"
    )
    return first, a_car(session, vin=OTHER, name="罗文博", inspection_on=TODAY + timedelta(days=20))


def outcomes() -> list[tuple[str, bool | None, str | None]]:
    told = CareOutcome
    return rows(told.select(told.kind, told.accepted, told.reason).order_by(told.id))


def test_a_care_call_is_answered_booked_and_followed_by_the_next_without_the_mouse(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[..., None]
) -> None:
    car, _ = two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    assert desk.view.vin() == VIN
    assert [card.reminder.kind for card in desk.view.cards] == ["inspection", "birthday"]
    desk.press(Key.Key_1)
    assert desk.view.cards[1].hasFocus()
    desk.press(Key.Key_2)
    type_chinese(desk.view.cards[1].reason.edit, "不方便说话")
    desk.press(Key.Key_Return)
    assert desk.view.booking.time.edit.hasFocus()
    assert desk.view.booking.work.text() == "年检"
    type_chinese(desk.view.booking.time.edit, "11-03 15:00")
    desk.press(Key.Key_Return, Ctrl)
    assert outcomes() == [("inspection", True, None), ("birthday", False, "不方便说话")]
    booked = of_file(session, car)[0]
    assert (booked.at, booked.work, booked.reminder_channel) == (datetime(2026, 11, 3, 15), "年检", "电话")
    assert desk.view.vin() == OTHER, "the next care call is open"
    assert "预约 11-03 15:00" in desk.said[-1]
    desk.press(Key.Key_Z, Ctrl)
    assert (outcomes(), of_file(session, car)) == ([], ())
    assert desk.view.vin() == VIN, "and it is open again"


def test_what_is_missing_is_told_at_its_place_and_nothing_is_stored(
    session: Session, desk_of: Callable[[], Desk], type_chinese: Callable[..., None]
) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_Return, Ctrl)
    assert "先记下客户怎么说" in desk.view._banner.words()
    desk.press(Key.Key_2)
    desk.press(Key.Key_Return, Ctrl)
    assert "请写明原因" in desk.view.cards[0].reason.error.text()
    desk.view.cards[0].setFocus()
    desk.press(Key.Key_1)
    desk.press(Key.Key_1)
    type_chinese(desk.view.booking.time.edit, "昨天")
    desk.press(Key.Key_Return, Ctrl)
    assert "看不懂" in desk.view.booking.time.error.text()
    assert outcomes() == []
    assert Appointment.select().count() == 0


def test_what_was_typed_comes_back_with_the_call(session: Session, desk_of: Callable[[], Desk]) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_3)
    desk.view.open_vin(OTHER)
    desk.settle()
    assert load_care_draft(session, VIN)
    desk.view.open_vin(VIN)
    desk.settle()
    assert [card.answer() for card in desk.view.cards] == ["later", ""]
    assert desk.view.cards[1].hasFocus()


def test_nobody_answered_is_one_key(session: Session, desk_of: Callable[[], Desk]) -> None:
    two_customers(session)
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_0, Alt)
    assert outcomes() == [("inspection", None, None), ("birthday", None, None)]
    assert {day for (day,) in rows(CareOutcome.select(CareOutcome.again_on))} == {date(2026, 11, 2)}
    assert desk.view.vin() == OTHER


def test_a_word_about_an_appointment_is_told_by_one_key(
    session: Session, desk_of: Callable[[], Desk]
) -> None:
    car = a_car(session, vin=VIN, name="沈佳宁")
    at = NOW + timedelta(hours=20)
    made, _ = make_appointment(session.at(NOW - timedelta(days=9)), car, NewAppointment(at, "保养"), "k")
    desk = desk_of()
    desk.press(Key.Key_Return)
    desk.press(Key.Key_1)
    desk.press(Key.Key_Return, Ctrl)
    assert (of_file(session, car)[0].id, of_file(session, car)[0].state) == (made, "reminded")


def test_a_call_that_somebody_else_has_made_says_so(session: Session, desk_of: Callable[[], Desk]) -> None:
    two_customers(session)
    desk = desk_of()
    CareOutcome.insert(
        file=1, kind="inspection", due_on=TODAY + timedelta(days=10), at=NOW, account="许知微", accepted=True
    ).execute()
    CareOutcome.insert(
        file=1, kind="birthday", due_on=TODAY, at=NOW, account="许知微", accepted=True
    ).execute()
    desk.press(Key.Key_Return)
    assert desk.view.vin() == ""
    assert "别人刚打过" in desk.view._nothing._next.text()


def test_who_may_not_call_sees_the_call_and_why(
    session: Session, office: Office, desk_of: Callable[[], Desk]
) -> None:
    two_customers(session)
    office.session = Session(Person("韩露", frozenset({RECEPTIONIST})), session.clock, session.data)  # type: ignore[attr-defined]
    desk = desk_of()
    desk.press(Key.Key_Return)
    assert not desk.view._save.isEnabled()
    assert "不能回访" in desk.view._save.toolTip()
    assert not any(card.isEnabled() for card in desk.view.cards)
