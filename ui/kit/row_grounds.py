"""Paints what lies under the cells of a table: tints, hover, selection, focus ring, hairlines, heads, totals."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QTableView

from ui.kit import paint, theme
from ui.kit.cells import Row, plain
from ui.kit.fonts import MEDIUM, font
from ui.kit.rows import RowsModel
from ui.kit.tones import TONES

INSET, LINE_INSET, RADIUS = 8, 16, 6
"""Rounded rows lie 8 px in from the sheet's edge, hairlines start 16 px in."""

MARKED = "marked"
"""Property of a view by cell: keep the ring around its number while what it opened is looked at."""


class RowGrounds:
    """The grounds of one table; ``hovered`` is the line under the mouse, −1 for none."""

    def __init__(self, view: QTableView, rows: RowsModel, *, by_cell: bool) -> None:
        self._view, self._rows, self._by_cell = view, rows, by_cell
        self.hovered = -1

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the grounds of all rows that touch ``area``."""
        first, last = self._view.rowAt(max(area.top(), 0)), self._view.rowAt(area.bottom())
        if first < 0:
            return
        last = self._rows.rowCount() - 1 if last < 0 else last
        for line in range(first, last + 1):
            self._paint_row(painter, line, self._rows.row(line))
        if self._by_cell and (self._view.hasFocus() or self._view.property(MARKED)):
            self._paint_cell_ring(painter)

    def _selected(self, line: int) -> bool:
        selection = self._view.selectionModel()
        return not self._by_cell and selection.isRowSelected(line, self._view.rootIndex())

    def _paint_row(self, painter: QPainter, line: int, row: Row | None) -> None:
        wide = self._view.viewport().width()
        whole = QRectF(0, self._view.rowViewportPosition(line), wide, self._view.rowHeight(line))
        tint, kind = (row.tint, row.kind) if row else ("", "row")
        if row is not None and kind == "head":
            _paint_head(painter, row, whole)
            return
        if kind == "total":
            painter.fillRect(whole, theme.color("sub"))
            paint.hairline(painter, 0, wide, whole.top(), theme.color("line2"))
        elif self._is_bare(line, row) and self._is_bare(line + 1, self._rows.row(line + 1)):
            paint.hairline(painter, LINE_INSET, wide - LINE_INSET, whole.bottom() - 1, theme.color("row"))
        rect = whole.adjusted(INSET, 2 if tint else 0, -INSET, -2 if tint else 0)
        if tint:
            paint_tint(painter, rect, tint)
        self._paint_state(painter, line, rect, tinted=bool(tint))

    def _is_bare(self, line: int, row: Row | None) -> bool:
        if line >= self._rows.rowCount():
            return True
        coloured = row is not None and (row.tint or row.kind != "row")
        return not (coloured or self._selected(line) or line == self.hovered)

    def _paint_state(self, painter: QPainter, line: int, rect: QRectF, *, tinted: bool) -> None:
        selected = self._selected(line)
        if selected and tinted:
            paint.box(painter, rect, RADIUS, None, theme.color("acc"), 2)
        elif selected:
            paint_selection(painter, rect)
            if line == self._view.currentIndex().row() and self._view.hasFocus():
                paint.box(painter, rect, RADIUS, None, theme.color("acc"), 1.5)
        elif line == self.hovered and not tinted:
            paint.box(painter, rect, RADIUS, theme.color("hover"))

    def _paint_cell_ring(self, painter: QPainter) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            rect = QRectF(self._view.visualRect(index)).adjusted(2, 3, -2, -3)
            paint.box(painter, rect, RADIUS, theme.color("soft"), theme.color("acc"), 1.5)


def _paint_head(painter: QPainter, row: Row, rect: QRectF) -> None:
    words = plain(row.cells[0]) if row.cells else ""
    paint.text(painter, rect.adjusted(20, 6, -18, 0), words, font(12, MEDIUM), theme.color("t2"))


def paint_selection(painter: QPainter, rect: QRectF) -> None:
    """The ground of a selected row with its accent bar, 8 px shorter than the row at both ends."""
    paint.box(painter, rect, RADIUS, theme.color("soft"))
    bar = QRectF(rect.left(), rect.top() + 8, 3, rect.height() - 16)
    paint.box(painter, bar, 1.5, theme.color("acc"))


def paint_tint(painter: QPainter, rect: QRectF, tint: str) -> None:
    """The ground of a tinted row with its bar, 4 px at the left, inside the rounded corners."""
    tone = TONES[tint]
    shape = QPainterPath()
    shape.addRoundedRect(rect, RADIUS, RADIUS)
    painter.fillPath(shape, theme.color(tone.ground))
    painter.save()
    painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
    painter.fillRect(QRectF(rect.left(), rect.top(), 4, rect.height()), theme.color(tone.strong))
    painter.restore()
