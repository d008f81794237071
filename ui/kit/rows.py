"""Models of rows for the table: one holding them all, one asking for pages of a long list."""

from __future__ import annotations

from abc import abstractmethod
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.kit.cells import Badges, Cell, Column, Row, Text, plain, spoken

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 1
ROW_ROLE = Qt.ItemDataRole.UserRole + 2
PAGE_ROWS = 100
KEPT_PAGES = 40
NO_INDEX = QModelIndex()
_PENDING = Text("…", tone="grey")


class RowsModel(QAbstractTableModel):
    """Columns, and a row for every line; the views need no other model."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)

    @abstractmethod
    def row(self, line: int) -> Row | None:
        """The row at a line, None while it is not here yet."""

    def line_of(self, key: Hashable) -> int | None:
        """The line of a key among the rows that are here."""
        return next((line for line in range(self.rowCount()) if _key(self.row(line)) == key), None)

    def columnCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title.replace("\n", "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.full or None
        return None

    def data(self, index: Index, role: int = 0) -> Any:
        row = self.row(index.row()) if index.isValid() else None
        if role == ROW_ROLE:
            return row
        cell = _cell(row, index.column())
        if role == CELL_ROLE:
            return cell
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(cell)
        if role == Qt.ItemDataRole.ToolTipRole:
            return _tip(cell) or None
        if role == Qt.ItemDataRole.AccessibleTextRole and row is not None:
            return spoken(row) if index.column() == 0 else plain(cell)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        row = self.row(index.row()) if index.isValid() else None
        if not index.isValid() or (row is not None and row.kind == "head"):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class ListModel(RowsModel):
    """Rows given as a whole; ``set_rows`` keeps what is selected when the keys did not change."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row] = ()) -> None:
        super().__init__(columns)
        self._rows = tuple(rows)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def row(self, line: int) -> Row | None:
        return self._rows[line] if 0 <= line < len(self._rows) else None

    def rows(self) -> tuple[Row, ...]:
        """All rows in order."""
        return self._rows

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows; when only contents changed, just the changed lines are told to the views."""
        fresh = tuple(rows)
        if [row.key for row in fresh] != [row.key for row in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        before, self._rows = self._rows, fresh
        for line, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(line, 0), self.index(line, len(self.columns) - 1))


class Fetch(Protocol):
    """Runs work elsewhere and gives its result to ``done`` on the main thread, as ``Background.fetcher`` does."""

    def __call__(self, work: Callable[[], Any], done: Callable[[Any], None], /) -> object: ...


class WindowedModel(RowsModel):
    """A list too long to load: asks ``page(offset, limit)`` for the rows in sight and keeps a few pages.

    ``count()`` tells how many rows there are. With ``fetch`` both run in the background, the first page before
    the count; without it they are called directly. ``reload(count, page)`` takes another query (sort, filter,
    search); ``reload()`` asks the same one again and keeps showing the old rows until the new ones are here.
    """

    def __init__(self, columns: Sequence[Column], count: Callable[[], int],
                 page: Callable[[int, int], Sequence[Row]], fetch: Fetch | None = None) -> None:  # fmt: skip
        super().__init__(columns)
        self._count, self._page, self._fetch = count, page, fetch or _at_once
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()
        self._stale: dict[int, tuple[Row, ...]] = {}
        self._asked: set[int] = set()
        self._lines, self._query = 0, 0
        self.reload()

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else self._lines

    def row(self, line: int) -> Row | None:
        number = line // PAGE_ROWS
        if number not in self._pages:
            self._ask(number)
        rows = self._pages.get(number) or self._stale.get(number, ())
        return rows[line % PAGE_ROWS] if line % PAGE_ROWS < len(rows) else None

    def line_of(self, key: Hashable) -> int | None:
        for number, rows in self._pages.items():
            for place, row in enumerate(rows):
                if row.key == key:
                    return number * PAGE_ROWS + place
        return None

    def reload(self, count: Callable[[], int] | None = None,
               page: Callable[[int, int], Sequence[Row]] | None = None) -> None:  # fmt: skip
        """Ask again; with arguments, for another query whose rows have nothing to do with the old ones."""
        self._query += 1
        self._stale = {} if page else dict(self._pages)
        self._count, self._page = count or self._count, page or self._page
        self._pages.clear()
        self._asked.clear()
        self._ask(0, first=True)

    def _ask(self, number: int, *, first: bool = False) -> None:
        if number in self._asked:
            return
        self._asked.add(number)
        query, page = self._query, self._page
        self._fetch(
            lambda: tuple(page(number * PAGE_ROWS, PAGE_ROWS)),
            lambda rows: self._take(query, number, rows, first=first),
        )

    def _take(self, query: int, number: int, rows: tuple[Row, ...], *, first: bool) -> None:
        if query != self._query:
            return
        self._asked.discard(number)
        self._pages[number] = rows
        self._stale.pop(number, None)
        while len(self._pages) > KEPT_PAGES:
            self._pages.popitem(last=False)
        if first:
            self._take_first(rows)
        top, bottom = number * PAGE_ROWS, min((number + 1) * PAGE_ROWS, self._lines) - 1
        if bottom >= top:
            self.dataChanged.emit(self.index(top, 0), self.index(bottom, len(self.columns) - 1))

    def _take_first(self, rows: tuple[Row, ...]) -> None:
        if not self._stale or not self._lines:
            self._set_lines(len(rows))
        if len(rows) < PAGE_ROWS:
            self._set_lines(len(rows))
            return
        query, count = self._query, self._count
        self._fetch(count, lambda lines: self._set_lines(lines) if query == self._query else None)

    def _set_lines(self, lines: int) -> None:
        if lines > self._lines:
            self.beginInsertRows(NO_INDEX, self._lines, lines - 1)
            self._lines = lines
            self.endInsertRows()
        elif lines < self._lines:
            self.beginRemoveRows(NO_INDEX, lines, self._lines - 1)
            self._lines = lines
            self.endRemoveRows()


def _at_once(work: Callable[[], Any], done: Callable[[Any], None]) -> object:
    done(work())
    return None


def _key(row: Row | None) -> Hashable:
    return row.key if row else None


def _cell(row: Row | None, column: int) -> Cell:
    if row is None:
        return _PENDING if column == 0 else Text()
    return row.cells[column] if column < len(row.cells) else Text()


def _tip(cell: Cell) -> str:
    if isinstance(cell, Badges) and not cell.tip:
        return "\n".join(badge.tip for badge in cell.badges if badge.tip)
    return cell.tip
