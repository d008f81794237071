"""Backups around the working day: the half hour, the alarm over the tabs, the last one before leaving."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from desktop_app import settings
from desktop_app.safety import backup_schedule
from desktop_app.safety.backup import BUSY_MARK, backup
from desktop_app.safety.backup_file import ENDING
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.safety.folder_layout import BACKUPS
from desktop_app.safety.second_place import set_second_place
from desktop_app.session import Person, Session
from tests.ui.shops import SetClock, rename_shop
from ui.kit.dialogs import TroubleDialog
from ui.kit.memory import Memory
from ui.office.backup_exit import LeavingDialog
from ui.office.backups_dialog import BackupsDialog
from ui.office_window import OfficeWindow, make_office_window

WAIT_MS = 30_000


def open_window(session: Session, memory: Memory, qtbot: QtBot) -> Iterator[OfficeWindow]:
    window = make_office_window(session, memory)
    qtbot.addWidget(window)
    window.show()
    settled(qtbot, window)
    yield window
    window.hide()
    window.office.ticker.stop()
    window.office.background.stop()


@pytest.fixture
def window(desk: Session, memory: Memory, qtbot: QtBot) -> Iterator[OfficeWindow]:
    yield from open_window(desk, memory, qtbot)


def settled(qtbot: QtBot, window: OfficeWindow) -> None:
    qtbot.waitUntil(lambda: not window.office.background.busy(), timeout=WAIT_MS)


def made_in(session: Session) -> list[Path]:
    return sorted((session.data.path.parent / BACKUPS).glob(f"*{ENDING}"))


def minute(window: OfficeWindow, qtbot: QtBot) -> None:
    """The minute changes: the window's one timer tells it."""
    window.office.ticker.minute.emit(window.office.session.now())
    settled(qtbot, window)


def no_room(session: Session) -> Path:
    """Nothing can be put where the backups go: a file lies there under the folder's name."""
    place = session.data.path.parent / BACKUPS
    shutil.rmtree(place, ignore_errors=True)
    place.write_text("")
    return place


# by itself


def test_a_minute_after_a_half_hour_with_changes_makes_one_and_the_status_line_tells_it(
    window: OfficeWindow, desk: Session, clock: SetClock, qtbot: QtBot
) -> None:
    minute(window, qtbot)
    assert len(made_in(desk)) == 1
    clock.on(minutes=29)
    rename_shop(desk, "望江汽车")
    minute(window, qtbot)
    assert len(made_in(desk)) == 1
    clock.on(minutes=1)
    minute(window, qtbot)
    assert len(made_in(desk)) == 2
    clock.on(minutes=40)
    minute(window, qtbot)
    assert len(made_in(desk)) == 2, "nothing was saved since"
    assert "备份已验证 今天 19:00" in window.line.words()


def test_whoever_works_is_backed_up_also_without_the_duty_for_backups(
    desk: Session, memory: Memory, qtbot: QtBot
) -> None:
    session = replace(desk, person=Person("接待员", frozenset({RECEPTIONIST})))
    for window in open_window(session, memory, qtbot):
        minute(window, qtbot)
        assert len(made_in(desk)) == 1


def test_a_failed_one_opens_no_dialog_but_stands_in_the_status_line_and_is_tried_again_later(
    window: OfficeWindow, desk: Session, clock: SetClock, qtbot: QtBot, no_dialogs: None
) -> None:
    place = no_room(desk)
    minute(window, qtbot)
    settled(qtbot, window)
    assert "自动备份没有做成" in window.line.words()
    assert window.backups.alarm.words() == ""
    place.unlink()
    clock.on(minutes=1)
    minute(window, qtbot)
    assert not made_in(desk)
    clock.on(minutes=10)
    minute(window, qtbot)
    settled(qtbot, window)
    assert len(made_in(desk)) == 1
    assert "没有做成" not in window.line.words()


def test_a_second_place_that_was_unplugged_turns_the_status_line_yellow(
    window: OfficeWindow, desk: Session, tmp_path: Path, clock: SetClock, qtbot: QtBot
) -> None:
    place = tmp_path / "stick"
    place.mkdir()
    set_second_place(desk, place)
    minute(window, qtbot)
    assert len(list(place.glob(f"*{ENDING}"))) == 1
    shutil.rmtree(place)
    rename_shop(desk, "望江汽车")
    clock.on(minutes=30)
    minute(window, qtbot)
    settled(qtbot, window)
    assert "没有存到第二处" in window.line.backup_words.toolTip()
    assert "第二处 今天 18:30" in window.line.words()


def test_a_backup_made_by_hand_ends_what_the_line_says_of_a_failed_one(
    window: OfficeWindow, desk: Session, qtbot: QtBot
) -> None:
    place = no_room(desk)
    minute(window, qtbot)
    settled(qtbot, window)
    assert "自动备份没有做成" in window.line.words()
    place.unlink()
    window.backups.back_up()
    qtbot.waitUntil(lambda: "没有做成" not in window.line.words(), timeout=WAIT_MS)
    assert len(made_in(desk)) == 1


# the alarm


@pytest.fixture
def neglected(desk: Session, clock: SetClock) -> Session:
    """Three days without a backup, and work done meanwhile."""
    backup(desk)
    clock.on(days=3)
    rename_shop(desk, "望江汽车")
    return desk


def test_the_alarm_stands_over_the_tabs_with_an_icon_and_words_until_a_backup_is_made(
    neglected: Session, memory: Memory, qtbot: QtBot
) -> None:
    for window in open_window(neglected, memory, qtbot):
        alarm = window.backups.alarm
        assert alarm.words() == "已经 3 天没有验证过的备份，最近一份是 10月31日 18:30"
        assert alarm.isVisible()
        assert alarm.y() < window.header.tabs.y()
        qtbot.mouseClick(alarm.act, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: not alarm.isVisible(), timeout=WAIT_MS)  # noqa: B023
        assert len(made_in(neglected)) == 2


