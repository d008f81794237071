"""The head of a table: quiet titles, a chevron as sort mark, groups over several columns."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from ui.kit import icons, paint, theme
from ui.kit.cells import Column
from ui.kit.delegate import FIRST_INSET, LAST_INSET, PADDING
from ui.kit.fonts import MEDIUM, font

ONE_LINE, TWO_LINES = 32, 64
LINE = 18
"""Height of one line of a 12 px title."""


class Header(QHeaderView):
    """Titles left or right with their column; titles with a line break and groups make the head twice as high."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._columns = tuple(columns)
        self._tall = any(column.group or "\n" in column.title for column in columns)
        self.quiet_ground = self._tall
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionsMovable(False)
        self.setMinimumSectionSize(24)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), TWO_LINES if self._tall else ONE_LINE)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Take other columns, after the model did."""
        self._columns = tuple(columns)
        self._tall = any(column.group or "\n" in column.title for column in columns)
        self.quiet_ground = self._tall
        self.updateGeometry()

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        if section >= len(self._columns):
            return
        column = self._columns[section]
        painter.save()
        painter.setClipRect(rect)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.quiet_ground:
            painter.fillRect(rect, theme.color("sub"))
        box = QRectF(rect)
        if column.group:
            self._paint_group(painter, box, section)
            box = box.adjusted(0, 30, 0, 0)
        self._paint_title(painter, box, section, column)
        paint.hairline(painter, rect.left(), rect.right() + 1, rect.bottom(), theme.color("line"))
        painter.restore()

    def _inset(self, box: QRectF, section: int) -> QRectF:
        visual = self.visualIndex(section)
        left = FIRST_INSET if visual == 0 else PADDING
        right = LAST_INSET if visual == self.count() - 1 else PADDING
        return box.adjusted(left, 0, -right, 0)

    def _paint_title(self, painter: QPainter, box: QRectF, section: int, column: Column) -> None:
        inner = self._inset(box, section)
        sorted_here = self.isSortIndicatorShown() and self.sortIndicatorSection() == section
        if sorted_here:
            down = self.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
            mark = "chevron-down" if down else "chevron-up"
            icons.paint(painter, mark, inner.right() - 10, inner.center().y(), 12, theme.color("t2"))
            inner = inner.adjusted(0, 0, -14, 0)
        lines = column.title.split("\n")
        top = inner.center().y() - LINE * len(lines) / 2
        align = paint.RIGHT if column.align == "right" else paint.LEFT
        used = font(12, MEDIUM) if sorted_here else font(12)
        for number, line in enumerate(lines):
            at = QRectF(inner.left(), top + number * LINE, inner.width(), LINE)
            paint.text(painter, at, line, used, theme.color("t2" if self.quiet_ground else "t3"), align)

    def _paint_group(self, painter: QPainter, box: QRectF, section: int) -> None:
        group = self._columns[section].group
        first = last = section
        while first > 0 and self._columns[first - 1].group == group:
            first -= 1
        while last + 1 < len(self._columns) and self._columns[last + 1].group == group:
            last += 1
        left = float(self.sectionViewportPosition(first)) + PADDING
        right = float(self.sectionViewportPosition(last) + self.sectionSize(last)) - PADDING
        words = QRectF(left, box.top() + 6, right - left, LINE)
        paint.text(painter, words, group, font(12), theme.color("t2"), paint.CENTER)
        painter.fillRect(QRectF(left, box.top() + 27, right - left, 1), theme.color("edge"))
