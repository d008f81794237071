"""The left sheet: how far the day has come, the groups as chips, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from desktop_app.callbacks.progress import Progress, empty_reason, progress
from desktop_app.callbacks.reasons import GROUP_LABELS
from desktop_app.callbacks.worklist import Entry, counts_by_group, worklist
from ui.callbacks.worklist_rows import GROUP_LOOKS, Reader, callable_now, key_of, list_rows, tasks_of
from ui.kit.button import Button
from ui.kit.choices import Chip, ChipRow
from ui.kit.empty import EmptyState
from ui.kit.fields import ProgressLine
from ui.kit.frames import Sheet, band, column, holder, line, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.office_context import Office

HINT_FROM = 320
"""Width of the list from which the hint at its foot has room."""
LOUD_GROUPS = frozenset({"overdue"})
"""Groups whose chip carries its icon and colour."""


@dataclass(frozen=True, slots=True)
class Day:
    """Today's list with what stands above it."""

    entries: tuple[Entry, ...]
    made: Progress
    why_empty: str


class WorklistView(Sheet):
    """Tells ``opened(entries)`` with the tasks of one customer, ``read(Day)`` after each reading, ``why_wanted``."""

    opened = Signal(object)
    read = Signal(object)
    why_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._day: Day | None = None
        self._reading = self._again = False
        self._share, self._bar = label("", "strong"), ProgressLine(green_when_full=True)
        self._chips = ChipRow([("", Chip("全部", 0)), *((name, _chip(name)) for name in GROUP_LABELS)])
        self.list = GroupedList()
        self._nothing = EmptyState("inbox", "名单是空的", "新的预约和到期会自己出现。", small=True)
        self._none_in_group = EmptyState("filter", "这一组没有了", "看看别的组，或点“全部”。", small=True)
        self._why = Button(
            "客户为什么不在名单？", kind="link", icon="circle-question-mark", small=True, keys="F3"
        )
        self._hint = label("Enter 打开", "note")
        self._lay_out()
        self._chips.chosen.connect(lambda _name: self._fill())
        self.list.opened.connect(self._on_opened)
        self._why.clicked.connect(self.why_wanted)

    def entries(self) -> tuple[Entry, ...]:
        """Everything on today's list."""
        return self._day.entries if self._day else ()

    def was_read(self) -> bool:
        """Whether the list has been read at all."""
        return self._day is not None

    def reload(self) -> None:
        """Read today's list again, once more if it is being read just now."""
        if self._reading:
            self._again = True
            return
        self._reading, session = True, self._office.session

        def work() -> Day:
            entries = worklist(session)
            return Day(entries, progress(session, entries), "" if entries else empty_reason(session))

        self._office.background.run(self, work, self._show, self._failed)

    def choose_group(self, name: str) -> None:
        """Show one group, "" for all."""
        self._chips.choose(name)
        self._fill()

    def find_tasks(self, reference: str) -> tuple[Entry, ...]:
        """The tasks of the customer of a reference, with the cursor on them; empty when it is not on the list."""
        found = next((entry for entry in self.entries() if entry.ref == reference), None)
        if found is None:
            return ()
        if not self._select(reference):
            self.choose_group("")
            self._select(reference)
        return tasks_of(found, self.entries())

    def following(self, done: Sequence[Entry]) -> tuple[Entry, ...]:
        """Whom to call after these tasks: the next row of the list that can be called now."""
        items = [item for item in self.list.rows() if isinstance(item, Item)]
        keys, over = [item.key for item in items], {key_of(entry) for entry in done}
        start = max((at + 1 for at, key in enumerate(keys) if key in over), default=0)
        reader = self._reader()
        for item in (*items[start:], *items[:start]):
            tasks = _tasks(item)
            if item.key not in over and callable_now(tasks, reader):
                return tasks
        return ()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hint.setHidden(self.width() < HINT_FROM)
        super().resizeEvent(event)

    # inside

    def _reader(self) -> Reader:
        session = self._office.session
        return Reader(session.person.name, session.now())

    def _select(self, reference: str) -> bool:
        items = (item for item in self.list.rows() if isinstance(item, Item))
        known = (item.key for item in items if any(entry.ref == reference for entry in _tasks(item)))
        return self.list.select(next(known, None))

    def _lay_out(self) -> None:
        head = column(
            row(label("今日必做", "second"), None, self._share), self._bar, self._chips,
            gap=8, margins=(17, 14, 17, 10),
        )  # fmt: skip
        self._stack = QStackedWidget()
        for part in (self.list, self._nothing, self._none_in_group):
            self._stack.addWidget(part)
        self.column.addWidget(holder(head))
        self.column.addWidget(line())
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(line())
        self.column.addWidget(band(self._why, None, self._hint, margins=(10, 6, 18, 6)))

    def _failed(self, error: Exception) -> None:
        self._reading = False
        self._office.tell(error)

    def _show(self, day: Day) -> None:
        self._day, self._reading = day, False
        counts = counts_by_group(day.entries)
        self._chips.set_count("", len(day.entries))
        for name in GROUP_LABELS:
            self._chips.set_count(name, counts[name])
            self._chips.option(name).setVisible(bool(counts[name]) or self._chips.value() == name)
        set_words(self._share, f"{day.made.done} / {day.made.total}")
        self._bar.set_share(day.made.done, day.made.total)
        self._fill()
        self.read.emit(day)
        if self._again:
            self._again = False
            self.reload()

    def _fill(self) -> None:
        if self._day is None:
            return
        rows = tuple(list_rows(self._day.entries, self._chips.value(), self._reader()))
        self.list.set_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 2 if self._day.entries else 1)
        if self.list.current() is None:
            self.list.select_first()

    def _on_opened(self, item: object) -> None:
        if isinstance(item, Item):
            self.opened.emit(_tasks(item))


def _tasks(item: Item) -> tuple[Entry, ...]:
    tasks: Sequence[Entry] = item.data  # type: ignore[assignment]
    return tuple(tasks)


def _chip(name: str) -> Chip:
    icon, tone = GROUP_LOOKS[name] if name in LOUD_GROUPS else ("", "")
    return Chip(GROUP_LABELS[name], 0, icon=icon, tone=tone)
