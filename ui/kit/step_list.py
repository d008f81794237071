"""The steps of a wizard, below one another: done, now, later."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import paint, theme
from ui.kit.clocks import Step, paint_disc
from ui.kit.fonts import MEDIUM, REGULAR, font
from ui.kit.tones import TONES

STEP_HEIGHT, ROW_HEIGHT = 56, 44


class StepList(QWidget):
    """A disc and a word for each step; the present one on a soft ground."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = tuple(words)
        self.setFixedHeight(STEP_HEIGHT * len(words))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_now(0)

    def now(self) -> int:
        """The number of the present step, from 0."""
        return self._now

    def set_now(self, number: int) -> None:
        """Go to a step."""
        self._now = number
        self.setAccessibleName(
            f"{number + 1}/{len(self._words)} {self._words[min(number, len(self._words) - 1)]}"
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, STEP_HEIGHT * len(self._words))

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            for number, words in enumerate(self._words):
                self._paint_step(painter, number, words)

    def _paint_step(self, painter: QPainter, number: int, words: str) -> None:
        row = QRectF(0, number * STEP_HEIGHT, self.width(), ROW_HEIGHT)
        state = "done" if number < self._now else "now" if number == self._now else "later"
        if state == "now":
            paint.box(painter, row, 6, theme.color("soft"))
        disc = QRectF(row.left() + 12, row.center().y() - 12, 24, 24)
        if number + 1 < len(self._words):
            link = QRectF(disc.center().x() - 1, disc.bottom() + 4, 2, STEP_HEIGHT - 24 - 8)
            painter.fillRect(link, theme.color("acc" if number < self._now else "line2"))
        if state == "now":
            tone = TONES["accent"]
            paint.box(painter, disc, 12, theme.color(tone.strong))
            paint.text(painter, disc, str(number + 1), font(13, MEDIUM), theme.color("onacc"), paint.CENTER)
        else:
            paint_disc(painter, disc, number + 1, Step(words, "done" if state == "done" else "later"))
        ink = theme.color("t2" if state == "later" else "t1")
        box = QRectF(row.left() + 50, row.top(), row.width() - 58, row.height())
        paint.text(painter, box, words, font(14, REGULAR if state == "later" else MEDIUM), ink)
