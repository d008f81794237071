"""What the tests of the SMS screens share: an office at noon, customers, and waiting for the workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db import SmsMessage, SmsReply
from db.connection import rows
from desktop_app.session import Session
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.office_context import Office

NIGHT = datetime(2026, 10, 31, 21, 15)
WAIT_MS = 10_000


class Desk:
    """An office at a moment, what it told and said, and its workers waited for."""

    def __init__(self, session: Session, place: Path, qtbot: QtBot) -> None:
        self.session, self.qtbot = session, qtbot
        self.told: list[Exception] = []
        self.said: list[str] = []
        self.shown: list[QWidget] = []
        background = Background(session.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
        background.broke.connect(self.told.append)
        self.office = Office(session, background, Memory.in_file(place / "window.ini"), self.told.append)
        self.office.status = self.said.append

    def show(self, widget: QWidget) -> None:
        """Show a dialog without waiting for its end."""
        self.shown.append(widget)
        widget.show()
        self.settle()

    def settle(self) -> None:
        """Wait until the workers have answered."""
        self.qtbot.waitUntil(lambda: not self.office.background.busy(), timeout=WAIT_MS)

    def until(self, what: Any) -> None:
        """Wait until something holds."""
        self.qtbot.waitUntil(what, timeout=WAIT_MS)
        self.settle()


@contextmanager
def a_desk(session: Session, place: Path, qtbot: QtBot) -> Iterator[Desk]:
    """An office of a session; what it told and nobody looked at fails."""
    made = Desk(session, place, qtbot)
    yield made
    made.office.ticker.stop()
    made.office.background.stop()
    for widget in made.shown:  # closing one would ask about what was typed
        widget.hide()
        widget.deleteLater()
    assert made.told == [], "told without being looked at"


def messages() -> list[tuple[str, str, str]]:
    """Kind, number and state of every message."""
    query = SmsMessage.select(SmsMessage.kind, SmsMessage.number, SmsMessage.state).order_by(SmsMessage.id)
    return [(str(kind), str(number), str(state)) for kind, number, state in rows(query)]


def handled() -> list[tuple[str, bool, bool]]:
    """Text of every reply, whether it was dealt with, and whether it opts out."""
    query = SmsReply.select(SmsReply.text, SmsReply.handled_at, SmsReply.opt_out).order_by(SmsReply.id)
    return [(str(text), at is not None, bool(out)) for text, at, out in rows(query)]
