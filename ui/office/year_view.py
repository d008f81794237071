"""A year of twelve small months: days off in red, make-up days framed, weekends quiet."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.kit import paint, theme
from ui.kit.fonts import MEDIUM, font

COLUMNS, ROWS = 4, 3
CELL_WIDE, CELL_HIGH, HEAD = 22, 18, 22
GAP = 14


class YearView(QWidget):
    """Shows which days of a year are off."""

    def __init__(self) -> None:
        super().__init__()
        self._year = 2026
        self._off: Collection[date] = frozenset()
        self._work: Collection[date] = frozenset()
        self._weekdays: Collection[int] = frozenset(range(5))
        self.setFixedSize(self.sizeHint())

    def show_year(
        self, year: int, off: Collection[date], work: Collection[date], weekdays: Collection[int]
    ) -> None:
        """Show another year."""
        self._year, self._off, self._work, self._weekdays = year, off, work, weekdays
        self.setAccessibleName(f"{year} 年，放假 {len(off)} 天，调休上班 {len(work)} 天")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(COLUMNS * (7 * CELL_WIDE + GAP) - GAP, ROWS * (6 * CELL_HIGH + HEAD + GAP) - GAP)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            for month in range(1, 13):
                at, down = (month - 1) % COLUMNS, (month - 1) // COLUMNS
                self._paint_month(
                    painter, month, at * (7 * CELL_WIDE + GAP), down * (6 * CELL_HIGH + HEAD + GAP)
                )

    def _paint_month(self, painter: QPainter, month: int, left: int, top: int) -> None:
        head = QRectF(left, top, 7 * CELL_WIDE, HEAD)
        paint.text(painter, head, f"{month} 月", font(13, MEDIUM), theme.color("t1"))
        before, days = monthrange(self._year, month)
        for number in range(1, days + 1):
            place = before + number - 1
            cell = QRectF(
                left + place % 7 * CELL_WIDE, top + HEAD + place // 7 * CELL_HIGH, CELL_WIDE, CELL_HIGH
            )
            self._paint_day(painter, date(self._year, month, number), cell)

    def _paint_day(self, painter: QPainter, day: date, cell: QRectF) -> None:
        off, made_up = day in self._off, day in self._work
        ink = "red" if off else "acc" if made_up else "t1" if day.weekday() in self._weekdays else "t2"
        if off or made_up:
            paint.box(painter, cell.adjusted(1, 1, -1, -1), 4, theme.color("red_b" if off else "soft"))
        used = font(12, MEDIUM if off or made_up else font(12).weight())
        paint.text(painter, cell, str(day.day), used, theme.color(ink), paint.CENTER)
