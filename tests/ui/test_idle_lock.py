"""Locking: by key and by the clock, over every window, with everything as it stood afterwards; real accounts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.data_folder import close_folder, create
from desktop_app.safety import slots
from desktop_app.safety.accounts import add_account
from desktop_app.safety.idle_lock import set_idle_lock_minutes
from desktop_app.safety.keys import Cost
from desktop_app.session import Session
from ui.application_guard import Guard
from ui.idle_lock import IdleLock
from ui.kit.background import Background
from ui.kit.dialogs import SheetDialog
from ui.kit.memory import Memory
from ui.lock_cover import LOCKED_TITLE
from ui.lock_page import LockPage
from ui.office_window import OfficeWindow, make_office_window

NOW = datetime(2026, 10, 31, 18, 30)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
ME, PASSWORD = "温既明", "正确的密码 1234"
OTHER, OTHERS_PASSWORD = "乔安", "qiaoan2026"
WAIT_MS = 10_000


class Minutes:
    """A clock in minutes that goes when it is told to."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at * 60


@pytest.fixture
def account(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(slots, "COST", CHEAP)
    made = create(tmp_path / "data", ME, PASSWORD, "云岭汽车", clock=lambda: NOW, cost=CHEAP).session
    add_account(made, OTHER, OTHERS_PASSWORD, frozenset({"callback_specialist"}))
    yield made
    close_folder(made)


@pytest.fixture
def window(account: Session, memory: Memory, qtbot: QtBot) -> Iterator[OfficeWindow]:
    made = make_office_window(account, memory)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: not made.office.background.busy(), timeout=WAIT_MS)
    yield made
    made.office.ticker.stop()
    made.office.background.stop()
    shiboken6.delete(made)  # closing it would make a backup first


@pytest.fixture
def guard(window: OfficeWindow, background: Background, qapp: QApplication, qtbot: QtBot) -> Iterator[Guard]:
    made = Guard(qapp, window, background)
    qtbot.waitUntil(lambda: not window.office.background.busy(), timeout=WAIT_MS)
    yield made
    made.end()


def half_typed(window: OfficeWindow) -> SheetDialog:
    """A small dialog with something half typed, the cursor in its middle."""
    made = SheetDialog("沈佳宁的档案", window, width=300)
    line = QLineEdit("沈佳宁喜欢晚上接电话")
    made.body.addWidget(line)
    made.setModal(True)
    line.setFocus()
    line.setCursorPosition(3)
    return made


@pytest.fixture
def dialog(window: OfficeWindow, qtbot: QtBot) -> SheetDialog:
    made = half_typed(window)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def line_of(dialog: QWidget) -> QLineEdit:
    return next(one for one in dialog.findChildren(QLineEdit) if not isinstance(page_around(one), LockPage))


def page_around(part: QWidget | None) -> LockPage | None:
    while part is not None and not isinstance(part, LockPage):
        part = part.parentWidget()
    return part


def page_over(guard: Guard, window: QWidget) -> LockPage:
    return next(page for page in guard.idle.pages() if page.window() is window)


def is_hidden_everywhere(window: QWidget) -> bool:
    """Whether at every place of the window what one sees is its lock page."""
    places = [
        QPoint(x, y) for x in range(0, window.width(), 20) for y in range(0, window.height(), 20)
    ]  # fmt: skip
    return all(page_around(window.childAt(place)) is not None for place in places)


def handle_of(window: QWidget) -> QWindow:
    handle = window.windowHandle()
    assert handle is not None
    return handle


def unlock(page: LockPage, guard: Guard, qtbot: QtBot, password: str = PASSWORD) -> None:
    page.form.password.line.setText(password)
    with qtbot.waitSignal(guard.idle.unlocked, timeout=WAIT_MS):
        page.form.submit()


@pytest.fixture
def minutes() -> Minutes:
    return Minutes()


@pytest.fixture
def idle(window: OfficeWindow, guard: Guard, qapp: QApplication, minutes: Minutes) -> Iterator[IdleLock]:
    made = IdleLock(qapp, guard._make_page, clocks=(minutes,))
    made.set_minutes(5)
    made.start()
    yield made
    made.stop()


def test_after_five_minutes_without_a_sign_of_life_it_locks(idle: IdleLock, minutes: Minutes) -> None:
    minutes.at = 4.99
    idle.tick()
    assert not idle.is_locked()
    minutes.at = 5
    idle.tick()
    assert idle.is_locked()


@pytest.mark.parametrize("sign", ["key", "click", "move", "wheel"])
def test_a_sign_of_life_puts_it_off(
    idle: IdleLock, minutes: Minutes, window: OfficeWindow, sign: str
) -> None:
    minutes.at = 4.9
    handle = handle_of(window)
    if sign == "key":
        QTest.keyClick(handle, Qt.Key.Key_Shift)
    elif sign == "click":
        QTest.mouseClick(handle, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(4, 4))
    elif sign == "move":
        QTest.mouseMove(handle, QPoint(5, 5))
    else:
        QTest.wheelEvent(handle, QPoint(5, 5), QPoint(0, 120))
    minutes.at = 9.8
    idle.tick()
    assert not idle.is_locked()
    minutes.at = 9.9
    idle.tick()
    assert idle.is_locked()


