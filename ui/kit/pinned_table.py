"""A report's table that may be wider than its sheet: it scrolls sideways, its first column can stay in sight."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QVBoxLayout, QWidget

from ui.kit.cells import Column, Row, copied
from ui.kit.delegate import FIRST_INSET, PADDING
from ui.kit.frames import row, upright_line
from ui.kit.header import Header
from ui.kit.memory import Memory
from ui.kit.rows import ListModel
from ui.kit.table import Table

ANY_HEIGHT = 16777215
"""Qt's word for no limit."""
SEAM_INSET = 10
"""What the first column's text needs besides, being the last of its own part."""


class PinnedTable(QWidget):
    """Columns that do not fit are reached by scrolling; with ``pinned`` the first one stays at the left.

    ``table`` is the part that takes the focus and scrolls. Rows are given whole and are copied whole.
    """

    number_clicked = Signal(object, str)
    """Row and column key of a ``link`` number."""
    opened = Signal(object)

    def __init__(self, columns: Sequence[Column], *, pinned: bool = False, row_height: int,
                 memory: Memory | None = None, name: str = "", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._cut = int(pinned)
        self._whole: dict[Hashable, Row] = {}
        self._model = ListModel(self._rest(columns))
        self.table = _Scrolled(
            self, self._model, row_height=row_height, memory=memory, name=name, by_cell=True
        )
        self._first_model = ListModel(columns[: self._cut])
        self.first = Table(self._first_model, row_height=row_height, by_cell=True)
        self._below = QWidget()
        self._columns = tuple(columns)
        self._lay_out()
        self._level_heads()
        self.table.number_clicked.connect(lambda line, key: self.number_clicked.emit(self.whole(line), key))
        for part in (self.table, self.first):
            part.opened.connect(lambda line: self.opened.emit(self.whole(line)))
        self._scroll_together()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, e.g. wider ones; give the rows afterwards."""
        if tuple(columns) == self._columns:
            return
        self._columns = tuple(columns)
        self.table.set_columns(self._rest(columns))
        self.first.set_columns(columns[: self._cut])
        self._level_heads()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show other rows of the same columns."""
        self._whole = {line.key: line for line in rows}
        self._model.set_rows([replace(line, cells=line.cells[self._cut :]) for line in rows])
        if self._cut:
            self._first_model.set_rows([replace(line, cells=line.cells[: self._cut]) for line in rows])

    def set_row_height(self, pixels: int) -> None:
        """Make the rows higher or lower."""
        self.table.set_row_height(pixels)
        self.first.set_row_height(pixels)

    def rows(self) -> tuple[Row, ...]:
        """All rows, with all their cells."""
        return tuple(self._whole.values())

    def whole(self, line: Row) -> Row:
        """The row as it was given, first column and all."""
        return self._whole.get(line.key, line)

    def _lay_out(self) -> None:
        self._side = QWidget()
        column = QVBoxLayout(self._side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.first, 1)
        column.addWidget(self._below)
        seam = upright_line()
        seam.setFixedHeight(ANY_HEIGHT)
        seam.setMinimumHeight(0)
        self.setLayout(row(self._side, seam, self.table, gap=0))
        self.first.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.first.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for part in (self._side, seam):
            part.setVisible(bool(self._cut))

    def _rest(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """The columns that scroll; the first of them stands at an edge now, which takes some of its width."""
        first, *others = columns[self._cut :]
        more = self._cut * (FIRST_INSET - PADDING)
        return (replace(first, width=first.width + more, least=first.least + more), *others)

    def _level_heads(self) -> None:
        """Give the first column its width and a head as high as the others have."""
        self._side.setFixedWidth(self._columns[0].width + SEAM_INSET)
        mine, other = self.table.horizontalHeader(), self.first.horizontalHeader()
        other.setFixedHeight(mine.sizeHint().height())
        if isinstance(mine, Header) and isinstance(other, Header):
            other.quiet_ground = mine.quiet_ground

    def _scroll_together(self) -> None:
        mine, other = self.table.verticalScrollBar(), self.first.verticalScrollBar()
        mine.valueChanged.connect(other.setValue)
        other.valueChanged.connect(mine.setValue)
        across = self.table.horizontalScrollBar()
        across.rangeChanged.connect(
            lambda _least, most: self._make_room(across.sizeHint().height() if most else 0)
        )
        self._make_room(0)

    def _make_room(self, pixels: int) -> None:
        """Leave the first column the height of the bar under the others, so that the rows stay level."""
        self._below.setFixedHeight(pixels)


class _Scrolled(Table):
    """The part that scrolls sideways; copying takes the rows with their first column."""

    def __init__(self, owner: PinnedTable, model: ListModel, *, row_height: int, memory: Memory | None,
                 name: str, by_cell: bool) -> None:  # fmt: skip
        super().__init__(model, row_height=row_height, memory=memory, name=name, by_cell=by_cell)
        self._owner = owner
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def copy_text(self) -> str:
        whole = (self._owner.whole(line) for line in self.selected())
        return "\n".join("\t".join(copied(cell) for cell in line.cells) for line in whole)
