"""The left sheet: how far the day has come, filters, the groups as chips, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget

from desktop_app.callbacks.worklist import Entry, counts_by_group
from ui.callbacks.days_end_door import days_end_button
from ui.callbacks.days_off_line import DaysOffLine
from ui.callbacks.group_chips import GroupChips
from ui.callbacks.worklist_filters import FilterLine, Filters, remember, remembered
from ui.callbacks.worklist_reading import Day, WorklistReading
from ui.callbacks.worklist_rows import (
    CARE_STEP,
    REST,
    Reader,
    by_customer,
    callable_now,
    key_of,
    list_rows,
    tasks_of,
)
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.fields import ProgressLine
from ui.kit.frames import Sheet, band, column, holder, line, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.office_context import Office

HINT_FROM, WORDS_FROM = 396, 336
"""Widths of the list from which the hint at its foot has room, and the words of the day's end beside it."""
CLEAR_KEYS = "Ctrl+Shift+F"


class WorklistView(Sheet):
    """Tells ``opened(entries)`` with the tasks of one customer, ``read(Day)`` after each reading, ``why_wanted``."""

    opened = Signal(object)
    read = Signal(object)
    why_wanted = Signal()

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self._day: Day | None = None
        self._care_shown = CARE_STEP
        self._reading = WorklistReading(office, self)
        self._share, self._bar = label("", "strong"), ProgressLine(green_when_full=True)
        self.filters, self._chips = FilterLine(), GroupChips()
        self._days_off = DaysOffLine()
        self.list = GroupedList()
        self._clear = Button("清除筛选", icon="x", keys=CLEAR_KEYS, bind=False)
        self._nothing = EmptyState("inbox", "名单是空的", "新的预约和到期会自己出现。", small=True)
        self._none_fits = EmptyState("filter", "筛选后没有人", "", self._clear, small=True)
        self._why = Button(
            "客户为什么不在名单？", kind="link", icon="circle-question-mark", small=True, keys="F3"
        )
        self._hint, self._end = label("Enter 打开", "note"), days_end_button(office, self)
        self._lay_out()
        self._connect()
        self._take_up(remembered(office.memory))

    def entries(self) -> tuple[Entry, ...]:
        """Everything on today's list."""
        return self._day.entries if self._day else ()

    def was_read(self) -> bool:
        """Whether the list has been read at all."""
        return self._day is not None

    def reload(self, *, care: bool = True) -> None:
        """Read today's list again, once more if it is being read just now; ``care`` the reminders too."""
        self._reading.reload(care=care)

    def chosen(self) -> Filters:
        """What of the list is shown."""
        return self.filters.filters(self._chips.value())

    def choose(self, filters: Filters) -> None:
        """Show only what fits, from now on."""
        self._take_up(filters)
        self._on_filtered()

    def choose_group(self, name: str) -> None:
        """Show one group, "" for all."""
        self._chips.choose(name)
        self._on_filtered()

    def find_tasks(self, reference: str) -> tuple[Entry, ...]:
        """The tasks of the customer of a reference, with the cursor on them; empty when it is not on the list."""
        found = next((entry for entry in self.entries() if entry.ref == reference), None)
        if found is None:
            return ()
        if not self._select(reference):
            self._care_shown = max(self._care_shown, len(self.entries()) if found.group == "care" else 0)
            self.choose(Filters())
            self._select(reference)
        return tasks_of(found, by_customer(self.entries()))

    def following(self, done: Sequence[Entry]) -> tuple[Entry, ...]:
        """Whom to call after these tasks: the next row that can be called now and was not tried or put aside today."""
        items = [item for item in self.list.rows() if isinstance(item, Item) and item.key != REST]
        keys, over = [item.key for item in items], {key_of(entry) for entry in done}
        start = max((at + 1 for at, key in enumerate(keys) if key in over), default=0)
        reader = self._reader()
        next_ones = (item for item in (*items[start:], *items[:start]) if item.key not in over)
        waiting = [tasks for item in next_ones if callable_now(tasks := _tasks(item), reader)]
        return min(waiting, key=lambda tasks: _put_off(tasks[0], reader), default=())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._hint.setHidden(self.width() < HINT_FROM)
        self._end.set_bare(self.width() < WORDS_FROM)
        super().resizeEvent(event)

    # set-up

    def _lay_out(self) -> None:
        head = column(
            row(label("今日必做", "second"), None, self._share), self._bar, self.filters, self._chips,
            gap=8, margins=(17, 14, 17, 10),
        )  # fmt: skip
        self._stack = QStackedWidget()
        for part in (self.list, self._nothing, self._none_fits):
            self._stack.addWidget(part)
        self.column.addWidget(holder(head))
        self.column.addWidget(holder(row(self._days_off, margins=(12, 0, 12, 8))))
        self.column.addWidget(line())
        self.column.addWidget(self._stack, 1)
        self.column.addWidget(line())
        self.column.addWidget(band(self._why, None, self._end, self._hint, margins=(10, 6, 14, 6)))

    def _connect(self) -> None:
        self._reading.read.connect(self._show)
        self._reading.failed.connect(self._office.tell)
        self._reading.moved_on.connect(self._fill)
        self._office.ticker.ticked.connect(self._on_tick)
        self._chips.chosen.connect(lambda _name: self._on_filtered())
        self.filters.changed.connect(self._on_filtered)
        self._clear.clicked.connect(self.clear_filters)
        self.list.opened.connect(self._on_opened)
        self._why.clicked.connect(self.why_wanted)

    # filters

    def clear_filters(self) -> None:
        """Show everything again, with the keys on the list."""
        self.choose(Filters())
        self.list.setFocus()

    def _take_up(self, filters: Filters) -> None:
        self.filters.choose(filters)
        self._chips.choose(filters.group)

    def _on_filtered(self) -> None:
        remember(self._office.memory, self.chosen())
        self._fill()

    # showing

    def _reader(self) -> Reader:
        session = self._office.session
        return Reader(session.person.name, session.now())

    def _select(self, reference: str) -> bool:
        items = (item for item in self.list.rows() if isinstance(item, Item) and item.key != REST)
        known = (item.key for item in items if any(entry.ref == reference for entry in _tasks(item)))
        return self.list.select(next(known, None))

    def _on_tick(self, moment: object) -> None:
        if self.isVisible():
            self._reading.look(self._office.session.now())

    def _show(self, day: Day) -> None:
        self._day = day
        self.filters.offer({entry.advisor for entry in day.entries})
        set_words(self._share, f"{day.made.done} / {day.made.total}")
        self._bar.set_share(day.made.done, day.made.total)
        self._days_off.show_words(day.hint)
        self._fill()
        self.read.emit(day)

    def _fill(self) -> None:
        if self._day is None:
            return
        chosen, reader = self.chosen(), self._reader()
        fitting = [entry for entry in self._day.entries if chosen.fits(entry, reader.me)]
        self._chips.show_counts(counts_by_group(fitting))
        wanted = [entry for entry in fitting if chosen.group in ("", entry.group)]
        self.list.set_rows(tuple(list_rows(wanted, self._day.entries, reader, self._care_shown)))
        self._stack.setCurrentIndex(0 if wanted else 2 if self._day.entries else 1)
        self._none_fits.say("筛选后没有人", f"现在只看：{chosen.words()}。别的人还在名单里。")
        if self.list.current() is None:
            self.list.select_first()

    def _on_opened(self, item: object) -> None:
        if not isinstance(item, Item):
            return
        if item.key == REST:
            self._show_more()
        else:
            self.opened.emit(_tasks(item))

    def _show_more(self) -> None:
        """Show more care rows, the cursor on the first new one."""
        at = self.list.currentIndex().row()
        self._care_shown += CARE_STEP
        self._fill()
        self.list.setCurrentIndex(self.list.model().index(at, 0))


def _put_off(entry: Entry, reader: Reader) -> tuple[bool, bool]:
    """Whom everybody else comes before: tried today already without a time agreed, then put aside."""
    tried = entry.last_at is not None and entry.last_at.date() == reader.today
    return tried and entry.group != "appointment", entry.parked_at is not None


def _tasks(item: Item) -> tuple[Entry, ...]:
    tasks: Sequence[Entry] = item.data  # type: ignore[assignment]
    return tuple(tasks)
