"""回访工作台: whom to call at the left, the call at the right; the next one opens by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.opening import callback_of
from desktop_app.callbacks.progress import Progress
from desktop_app.callbacks.worklist import Entry
from ui.callbacks.call_view import CallView
from ui.callbacks.why_dialog import WhyDialog
from ui.callbacks.worklist_view import WorklistView
from ui.kit.frames import Splitter
from ui.kit.labels import label, set_words
from ui.kit.page import Page
from ui.office_context import Office

CONCERNS = frozenset({"callbacks", "complaints", "settings"})


class CallbacksPage(Page):
    """The second tab."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.day, self.call = WorklistView(office), CallView(office)
        self._next_wanted: tuple[str, str] | None = None
        self._made = label("", "second")
        self._splitter = Splitter(self.day, self.call)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([346, 1000])
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._splitter)
        self._connect()
        state = office.memory.read_bytes("callbacks/splitter")
        if not state.isEmpty():
            self._splitter.restoreState(state)

    # what the window asks

    def commands(self) -> Sequence[QWidget]:
        return (self._made,)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        if changed is None or changed & CONCERNS:
            self.day.reload()

    def focus_first(self) -> None:
        if self.call.state() is not None:
            self.call.focus_question()
        else:
            self.day.list.setFocus()

    def show_record(self, reference: str) -> None:
        tasks = self.day.find_tasks(reference)
        if tasks:
            wanted = next((task.callback_id for task in tasks if task.ref == reference), None)
            self.call.open_tasks(tasks, wanted)
            return
        session = self._office.session
        self._office.background.run(self, lambda: callback_of(session, reference), self._open_unlisted)

    def may_leave(self) -> bool:
        self.call.leave()
        self._office.memory.write_bytes("callbacks/splitter", self._splitter.saveState())
        return True

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        return (
            ("1–9、0", "打 1–10 分"), ("Y / N", "是 / 否"), ("← →", "上一题、跳过"), ("Tab", "记客户原话"),
            ("Ctrl+Z", "撤销上一次记录"), ("Ctrl+J", "回到名单"),
        )  # fmt: skip

    # inside

    def _connect(self) -> None:
        self.day.opened.connect(self._open)
        self.day.why_wanted.connect(lambda: WhyDialog(self._office, self).exec())
        self.day.counted.connect(self._show_progress)
        self.call.saved.connect(self._after_saved)
        self.call.file_wanted.connect(self._office.open_file)
        QShortcut(QKeySequence("Ctrl+Z"), self, self.call.undo)
        QShortcut(QKeySequence("Ctrl+J"), self, self.day.list.setFocus)

    def _open(self, tasks: Sequence[Entry]) -> None:
        if tasks and tasks[0].callback_id is None:
            self._office.open_case(tasks[0].ref)
            return
        self.call.open_tasks(tasks)
        self._tell_next(tasks)

    def _open_unlisted(self, callback_id: int | None) -> None:
        if callback_id is not None:
            self.call.open_tasks(())
            self.call.open_callback(callback_id)

    def _after_saved(self, call: Call) -> None:
        rest = [
            task for task in self.day.current() if task.ref != call.reference and task.callback_id is not None
        ]
        tasks = rest or self.day.following((call.kind, call.reference))
        if tasks:
            self.day.find_tasks(tasks[0].ref)
            self._open(tuple(tasks))
        else:
            self.day.list.setFocus()

    def _tell_next(self, tasks: Sequence[Entry]) -> None:
        key = (tasks[0].kind, tasks[0].ref) if tasks else None
        following = self.day.following(key)
        self.call.bar.set_next(f"下一个：{following[0].name}" if following else "这是最后一个")

    def _show_progress(self, made: Progress) -> None:
        set_words(self._made, f"今日已通话 {made.calls} · 成功 {made.completed}")
        self.count_changed.emit(len(self.day.entries()))