def test_zero_minutes_mean_never(idle: IdleLock, minutes: Minutes) -> None:
    idle.set_minutes(0)
    minutes.at = 10_000
    idle.tick()
    assert not idle.is_locked()


def test_the_clock_that_says_more_counts(qapp: QApplication, guard: Guard) -> None:
    steady, wall = Minutes(), Minutes()
    idle = IdleLock(qapp, guard._make_page, clocks=(steady, wall))
    idle.set_minutes(5)
    wall.at = 60  # the computer slept for an hour
    idle.tick()
    assert idle.is_locked()
    idle.stop()


def test_the_minutes_are_the_shops_and_a_change_counts_at_once(
    guard: Guard, window: OfficeWindow, account: Session, qtbot: QtBot
) -> None:
    assert guard.idle.minutes() == 5
    window.office.background.run(window, lambda: set_idle_lock_minutes(account, 2))
    qtbot.waitUntil(lambda: guard.idle.minutes() == 2, timeout=WAIT_MS)


def test_everything_is_hidden_in_every_window_and_its_title(
    guard: Guard, window: OfficeWindow, dialog: SheetDialog
) -> None:
    assert not is_hidden_everywhere(window)
    guard.idle.lock()
    for one in (window, dialog):
        assert is_hidden_everywhere(one)
        assert one.windowTitle() == LOCKED_TITLE
        assert one.isVisible()
    window.resize(window.width() + 80, window.height() + 60)
    assert is_hidden_everywhere(window), "also after its size changed"
    late = QWidget(dialog)
    late.resize(dialog.size())
    late.show()
    assert is_hidden_everywhere(dialog), "also when something new is put into it"
    dialog.setWindowTitle("沈佳宁")
    assert dialog.windowTitle() == LOCKED_TITLE


def test_only_the_window_that_takes_keys_asks_for_the_password(
    guard: Guard, window: OfficeWindow, dialog: SheetDialog, qtbot: QtBot
) -> None:
    guard.idle.lock()
    assert page_over(guard, dialog).form.isVisible()
    assert not page_over(guard, window).form.isVisible()
    dialog.done(QDialog.DialogCode.Rejected)
    qtbot.waitUntil(lambda: page_over(guard, window).form.isVisible(), timeout=WAIT_MS)
    window.activateWindow()
    qtbot.waitUntil(
        lambda: page_around(QApplication.focusWidget()) is page_over(guard, window), timeout=WAIT_MS
    )


def test_a_small_dialog_grows_for_the_form_and_shrinks_again(
    guard: Guard, dialog: SheetDialog, qtbot: QtBot
) -> None:
    before = dialog.size()
    guard.idle.lock()
    page = page_over(guard, dialog)
    assert page.rect().contains(page.form.enter.mapTo(page, QPoint(0, 36)))
    unlock(page, guard, qtbot)
    assert dialog.size() == before
    assert dialog.windowTitle() == "沈佳宁的档案"


def test_a_dialog_that_waits_goes_on_waiting_with_what_was_half_typed(
    guard: Guard, window: OfficeWindow, qtbot: QtBot
) -> None:
    dialog = half_typed(window)
    line, seen = line_of(dialog), list[object]()
    line.editingFinished.connect(lambda: seen.append("left the input"))
    dialog.finished.connect(seen.append)

    def meanwhile() -> None:
        dialog.activateWindow()
        qtbot.waitUntil(line.hasFocus, timeout=WAIT_MS)
        line.setCursorPosition(3)
        QTest.keyClick(handle_of(dialog), Qt.Key.Key_A)
        guard.idle.lock()
        dialog.close()
        QTest.keyClick(handle_of(dialog), Qt.Key.Key_Escape)
        QTest.keyClick(handle_of(dialog), Qt.Key.Key_X)
        assert (line.text(), dialog.isVisible(), seen) == ("沈佳宁a喜欢晚上接电话", True, [])
        unlock(page_over(guard, dialog), guard, qtbot)
        assert (line.hasFocus(), line.cursorPosition(), line.selectedText()) == (True, 4, "")
        assert seen == [], "nobody below noticed"

    def watched() -> None:
        try:
            meanwhile()
        finally:
            dialog.done(QDialog.DialogCode.Accepted)

    QTimer.singleShot(50, dialog, watched)
    assert dialog.exec() == QDialog.DialogCode.Accepted
    assert seen[-1:] == [QDialog.DialogCode.Accepted.value]


