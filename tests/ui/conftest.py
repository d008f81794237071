"""Screens are tested off screen, in the light theme, and an unexpected warning of Qt fails a test."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QStandardPaths, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.data_folder import close_folder
from desktop_app.session import Session
from tests.ui.shops import SetClock, enter, make_shop
from ui.kit import theme, wording
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.office_context import Office

HERE = Path(__file__).parent
PLATFORM_TALK = ("This plugin does not support", "Cannot open display")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore(*PLATFORM_TALK, extend=True))


@pytest.fixture(scope="session", autouse=True)
def look(qapp: QApplication) -> None:
    QStandardPaths.setTestModeEnabled(True)
    wording.install(qapp)
    theme.apply(qapp, dark=False)


@pytest.fixture(autouse=True)
def garbage_is_left_to_the_main_thread() -> Iterator[None]:
    """As in the program: no worker collects widgets; between tests there is no worker."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def background(qtbot: QtBot) -> Iterator[Background]:
    """Workers without a database."""
    made = Background(nullcontext)
    yield made
    made.stop()


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory.in_file(tmp_path / "window.ini")


@pytest.fixture
def told() -> list[Exception]:
    """The errors that a screen told."""
    return []


@pytest.fixture
def office(session: Session, memory: Memory, told: list[Exception], qtbot: QtBot) -> Iterator[Office]:
    """Everything a page needs, on real data; the workers have connections of their own."""
    background = Background(session.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    made = Office(session, background, memory, told.append)
    background.broke.connect(told.append)
    yield made
    made.ticker.stop()
    background.stop()


@pytest.fixture
def no_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dialog nobody expected fails the test instead of waiting for an answer."""

    def refuse(dialog: QDialog) -> int:
        raise AssertionError(f"opened: {dialog.windowTitle()}")

    monkeypatch.setattr(QDialog, "exec", refuse)


@pytest.fixture
def type_chinese() -> Callable[[QWidget, str], None]:
    """Types text as an input method does; sending it as key presses ends the process."""

    def type_(widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return type_


@pytest.fixture
def press(qtbot: QtBot) -> Callable[[QWidget, Qt.Key], None]:
    """Presses one key on a widget."""
    return lambda widget, key: qtbot.keyClick(widget, key)


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def shop(tmp_path: Path, clock: SetClock) -> Path:
    """A shop's data folder with real keys, closed."""
    return make_shop(tmp_path / "data", clock)


@pytest.fixture
def desk(shop: Path, clock: SetClock) -> Iterator[Session]:
    """Its manager, signed in."""
    session = enter(shop, clock)
    yield session
    close_folder(session)


@pytest.fixture
def desk_office(desk: Session, memory: Memory, told: list[Exception], qtbot: QtBot) -> Iterator[Office]:
    """Everything a page of the shop needs."""
    background = Background(desk.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    made = Office(desk, background, memory, told.append)
    background.broke.connect(told.append)
    yield made
    made.ticker.stop()
    background.stop()
