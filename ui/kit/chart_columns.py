"""Columns stacked to 100 %: who is how satisfied, month by month."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ui.kit import paint, theme
from ui.kit.chart import AXIS_WIDTH, Chart, Series, axis, paint_bar
from ui.kit.fonts import MEDIUM, SEMIBOLD, font

LEGEND, ABOVE, BELOW, SEGMENT_GAP = 26.0, 24.0, 26.0, 2.0


class StackedColumns(Chart):
    """``steps`` name the columns, each series gives its count in every column; up to three series.

    The leading share stands above its column, the step ``now`` on a ground of its own. ``picked`` gives
    (series number, step number). A column without any count stays empty.
    """

    def __init__(self, steps: Sequence[str] = (), series: Sequence[Series] = (), now: int = -1,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_data(steps, series, now)

    def set_data(self, steps: Sequence[str], series: Sequence[Series], now: int = -1) -> None:
        """Show other columns."""
        self._steps, self._series, self._now = tuple(steps), tuple(series), now
        self.update()

    def draw(self, painter: QPainter) -> None:
        self._draw_legend(painter)
        plot = QRectF(
            AXIS_WIDTH, LEGEND + ABOVE, self.width() - AXIS_WIDTH, self.height() - LEGEND - ABOVE - BELOW
        )
        if not self._steps:
            return
        if 0 <= self._now < len(self._steps):
            ground = self._column(plot, self._now).adjusted(0, -ABOVE + 2, 0, BELOW - 2)
            paint.box(painter, ground, 6, theme.color("hover"))
        axis(painter, plot, ((0, "0%"), (0.5, "50%"), (1, "100%")))
        for step, words in enumerate(self._steps):
            self._draw_column(painter, plot, step, words)

    def _draw_legend(self, painter: QPainter) -> None:
        left = 0.0
        for place, series in enumerate(self._series):
            paint_bar(painter, QRectF(left, 5, 10, 10), place, 2)
            words = QRectF(left + 15, 0, self.width() - left - 15, 20)
            left += 15 + paint.text(painter, words, series.name, font(12), theme.color("t2")) + 14

    def _column(self, plot: QRectF, step: int) -> QRectF:
        wide = plot.width() / len(self._steps)
        return QRectF(plot.left() + step * wide + 2, plot.top(), wide - 4, plot.height())

    def _draw_column(self, painter: QPainter, plot: QRectF, step: int, words: str) -> None:
        slot, now = self._column(plot, step), step == self._now
        counts = [series.values[step] or 0.0 for series in self._series]
        total = sum(counts)
        below = QRectF(slot.left() - 6, plot.bottom() + 4, slot.width() + 12, 18)
        used = font(12, SEMIBOLD) if now else font(12)
        paint.text(painter, below, words, used, theme.color("t1" if now else "t3"), paint.CENTER)
        if not total:
            return
        bar = QRectF(slot.center().x() - slot.width() / 4, plot.bottom(), slot.width() / 2, 0)
        for place, count in enumerate(counts):
            bar = self._draw_segment(painter, bar, place, step, count / total * plot.height())
        above = QRectF(slot.left(), plot.top() - 20, slot.width(), 18)
        share = f"{counts[0] / total * 100:.0f}"
        ink = theme.color("t1" if now else "t2")
        paint.text(painter, above, share, font(12, SEMIBOLD if now else MEDIUM), ink, paint.CENTER)

    def _draw_segment(self, painter: QPainter, below: QRectF, place: int, step: int, high: float) -> QRectF:
        rect = QRectF(below.left(), below.top() - high, below.width(), high)
        if high <= 0:
            return rect
        series = self._series[place]
        value = series.words[step] if series.words else f"{series.values[step]:g}"
        shown = rect.adjusted(0, SEGMENT_GAP if place < len(self._series) - 1 else 0, 0, 0)
        paint_bar(painter, shown, place)
        if self.hit(shown, (place, step), f"{self._steps[step]} {series.name} {value}"):
            paint.box(painter, shown.adjusted(-2, -2, 2, 2), 3, None, theme.color("t1"), 1.5)
        return rect
