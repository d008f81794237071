"""A list in groups: heads that cannot be chosen, items with two lines, entries of a timeline."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, cast

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPoint,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.kit.item_painting import PAINTERS, height_of, paint_ground
from ui.kit.items import Head, ListRow, words_of
from ui.kit.rows import NO_INDEX, ROW_ROLE, Index


def key_of(row: ListRow | None) -> Hashable:
    """The key of an item, None for heads and for nothing."""
    return None if row is None or isinstance(row, Head) else row.key


class ItemsModel(QAbstractListModel):
    """Rows given as a whole."""

    def __init__(self, rows: Sequence[ListRow] = ()) -> None:
        super().__init__()
        self._rows = tuple(rows)

    def rowCount(self, parent: Index = NO_INDEX) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def rows(self) -> tuple[ListRow, ...]:
        """All rows in order, heads too."""
        return self._rows

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows; when only contents changed, just those lines are told to the view."""
        fresh = tuple(rows)
        if [_shape(row) for row in fresh] != [_shape(row) for row in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
            return
        before, self._rows = self._rows, fresh
        for line, (old, new) in enumerate(zip(before, fresh, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(line), self.index(line))

    def data(self, index: Index, role: int = 0) -> Any:
        row = self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None
        if role == ROW_ROLE or row is None:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words_of(row)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self._rows[index.row()], Head):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class _ItemDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        given = cast("Any", option)
        row, state, rect = index.data(ROW_ROLE), given.state, QRectF(given.rect)
        flag = QStyle.StateFlag
        view = cast("QListView", self.parent())
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_ground(
            painter, rect, row, selected=bool(state & flag.State_Selected),
            hovered=bool(state & flag.State_MouseOver), focused=view.hasFocus(),
        )  # fmt: skip
        PAINTERS[type(row)](painter, rect, row)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(120, height_of(index.data(ROW_ROLE)))


class GroupedList(QListView):
    """Shows :class:`~ui.kit.items.Head`, ``Item`` and ``Entry`` rows; the cursor skips heads.

    The chosen item stays chosen when rows are set again; if it went away, the one now at its place is taken.
    """

    chosen = Signal(object)
    """The row under the cursor, or None."""
    opened = Signal(object)
    """Enter or a double click."""
    menu_wanted = Signal(object, QPoint)

    def __init__(self, rows: Sequence[ListRow] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = ItemsModel(rows)
        self.setModel(self._items)
        self.setItemDelegate(_ItemDelegate(self))
        self.setFrameShape(self.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.viewport().setAutoFillBackground(False)
        clear = QPalette(self.palette())
        clear.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        self.setPalette(clear)
        self.customContextMenuRequested.connect(self._on_menu)
        self.selectionModel().currentChanged.connect(self._on_current)
        self.doubleClicked.connect(lambda _index: self._open())

    def set_rows(self, rows: Sequence[ListRow]) -> None:
        """Show other rows and keep the cursor where it makes sense."""
        key, line = key_of(self.current()), self.currentIndex().row()
        self._items.set_rows(rows)
        if self.currentIndex().isValid() or key is None:
            return
        if not self.select(key):
            self._select_near(line)

    def rows(self) -> tuple[ListRow, ...]:
        """All rows shown, heads too."""
        return self._items.rows()

    def current(self) -> ListRow | None:
        """The row under the cursor."""
        found: ListRow | None = self.currentIndex().data(ROW_ROLE) if self.currentIndex().isValid() else None
        return found

    def select(self, key: Hashable) -> bool:
        """Put the cursor on the item of a key; False when there is none."""
        for line, row in enumerate(self._items.rows()):
            if key is not None and key_of(row) == key:
                self.setCurrentIndex(self._items.index(line))
                return True
        return False

    def select_first(self) -> bool:
        """Put the cursor on the first item."""
        return self._select_near(0)

    def select_next(self, step: int = 1) -> bool:
        """Move the cursor to the next item, or the one before with −1; False at the end."""
        line = self.currentIndex().row() + step
        while 0 <= line < self._items.rowCount():
            if not isinstance(self._items.rows()[line], Head):
                self.setCurrentIndex(self._items.index(line))
                return True
            line += step
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        elif event.matches(QKeySequence.StandardKey.Copy) and self.current() is not None:
            QGuiApplication.clipboard().setText(words_of(cast("ListRow", self.current())))
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters are shortcuts of the page, not a search in the list."""

    def _select_near(self, line: int) -> bool:
        lines = [at for at, row in enumerate(self._items.rows()) if not isinstance(row, Head)]
        if not lines:
            return False
        at = next((found for found in lines if found >= line), lines[-1])
        self.setCurrentIndex(self._items.index(at))
        return True

    def _open(self) -> None:
        if self.current() is not None:
            self.opened.emit(self.current())

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.chosen.emit(current.data(ROW_ROLE) if current.isValid() else None)

    def _on_menu(self, place: QPoint) -> None:
        row = self.indexAt(place).data(ROW_ROLE)
        if row is not None and not isinstance(row, Head):
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(place))


def _shape(row: ListRow) -> tuple[object, ...]:
    if isinstance(row, Head):
        return (Head, row.words)
    return (type(row), row.key, height_of(row))
