"""回访工作台: whom to call at the left, the call at the right; the next one opens by itself."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.opening import callback_of
from desktop_app.callbacks.worklist import Entry
from ui.callbacks.call_view import CallView
from ui.callbacks.care_desk import CareDesk
from ui.callbacks.correction_prompt import ask_correction
from ui.callbacks.draft_keeper import DraftKeeper
from ui.callbacks.reply_dialog import open_reply
from ui.callbacks.ring_back_dialog import RingBackDialog
from ui.callbacks.sms_menu import SmsMenu
from ui.callbacks.why_dialog import WhyDialog
from ui.callbacks.worklist_reading import Day
from ui.callbacks.worklist_view import CLEAR_KEYS, WorklistView
from ui.kit.button import Button
from ui.kit.frames import Splitter
from ui.kit.labels import label, set_words
from ui.kit.page import Page
from ui.office_context import Office

CONCERNS = frozenset({"callbacks", "complaints", "settings"})
CARE_CONCERNS = frozenset({"archive", "settings"})
"""What the care reminders follow from, unless it was only a call saved here."""
LIST_LEAST, LIST_MOST = 292, 400
CALL_FIRST = 1010
"""How wide a call likes to be; the list takes what is left between its least and its most."""
LEAVE_SECONDS = 5.0
"""How long closing waits for the last words to be on the disk."""


class CallbacksPage(Page):
    """The second tab."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self.day, self.call = WorklistView(office), CallView(office)
        self._wanted, self._shared = "", False
        self._made = label("", "second")
        self._ring = Button(
            "来电登记", icon="phone-incoming", keys="F9", tip="客户打回来了，马上找到他的回访"
        )
        self._sms = SmsMenu(office, self, self.day, self.call)
        self.care = CareDesk(office, self.day, self.call)
        self._splitter = Splitter(self.day, self.care.pages)
        self._lay_out()
        self._connect()

    # what the window asks

    def commands(self) -> Sequence[QWidget]:
        return (self._made, self._sms.button, self._ring)

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        if changed is None or changed & CONCERNS:
            own = self.call.take_own_change()
            self.day.reload(care=changed is None or (bool(changed & CARE_CONCERNS) and not own))

    def focus_first(self) -> None:
        if self.care.in_sight():
            self.care.view.focus_first()
        elif self.call.state() is not None:
            self.call.focus_question()
        else:
            self.day.list.setFocus()

    def show_record(self, reference: str) -> None:
        if not self.day.was_read():
            self._wanted = reference
            return
        tasks = self.day.find_tasks(reference)
        if tasks:
            self._open(tasks, next((task.callback_id for task in tasks if task.ref == reference), None))
            return
        session = self._office.session
        self._office.background.run(self, lambda: callback_of(session, reference), self._open_unlisted)

    def keep_drafts(self) -> None:
        for keeper in self.findChildren(DraftKeeper):
            keeper.flush()
        self.care.view.keep_draft()

    def may_leave(self) -> bool:
        self.call.leave()
        self.care.view.leave()
        self._office.background.settle(LEAVE_SECONDS)
        self._office.memory.write_bytes("callbacks/splitter", self._splitter.saveState())
        return True

    def shortcuts(self) -> Sequence[tuple[str, str]]:
        return (
            ("1–9、0", "打 1–10 分"), ("Y / N", "是 / 否"), ("← →", "上一题、跳过"), ("Tab", "记客户原话"),
            ("Esc", "回到题目"), ("1、2、3", "关怀：接受、谢绝、以后再说"), ("Alt+W", "召回、提醒与预约"),
            ("Alt+U", "客户不满意"), ("Alt+N", "客户要求不要再打"),
            ("F2", "找话术"), ("Ctrl+Z", "撤销上一次记录"), ("Ctrl+J", "回到名单"), ("Ctrl+F", "筛选名单"),
            (CLEAR_KEYS, "清除筛选"),
            ("Alt+M", "给这位客户写短信"), ("Alt+Shift+M", "给名单里的客户都写短信"),
        )  # fmt: skip

    # inside

    def _lay_out(self) -> None:
        self.day.setMinimumWidth(LIST_LEAST)
        self.day.setMaximumWidth(LIST_MOST)
        self._splitter.setStretchFactor(1, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._splitter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._shared and self.width() > CALL_FIRST:
            self._shared = True
            self._share_width()

    def _share_width(self) -> None:
        state = self._office.memory.read_bytes("callbacks/splitter")
        if state.isEmpty() or not self._splitter.restoreState(state):
            wide = min(max(self.width() - CALL_FIRST, LIST_LEAST), LIST_MOST)
            self._splitter.setSizes([wide, self.width() - wide])

    def _connect(self) -> None:
        self.day.opened.connect(self._open)
        self.day.why_wanted.connect(lambda: WhyDialog(self._office, self).exec())
        self.day.read.connect(self._on_read)
        self.call.saved.connect(self._after_saved)
        self.call.file_wanted.connect(self._office.open_file)
        self.call.parked.connect(self._after_parked)
        self.call.number_invalid.connect(lambda call: ask_correction(self._office, call, self))
        self._ring.clicked.connect(self.ring_back)
        QShortcut(QKeySequence("Ctrl+Z"), self, self.care.undo)
        QShortcut(QKeySequence("Ctrl+J"), self, self.day.list.setFocus)
        QShortcut(QKeySequence("Ctrl+F"), self, self.day.filters.take_focus)
        QShortcut(QKeySequence(CLEAR_KEYS), self, self.day.clear_filters)

    def _open(self, tasks: Sequence[Entry], wanted: int | None = None) -> None:
        if wanted is None and tasks[0].reply_id is not None:
            open_reply(self._office, self, tasks[0].reply_id)
            return
        if wanted is None and tasks[0].kind == "care":
            self.call.leave()
            self.care.open(tasks[0])
            return
        if wanted is None and tasks[0].callback_id is None:
            self._office.open_case(tasks[0].ref)
            return
        self.care.close()
        self.call.open_tasks(tasks, wanted)
        self._tell_next()

    def _open_unlisted(self, callback_id: int | None) -> None:
        if callback_id is None:
            self._office.status("没有找到这条回访，可能已随导入一起撤销。")
        else:
            self.care.close()
            self.call.open_tasks((), callback_id)
            self._tell_next()

    def _after_saved(self, call: Call) -> None:
        taken = self.call.tasks() or self._tasks_of(call)
        rest = tuple(task for task in taken if task.callback_id != call.callback_id)
        tasks = rest or self.day.following(taken)
        if tasks:
            self.day.find_tasks(tasks[0].ref)
            self._open(tasks)
        else:
            self.day.list.setFocus()

    def _tasks_of(self, call: Call) -> tuple[Entry, ...]:
        """The row of a call that was opened by itself, e.g. after it was taken back."""
        return tuple(entry for entry in self.day.entries() if entry.callback_id == call.callback_id)

    def _after_parked(self) -> None:
        following = self.day.following(self.call.tasks())
        if following:
            self.day.find_tasks(following[0].ref)
            self._open(following)
        else:
            self.day.list.setFocus()

    def ring_back(self) -> None:
        """F9: somebody rings back."""
        dialog = RingBackDialog(self._office, self)
        dialog.callback_wanted.connect(self.show_record)
        dialog.file_wanted.connect(self._office.open_file)
        dialog.complaint_wanted.connect(self._complain)
        dialog.exec()

    def _complain(self, vin: str) -> None:
        from ui.complaints.intake_dialog import IntakeDialog

        dialog = IntakeDialog(self._office, self, vin=vin)
        dialog.accepted_case.connect(self._office.open_case)
        dialog.exec()

    def _tell_next(self) -> None:
        following = self.day.following(self.call.tasks())
        self.call.body.bar.set_next(f"下一个：{following[0].name}" if following else "后面没有要打的了")

    def _on_read(self, day: Day) -> None:
        set_words(self._made, f"今日已通话 {day.made.calls} · 成功 {day.made.completed}")
        self.count_changed.emit(day.must)
        self.call.say_all_done(day.why_empty)
        if self.call.wanted() is not None:
            self._tell_next()
        if self._wanted:
            reference, self._wanted = self._wanted, ""
            self.show_record(reference)
