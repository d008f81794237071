"""The first few of a longer list inside a block of figures: as many lines as there is room for, no scrolling."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.kit import icons, paint, theme
from ui.kit.chart import Chart
from ui.kit.fonts import MEDIUM, font
from ui.kit.items import Item
from ui.kit.tones import text_color

LINE_HEIGHT, LEAST_HEIGHT, LEAST_LINES = 30, 26, 3
"""Lines come closer together before one of them is left out."""
NOTE_LEFT = 132


class ShortList(Chart):
    """Lines with title, note and a word at the right; ``picked`` gives the key of the one opened."""

    def __init__(self, items: Sequence[Item] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items = tuple(items)

    def set_items(self, items: Sequence[Item]) -> None:
        """Show other lines."""
        self._items = tuple(items)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, LINE_HEIGHT * max(LEAST_LINES, len(self._items)))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, LEAST_HEIGHT * LEAST_LINES)

    def draw(self, painter: QPainter) -> None:
        shown = self._items[: max(LEAST_LINES, self.height() // LEAST_HEIGHT)]
        high = min(LINE_HEIGHT, self.height() // max(1, len(shown)))
        for place, item in enumerate(shown):
            self._draw_line(painter, QRectF(0, place * high, self.width(), high), item)

    def _draw_line(self, painter: QPainter, rect: QRectF, item: Item) -> None:
        paint.hairline(painter, rect.left(), rect.right(), rect.top(), theme.color("row"))
        if self.hit(rect, item.key, f"{item.title} {item.note} {item.right}"):
            paint.box(painter, rect.adjusted(-4, 2, 4, -1), 6, theme.color("hover"))
        title = QRectF(rect.left(), rect.top(), NOTE_LEFT - 8, rect.height())
        paint.text(painter, title, item.title, font(13), theme.color("t1"))
        paint.text(painter, rect.adjusted(NOTE_LEFT, 0, 0, 0), item.note, font(13), theme.color("t2"))
        ink = text_color(item.right_tone, "t2")
        wide = paint.text(painter, rect, item.right, font(13, MEDIUM), ink, paint.RIGHT)
        if item.right_icon:
            icons.paint(painter, item.right_icon, rect.right() - wide - 22, rect.center().y(), 14, ink)
