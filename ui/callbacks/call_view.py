"""The right sheet: one call from the greeting to the saved outcome; every word is a draft within a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.callbacks.calls import (
    Call,
    Saved,
    claim,
    open_call,
    release,
    save_draft,
    save_outcome,
    undo_last,
)
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.callbacks.worklist import Entry
from desktop_app.complaints.causes import Cause, causes
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.callbacks.agree_dialog import AgreeDialog
from ui.callbacks.call_head import CallHead
from ui.callbacks.call_state import CallState
from ui.callbacks.grievance_dialog import GrievanceDialog
from ui.callbacks.outcome_bar import OutcomeBar
from ui.callbacks.question_view import QuestionView
from ui.callbacks.script_view import ScriptView
from ui.kit.choices import Chip, ChipRow
from ui.kit.empty import EmptyState
from ui.kit.fields import ErrorBanner
from ui.kit.frames import Sheet, line
from ui.office_context import Office

DRAFT_MS = 400
"""A pause of typing after which the draft is written; together with the save well within a second."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A call with the causes a complaint of it could have."""

    call: Call
    causes: tuple[Cause, ...]


class CallView(Sheet):
    """Tells ``saved(Entry)`` after an outcome, so that the next row can be opened."""

    saved = Signal(object)
    file_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._state: CallState | None = None
        self._tasks: tuple[Entry, ...] = ()
        self._causes: tuple[Cause, ...] = ()
        self._saving = False
        self._last: int | None = None
        self.head, self.script, self.question, self.bar = (
            CallHead(office),
            ScriptView(office),
            QuestionView(),
            OutcomeBar(),
        )
        self._tabs = QWidget()
        self._tabs_line = QHBoxLayout(self._tabs)
        self._error = ErrorBanner()
        self._nothing = EmptyState(
            "phone", "选一位客户开始", "左边用上下键选，Enter 打开；数字键打分，Ctrl+Enter 保存并打开下一个。"
        )
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DRAFT_MS)
        self._wait.timeout.connect(self._keep_draft)
        self._lay_out()
        self._connect()

    def state(self) -> CallState | None:
        """What has been typed in the call in sight."""
        return self._state

    def open_tasks(self, tasks: Sequence[Entry], wanted: int | None = None) -> None:
        """Open one customer's tasks, the first or the wanted callback of them in sight."""
        self.leave()
        self._tasks = tuple(task for task in tasks if task.callback_id is not None)
        chosen = wanted if wanted is not None else self._tasks[0].callback_id if self._tasks else None
        if chosen is not None:
            self.open_callback(chosen)

    def open_callback(self, callback_id: int) -> None:
        """Open a callback, on the list or not; claims it so that nobody else calls."""
        session = self._office.session
        may = allows(session.person.duties, "callbacks")

        def work() -> tuple[Opened, Changed | None]:
            held = claim(session, [callback_id]) if may else None
            return Opened(open_call(session, callback_id), causes(session)), held

        self._office.background.run(self, work, lambda found: self._show(found[0]), self._failed)

    def leave(self) -> None:
        """Write the draft and give the call back, e.g. before another is opened."""
        state = self._state
        if state is None:
            return
        if self._wait.isActive():
            self._wait.stop()
            self._keep_draft()
        session, callback_id = self._office.session, state.call.callback_id
        self._office.background.run(self, lambda: release(session, [callback_id]))
        self._state = None

    def undo(self) -> None:
        """Take back the last saved outcome; what was typed comes back as its draft."""
        if self._last is None:
            self._office.status("没有可以撤销的记录。")
            return
        session, callback_id = self._office.session, self._last

        def done(_changed: Changed) -> None:
            self._last = None
            self._office.status("已撤销上一次记录，填写的内容都回来了。")
            self.open_callback(callback_id)

        self._office.background.run(self, lambda: undo_last(session, callback_id), done, self._office.tell)

    def focus_question(self) -> None:
        """Put the keys on the question."""
        self.question.setFocus()

    # set-up

    def _lay_out(self) -> None:
        self._tabs_line.setContentsMargins(20, 0, 20, 6)
        self._body = QWidget()
        inner = QVBoxLayout(self._body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        middle = QHBoxLayout()
        middle.setContentsMargins(20, 2, 16, 10)
        middle.setSpacing(12)
        middle.addWidget(self.script, 40)
        middle.addWidget(self.question, 60)
        inner.addWidget(self.head)
        inner.addWidget(self._tabs)
        inner.addWidget(self._error)
        inner.addLayout(middle, 1)
        inner.addWidget(line())
        inner.addWidget(self.bar)
        self._body.hide()
        self.column.addWidget(self._body, 1)
        self.column.addWidget(self._nothing, 1)

    def _connect(self) -> None:
        self.question.changed.connect(self._on_typed)
        self.bar.chosen.connect(self._choose)
        self.bar.save_wanted.connect(self.save)
        self.head.file_wanted.connect(self._open_file)

    # showing

    def _show(self, opened: Opened) -> None:
        self._causes = opened.causes
        state = CallState(opened.call)
        self._state, self._saving = state, False
        self._error.show_words("")
        self._nothing.hide()
        self._body.show()
        self.head.show_call(opened.call, self._office.session.now())
        self.script.show_call(opened.call)
        self.question.show_state(state)
        self.script.follow(state)
        self.question.say_kept(opened.call.draft is not None)
        self.bar.choose("")
        held = self._office.session.person.duties
        self.bar.set_allowed(allows(held, "callbacks"), reason("callbacks"))
        self._show_tasks(opened.call.callback_id)
        self.focus_question()

    def _show_tasks(self, callback_id: int) -> None:
        while (item := self._tabs_line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        self._tabs.setVisible(len(self._tasks) > 1)
        if len(self._tasks) < 2:
            return
        chips = ChipRow(
            [(str(task.callback_id), Chip(f"{task.model or ''} {task.ref}".strip())) for task in self._tasks]
        )
        if any(task.callback_id == callback_id for task in self._tasks):
            chips.choose(str(callback_id))
        chips.chosen.connect(lambda key: self.open_tasks(self._tasks, int(key)))
        self._tabs_line.addWidget(chips, 1)

    def _failed(self, error: Exception) -> None:
        if isinstance(error, Refused):
            self._office.status(error.message)
        else:
            self._office.tell(error)

    # typing

    def _on_typed(self) -> None:
        self.question.say_kept(False)
        if self._state is not None:
            self.script.follow(self._state)
        self._wait.start()

    def _keep_draft(self) -> None:
        state = self._state
        if state is None or self._saving or not allows(self._office.session.person.duties, "callbacks"):
            return
        session, callback_id, content = self._office.session, state.call.callback_id, state.draft()

        def kept(_none: None) -> None:
            if self._state is state and not self._wait.isActive():
                self.question.say_kept(True)

        self._office.background.run(self, lambda: save_draft(session, callback_id, content), kept)

    # ending

    def _choose(self, disposition: str) -> None:
        state = self._state
        if state is None:
            return
        state.disposition, state.agreed_at = disposition, None
        if disposition in ("agreed", "not_the_person"):
            optional = disposition == "not_the_person"
            title = "不是本人，约个时间再打" if optional else "客户在忙，约个时间再打"
            dialog = AgreeDialog(title, self._office.session.now(), self, optional=optional)
            if not dialog.exec():
                state.disposition = ""
            state.agreed_at = dialog.moment
        self.bar.choose(state.disposition)
        self.focus_question()

    def save(self) -> None:
        """Save the outcome and let the next customer be opened; a questionnaire answered means 完成."""
        state = self._state
        if state is None or self._saving:
            return
        if not state.disposition and state.answers:
            state.disposition = "completed"
        if not state.disposition:
            self._error.show_words(
                "先选这次通话的结果，例如 F5 完成、Alt+1 无人接听。", "yellow", "circle-alert"
            )
            return
        complaint: NewComplaint | None = None
        no_case_reason = ""
        if state.disposition == "completed" and (state.grievances() or state.unhappy):
            dialog = GrievanceDialog(state.call, state.grievances(), state.words, self._causes, self)
            if not dialog.exec():
                return
            complaint, no_case_reason = dialog.complaint, dialog.no_case_reason
        self._store(state, complaint, no_case_reason)

    def _store(self, state: CallState, complaint: NewComplaint | None, no_case_reason: str) -> None:
        session, call = self._office.session, state.call
        outcome = state.outcome(complaint=complaint, no_case_reason=no_case_reason)
        self._saving = True
        self._wait.stop()

        def done(saved: Saved) -> None:
            self._saving, self._state, self._last = False, None, call.callback_id
            words = f"{call.customer.name}：{DISPOSITION_LABELS[outcome.disposition]}，已保存"
            self._office.status(words + (f"，已立案 {saved.case}" if saved.case else "") + "（Ctrl+Z 撤销）")
            self.saved.emit(call)

        def failed(error: Exception) -> None:
            self._saving = False
            if isinstance(error, Refused):
                self._error.show_words(error.message)
                self.focus_question()
            else:
                self._office.tell(error)
            self._wait.start()

        self._office.background.run(
            self, lambda: save_outcome(session, call.callback_id, outcome, call.questionnaire), done, failed
        )

    def _open_file(self) -> None:
        if self._state is not None:
            self.file_wanted.emit(self._state.call.car.vin)
