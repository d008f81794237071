"""Reminders of one's own appointments: at their time, once, and after sleep or a restart together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QSystemTrayIcon
from pytestqt.qtbot import QtBot

from desktop_app.callbacks.own_appointments import OwnAppointment
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.ui.shops import SetClock
from ui.callbacks.appointment_reminder import AppointmentReminder
from ui.callbacks.reminder_banner import ReminderBanner
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.office_context import Office
from ui.office_window import OfficeWindow

ONE = OwnAppointment(1, "WX1", "沈佳宁", datetime(2026, 10, 31, 18, 30))
OTHER = OwnAppointment(2, "WX2", "罗文博", datetime(2026, 10, 31, 18, 40))


@pytest.fixture
def desk(
    session: Session, memory: Memory, told: list[Exception], clock: SetClock, qtbot: QtBot
) -> Iterator[Office]:
    me = replace(session, clock=clock)
    background = Background(me.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    background.broke.connect(told.append)
    made = Office(me, background, memory, told.append)
    yield made
    made.ticker.stop()
    background.stop()
    assert told == []


def agreed(session: Session, name: str, at: datetime) -> int:
    callback = a_callback(session, date(2026, 10, 26), ref=f"WX-{name}", car=a_car(session, name=name))
    an_attempt(session, callback, datetime(2026, 10, 30, 9), "agreed", agreed_at=at, caller="测试员")
    return callback


@pytest.fixture
def started(desk: Office, qtbot: QtBot) -> Callable[[], list[list[str]]]:
    """Starts a reminder and tells whom it tells of."""

    def start() -> list[list[str]]:
        found: list[list[str]] = []
        reminder = AppointmentReminder(desk, desk.background)
        reminder.due.connect(lambda come: found.append([one.name for one in come]))
        reminder.reload()
        qtbot.waitUntil(lambda: not desk.background.busy())
        return found

    return start


def test_at_its_time_and_once(desk: Office, started: Callable[[], list[list[str]]], clock: SetClock) -> None:
    agreed(desk.session, "沈佳宁", datetime(2026, 10, 31, 18, 40))
    found = started()
    for minutes, told in ((9, []), (1, [["沈佳宁"]]), (1, [["沈佳宁"]])):
        clock.on(minutes=minutes)
        desk.ticker.tick()
        assert found == told


def test_what_sleep_slept_through_is_told_together(
    desk: Office, started: Callable[[], list[list[str]]], clock: SetClock
) -> None:
    agreed(desk.session, "沈佳宁", datetime(2026, 10, 31, 18, 40))
    agreed(desk.session, "罗文博", datetime(2026, 10, 31, 19))
    found = started()
    clock.on(hours=2)
    desk.ticker.tick()
    assert found == [["沈佳宁", "罗文博"]]


def test_a_restart_tells_what_was_missed_and_nothing_twice(
    desk: Office, started: Callable[[], list[list[str]]], clock: SetClock
) -> None:
    agreed(desk.session, "沈佳宁", datetime(2026, 10, 31, 18, 10))
    assert started() == [["沈佳宁"]]
    assert started() == []
    agreed(desk.session, "罗文博", datetime(2026, 10, 31, 18, 20))
    assert started() == [["罗文博"]]


def test_a_new_day_brings_its_appointments(
    desk: Office, started: Callable[[], list[list[str]]], clock: SetClock, qtbot: QtBot
) -> None:
    agreed(desk.session, "沈佳宁", datetime(2026, 11, 1, 8))
    found = started()
    clock.on(hours=14)
    desk.ticker.tick()
    qtbot.waitUntil(lambda: found == [["沈佳宁"]])


def test_the_line_stays_until_each_was_opened(desk: Office, qtbot: QtBot) -> None:
    opened: list[str] = []
    desk.open_callback = opened.append
    banner = ReminderBanner(desk, QIcon())
    qtbot.addWidget(banner)
    assert banner.words() == ""
    banner.take([ONE, OTHER])
    assert banner.words() == "约好的时间到了：2 位：沈佳宁 18:30、罗文博 18:40"
    banner.open.click()
    assert (opened, banner.words()) == (["WX1"], "约好的时间到了：罗文博 18:40")
    banner.drop.click()
    assert banner.words() == ""


def test_the_tray_says_it_where_there_is_one(
    desk: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, str]] = []
    monkeypatch.setattr(QSystemTrayIcon, "isSystemTrayAvailable", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "supportsMessages", lambda: True)
    monkeypatch.setattr(QSystemTrayIcon, "show", lambda _tray: None)
    monkeypatch.setattr(
        QSystemTrayIcon, "showMessage", lambda _tray, title, words, _icon: said.append((title, words))
    )
    opened: list[str] = []
    desk.open_callback = opened.append
    banner = ReminderBanner(desk, QIcon())
    qtbot.addWidget(banner)
    banner.take([ONE])
    assert said == [("约好的时间到了", "沈佳宁 18:30")]
    assert banner._tray is not None
    banner._tray.messageClicked.emit()
    assert opened == ["WX1"]


def test_one_key_opens_it_in_the_window(desk: Office, qtbot: QtBot, clock: SetClock) -> None:
    agreed(desk.session, "沈佳宁", datetime(2026, 10, 31, 18, 40))
    window = OfficeWindow(desk, "云岭汽车")
    qtbot.addWidget(window)
    window.start()
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: not desk.background.busy())
    assert window.reminders.words() == ""
    clock.on(minutes=10)
    desk.ticker.tick()
    assert "沈佳宁 18:40" in window.reminders.words()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_O, keys)
    qtbot.waitUntil(lambda: not desk.background.busy())
    page = window.current_page()
    state = page.call.state()  # type: ignore[attr-defined]
    assert state is not None
    assert state.call.customer.name == "沈佳宁"
    assert window.reminders.words() == ""
