"""One or two lines over time: solid with a round end against dashed with a square one."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from ui.kit import paint, theme
from ui.kit.chart import AXIS_WIDTH, Chart, Series, axis
from ui.kit.fonts import MEDIUM, SEMIBOLD, font

LEGEND, BELOW, RIGHT = 26.0, 26.0, 58.0
STEP_WIDTH = 44.0
"""Room that a step's name needs."""
END_HEIGHT = 18.0
"""Room that the value at a line's end takes."""
COLORS = ("c1", "c3")


class Lines(Chart):
    """``steps`` name the points, every series gives a share 0–1 (or None) for each; at most two series.

    The axis ends at the whole tens around the values. ``picked`` gives (series number, step number).
    """

    def __init__(self, steps: Sequence[str] = (), series: Sequence[Series] = (), now: int = -1,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.set_data(steps, series, now)

    def set_data(self, steps: Sequence[str], series: Sequence[Series], now: int = -1) -> None:
        """Show other lines."""
        self._steps, self._series, self._now = tuple(steps), tuple(series), now
        self._low, self._high = limits(
            [value for line in series for value in line.values if value is not None]
        )
        self.update()

    def draw(self, painter: QPainter) -> None:
        self._draw_legend(painter)
        if not self._steps:
            return
        plot = QRectF(
            AXIS_WIDTH, LEGEND + 8, self.width() - AXIS_WIDTH - RIGHT, self.height() - LEGEND - 8 - BELOW
        )
        middle = (self._low + self._high) / 2
        marks = ((0.0, self._low), (0.5, middle), (1.0, self._high))
        axis(painter, plot, [(share, f"{value * 100:.0f}%") for share, value in marks])
        self._draw_steps(painter, plot)
        for place, series in enumerate(self._series):
            self._draw_line(painter, plot, place, series)
        self._draw_ends(painter, plot)

    def _point(self, plot: QRectF, step: int, value: float) -> QPointF:
        along = step / max(1, len(self._steps) - 1)
        share = (value - self._low) / (self._high - self._low)
        return QPointF(plot.left() + 6 + along * (plot.width() - 12), plot.bottom() - share * plot.height())

    def _draw_steps(self, painter: QPainter, plot: QRectF) -> None:
        for step, words in enumerate(self._steps):
            if step not in shown_steps(len(self._steps), plot.width()):
                continue
            x = self._point(plot, step, self._low).x()
            now = step == self._now
            box = QRectF(x - 30, plot.bottom() + 4, 60, 18)
            used = font(12, SEMIBOLD) if now else font(12)
            paint.text(painter, box, words, used, theme.color("t1" if now else "t3"), paint.CENTER)

    def _points(self, plot: QRectF, series: Series) -> list[tuple[int, QPointF]]:
        return [
            (step, self._point(plot, step, value))
            for step, value in enumerate(series.values)
            if value is not None
        ]

    def _draw_line(self, painter: QPainter, plot: QRectF, place: int, series: Series) -> None:
        points = self._points(plot, series)
        if not points:
            return
        painter.setPen(_pen(place))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF([point for _, point in points]))
        for step, point in points:
            words = f"{self._steps[step]} {series.name} {_value(series, step)}"
            box = QRectF(point.x() - 9, point.y() - 9, 18, 18)
            if self.hit(box, (place, step), words) or step == points[-1][0]:
                _mark(painter, point, place)

    def _draw_ends(self, painter: QPainter, plot: QRectF) -> None:
        """The last value of every line at its end; two that would overlap are moved apart, equal ones said once."""
        ends: dict[str, tuple[float, float]] = {}
        for series in self._series:
            for step, point in self._points(plot, series)[-1:]:
                ends.setdefault(_value(series, step), (point.x() + 9, point.y()))
        middles = spread([y for _x, y in ends.values()], END_HEIGHT, plot.bottom() - END_HEIGHT / 2)
        for (words, (x, _y)), y in zip(ends.items(), middles, strict=True):
            box = QRectF(x, y - 10, RIGHT - 6, 20)
            paint.text(painter, box, words, font(13, SEMIBOLD), theme.color("t1"))

    def _draw_legend(self, painter: QPainter) -> None:
        left = 0.0
        for place, series in enumerate(self._series):
            painter.setPen(_pen(place))
            painter.drawLine(QPointF(left, 10), QPointF(left + 18, 10))
            _mark(painter, QPointF(left + 9, 10), place)
            words = QRectF(left + 24, 0, self.width() - left - 24, 20)
            left += 24 + paint.text(painter, words, series.name, font(12, MEDIUM), theme.color("t2")) + 14


def shown_steps(count: int, wide: float) -> frozenset[int]:
    """Which steps are named: as many as fit evenly, always the first and the last."""
    every = max(1, ceil(STEP_WIDTH * count / max(1.0, wide)))
    last = count - 1
    return frozenset({last, *(step for step in range(0, last, every) if last - step >= min(every, 2))})


def spread(middles: Sequence[float], apart: float, lowest: float) -> list[float]:
    """Middles of labels moved so that they stand ``apart`` at least and none lies below ``lowest``; order kept."""
    order = sorted(range(len(middles)), key=lambda place: -middles[place])
    moved, room = [0.0] * len(middles), lowest
    for place in order:
        moved[place] = min(middles[place], room)
        room = moved[place] - apart
    return moved


def limits(values: Sequence[float]) -> tuple[float, float]:
    """The tens that enclose the values, an even number of them apart, so that the middle is a whole ten too."""
    if not values:
        return 0.0, 1.0
    low = max(0, floor(round(min(values) * 10, 6)))
    high = min(10, ceil(round(max(values) * 10, 6)))
    if high - low < 2:
        low, high = max(0, high - 2), max(2, high)
    if (high - low) % 2:
        low, high = (low - 1, high) if low else (low, high + 1)
    return low / 10, high / 10


def _pen(place: int) -> QPen:
    pen = QPen(theme.color(COLORS[place % 2]), 2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if place:
        pen.setDashPattern([4, 3])
    return pen


def _mark(painter: QPainter, point: QPointF, place: int) -> None:
    radius = 1 if place else 5
    rect = QRectF(point.x() - 4.5, point.y() - 4.5, 9, 9)
    paint.box(painter, rect, radius, theme.color(COLORS[place % 2]), theme.color("sheet"), 1)


def _value(series: Series, step: int) -> str:
    if series.words:
        return series.words[step]
    value = series.values[step]
    return "—" if value is None else f"{value * 100:.1f}%"