def test_the_alarm_says_why_when_the_automatic_one_fails(
    neglected: Session, memory: Memory, qtbot: QtBot, no_dialogs: None
) -> None:
    kept = made_in(neglected)[0]
    for window in open_window(neglected, memory, qtbot):
        (kept.parent / BUSY_MARK).mkdir()
        minute(window, qtbot)
        settled(qtbot, window)
        assert "自动备份没有做成" in window.backups.alarm.words()


def test_the_alarm_leads_to_the_backups(
    neglected: Session, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QDialog] = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda dialog: opened.append(dialog))
    for window in open_window(neglected, memory, qtbot):
        window.backups.alarm.look.click()
        settled(qtbot, window)
    assert len(opened) == 1


# before leaving


def test_closing_backs_up_what_changed_and_closes_then(
    window: OfficeWindow, desk: Session, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.closed, timeout=WAIT_MS):
        assert not window.close()
    assert len(made_in(desk)) == 1
    assert not window.isVisible()


def test_signing_out_backs_up_first_too(window: OfficeWindow, desk: Session, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.sign_out_wanted, timeout=WAIT_MS):
        window.sign_out()
    assert len(made_in(desk)) == 1


def test_nothing_new_since_the_last_one_makes_no_second(
    window: OfficeWindow, desk: Session, clock: SetClock, qtbot: QtBot
) -> None:
    backup(desk)
    clock.on(minutes=3)
    with qtbot.waitSignal(window.closed, timeout=WAIT_MS):
        window.close()
    assert len(made_in(desk)) == 1


def test_a_backup_that_fails_is_told_once_and_the_window_closes(
    window: OfficeWindow, desk: Session, qtbot: QtBot
) -> None:
    no_room(desk)
    window.close()
    qtbot.waitUntil(lambda: window.findChild(TroubleDialog) is not None, timeout=WAIT_MS)
    with qtbot.waitSignal(window.closed, timeout=WAIT_MS):
        window.findChild(TroubleDialog).reject()
    assert not window.isVisible()


class Gate:
    """A backup that waits in its first step until it is let on; then it goes the real way."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.entered, self.open = threading.Event(), threading.Event()
        real = backup_schedule.back_up_if_changed

        def gated(session: Session, why: backup_schedule.Why, progress: backup_schedule.Progress) -> object:
            progress(10, 100)
            self.entered.set()
            self.open.wait(WAIT_MS / 1000)
            progress(20, 100)
            return real(session, why, progress)

        monkeypatch.setattr(backup_schedule, "back_up_if_changed", gated)


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    made = Gate(monkeypatch)
    yield made
    made.open.set()


def leaving(window: OfficeWindow, gate: Gate, qtbot: QtBot) -> LeavingDialog:
    window.close()
    qtbot.waitUntil(
        lambda: gate.entered.is_set() and window.backups.leaving.dialog() is not None, timeout=WAIT_MS
    )
    dialog = window.backups.leaving.dialog()
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def test_a_backup_that_lasts_can_be_called_off_to_go_on_working(
    window: OfficeWindow, desk: Session, gate: Gate, qtbot: QtBot
) -> None:
    dialog = leaving(window, gate, qtbot)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    gate.open.set()
    settled(qtbot, window)
    assert window.isVisible()
    assert window.backups.leaving.dialog() is None
    assert not made_in(desk)
    with qtbot.waitSignal(window.closed, timeout=WAIT_MS):
        window.close()
    assert len(made_in(desk)) == 1


def test_a_backup_that_lasts_can_be_skipped(
    window: OfficeWindow, desk: Session, gate: Gate, qtbot: QtBot
) -> None:
    dialog = leaving(window, gate, qtbot)
    # leaving waits for the worker, which stops at its next step
    threading.Timer(0.01, gate.open.set).start()
    with qtbot.waitSignal(window.closed, timeout=WAIT_MS):
        dialog.skip.click()
    assert not made_in(desk)


def test_closing_twice_makes_one_backup(
    window: OfficeWindow, desk: Session, gate: Gate, qtbot: QtBot
) -> None:
    leaving(window, gate, qtbot)
    window.close()
    with qtbot.waitSignal(window.closed, timeout=WAIT_MS):
        gate.open.set()
    assert len(made_in(desk)) == 1


# what may be done where


def test_the_menu_opens_the_backups(window: OfficeWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[QDialog] = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda dialog: opened.append(dialog))
    menu = window.header.menus.actions()[0].menu()
    action = next(one for one in menu.actions() if one.text() == "备份与恢复…")
    assert action.isEnabled()
    action.trigger()
    assert len(opened) == 1


def test_the_words_in_the_status_line_lead_there_too(
    window: OfficeWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    opened: list[QDialog] = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda dialog: opened.append(dialog))
    qtbot.mouseClick(window.line.backup_words, Qt.MouseButton.LeftButton)
    assert len(opened) == 1


def test_a_backup_made_in_the_dialog_takes_the_alarm_away(
    neglected: Session, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def press(dialog: BackupsDialog) -> None:
        with qtbot.waitSignal(dialog.backed_up, timeout=WAIT_MS):
            dialog.buttons.now.click()

    monkeypatch.setattr(BackupsDialog, "exec", press)
    for window in open_window(neglected, memory, qtbot):
        window.backups.open()
        qtbot.waitUntil(lambda: window.backups.alarm.words() == "", timeout=WAIT_MS)  # noqa: B023
    assert settings.get(neglected, "shop_name") == "望江汽车"
