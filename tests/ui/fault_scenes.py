"""Windows on real data folders with real faults, and an answer for every fault dialog that opens."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.complaints.causes import load_causes
from desktop_app.data_folder import close_folder, create
from tests.callbacks.scenes import a_callback, a_car
from tests.safety.folders import ACCOUNT, CHEAP, NOW, PASSWORD, clock
from ui.application import Application, Start
from ui.fault_doors import FaultDialog
from ui.kit.dialogs import TroubleDialog
from ui.office_window import OfficeWindow
from ui.sign_in import SignIn

WAIT_MS = 10_000
HOLDER = """
import sys
from pathlib import Path
from db.connection import unlocked
handle = unlocked(Path(sys.argv[1]), sys.argv[2])
handle.execute(f"PRAGMA locking_mode = {sys.argv[3]}").fetchall()
handle.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.read()
"""


def make_shop(folder: Path) -> Path:
    """A shop's data with one customer to call today and one later."""
    session = create(folder, ACCOUNT, PASSWORD, "云岭汽车", clock=clock, cost=CHEAP).session
    with session.saving():
        load_causes(session)
        a_callback(session, date(2026, 10, 24), car=a_car(session, name="沈佳宁", sex="女"))
        a_callback(session, date(2026, 10, 26), car=a_car(session, name="罗文博"))
    close_folder(session)
    return folder


@dataclass
class Answers:
    """What every fault dialog said and offered; each is answered by the next of ``planned``, or closed.

    A planned answer is a way, done after its deed, which usually makes the fault go away.
    """

    said: list[str] = field(default_factory=list)
    offered: list[tuple[str, ...]] = field(default_factory=list)
    planned: list[tuple[str, Callable[[], object]]] = field(default_factory=list)
    shown: Callable[[TroubleDialog], None] = field(default=lambda _dialog: None)

    def plan(self, way: str, deed: Callable[[], object] = lambda: None) -> None:
        """Take this way at the next dialog."""
        self.planned.append((way, deed))

    def look(self) -> None:
        """Answer a dialog that is open."""
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, TroubleDialog) or not dialog.isVisible():
            return
        ways = dialog.ways if isinstance(dialog, FaultDialog) else {}
        self.said.append("\n".join(part.text() for part in dialog.findChildren(QLabel)))
        self.offered.append(tuple(ways))
        self.shown(dialog)
        way, deed = self.planned.pop(0) if self.planned else ("", None)
        if deed is not None and way in ways:
            deed()
            ways[way].click()
        else:
            dialog.reject()


def watch(answers: Answers) -> QTimer:
    """Look for dialogs now and then."""
    timer = QTimer()
    timer.timeout.connect(answers.look)
    timer.start(10)
    return timer


class Desk:
    """The program on one folder, from its start on."""

    def __init__(self, app: QApplication, qtbot: QtBot, answers: Answers) -> None:
        self._app, self.qtbot, self.answers = app, qtbot, answers
        self.application: Application | None = None

    def start(self, folder: Path | None, now: Callable[[], datetime] = clock, *, replay: bool = True) -> None:
        """Start the program; the sign-in or the first start is in sight then."""
        self.application = Application(self._app, Start(folder, now, replay, demo=False))
        assert self.application.claim()
        self.application.begin()

    def window(self) -> QWidget:
        """The window in sight."""
        assert self.application
        found = self.application.window()
        assert found
        return found

    def sign_in(self, password: str = PASSWORD) -> None:
        """Type the password and press 登录."""
        page = self.window()
        assert isinstance(page, SignIn)
        assert isinstance(page.name.edit, QComboBox)
        assert isinstance(page.password.edit, QLineEdit)
        page.name.edit.setCurrentText(ACCOUNT)
        page.password.edit.setText(password)
        page.enter.click()

    def typed(self) -> str:
        """The password that stands in the form."""
        page = self.window()
        assert isinstance(page, SignIn)
        assert isinstance(page.password.edit, QLineEdit)
        return page.password.edit.text()

    def office(self) -> OfficeWindow:
        """The office, waited for."""
        self.until(lambda: isinstance(self.window(), OfficeWindow))
        window = self.window()
        assert isinstance(window, OfficeWindow)
        return window

    def until(self, reached: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(reached, timeout=WAIT_MS)

    def fault(self, number: int = 1) -> str:
        """What the so many-th fault dialog said, waited for."""
        self.until(lambda: len(self.answers.said) >= number)
        return self.answers.said[number - 1]

    def end(self) -> None:
        """Close everything."""
        if self.application is not None:
            self.application.end()
            self.application = None


def hold_database(path: Path, key: str, *, even_from_readers: bool = False) -> subprocess.Popen[str]:
    """Another process that locks the database until it is ended, for readers too if nobody has it open."""
    program = [sys.executable, "-c", HOLDER, str(path), key, "EXCLUSIVE" if even_from_readers else "NORMAL"]
    holder = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdout
    assert holder.stdout.readline().strip() == "held"
    return holder


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


__all__ = ["ACCOUNT", "NOW", "PASSWORD", "Answers", "Desk", "end", "hold_database", "make_shop", "watch"]
