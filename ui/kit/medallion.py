"""Small signs: an icon on a tinted disc, a number in a square, the big picture of an empty place."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, font
from ui.kit.tones import TONES, Tone


class Disc(QWidget):
    """An icon on a tinted disc of 44 px, at the head of a dialog."""

    def __init__(self, icon: str, tone: Tone = "accent", size: int = 44) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        colors, rect = TONES[self._tone], QRectF(self.rect())
        with paint.painting(self) as painter:
            paint.box(painter, rect, rect.width() / 2, theme.color(colors.ground))
            icons.paint_in(painter, self._icon, rect, self.width() // 2, theme.color(colors.text))


class NumberSquare(QWidget):
    """The number of a step in a soft square of 20 px."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.setFixedSize(20, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(0, 1, 20, 20)
        with paint.painting(self) as painter:
            paint.box(painter, rect, 5, theme.color("soft"))
            paint.text(painter, rect, str(self._number), font(12, MEDIUM), theme.color("acc"), paint.CENTER)


class Medallion(QWidget):
    """A big icon on a soft disc, with a green check when everything is done."""

    def __init__(self, icon: str, *, done: bool = False) -> None:
        super().__init__()
        self.icon, self._done = icon, done
        self.setFixedSize(112, 112)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            paint.box(painter, QRectF(self.rect()), 56, theme.color("soft"))
            icons.paint_in(painter, self.icon, QRectF(self.rect()), 48, theme.color("acc"))
            if self._done:
                disc = QRectF(80, 72, 30, 30)
                paint.box(painter, disc, 15, theme.color("sheet"))
                paint.box(painter, disc.adjusted(2, 2, -2, -2), 13, theme.color("grn_s"))
                icons.paint_in(painter, "check", disc, 16, theme.color("sheet"), 3)
