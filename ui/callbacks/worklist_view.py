"""The left sheet: how far the day has come, the groups as chips, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from desktop_app.callbacks.progress import Progress, empty_reason, progress
from desktop_app.callbacks.reasons import GROUP_LABELS
from desktop_app.callbacks.worklist import Entry, counts_by_group, worklist
from ui.callbacks.worklist_rows import GROUP_LOOKS, list_rows
from ui.kit.button import Button
from ui.kit.choices import Chip, ChipRow
from ui.kit.empty import EmptyState
from ui.kit.fields import ProgressLine
from ui.kit.frames import Sheet, band, column, holder, line, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.office_context import Office

LOUD_GROUPS = frozenset({"overdue"})
"""Groups whose chip carries its icon and colour."""


@dataclass(frozen=True, slots=True)
class Day:
    """Today's list with what stands above it."""

    entries: tuple[Entry, ...]
    made: Progress
    why_empty: str


class WorklistView(Sheet):
    """Tells ``opened(entries)`` with the tasks of one customer, and ``why_wanted``."""

    opened = Signal(object)
    why_wanted = Signal()
    counted = Signal(object)
    """The Progress of the day, after every reading."""

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._day: Day | None = None
        self._wanted: str | None = None
        self._share, self._bar = label("", "strong"), ProgressLine(green_when_full=True)
        self._chips = ChipRow([("", Chip("全部", 0)), *((name, _chip(name)) for name in GROUP_LABELS)])
        self.list = GroupedList()
        self._nothing = EmptyState("coffee", "名单空了", "", small=True, done=True)
        self._none_in_group = EmptyState("filter", "这一组没有了", "看看别的组，或点“全部”。", small=True)
        self._why = Button(
            "客户为什么不在名单？", kind="link", icon="circle-question-mark", small=True, keys="F3"
        )
        self._lay_out()
        self._chips.chosen.connect(lambda _name: self._fill())
        self.list.opened.connect(self._on_opened)
        self._why.clicked.connect(self.why_wanted)

    def entries(self) -> tuple[Entry, ...]:
        """Everything on today's list."""
        return self._day.entries if self._day else ()

    def reload(self) -> None:
        """Read today's list again; the cursor stays on its customer, or takes the next."""
        session = self._office.session

        def work() -> Day:
            entries = worklist(session)
            return Day(entries, progress(session, entries), "" if entries else empty_reason(session))

        self._office.background.run(self, work, self._show)

    def choose_group(self, name: str) -> None:
        """Show one group, "" for all."""
        self._chips.choose(name)
        self._fill()

    def find_tasks(self, reference: str) -> tuple[Entry, ...]:
        """The tasks among which a reference is, and the cursor on them; empty when it is not on the list."""
        for item in self.list.rows():
            if isinstance(item, Item) and any(entry.ref == reference for entry in _tasks(item)):
                self.list.select(item.key)
                return _tasks(item)
        return ()

    def current(self) -> tuple[Entry, ...]:
        """The tasks under the cursor."""
        item = self.list.current()
        return _tasks(item) if isinstance(item, Item) else ()

    def following(self, done: tuple[str, str] | None) -> tuple[Entry, ...]:
        """Whom to call after ``done`` (kind and reference): the next row that nobody else is calling."""
        items = [item for item in self.list.rows() if isinstance(item, Item)]
        keys = [item.key for item in items]
        start = keys.index(done) + 1 if done in keys else 0
        me = self._office.session.person.name
        for item in (*items[start:], *items[:start]):
            tasks = _tasks(item)
            if item.key != done and tasks[0].claimed_by in (None, me) and tasks[0].callback_id is not None:
                return tasks
        return ()

    # inside

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
        self.column.addWidget(
            band(self._why, None, label("↑ ↓ 选择　Enter 打开", "note"), margins=(10, 6, 18, 6))
        )

    def _show(self, day: Day) -> None:
        self._day = day
        counts = counts_by_group(day.entries)
        self._chips.set_count("", len(day.entries))
        for name in GROUP_LABELS:
            self._chips.set_count(name, counts[name])
            self._chips.option(name).setVisible(bool(counts[name]) or self._chips.value() == name)
        set_words(self._share, f"{day.made.done} / {day.made.total}")
        self._bar.set_share(day.made.done, day.made.total)
        self._fill()
        self.counted.emit(day.made)

    def _fill(self) -> None:
        if self._day is None:
            return
        session = self._office.session
        rows = tuple(list_rows(self._day.entries, self._chips.value(), session.today(), session.person.name))
        self.list.set_rows(rows)
        self._nothing.say("今天的名单空了", self._day.why_empty)
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
