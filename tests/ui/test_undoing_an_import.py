"""文件 → 撤回上一次导入: the last import that stands is taken back as a whole, after a question."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.archive.lists import file_count
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.undoing import newest_import
from desktop_app.session import Session
from ui.kit import dialogs
from ui.kit.memory import Memory
from ui.office_window import make_office_window

SAMPLES = Path(__file__).parent.parent / "samples"
WAIT_MS = 20_000


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
    qtbot.addWidget(window)
    window._undo_import()
    qtbot.waitUntil(lambda: bool(asked) and not window.office.background.busy(), timeout=WAIT_MS)
    assert "deliveries.xlsx" in asked[0]
    assert file_count(session) == (0 if agreed else before)
    assert (newest_import(session) is None) is agreed
    window.close()
