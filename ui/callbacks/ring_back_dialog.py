"""来电登记 (F9): a customer rings back; found by number, name or plate, and opened with one key."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.archive.masking import shown_phone
from desktop_app.callbacks.reasons import day_text
from desktop_app.callbacks.ringing_back import Ringing, ringing_back
from desktop_app.safety.duties import allows, reason
from ui.callbacks.worklist_rows import KIND_BADGES
from ui.kit.background import Task
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import SearchBox
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.kit.paint import Badge
from ui.office_context import Office

LIST_HEIGHT = 300
HINT = "来电号码、后四位、姓名、拼音或车牌"
KINDS = {"courtesy": "service"}


class RingBackDialog(SheetDialog):
    """Tells ``callback_wanted(reference)``, ``file_wanted(vin)`` or ``complaint_wanted(vin)``, and closes."""

    callback_wanted = Signal(str)
    file_wanted = Signal(str)
    complaint_wanted = Signal(str)

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__("来电登记", parent, width=560)
        self._office = office
        self._task: Task | None = None
        self.search, self.list = SearchBox(HINT), GroupedList()
        self._told = label("客户打回来了：写几个字，马上找到他的回访。", "second")
        self._leave = Button("取消", keys="Esc", bind=False)
        self._complaint = Button("新建投诉", icon="message-square-plus", keys="Ctrl+N")
        self._file = Button("打开档案", icon="contact-round", keys="Ctrl+D")
        self._open = Button("打开回访", kind="primary", keys="Enter", bind=False)
        self._lay_out()
        self._connect()
        self._show_allowed()

    def found(self) -> Ringing | None:
        """Whom the cursor is on."""
        row = self.list.current()
        data = row.data if isinstance(row, Item) else None
        return data if isinstance(data, Ringing) else None

    # inside

    def _lay_out(self) -> None:
        self.list.setMinimumHeight(LIST_HEIGHT)
        for part in (label("来电登记", "title"), self.search, self._told, self.list):
            self.body.addWidget(part)
        self.add_buttons(self._leave, self._file, self._open, left=self._complaint)
        self.search.setFocus()

    def _connect(self) -> None:
        self.search.textChanged.connect(self._look)
        self.search.moved.connect(self.list.select_next)
        self.list.chosen.connect(lambda _row: self._show_allowed())
        self.list.opened.connect(lambda _row: self.take())
        self._leave.clicked.connect(self.reject)
        self._open.clicked.connect(self.take)
        self._file.clicked.connect(lambda: self._end(self.file_wanted))
        self._complaint.clicked.connect(lambda: self._end(self.complaint_wanted))

    def take(self) -> None:
        """Open the callback, or the file of who has none."""
        one = self.found()
        if one is None:
            return
        if one.reference and self._may("callbacks"):
            self.accept()
            self.callback_wanted.emit(one.reference)
        else:
            self._end(self.file_wanted)

    def _end(self, wanted: object) -> None:
        one = self.found()
        if one is None and wanted is not self.complaint_wanted:
            return
        self.accept()
        wanted.emit(one.vin if one else "")  # type: ignore[attr-defined]

    def _look(self, text: str) -> None:
        if self._task:
            self._task.cancel()
        session, wanted = self._office.session, text.strip()
        if not wanted:
            self._show(())
            return
        self._task = self._office.background.run(
            self, lambda: ringing_back(session, wanted), self._show, self._office.tell
        )

    def _show(self, found: tuple[Ringing, ...]) -> None:
        today = self._office.session.today()
        self.list.set_rows(tuple(_item(one, today) for one in found))
        self.list.select_first()
        asked = bool(self.search.text().strip())
        none = "没有找到，换电话后四位或车牌试试；来投诉的按 Ctrl+N 直接登记。"
        words = f"找到 {len(found)} 位　↑ ↓ 选择" if found else none if asked else ""
        set_words(self._told, words)
        self._show_allowed()

    def _may(self, action: str) -> bool:
        return allows(self._office.session.person.duties, action)

    def _show_allowed(self) -> None:
        one = self.found()
        why = "先找到客户"
        if one is not None and not one.reference:
            why = "这辆车没有待打的回访"
        self._open.set_allowed(
            bool(one and one.reference) and self._may("callbacks"),
            why if self._may("callbacks") else reason("callbacks"),
        )
        self._file.set_allowed(one is not None, "先找到客户")
        (self._open if self._open.isEnabled() else self._file).setDefault(True)
        self._complaint.set_allowed(self._may("handle_complaints"), reason("handle_complaints"))


def _item(one: Ringing, today: date) -> Item:
    words, tone = KIND_BADGES[KINDS.get(one.kind or "", one.kind or "")] if one.kind else ("档案", "neutral")
    car = " · ".join(part for part in (shown_phone(one.phone), one.plate, one.model) if part)
    right = ""
    if one.due_from and one.due_to:
        right = f"窗口 {day_text(one.due_from, today)}～{day_text(one.due_to, today)}"
    return Item(
        one.file_id,
        one.name or "未填姓名",
        car,
        Badge(words, tone),
        right=right or "没有待打的回访",
        data=one,
    )
