"""The window tells that a draft is kept only when nothing typed is still on its way to the disk."""

from __future__ import annotations

import threading
from datetime import date

from PySide6.QtCore import QCoreApplication, QObject
from pytestqt.qtbot import QtBot

from desktop_app.callbacks.calls import open_call
from desktop_app.callbacks.drafts import load_draft
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback
from ui.callbacks.call_state import CallState
from ui.callbacks.draft_keeper import DraftKeeper
from ui.office_context import Office


def test_words_on_their_way_to_a_slow_disk_are_not_told_to_be_kept(
    session: Session, office: Office, qtbot: QtBot
) -> None:
    callback = a_callback(session, date(2026, 10, 25))
    state, owner, told = CallState(open_call(session, callback)), QObject(), list[str]()
    keeper = DraftKeeper(office, owner)
    keeper.kept.connect(lambda: told.append(state.words))
    first_is_written, disk_goes_on = threading.Event(), threading.Event()

    def busy_disk() -> None:
        first_is_written.set()
        disk_goes_on.wait(10)

    _type(keeper, state, "空调")
    office.background.run(owner, busy_disk)
    _type(keeper, state, "空调不凉")
    assert first_is_written.wait(10)
    QCoreApplication.processEvents()  # what the first write told
    assert told == []
    with qtbot.waitSignal(keeper.kept):
        disk_goes_on.set()
    assert told == ["空调不凉"]
    assert (load_draft(session, callback) or {})["words"] == "空调不凉"


def _type(keeper: DraftKeeper, state: CallState, words: str) -> None:
    state.words = words
    keeper.touch(state)
    keeper.flush()
