"""What is seen of one call: its head, the script beside the question, and the endings at the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.worklist import Entry
from ui.callbacks.call_head import CallHead
from ui.callbacks.call_state import CallState
from ui.callbacks.outcome_bar import OutcomeBar
from ui.callbacks.question_view import QuestionView
from ui.callbacks.script_view import ScriptView
from ui.callbacks.worklist_rows import KIND_BADGES
from ui.kit.choices import Chip, ChipRow
from ui.kit.fields import ErrorBanner
from ui.kit.frames import clear, line
from ui.kit.trouble import explain
from ui.office_context import Office

COMPACT_BELOW = 680
"""Below this height the parts of a call move closer together."""
SMS_TOO = "打了几次都没有打通。可以再打，也可以发短信请客户打分。"


class CallBody(QWidget):
    """Shows a CallState; ``task_wanted`` carries another callback of the same customer, ``sms_wanted`` a message."""

    task_wanted = Signal(int)
    sms_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.head, self.script = CallHead(office), ScriptView(office)
        self.question, self.bar, self.banner = QuestionView(), OutcomeBar(), ErrorBanner()
        self._unkept = ""
        self._tasks = QWidget()
        self._tasks_line = QHBoxLayout(self._tasks)
        self._lay_out()
        self.script.left.connect(self.focus_question)
        self.banner.acted.connect(self.sms_wanted)

    def show_state(self, state: CallState) -> None:
        """Show another call from its beginning or from its draft."""
        call = state.call
        self._say_how_it_stands(call)
        self.head.show_call(call, self._office.session.now())
        self.script.show_call(call)
        self.question.show_state(state)
        self.script.follow(state)
        self.question.say_kept(call.draft is not None)
        self.bar.choose("")

    def show_tasks(self, tasks: tuple[Entry, ...], callback_id: int) -> None:
        """Offer the other tasks of the customer; nothing to offer when there is one."""
        clear(self._tasks_line)
        self._tasks.setVisible(len(tasks) > 1)
        if len(tasks) < 2:
            return
        chips = ChipRow([(str(task.callback_id), Chip(_task_words(task))) for task in tasks])
        if any(task.callback_id == callback_id for task in tasks):
            chips.choose(str(callback_id))
        chips.chosen.connect(lambda key: self.task_wanted.emit(int(key)))
        self._tasks_line.addWidget(chips, 1)

    def tell_unkept(self, error: Exception, otherwise: Callable[[Exception], None]) -> None:
        """Say, without stopping the caller, that the draft is not on the disk; what is no fault goes elsewhere."""
        told = explain(error)
        if told.bug or not told.details:
            otherwise(error)
            return
        self._unkept = f"草稿暂时存不进去：{told.what.removesuffix('。')}。您写的都还在窗口里，程序会接着试。"
        self.banner.show_words(self._unkept, "yellow", "triangle-alert")

    def forget_unkept(self) -> None:
        """The draft is on the disk after all."""
        if self._unkept and self.banner.words() == self._unkept:
            self.banner.show_words("")
        self._unkept = ""

    def focus_question(self) -> None:
        """Put the keys on the question."""
        self.question.setFocus()

    def _say_how_it_stands(self, call: Call) -> None:
        if call.standing.group == "sms":
            self.banner.show_words(SMS_TOO, "yellow", "message-square", "写短信 Alt+M")
        else:
            self.banner.show_words("" if call.standing.listed else call.reason, "yellow", "info")

    def resizeEvent(self, event: QResizeEvent) -> None:
        compact = self.height() < COMPACT_BELOW
        for part in (self.head, self.script, self.question):
            part.set_compact(compact)
        super().resizeEvent(event)

    def _lay_out(self) -> None:
        self._tasks_line.setContentsMargins(20, 0, 16, 8)
        middle = QHBoxLayout()
        middle.setContentsMargins(20, 2, 16, 10)
        middle.setSpacing(12)
        middle.addWidget(self.script, 40)
        middle.addWidget(self.question, 60)
        told = QHBoxLayout()
        told.setContentsMargins(20, 0, 16, 0)
        told.addWidget(self.banner)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(0)
        inner.addWidget(self.head)
        inner.addWidget(self._tasks)
        inner.addLayout(told)
        inner.addLayout(middle, 1)
        inner.addWidget(line())
        inner.addWidget(self.bar)


def _task_words(task: Entry) -> str:
    about = " ".join(part for part in (task.model, task.ref) if part)
    return f"{KIND_BADGES[task.kind][0]} {about}"
