"""预约簿 by keyboard: booked, reminded, moved, cancelled and ticked off, on real data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.archive.indexing import index_files
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import book, make_appointment, of_file
from desktop_app.safety.duties import GENERAL_MANAGER, RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_car
from tests.conftest import NOW
from tests.ui.desks import in_dialog
from ui.callbacks.agree_dialog import AgreeDialog
from ui.callbacks.appointment_dialog import AppointmentDialog
from ui.callbacks.book_dialog import BookDialog
from ui.kit.dialogs import WordsDialog
from ui.office_context import Office

TOMORROW = date(2026, 11, 1)
VIN = "LFMAE0000000000A1"


@pytest.fixture
def open_book(office: Office, qtbot: QtBot) -> Callable[[date], BookDialog]:
    def make(day: date) -> BookDialog:
        dialog = BookDialog(office)
        qtbot.addWidget(dialog)
        with qtbot.waitExposed(dialog):
            dialog.show()
        settle(office, qtbot)
        dialog.go(day)
        settle(office, qtbot)
        return dialog

    return make


def settle(office: Office, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.background.busy())


def booked(session: Session, at: datetime, **fields: object) -> int:
    car = a_car(session, name="沈佳宁", **fields)
    return make_appointment(session.at(NOW - timedelta(days=9)), car, NewAppointment(at, "保养"), f"k{at}")[0]


def states(session: Session, day: date) -> list[str]:
    return [one.state for one in book(session, day)]


def test_an_empty_day_says_what_to_do(open_book: Callable[[date], BookDialog]) -> None:
    dialog = open_book(TOMORROW)
    assert dialog._nothing.title() == "这一天还没有预约"
    assert not dialog.steps["came"].isEnabled()


def test_a_customer_is_found_and_booked(
    session: Session, office: Office, open_book: Callable[[date], BookDialog], qtbot: QtBot,
    type_chinese: Callable[..., None],
) -> None:  # fmt: skip
    car = a_car(session, vin=VIN, name="沈佳宁", plate="皖N12345")
    with session.saving():
        index_files(session, [car])
    dialog = open_book(TOMORROW)

    def fill(found: QWidget) -> None:
        assert isinstance(found, AppointmentDialog)
        found.who.edit.setText("12345")  # type: ignore[attr-defined]
        found._search()
        settle(office, qtbot)
        qtbot.keyClick(found.who.edit, Qt.Key.Key_Return)
        found.store()
        assert "写明" in found.form.work.error.text()
        type_chinese(found.form.work.edit, "换机油")
        found.form.time.set_text("11-02 9:30")
        found.store()
        settle(office, qtbot)

    in_dialog(AppointmentDialog, fill)
    dialog.new.click()
    settle(office, qtbot)
    assert dialog.day() == date(2026, 11, 2), "the day of the new appointment is shown"
    assert [(one.at, one.work) for one in of_file(session, car)] == [(datetime(2026, 11, 2, 9, 30), "换机油")]
    assert [row.cells[1].text for row in dialog._model.rows()] == ["沈佳宁"]  # type: ignore[union-attr]


def test_the_steps_of_an_appointment_have_a_key_each(
    session: Session, office: Office, open_book: Callable[[date], BookDialog], qtbot: QtBot
) -> None:
    booked(session, datetime(2026, 11, 1, 9))
    dialog = open_book(TOMORROW)
    dialog.steps["reminded"].click()
    settle(office, qtbot)
    assert states(session, TOMORROW) == ["reminded"]
    dialog.steps["came"].click()
    settle(office, qtbot)
    assert "还没有到那一天" in dialog._banner.words()

    def later(found: QWidget) -> None:
        assert isinstance(found, AgreeDialog)
        found.time.set_text("11-03 10:00")
        found._keep()

    in_dialog(AgreeDialog, later)
    dialog.take("moved")
    settle(office, qtbot)
    assert states(session, TOMORROW) == []
    dialog.go(date(2026, 11, 3))
    settle(office, qtbot)

    def why(found: QWidget) -> None:
        assert isinstance(found, WordsDialog)
        found.field.set_text("车已卖")
        found.yes.click()

    in_dialog(WordsDialog, why)
    dialog.take("cancelled")
    settle(office, qtbot)
    assert states(session, date(2026, 11, 3)) == ["cancelled"]
    assert not any(button.isEnabled() for button in dialog.steps.values())


def test_what_waits_on_any_day_stands_in_lists_of_its_own(
    session: Session, office: Office, open_book: Callable[[date], BookDialog], qtbot: QtBot
) -> None:
    booked(session, NOW + timedelta(hours=20))
    booked(session, NOW - timedelta(hours=3))
    dialog = open_book(date(2026, 11, 20))
    assert dialog.lists.option("remind").count == 1  # type: ignore[attr-defined]
    dialog.lists.choose("over")
    dialog._fill()
    dialog.steps["missed"].click()
    settle(office, qtbot)
    assert states(session, NOW.date()) == ["missed"]
    assert dialog.lists.option("over").count is None  # type: ignore[attr-defined]


def test_the_day_is_copied_as_excel_takes_it(
    session: Session, open_book: Callable[[date], BookDialog]
) -> None:
    booked(session, datetime(2026, 11, 1, 9), phone="13812345678", plate="皖N12345", model="卡罗拉")
    dialog = open_book(TOMORROW)
    dialog._copy.click()
    lines = QApplication.clipboard().text().split("\n")
    assert lines[0].split("\t")[:3] == ["时间", "客户", "车"]
    assert lines[1].split("\t")[:4] == ["09:00", "沈佳宁 138 **** 5678", "卡罗拉 皖N12345", "保养"]


@pytest.mark.parametrize(("duty", "may"), [(RECEPTIONIST, True), (GENERAL_MANAGER, False)])
def test_reception_may_and_who_may_not_is_told(
    session: Session, office: Office, open_book: Callable[[date], BookDialog], duty: str, may: bool
) -> None:
    booked(session, datetime(2026, 11, 1, 9))
    office.session = Session(Person("韩露", frozenset({duty})), session.clock, session.data)
    dialog = open_book(TOMORROW)
    assert dialog.new.isEnabled() == dialog.steps["reminded"].isEnabled() == may
    assert dialog._print.isEnabled() != may
    if not may:
        assert "不能预约" in dialog.new.toolTip()
