"""A clerk who types into one call after the other and saves them until killed, telling each keystroke and save."""

from __future__ import annotations

import json
import os
import random
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, QTimer

from db import Callback, Draft
from db.connection import first, scalar
from desktop_app.callbacks.calls import Call, Saved, claim, open_call, save_outcome
from desktop_app.callbacks.questionnaire_file import Question
from desktop_app.callbacks.questionnaires import Answer
from desktop_app.data_folder import open_folder
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, PASSWORD, clock
from ui.callbacks.call_state import CallState
from ui.callbacks.draft_keeper import DraftKeeper
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.office_context import Office

LETTERS = "车很好开服务也周到就是等得久了一点下次提前打电话，谢谢。"
KEYSTROKE_MS, WAITING_MS = (3, 25), 1
"""How long a key takes (faster than anyone types), and how often a sign of life is given while a call is saved or opened."""
KEYSTROKES = (12, 160)
"""How many a call takes: the longest ones well over a second, so that losing an older keystroke would show."""
NOBODY_ANSWERS = 0.25
NO_CASE = "客户只是随口一说，不要求处理。"


def type_until_killed(folder: Path, seed: int, told: int) -> None:
    """Open the folder and work in it; ``told`` is the pipe for what is done, a line of JSON each."""
    application = QCoreApplication([])
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    background = Background(session.connected, lambda handle: handle.interrupt())  # type: ignore[attr-defined]
    background.broke.connect(_end)
    office = Office(session, background, Memory.in_file(folder.with_name("window.ini")), _end)
    clerk = Clerk(office, random.Random(seed), told)
    clerk.take_up_next()
    application.exec()


def to_keep(state: CallState) -> dict[str, Any] | None:
    """What of a call must be kept: its draft, or None when there is nothing to keep."""
    return None if state.is_blank() else state.draft()


def next_callback(session: Session) -> int:
    """The call that was left half-way, or one that nobody has tried."""
    with session.connected():
        begun = scalar(Draft.select(Draft.key).limit(1))
        if begun is not None:
            return int(begun)
        found = first(Callback.select(Callback.id).where(Callback.tries == 0).order_by(Callback.id).limit(1))
    assert found, "there are not enough calls to make"
    return int(found[0])


class Clerk(QObject):
    """Works as the call's screen does: every keystroke touches the keeper, an outcome is saved in the background."""

    def __init__(self, office: Office, chance: random.Random, told: int) -> None:
        super().__init__()
        self._office, self._chance, self._told = office, chance, told
        self._drafts = DraftKeeper(office, self)
        self._drafts.kept.connect(lambda: self._say("kept"))
        self._drafts.failed.connect(_end)
        self._state: CallState | None = None
        self._left, self._answers = 0, False
        self._beat = QTimer(self)
        self._beat.timeout.connect(self._on_beat)

    def take_up_next(self) -> None:
        """Open the next call; there is no typing before it is open."""
        session = self._office.session
        self._state = None
        self._beat.start(WAITING_MS)

        def work() -> Call:
            callback = next_callback(session)
            claim(session, (callback,))
            return open_call(session, callback)

        self._office.background.run(self, work, self._opened, _end)

    def _opened(self, call: Call) -> None:
        state = self._state = CallState(call)
        self._left = self._chance.randint(*KEYSTROKES)
        self._answers = bool(state.answers) or self._chance.random() > NOBODY_ANSWERS
        self._say("opened", callback=call.callback_id, key=state.key, draft=to_keep(state))

    def _on_beat(self) -> None:
        try:
            self._work()
        except Exception as error:
            _end(error)

    def _work(self) -> None:
        if self._state is None:
            self._say("waiting")
            return
        self._beat.setInterval(self._chance.randint(*KEYSTROKE_MS))
        if self._left:
            self._left -= 1
            self._press_a_key(self._state)
            self._drafts.touch(self._state)
            self._say("typed", draft=to_keep(self._state))
        else:
            self._save(self._state)

    def _press_a_key(self, state: CallState) -> None:
        answering = (
            self._word,
            self._word,
            self._rub_out,
            self._note,
            self._answer,
            self._answer,
            self._answer,
        )
        ways: tuple[Callable[[CallState], None], ...] = answering if self._answers else ()
        self._chance.choice((*ways, self._remark))(state)

    def _word(self, state: CallState) -> None:
        state.words += self._chance.choice(LETTERS)

    def _remark(self, state: CallState) -> None:
        state.remark += self._chance.choice(LETTERS)

    def _rub_out(self, state: CallState) -> None:
        state.words = state.words[:-1]

    def _note(self, state: CallState) -> None:
        question = self._chance.choice(state.call.questionnaire.questions)
        state.note(question, state.notes.get(question.id, "") + self._chance.choice(LETTERS))

    def _answer(self, state: CallState) -> None:
        if state.question.type != "text":
            state.give(state.question, self._any_answer(state.question))
        state.go(self._chance.choice((1, 1, 1, -1)))

    def _any_answer(self, question: Question) -> Answer:
        if question.type == "score":
            return self._chance.randint(1, 10)
        return self._chance.choice(question.choices) if question.choices else self._chance.random() > 0.2

    def _save(self, state: CallState) -> None:
        session, call = self._office.session, state.call
        state.disposition = "completed" if state.answers else "no_answer"
        outcome = state.outcome(no_case_reason=NO_CASE)
        self._state = None
        self._beat.start(WAITING_MS)
        self._drafts.forget()
        self._say("saving", disposition=outcome.disposition, outcome=outcome.as_draft())
        self._office.background.run(
            self, lambda: save_outcome(session, call.callback_id, outcome, call.questionnaire), self._saved, _end
        )  # fmt: skip

    def _saved(self, saved: Saved) -> None:
        assert saved.created
        self._say("saved")
        self.take_up_next()

    def _say(self, what: str, **more: Any) -> None:
        line = {"what": what, "at": time.monotonic(), **more}
        os.write(self._told, (json.dumps(line, ensure_ascii=False) + "\n").encode())


def _end(error: Exception) -> None:
    """Nothing may go wrong; the parent notices that the process has gone by itself."""
    traceback.print_exception(error)
    os._exit(1)
