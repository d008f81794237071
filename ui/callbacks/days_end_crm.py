"""待录入厂家CRM: the queue at the left, the fields of a call at the right, one key to copy the next of them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.crm_queue import NAME, TITLE, CrmEntry, crm_queue, crm_report, tick, untick
from ui.callbacks.crm_fields import CrmFields
from ui.callbacks.list_outlets import ListOutlets
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.frames import Box, Splitter, holder, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import ElidedLabel, label, set_words
from ui.kit.pages import Pages
from ui.office_context import Office

LIST_LEAST, LIST_FIRST = 220, 280
SPLITTER = "days_end/crm_splitter"
NOTHING_TICKED = "这次打开后还没有勾选过"


class CrmTab(QWidget):
    """``counted`` tells how many calls wait to be entered."""

    counted = Signal(int)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._queue: tuple[CrmEntry, ...] = ()
        self._ticked: list[list[int]] = []
        self._saving = False
        self.list, self.fields = GroupedList(), CrmFields(office.memory)
        self._who, self._next = ElidedLabel("", 14, token="t1"), label("", "strong", "accent")
        self.copy = Button("复制下一项", kind="primary", icon="copy", keys="F8", tip="空格也可以")
        self.enter = Button("录完，下一位", icon="check", keys="Enter", bind=False)
        self.undo = Button("撤销勾选", kind="quiet", icon="undo-2", keys="Ctrl+Z")
        self.all_done = Button("全部录完…", kind="quiet", icon="check-check")
        self._outlets = ListOutlets(
            office, self, NAME, TITLE, lambda session: crm_report(session, crm_queue(session))
        )
        self.export, self.print = self._outlets.export, self._outlets.print
        self._nothing = EmptyState(
            "circle-check",
            "都录完了",
            "没有等着录入厂家系统的回访；新完成的会自己排进来。",
            small=True,
            done=True,
        )
        self._forbidden = EmptyState("lock", "这一页归回访专员", office.why_not("callbacks"), small=True)
        self._lay_out()
        self._connect()

    def reload(self) -> None:
        """Read the queue again."""
        session = self._office.session
        if self._office.why_not("callbacks"):
            self._pages.setCurrentIndex(2)
            self._allow()
            return
        self._office.background.run(self, lambda: crm_queue(session), self._show, self._failed)

    def focus_first(self) -> None:
        """Give the focus to the fields, where one key does it all."""
        self.fields.setFocus()

    def entry(self) -> CrmEntry | None:
        """The call in sight."""
        item = self.list.current()
        return item.data if isinstance(item, Item) and isinstance(item.data, CrmEntry) else None

    def tick(self) -> None:
        """The call in sight is entered; on to the next."""
        entry = self.entry()
        if entry is not None:
            self._tick([entry.call.attempt_id], f"{entry.call.name}已录入，Ctrl+Z 撤销")

    def tick_all(self) -> None:
        """The whole queue is entered, e.g. by uploading the file."""
        ids = [one.call.attempt_id for one in self._queue]
        words = "例如导出的文件已经上传。勾选后可以用 Ctrl+Z 一起撤销。"
        question = dialogs.Question(f"{len(ids)} 位都算已录入？", words, yes="全部录完", no="再看看")
        if ids and dialogs.ask(self, question):
            self._tick(ids, f"{len(ids)} 位已录入，Ctrl+Z 撤销")

    def untick(self) -> None:
        """Take the last tick back."""
        if not self._ticked or self._saving:
            return
        ids, session, self._saving = self._ticked.pop(), self._office.session, True

        def done(_changed: object) -> None:
            self._saving = False
            self._office.status(f"已撤销，{len(ids)} 位重新排进来")

        self._office.background.run(self, lambda: untick(session, ids), done, self._failed)

    # inside

    def _tick(self, ids: list[int], words: str) -> None:
        if self._saving:
            return
        session, self._saving = self._office.session, True

        def done(_changed: object) -> None:
            self._ticked.append(ids)
            self._office.status(words)
            # the next one is there at once; the queue itself is read again after every change
            self._show(tuple(one for one in self._queue if one.call.attempt_id not in ids))

        self._office.background.run(self, lambda: tick(session, ids), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._saving = False
        self._office.tell(error)

    def _show(self, queue: tuple[CrmEntry, ...]) -> None:
        self._queue, self._saving = queue, False
        self.list.set_rows([_item(one) for one in queue])
        if self.list.current() is None:
            self.list.select_first()
        self._pages.setCurrentIndex(0 if queue else 1)
        self._show_entry()
        if not queue and self.isVisible():
            self.undo.setFocus()  # the list that had the keys is gone
        self.counted.emit(len(queue))

    def _show_entry(self) -> None:
        entry = self.entry()
        self.fields.show_entry(entry)
        call = entry.call if entry else None
        self._who.set_text(
            f"{call.name}　{call.reference}　{call.at:%m-%d %H:%M} {call.caller}" if call else ""
        )
        self._say_next()
        self._allow()

    def _say_next(self) -> None:
        following = self.fields.next_label()
        set_words(self._next, f"下一项：{following}" if following else "", "accent")

    def _after_copy(self, copied: str, following: str) -> None:
        if following:
            self._office.status(f"已复制{copied}，下一项是{following}")
            self._say_next()
        else:
            set_words(self._next, f"已复制{copied}，这是最后一项。Enter 勾选，换下一位。", "green")

    def _allow(self) -> None:
        why = self._office.why_not("callbacks") or ("" if self._queue else "没有待录入的回访")
        for button in (self.copy, self.enter, self.all_done):
            button.set_allowed(not why, why)
        self.undo.set_allowed(bool(self._ticked), self._office.why_not("callbacks") or NOTHING_TICKED)
        self._outlets.allow(bool(self._queue))

    def _connect(self) -> None:
        self.list.chosen.connect(lambda _item: self._show_entry())
        self.list.opened.connect(lambda _item: self.fields.setFocus())
        self.fields.opened.connect(lambda _row: self.tick())
        self.fields.chosen.connect(lambda _row: self._say_next())
        self.fields.copied.connect(self._after_copy)
        self.copy.clicked.connect(self.fields.copy_next)
        self.enter.clicked.connect(self.tick)
        self.undo.clicked.connect(self.untick)
        self.all_done.clicked.connect(self.tick_all)
        self._parts.splitterMoved.connect(
            lambda *_: self._office.memory.write_bytes(SPLITTER, self._parts.saveState())
        )

    def _lay_out(self) -> None:
        left, right = Box((1, 4, 1, 4)), Box((1, 4, 1, 4), 4)
        left.setMinimumWidth(LIST_LEAST)
        left.column.addWidget(self.list)
        head = row(self._who, 12, None, self._next, margins=(19, 6, 18, 2))
        right.column.addWidget(holder(head))
        right.column.addWidget(self.fields, 1)
        self._parts = Splitter(left, right)
        self._parts.setStretchFactor(1, 1)
        if not self._parts.restoreState(self._office.memory.read_bytes(SPLITTER)):
            self._parts.setSizes([LIST_FIRST, 3 * LIST_FIRST])
        self._pages = Pages(self._parts, self._nothing, self._forbidden)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addWidget(self._pages, 1)
        stack.addLayout(row(self.copy, self.enter, self.undo, None, self.all_done, self.export, self.print))


def _item(entry: CrmEntry) -> Item:
    call = entry.call
    kind = "销售" if call.kind == "sales" else "售后"
    car = " · ".join(filter(None, (kind, call.model, call.plate)))
    return Item(call.attempt_id, call.name, car, right=f"{call.at:%m-%d %H:%M}", data=entry)
