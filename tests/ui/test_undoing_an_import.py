"""文件 → 撤回上一次导入: the last import that stands is taken back as a whole, after a question."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from db import VehicleFile
from desktop_app.archive.lists import file_count
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.undoing import newest_import, undo_import
from desktop_app.exchange.undone import Undone
from desktop_app.exchange.watching import Watch
from desktop_app.session import Session
from ui.kit import dialogs
from ui.kit.memory import Memory
from ui.office import undoing_import
from ui.office_window import OfficeWindow, make_office_window

SAMPLES = Path(__file__).parent.parent / "samples"
WAIT_MS = 20_000


def leave(window: OfficeWindow) -> None:
    """Close it and let nothing of it look at the records afterwards."""
    window.close()
    shiboken6.delete(window)


class Asking:
    """Answers every question with yes and keeps what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[dialogs.Question] = []
        monkeypatch.setattr(dialogs, "ask", lambda _parent, question: self.asked.append(question) or True)


def test_what_stays_is_told(
    session: Session, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(session, SAMPLES / "deliveries.xlsx", "deliveries")
    VehicleFile.update(edited={"hobbies": "2026-10-31 10:00:00"}).where(VehicleFile.id <= 3).execute()
    asking = Asking(monkeypatch)
    window = make_office_window(session, memory)
    window._undo_import()
    qtbot.waitUntil(lambda: len(asking.asked) == 2 and not window.office.background.busy(), timeout=WAIT_MS)
    assert "3 份由它新建的档案" in asking.asked[1].words
    assert file_count(session) == 3
    leave(window)


def test_a_stopped_taking_back_leaves_everything(
    session: Session, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_file(session, SAMPLES / "deliveries.xlsx", "deliveries")
    before = file_count(session)
    Asking(monkeypatch)
    window = make_office_window(session, memory)
    told: list[str] = []
    monkeypatch.setattr(window.line, "say", told.append)
    start = window.header.busy.start

    def started(what: str, **how: bool) -> None:
        start(what, **how)
        QTimer.singleShot(0, window.header.busy.cancelled.emit)

    monkeypatch.setattr(window.header.busy, "start", started)
    monkeypatch.setattr(undoing_import, "undo_import", held_until_stopped)
    window._undo_import()
    qtbot.waitUntil(lambda: told == ["已取消撤回，导入的内容都还在。"], timeout=WAIT_MS)
    qtbot.waitUntil(lambda: not window.office.background.busy(), timeout=WAIT_MS)
    assert file_count(session) == before
    assert newest_import(session) is not None
    leave(window)


def held_until_stopped(session: Session, batch: int, watch: Watch) -> Undone:
    """The real work, begun when the wish to stop has arrived."""
    while not watch.cancelled():
        threading.Event().wait(0.001)
    return undo_import(session, batch, watch)


@pytest.mark.parametrize("agreed", [True, False])
def test_the_last_import_goes_as_a_whole_if_the_person_agrees(
    session: Session, memory: Memory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, agreed: bool
) -> None:
    import_file(session, SAMPLES / "deliveries.xlsx", "deliveries")
    before = file_count(session)
    asked: list[str] = []

    def ask(_parent: object, question: dialogs.Question) -> bool:
        asked.append(question.words)
        return agreed

    monkeypatch.setattr(dialogs, "ask", ask)
    window = make_office_window(session, memory)
    window._undo_import()
    qtbot.waitUntil(lambda: bool(asked) and not window.office.background.busy(), timeout=WAIT_MS)
    assert "deliveries.xlsx" in asked[0]
    assert file_count(session) == (0 if agreed else before)
    assert (newest_import(session) is None) is agreed
    leave(window)
