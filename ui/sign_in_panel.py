"""The picture at the left of the sign-in: the shop's name, three shortcuts, nothing from the data."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, paint
from ui.kit.fonts import MEDIUM, SEMIBOLD, font

DARK_BLUE, BLUE = "#1E3F8F", "#2A62D6"
"""The one gradient of the window; the same in both themes."""
WHITE = QColor("#FFFFFF")
ARCS = (178, 267, 363, 452, 548, 640)
"""Radii of the rings around the lower right corner, thin and thick in turn."""


def veil(share: float) -> QColor:
    """White that lets the ground shine through."""
    made = QColor(WHITE)
    made.setAlphaF(share)
    return made


class SignInPanel(QWidget):
    """``shop`` above, ``shortcuts`` as (keys, words) below."""

    def __init__(self, shop: str, product: str, shortcuts: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._shop, self._product, self._shortcuts = shop, product, tuple(shortcuts)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(360)
        self.setAccessibleName(f"{shop} {product}")

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            shape = QPainterPath()
            shape.addRoundedRect(QRectF(self.rect()), 14, 14)
            painter.setClipPath(shape)
            self._paint_ground(painter)
            self._paint_name(painter)
            for number, (keys, words) in enumerate(self._shortcuts):
                top = self.height() - 70 - 34 * (len(self._shortcuts) - 1 - number)
                self._paint_shortcut(painter, top, keys, words)

    def _paint_ground(self, painter: QPainter) -> None:
        shade = QLinearGradient(QPointF(0, 0), QPointF(self.width(), self.height()))
        shade.setColorAt(0, QColor(DARK_BLUE))
        shade.setColorAt(1, QColor(BLUE))
        painter.fillRect(self.rect(), shade)
        centre = QPointF(self.width() * 0.96, self.height() + 12)
        for number, radius in enumerate(ARCS):
            thick = number % 2 == 1
            painter.setPen(QPen(veil(0.09 if thick else 0.12), 34 if thick else 1.5))
            painter.drawEllipse(centre, radius, radius)

    def _paint_name(self, painter: QPainter) -> None:
        sign = QRectF(40, 40, 44, 44)
        paint.box(painter, sign, 10, WHITE)
        icons.paint_in(painter, "headset", sign, 24, DARK_BLUE)
        name = QRectF(40, 106, self.width() - 80, 42)
        paint.text(painter, name, self._shop or self._product, font(28, SEMIBOLD), WHITE)
        if self._shop:
            paint.text(painter, QRectF(40, 148, self.width() - 80, 28), self._product, font(16), veil(0.85))

    def _paint_shortcut(self, painter: QPainter, top: float, keys: str, words: str) -> None:
        wide = paint.width_of(paint.keys_shown(keys), font(13, MEDIUM)) + 14
        cap = QRectF(40, top - 11, wide, 22)
        paint.box(painter, cap, 5, veil(0.2))
        paint.text(painter, cap, paint.keys_shown(keys), font(13, MEDIUM), WHITE, paint.CENTER)
        paint.text(painter, QRectF(128, top - 12, self.width() - 168, 24), words, font(14), veil(0.95))
