"""Column widths and sort of a table: shared out when the table is resized, remembered when the user changes them."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableView

from ui.kit.cells import Column
from ui.kit.memory import Memory


def share_out(columns: Sequence[Column], wanted: Sequence[int], room: int) -> list[int]:
    """Widths that fill ``room``: free width goes to the stretch columns, missing width is taken from those above
    their least width, in proportion; nothing falls below its least width."""
    widths = [max(column.least, width) for column, width in zip(columns, wanted, strict=True)]
    free, shares = room - sum(widths), sum(column.stretch for column in columns)
    if free > 0 and shares:
        widths = [
            width + free * column.stretch // shares for column, width in zip(columns, widths, strict=True)
        ]
    elif free < 0:
        widths = _shrunk(columns, widths, -free)
    return widths


def _shrunk(columns: Sequence[Column], widths: list[int], missing: int) -> list[int]:
    spare = [width - column.least for column, width in zip(columns, widths, strict=True)]
    total = sum(spare)
    if not total:
        return widths
    part = min(1.0, missing / total)
    return [width - min(room, ceil(room * part)) for width, room in zip(widths, spare, strict=True)]


class ColumnWidths:
    """Keeps one table's widths; ``sort`` is the column key and direction in force, or None."""

    def __init__(self, view: QTableView, columns: Sequence[Column], memory: Memory | None, name: str) -> None:
        self._view, self._memory, self._name = view, memory, name
        self._arranging = False
        self.sort: tuple[str, bool] | None = None
        self.set_columns(columns)
        view.horizontalHeader().sectionResized.connect(self._on_resized)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Take other columns; widths already remembered for their keys are used."""
        self._columns = tuple(columns)
        kept = self._read("widths")
        known = dict(zip(kept[::2], kept[1::2], strict=False))
        self._wanted = [int(known.get(column.key, column.width)) for column in self._columns]
        self._restore_sort()
        self.arrange()

    def arrange(self) -> None:
        """Give every column its width for the room there is."""
        room = self._view.viewport().width()
        if room < 50 or self._view.horizontalHeader().count() != len(self._columns):
            return
        self._arranging = True
        for section, width in enumerate(share_out(self._columns, self._wanted, room)):
            self._view.setColumnWidth(section, width)
        self._arranging = False

    def turn_sort(self, section: int) -> tuple[str, bool]:
        """Sort by a column, the other way round when it already is; remembers it."""
        key = self._columns[section].key
        self.sort = (key, not self.sort[1] if self.sort and self.sort[0] == key else False)
        self._show_sort(section)
        if self._memory:
            self._memory.write(f"{self._name}/sort", [key, "down" if self.sort[1] else "up"])
        return self.sort

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Mark a column as the one sorted by, without remembering it."""
        self.sort = (key, descending)
        self._show_sort([column.key for column in self._columns].index(key))

    def _on_resized(self, section: int, _old: int, new: int) -> None:
        if self._arranging or section >= len(self._columns):
            return
        self._wanted[section] = new
        if self._memory:
            pairs = [
                [column.key, str(wide)] for column, wide in zip(self._columns, self._wanted, strict=True)
            ]
            self._memory.write(f"{self._name}/widths", [word for pair in pairs for word in pair])
        if not self._columns[section].stretch:
            self.arrange()

    def _restore_sort(self) -> None:
        kept = self._read("sort")
        keys = [column.key for column in self._columns]
        if len(kept) == 2 and kept[0] in keys:
            self.sort = (kept[0], kept[1] == "down")
            self._show_sort(keys.index(kept[0]))

    def _show_sort(self, section: int) -> None:
        header = self._view.horizontalHeader()
        order = Qt.SortOrder.DescendingOrder if self.sort and self.sort[1] else Qt.SortOrder.AscendingOrder
        header.setSortIndicatorShown(True)
        header.setSortIndicator(section, order)

    def _read(self, what: str) -> list[str]:
        if self._memory is None:
            return []
        empty: list[str] = []
        return [str(word) for word in self._memory.read(f"{self._name}/{what}", empty)]
