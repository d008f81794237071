"""The one table of the window: rounded rows, hover, selection, sort, remembered widths, copying."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
)
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from ui.kit.cells import Column, Number, Row, copied
from ui.kit.column_widths import ColumnWidths
from ui.kit.delegate import CellDelegate
from ui.kit.header import Header
from ui.kit.memory import Memory
from ui.kit.row_grounds import RowGrounds
from ui.kit.rows import CELL_ROLE, ROW_ROLE, RowsModel

ROW_HEIGHT = 36
HEAD_HEIGHT = 34


def _with_modifier(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)


class Table(QTableView):
    """Shows a :class:`~ui.kit.rows.RowsModel`.

    Enter or a double click opens a row, Space previews it, Ctrl+C copies the selected rows as Excel takes them.
    Sorting is the owner's work: connect ``sorted``. ``by_cell`` is for reports: the focus goes around one number
    and clicking a ``link`` number is told. ``memory`` and ``name`` keep column widths and sort.
    """

    chosen = Signal(object)
    """The Row under the cursor, or None."""
    opened = Signal(object)
    previewed = Signal(object)
    sorted = Signal(str, bool)
    """Column key, and whether descending."""
    number_clicked = Signal(object, str)
    """Row and column key of a ``link`` number."""
    menu_wanted = Signal(object, QPoint)
    """Row and the place on the screen, for a context menu."""

    def __init__(self, model: RowsModel, *, row_height: int = ROW_HEIGHT, memory: Memory | None = None,
                 name: str = "", by_cell: bool = False, show_header: bool = True,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._rows, self._height, self._by_cell = model, row_height, by_cell
        self._grounds = RowGrounds(self, model, by_cell=by_cell)
        self._chosen_key: Hashable = None
        self._set_up_look(show_header)
        self._set_up_keys()
        self.setModel(model)
        self._widths = ColumnWidths(self, model.columns, memory, name)
        header = self.horizontalHeader()
        header.sectionClicked.connect(self._on_head_clicked)
        model.modelReset.connect(self._after_reset)
        model.modelAboutToBeReset.connect(self._before_reset)
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self._after_reset()

    # what the owner asks

    def rows(self) -> RowsModel:
        """The model shown."""
        return self._rows

    def current(self) -> Row | None:
        """The row under the cursor."""
        return self._rows.row(self.currentIndex().row()) if self.currentIndex().isValid() else None

    def selected(self) -> list[Row]:
        """The selected rows from top to bottom."""
        lines = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        return [row for row in map(self._rows.row, lines) if row is not None]

    def select(self, key: Hashable) -> bool:
        """Put the cursor on the row of a key; False when it is not among the rows here."""
        line = self._rows.line_of(key)
        if line is None:
            return False
        self.select_line(line)
        return True

    def select_line(self, line: int) -> None:
        """Put the cursor on a line."""
        index = self._rows.index(line, max(self.currentIndex().column(), 0))
        flag = QItemSelectionModel.SelectionFlag
        rows = flag.NoUpdate if self._by_cell else flag.Rows
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | rows)
        self.scrollTo(index)

    def sort_mark(self) -> tuple[str, bool] | None:
        """The remembered or chosen sort: column key and whether descending."""
        return self._widths.sort

    def show_sort(self, key: str, *, descending: bool) -> None:
        """Mark the column that the rows are sorted by before the user has chosen one."""
        self._widths.show_sort(key, descending=descending)

    def set_row_height(self, pixels: int) -> None:
        """Make the rows higher or lower, e.g. roomy for a short report."""
        if pixels != self._height:
            self._height = pixels
            self.verticalHeader().setDefaultSectionSize(pixels)
            self._after_reset()

    def copy_text(self) -> str:
        """The selected rows as tab-separated lines."""
        shown = [n for n in range(len(self._rows.columns)) if not self.isColumnHidden(n)]
        return "\n".join("\t".join(copied(row.cells[n]) for n in shown) for row in self.selected())

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, for a report of another shape; give the rows afterwards."""
        self._rows.beginResetModel()
        self._rows.columns = tuple(columns)
        self._rows.endResetModel()
        header = self.horizontalHeader()
        if isinstance(header, Header):
            header.set_columns(columns)
        self._widths.set_columns(columns)

    # set-up

    def _set_up_look(self, show_header: bool) -> None:
        self.setItemDelegate(CellDelegate(self))
        self.setHorizontalHeader(Header(self._rows.columns, self))
        self.horizontalHeader().setVisible(show_header)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(20)
        self.verticalHeader().setDefaultSectionSize(self._height)
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.setShowGrid(False)
        self.setFrameShape(self.Shape.NoFrame)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(self._height)
        clear = QPalette(self.palette())
        clear.setColor(QPalette.ColorRole.Highlight, Qt.GlobalColor.transparent)
        clear.setColor(QPalette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(clear)
        self.viewport().setAutoFillBackground(False)

    def _set_up_keys(self) -> None:
        behave = QAbstractItemView.SelectionBehavior
        self.setSelectionBehavior(behave.SelectItems if self._by_cell else behave.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(lambda index: self._tell_row(self.opened, index))

    # events

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRegion(event.region())
        self._grounds.paint(painter, event.rect())
        painter.end()
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copy_text())
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _with_modifier(event):
            self._open_current()
        elif event.key() == Qt.Key.Key_Space:
            self._tell_row(self.previewed, self.currentIndex())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing letters must not walk through 200,000 rows."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._hover(index.row())
        cell = index.data(CELL_ROLE) if index.isValid() else None
        link = isinstance(cell, Number) and cell.link
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._tell_number(self.indexAt(event.position().toPoint()))

    def leaveEvent(self, event: object) -> None:
        self._hover(-1)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._widths.arrange()

    # inside

    def _hover(self, line: int) -> None:
        before = self._grounds.hovered
        if line == before:
            return
        self._grounds.hovered = line
        for touched in (before, line):
            self._update_row(touched)

    def _update_row(self, line: int) -> None:
        """Repaint one row and the hairline above it."""
        if line >= 0:
            top, high = self.rowViewportPosition(line), self.rowHeight(line)
            self.viewport().update(0, top - 2, self.viewport().width(), high + 2)

    def _open_current(self) -> None:
        index = self.currentIndex()
        if not self._tell_number(index):
            self._tell_row(self.opened, index)

    def _tell_number(self, index: QModelIndex) -> bool:
        cell = index.data(CELL_ROLE) if index.isValid() else None
        if not (isinstance(cell, Number) and cell.link):
            return False
        self.number_clicked.emit(index.data(ROW_ROLE), self._rows.columns[index.column()].key)
        return True

    def _tell_row(self, signal: object, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE) if index.isValid() else None
        if row is not None and row.kind != "head":
            signal.emit(row)  # type: ignore[attr-defined]

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        row = current.data(ROW_ROLE) if current.isValid() else None
        self._chosen_key = row.key if row else self._chosen_key
        self.chosen.emit(row)

    def _on_head_clicked(self, section: int) -> None:
        if self._rows.columns[section].sortable:
            key, descending = self._widths.turn_sort(section)
            self.sorted.emit(key, descending)

    def _on_menu(self, place: QPoint) -> None:
        row = self.indexAt(place).data(ROW_ROLE)
        if row is not None:
            self.menu_wanted.emit(row, self.viewport().mapToGlobal(place))

    def _before_reset(self) -> None:
        row = self.current()
        self._chosen_key = row.key if row else self._chosen_key

    def _after_reset(self) -> None:
        if self._rows.rowCount() < 2000:
            for line in range(self._rows.rowCount()):
                row = self._rows.row(line)
                high = HEAD_HEIGHT if row and row.kind == "head" else self._height
                if self.rowHeight(line) != high:
                    self.setRowHeight(line, high)
        if self._chosen_key is not None:
            QTimer.singleShot(0, self, self._find_again)

    def _find_again(self) -> None:
        line = self._rows.line_of(self._chosen_key)
        if line is not None and not self.currentIndex().isValid():
            self.select_line(line)