def test_no_shortcut_of_the_window_below_works(guard: Guard, window: OfficeWindow, qtbot: QtBot) -> None:
    handle, tabs = handle_of(window), window.header.tabs
    QTest.keyClick(handle, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: tabs.currentIndex() == 1)
    guard.idle.lock()
    for key in (Qt.Key.Key_1, Qt.Key.Key_K, Qt.Key.Key_I):
        QTest.keyClick(handle, key, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(handle, Qt.Key.Key_F1)
    assert tabs.currentIndex() == 1
    assert page_around(QApplication.focusWidget()) is page_over(guard, window)
    assert not [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def test_tab_stays_inside_the_page(guard: Guard, window: OfficeWindow) -> None:
    guard.idle.lock()
    page, seen = page_over(guard, window), set[QWidget | None]()
    for _ in range(6):
        QTest.keyClick(handle_of(window), Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert seen == {page.form.password.line, page.form.enter, page.other}


def test_what_opens_or_takes_the_focus_later_is_hidden_too(
    guard: Guard, window: OfficeWindow, qtbot: QtBot
) -> None:
    guard.idle.lock()
    window.header.search.setFocus()
    qtbot.waitUntil(lambda: page_around(QApplication.focusWidget()) is not None)
    late = SheetDialog("备份没有做成：沈佳宁", window)
    late.show()
    assert is_hidden_everywhere(late)
    assert late.windowTitle() == LOCKED_TITLE
    menu = QMenu(window)
    menu.addAction("沈佳宁")
    menu.popup(QPoint(10, 10))
    qtbot.waitUntil(lambda: not menu.isVisible())
    unlock(page_over(guard, late), guard, qtbot)
    assert late.windowTitle() == "备份没有做成：沈佳宁"
    assert window.header.search.hasFocus() or not window.isActiveWindow()
    late.close()


def test_menus_close_when_it_locks(guard: Guard, window: OfficeWindow) -> None:
    menu = QMenu(window)
    menu.addAction("沈佳宁")
    menu.popup(QPoint(10, 10))
    guard.idle.lock()
    assert not menu.isVisible()


@pytest.mark.parametrize(("copied", "left"), [("沈佳宁\t138 0000 5678", ""), ("预约 3 点", "预约 3 点")])
def test_a_phone_number_does_not_stay_on_the_clipboard(guard: Guard, copied: str, left: str) -> None:
    QGuiApplication.clipboard().setText(copied)
    guard.idle.lock()
    assert QGuiApplication.clipboard().text() == left


def test_what_is_typed_is_written_down_before_anything_is_hidden(guard: Guard, window: OfficeWindow) -> None:
    order: list[str] = []
    page = window.current_page()
    page.keep_drafts = lambda: order.append("kept" if not guard.idle.pages() else "late")  # type: ignore[method-assign]
    guard.idle.lock()
    assert order == ["kept"]


def test_a_wrong_password_unlocks_nothing_and_is_told_at_the_field(
    guard: Guard, window: OfficeWindow, background: Background, qtbot: QtBot
) -> None:
    guard.idle.lock()
    page = page_over(guard, window)
    page.form.password.line.setText("wrong")
    page.form.submit()
    qtbot.waitUntil(lambda: not background.busy(), timeout=WAIT_MS)
    assert "密码不对" in page.form.password.error.text()
    assert guard.idle.is_locked()
    unlock(page, guard, qtbot)
    assert not guard.idle.pages()


def test_someone_else_takes_over_from_the_lock_page(
    guard: Guard, window: OfficeWindow, dialog: SheetDialog, qtbot: QtBot
) -> None:
    guard.idle.lock()
    page = page_over(guard, dialog)
    page.other.click()
    assert page.form.names.currentText() == OTHER
    assert "没保存的内容会丢" in page._warning.words()
    page.form.password.line.setText(OTHERS_PASSWORD)
    with qtbot.waitSignal(guard.taken_over, timeout=WAIT_MS) as taken:
        page.form.submit()
    session = taken.args[0]
    assert (session.person.name, session.person.duties) == (OTHER, {"callback_specialist"})
    assert session.data is window.office.session.data, "the data stays open"
    assert not dialog.isVisible()
    assert is_hidden_everywhere(window), "nothing is seen until the next window stands there"


def test_a_keys_file_that_is_gone_does_not_keep_it_from_locking(guard: Guard, window: OfficeWindow) -> None:
    (window.office.session.data.path.parent / "crdesk.keys").unlink()
    guard.idle.lock()
    assert is_hidden_everywhere(window)
    assert page_over(guard, window).other.isHidden()


def test_the_lock_is_a_command_of_the_window(
    guard: Guard, window: OfficeWindow, press_keys: Callable[[Qt.Key], None]
) -> None:
    press_keys(Qt.Key.Key_L)
    assert guard.idle.is_locked()


def test_the_key_locks_in_a_dialog_too(guard: Guard, dialog: SheetDialog, qtbot: QtBot) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    with qtbot.waitSignal(guard.idle.locked):
        QTest.keyClick(handle_of(dialog), Qt.Key.Key_L, both)
    assert is_hidden_everywhere(dialog)


@pytest.fixture
def press_keys(window: OfficeWindow) -> Callable[[Qt.Key], None]:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    return lambda key: QTest.keyClick(handle_of(window), key, both)
