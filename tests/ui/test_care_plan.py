"""Recalls, wishes and appointments of one car: noted, ended and booked from the file and from a call."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.archive.marks import marks
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import make_appointment
from desktop_app.callbacks.care_notes import wishes_of
from desktop_app.callbacks.recalls import mark_recalled, recalls_of
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.caring import visited
from tests.callbacks.scenes import a_car
from tests.conftest import NOW
from ui.archive import care_plan_dialog
from ui.archive.care_plan_dialog import CarePlanDialog
from ui.archive.page import ArchivePage
from ui.callbacks.appointment_dialog import Car
from ui.kit.items import Head, Item
from ui.office_context import Office

VIN = "LFMAE0000000000A1"


def settle(office: Office, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not office.background.busy())


def opened(office: Office, qtbot: QtBot, car: int) -> CarePlanDialog:
    dialog = CarePlanDialog(office, Car(car, "沈佳宁"))
    qtbot.addWidget(dialog)
    settle(office, qtbot)
    return dialog


def listed(dialog: CarePlanDialog) -> list[str]:
    return [
        row.words if isinstance(row, Head) else row.title
        for row in dialog.list.rows()
        if isinstance(row, Head | Item)
    ]


def test_a_wish_is_noted_and_ended(session: Session, office: Office, qtbot: QtBot) -> None:
    car = a_car(session)
    dialog = opened(office, qtbot, car)
    assert dialog._nothing.title() == "还没有安排"
    dialog.day.set_text("哪天")
    dialog.store()
    assert "看不懂" in dialog.day.error.text()
    dialog.day.set_text("11-20")
    dialog.store()
    settle(office, qtbot)
    assert "写明" in dialog.text.error.text()
    dialog.text.set_text("更换前刹车片")
    dialog.store()
    settle(office, qtbot)
    assert [(one.kind, one.due_on) for one in wishes_of(session, car)] == [
        ("advised_work", date(2026, 11, 20))
    ]
    assert listed(dialog) == ["提醒", "更换前刹车片"]
    assert dialog.text.text() == ""
    dialog.end.click()
    settle(office, qtbot)
    assert wishes_of(session, car) == ()
    assert not dialog.end.isEnabled()


def test_a_recall_is_marked_on_the_file_until_it_is_done(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    car, other = a_car(session, vin=VIN), a_car(session, vin="LFMAE0000000000A2")
    mark_recalled(session, [VIN, "LFMAE0000000000A2"], "燃油泵召回")
    make_appointment(session, car, NewAppointment(NOW.replace(month=11, day=2), "保养"), "k")
    assert [mark.kind for mark in marks(session, [car])[car]] == ["recall"]
    visited(other, NOW.date(), work="燃油泵召回更换")
    assert marks(session, [other])[other] == ()
    dialog = opened(office, qtbot, car)
    assert listed(dialog) == ["召回", "燃油泵召回", "预约", "保养"]
    dialog.end.click()
    settle(office, qtbot)
    assert recalls_of(session, car)[0].done_on == NOW.date()
    assert marks(session, [car])[car] == ()


def test_reception_books_but_notes_nothing(session: Session, office: Office, qtbot: QtBot) -> None:
    office.session = Session(Person("韩露", frozenset({RECEPTIONIST})), session.clock, session.data)
    dialog = opened(office, qtbot, a_car(session))
    assert dialog.new.isEnabled()
    assert (dialog.note.isEnabled(), dialog.end.isEnabled()) == (False, False)
    assert "不能回访" in dialog.note.toolTip()


def test_it_opens_from_the_file_by_key(
    session: Session, office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    car = a_car(session, vin=VIN, name="沈佳宁")
    shown: list[int] = []
    monkeypatch.setattr(
        care_plan_dialog.CarePlanDialog, "exec", lambda dialog: shown.append(dialog._car.file_id)
    )
    page = ArchivePage(office)
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.show_record(VIN)
    settle(office, qtbot)
    page.focus_first()
    qtbot.keyClick(page.files.table, Qt.Key.Key_W, Qt.KeyboardModifier.AltModifier)
    settle(office, qtbot)
    assert shown == [car]
