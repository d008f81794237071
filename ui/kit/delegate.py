"""Paints the cells of a table from their typed values; the grounds of the rows are painted by the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from PySide6.QtCore import QEvent, QRectF, QSize
from PySide6.QtGui import QColor, QFont, QHelpEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from ui.kit import icons, paint, theme
from ui.kit.cells import Badges, Cell, Number, Row, Text, plain
from ui.kit.fonts import MEDIUM, REGULAR, SEMIBOLD, font
from ui.kit.rows import CELL_ROLE, ROW_ROLE, Index
from ui.kit.tones import text_color

FIRST_INSET, PADDING, LAST_INSET = 20, 8, 18
"""Cell text starts 20 px in on the first column, 8 px elsewhere, and ends 18 px before the sheet's edge."""


@dataclass(slots=True)
class Place:
    """Where one cell is painted, and what its row says about colours."""

    rect: QRectF
    row: Row | None
    pixels: int = 13

    @property
    def ink(self) -> str:
        """The token of plain text in this row."""
        return "gry" if self.row is not None and self.row.tint == "grey" else "t1"

    @property
    def second_ink(self) -> str:
        """The token of the second line."""
        return "gry" if self.ink == "gry" else "t2"

    @property
    def bold(self) -> bool:
        """Whether the row is a total."""
        return self.row is not None and self.row.kind == "total"

    def lines(self) -> tuple[QRectF, QRectF]:
        """The boxes of a first and a second line."""
        middle = self.rect.center().y()
        left, wide = self.rect.left(), self.rect.width()
        return QRectF(left, middle - 20, wide, 20), QRectF(left, middle, wide, 18)


def _paint_text(painter: QPainter, place: Place, cell: Text) -> None:
    rect, ink = place.rect, QColor(text_color(cell.tone, place.ink))
    if cell.letter:
        paint.letter(painter, rect.left(), rect.center().y(), cell.letter, cell.letter_tone)
        rect = rect.adjusted(paint.LETTER_SIZE + 8, 0, 0, 0)
    if cell.icon:
        icons.paint(painter, cell.icon, rect.left(), rect.center().y(), 16, ink)
        rect = rect.adjusted(22, 0, 0, 0)
    used = font(place.pixels, SEMIBOLD if place.bold else MEDIUM if cell.strong else REGULAR)
    if not cell.sub:
        paint.text(painter, rect, cell.text, used, ink)
        return
    first, second = Place(rect, place.row).lines()
    paint.text(painter, first, cell.text, used, ink)
    below = text_color(cell.tone, place.second_ink)
    paint.text(painter, second, cell.sub, font(12), below)


def _paint_number(painter: QPainter, place: Place, cell: Number) -> None:
    ink = QColor(text_color(cell.tone, "t3" if cell.dim else place.ink))
    used = font(place.pixels, SEMIBOLD if place.bold or cell.strong else REGULAR)
    rect = place.rect
    if cell.bar is not None:
        track = QRectF(rect.right() - 62, rect.center().y() + 11, 62, 3)
        paint.box(painter, track, 1.5, theme.color("press"))
        done = QRectF(track.left(), track.top(), track.width() * min(1.0, cell.bar), 3)
        paint.box(painter, done, 1.5, theme.color("gry_s" if cell.dim else "c1"))
        rect = rect.adjusted(0, -4, 0, -4)
    if cell.sub:
        first, second = place.lines()
        paint.text(painter, first, cell.text, used, ink, paint.RIGHT)
        paint.text(painter, second, cell.sub, font(12), theme.color(place.second_ink), paint.RIGHT)
        return
    paint.text(painter, rect, cell.text, used, ink, paint.RIGHT)


def _paint_badges(painter: QPainter, place: Place, cell: Badges) -> None:
    left = place.rect.left()
    for badge in cell.badges[:2]:
        room = place.rect.right() - left
        left += (
            paint.badge(painter, left, place.rect.center().y(), badge, paint.badge_width(badge) <= room + 1)
            + 6
        )


PAINTERS: dict[type, Callable[[QPainter, Place, Any], None]] = {
    Text: _paint_text, Number: _paint_number, Badges: _paint_badges,
}  # fmt: skip


def content_rect(view: QTableView, index: Index, cell: QRectF) -> QRectF:
    """The part of a cell that text may use."""
    header, column = view.horizontalHeader(), index.column()
    visual = header.visualIndex(column)
    left = FIRST_INSET if visual == 0 else PADDING
    right = LAST_INSET if visual == header.count() - 1 else PADDING
    return cell.adjusted(left, 0, -right, 0)


def wanted_width(cell: Cell, pixels: int = 13) -> float:
    """How wide a cell's content is painted when nothing hinders it."""
    if isinstance(cell, Badges):
        return sum(paint.badge_width(badge) + 6 for badge in cell.badges[:2]) - 6
    front = (28 if cell.letter else 0) + (22 if cell.icon else 0) if isinstance(cell, Text) else 0
    weight: QFont.Weight = MEDIUM if cell.strong else REGULAR
    words = paint.width_of(cell.text, font(pixels, weight))
    return front + max(words, paint.width_of(cell.sub, font(12)) if cell.sub else 0)


class CellDelegate(QStyledItemDelegate):
    """The one painter of table cells; hovering a cut cell tells it whole."""

    pixels = 13

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row | None = index.data(ROW_ROLE)
        if row is not None and row.kind == "head":
            return
        cell: Cell = index.data(CELL_ROLE)
        rect = content_rect(self._view(), index, QRectF(cast("Any", option).rect))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        PAINTERS[type(cell)](painter, Place(rect, row, self.pixels), cell)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(round(wanted_width(index.data(CELL_ROLE), self.pixels)) + 2 * PADDING, 36)

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem,
                  index: Index) -> bool:  # fmt: skip
        if event.type() != QEvent.Type.ToolTip or not index.isValid():
            return False
        cell: Cell = index.data(CELL_ROLE)
        room = content_rect(self._view(), index, QRectF(cast("Any", option).rect)).width()
        cut = plain(cell) if wanted_width(cell, self.pixels) > room + 1 else ""
        QToolTip.showText(event.globalPos(), cell.tip or cut, view)
        return True

    def _view(self) -> QTableView:
        return cast("QTableView", self.parent())
