"""The right sheet: one call from the greeting to the saved outcome; every word is a draft within a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal

from desktop_app.callbacks.calls import Call, Saved, claim, open_call, release, save_outcome, undo_last
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS, NUMBER_INVALID
from desktop_app.callbacks.drafts import park
from desktop_app.callbacks.worklist import Entry
from desktop_app.complaints.causes import Cause, causes
from desktop_app.problems import Refused
from desktop_app.safety.duties import allows, reason
from desktop_app.session import Changed
from ui.callbacks.call_body import CallBody
from ui.callbacks.call_ending import Verdict, agreed_note, ask_time, ask_verdict
from ui.callbacks.call_state import CallState
from ui.callbacks.call_words import call_words
from ui.callbacks.draft_keeper import DraftKeeper
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.frames import Sheet
from ui.office_context import Office

CHOOSE = ("选一位客户开始", "左边用上下键选，Enter 打开；数字键打分，Ctrl+Enter 保存并打开下一个。")


@dataclass(frozen=True, slots=True)
class Opened:
    """A call with the causes a complaint of it could have, and what the claim on it changed."""

    call: Call
    causes: tuple[Cause, ...]
    changed: Changed | None


class CallView(Sheet):
    """Tells ``saved(Call)`` after an outcome, so that the next row can be opened."""

    saved = Signal(object)
    parked = Signal()
    number_invalid = Signal(object)
    """A Call that ended with 空号 or 错误号码."""
    file_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._may = allows(office.session.person.duties, "callbacks")
        self._state: CallState | None = None
        self._tasks: tuple[Entry, ...] = ()
        self._causes: tuple[Cause, ...] = ()
        self._wanted: int | None = None
        self._held: tuple[int, ...] = ()
        self._saving = self._nothing_to_do = False
        self._last: int | None = None
        self._own_change = False
        self.body, self._drafts = CallBody(office), DraftKeeper(office, self)
        self._nothing = EmptyState("phone", *CHOOSE)
        self._all_done = EmptyState("coffee", "今天该打的都打完了", done=True)
        for part in (self.body, self._nothing, self._all_done):
            self.column.addWidget(part, 1)
        self._show_nothing()
        self._connect()

    # what the page asks

    def state(self) -> CallState | None:
        """What has been typed in the call in sight."""
        return self._state

    def tasks(self) -> tuple[Entry, ...]:
        """The customer's tasks that are taken in this call."""
        return self._tasks

    def wanted(self) -> int | None:
        """The callback that is open or being opened."""
        return self._wanted

    def take_own_change(self) -> bool:
        """Whether the change just told of is a call saved or taken back here; asked once."""
        own, self._own_change = self._own_change, False
        return own

    def open_tasks(self, tasks: Sequence[Entry], wanted: int | None = None) -> None:
        """Open the wanted callback of one customer's tasks, or the first of them; it need not be on the list."""
        self._give_back()
        self._tasks = tuple(task for task in tasks if task.callback_id is not None)
        ids = [task.callback_id for task in self._tasks if task.callback_id is not None]
        chosen = wanted if wanted is not None else next(iter(ids), None)
        if chosen is None:
            self._show_nothing()
        else:
            self._open(chosen, tuple(dict.fromkeys((chosen, *ids))))

    def leave(self) -> None:
        """Write the draft and give the call back, e.g. before the window closes."""
        self._give_back()
        self._show_nothing()

    def undo(self) -> None:
        """Take back the last saved outcome; what was typed comes back as its draft."""
        if self._last is None:
            self._office.status("没有可以撤销的记录。")
            return
        session, callback_id = self._office.session, self._last

        def done(_changed: Changed) -> None:
            self._last, self._own_change = None, True
            self._office.status("已撤销上一次记录，填写的内容都回来了。")
            self.open_tasks((), callback_id)

        def failed(error: Exception) -> None:
            if isinstance(error, Refused):
                self._office.status(error.message)
            else:
                self._office.tell(error)

        self._office.background.run(self, lambda: undo_last(session, callback_id), done, failed)

    def park(self) -> None:
        """Put the call aside: what was typed stays, anyone may take it up, and the next one is opened."""
        state = self._state
        if state is None or self._saving or not self._may:
            return
        session, callback_id = self._office.session, state.call.callback_id
        content = {} if state.is_blank() else state.draft()
        self._saving = True
        self._drafts.forget()

        def failed(error: Exception) -> None:
            self._saving = False
            self._drafts.touch(state)
            self._failed(error)

        self._office.background.run(
            self, lambda: park(session, callback_id, content), lambda _changed: self._on_parked(state), failed
        )

    def _on_parked(self, state: CallState) -> None:
        self._office.status(f"{state.call.customer.name}：已搁置，写的都留着，谁都可以接着打")
        if self._state is not state:
            return
        self._saving, self._state, self._wanted = False, None, None
        self.body.question.forget()
        self.parked.emit()
        if self._wanted is None:
            self._give_back()
            self._show_nothing()

    def say_all_done(self, why_empty: str) -> None:
        """Say in place of a call that today's list is empty, and why; "" takes it back."""
        self._all_done.say("今天该打的都打完了" if "已做完" in why_empty else "今天没有要打的回访", why_empty)
        self._nothing_to_do = bool(why_empty)
        if self._wanted is None:
            self._show_nothing()

    def focus_question(self) -> None:
        """Put the keys on the question."""
        self.body.focus_question()

    def save(self) -> None:
        """Save the outcome and let the next customer be opened; a questionnaire answered means 完成."""
        state = self._state
        if state is None or self._saving:
            return
        if not state.disposition and state.answers:
            state.disposition = "completed"
        if not state.disposition:
            words = "先选这次通话的结果，例如 F5 完成、Alt+1 无人接听。"
            self.body.banner.show_words(words, "yellow", "circle-alert")
            return
        verdict = ask_verdict(state, self._causes, self)
        if verdict is not None:
            self._store(state, verdict)

    # opening

    def _connect(self) -> None:
        self.body.question.changed.connect(self._on_typed)
        self.body.bar.chosen.connect(self._choose)
        self.body.bar.save_wanted.connect(self.save)
        self.body.head.file_wanted.connect(self._open_file)
        self.body.head.park_wanted.connect(self.park)
        self.body.task_wanted.connect(lambda wanted: self.open_tasks(self._tasks, wanted))
        self._drafts.kept.connect(self._on_kept)
        self._drafts.failed.connect(lambda error: self.body.tell_unkept(error, self._failed))

    def _show_nothing(self) -> None:
        self.body.hide()
        self._all_done.setVisible(self._nothing_to_do)
        self._nothing.setVisible(not self._nothing_to_do)

    def _give_back(self) -> None:
        self._drafts.flush()
        self.body.question.forget()
        held, self._held = self._held, ()
        self._wanted, self._state, self._saving = None, None, False
        if held:
            session = self._office.session
            self._office.background.run(self, lambda: release(session, held))

    def _open(self, callback_id: int, together: tuple[int, ...]) -> None:
        """Open a callback and claim it with the customer's others, so that nobody else calls."""
        session, claimed = self._office.session, together if self._may else ()
        self._wanted, self._held = callback_id, claimed

        def work() -> Opened:
            held = claim(session, claimed) if claimed else None
            return Opened(open_call(session, callback_id), causes(session), held)

        def failed(error: Exception) -> None:
            if self._wanted == callback_id:
                self._wanted, self._held = None, ()
                self._show_nothing()
            self._failed(error)

        self._office.background.run(self, work, self._show, failed)

    def _show(self, opened: Opened) -> None:
        if opened.call.callback_id != self._wanted:
            return
        self._causes, self._state = opened.causes, CallState(opened.call)
        self._nothing.hide()
        self._all_done.hide()
        self.body.show()
        self.body.show_state(self._state)
        self.body.show_tasks(self._tasks, opened.call.callback_id)
        self.body.bar.set_allowed(self._may, reason("callbacks"))
        self.body.head.park.set_allowed(self._may, reason("callbacks"))
        if not self._may:
            self._forbid()
        self.focus_question()

    def _forbid(self) -> None:
        """Who may not call sees the questions and is told why at each of their buttons."""
        question, why = self.body.question, reason("callbacks")
        question.setEnabled(False)
        question.setToolTip(why)
        for button in question.findChildren(Button):
            button.set_allowed(False, why)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self._office.tell(error)
        elif self._state is not None:
            self.body.banner.show_words(error.message)
        else:
            self._nothing.say("这位客户现在打不开", error.message)
            self._office.status(error.message)

    def _open_file(self) -> None:
        if self._state is not None:
            self.file_wanted.emit(self._state.call.car.vin)

    # typing

    def _on_typed(self) -> None:
        state = self._state
        if state is None or self._saving:
            return
        self.body.question.say_kept(False)
        self.body.script.follow(state)
        self._drafts.touch(state)

    def _on_kept(self) -> None:
        self.body.question.say_kept(self._state is not None)
        self.body.forget_unkept()

    # ending

    def _choose(self, disposition: str) -> None:
        state = self._state
        if state is None or self._saving:
            return
        now = self._office.session.now()
        stands, moment = ask_time(disposition, now, self)
        if stands:
            state.disposition, state.agreed_at = disposition, moment
        self.body.banner.show_words("")
        self.body.bar.choose(state.disposition, agreed_note(state.agreed_at, now.date()))
        self.focus_question()

    def _store(self, state: CallState, verdict: Verdict) -> None:
        session, call = self._office.session, state.call
        outcome = state.outcome(complaint=verdict.complaint, no_case_reason=verdict.no_case_reason)
        self._saving = True
        self._drafts.forget()
        self._office.background.run(
            self, lambda: save_outcome(session, call.callback_id, outcome, call.questionnaire),
            lambda saved: self._stored(state, saved),
            lambda error: self._refused(state, error, lambda: self._store(state, verdict)),
        )  # fmt: skip

    def _stored(self, state: CallState, saved: Saved) -> None:
        self._last, self._own_change = state.call.callback_id, True
        words = f"{state.call.customer.name}：{DISPOSITION_LABELS[state.disposition]}，已保存"
        case = f"，已立案 {saved.case}" if saved.case else ""
        self._office.status(f"{words}{case}（Ctrl+Z 撤销）")
        if self._state is not state:
            return
        self._saving, self._state, self._wanted = False, None, None
        self.body.question.forget()
        self.saved.emit(state.call)
        if self._wanted is None:
            self._show_nothing()
        if state.disposition in NUMBER_INVALID:
            self.number_invalid.emit(state.call)

    def _refused(self, state: CallState, error: Exception, again: Callable[[], None]) -> None:
        if self._state is state:
            self._saving = False
        self._drafts.touch(state)
        if isinstance(error, Refused):
            self._failed(error)
        else:
            self._office.tell_not_saved(error, call_words(state.call), again)
        if not (isinstance(error, Refused) and self.body.question.notes.show_fault(error.field or "")):
            self.focus_question()
