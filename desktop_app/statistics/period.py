"""Periods of reports: months, and how a period divides into whole months and loose days."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from db.callbacks import month_number
from desktop_app.problems import Refused

EARLIEST_YEAR = 1990
LATEST_YEAR = 2199


def month_days(month: int) -> tuple[date, date]:
    """The first and the last day of a month: 202610 → 1 and 31 October 2026."""
    year, number = divmod(month, 100)
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def shifted(month: int, by: int) -> int:
    """The month ``by`` months later (earlier when negative)."""
    year, number = divmod(month // 100 * 12 + month % 100 - 1 + by, 12)
    return year * 100 + number + 1


def months_to(month: int, count: int) -> tuple[int, ...]:
    """The ``count`` months that end with ``month``, oldest first."""
    return tuple(shifted(month, back - count + 1) for back in range(count))


def month_label(month: int) -> str:
    """As people write it: 2026年10月."""
    return f"{month // 100}年{month % 100}月"


def parse_month(text: str) -> int:
    """``2026-10`` → 202610; refuses anything that names no month."""
    found = re.fullmatch(r"(\d{4})-(\d{1,2})", text.strip(), re.ASCII)
    year, number = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (EARLIEST_YEAR <= year <= LATEST_YEAR and number in range(1, 13)):
        raise Refused(f"“{text}”不是月份，请写成 2026-10 这样。", field="month")
    return year * 100 + number


def check_period(start: date, end: date) -> None:
    """Refuse a period that ends before it begins."""
    if end < start:
        raise Refused(f"起止日期颠倒：{start} 晚于 {end}，请对调。", field="end")


def whole_month(start: date, end: date) -> int | None:
    """The month that a period is exactly, or None."""
    return month_number(start) if (start, end) == month_days(month_number(start)) else None


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a period: all days of its months, or (not ``whole``) only those from ``start`` to ``end``."""

    start: date
    end: date
    whole: bool

    @property
    def months(self) -> tuple[int, int]:
        """Its first and last month."""
        return month_number(self.start), month_number(self.end)


def spans(start: date, end: date) -> tuple[Span, ...]:
    """A period cut into loose days at either end and whole months between, so that an index of months serves."""
    first, last = start, end
    pieces = []
    if first.day > 1 or last < month_days(month_number(first))[1]:
        border = min(month_days(month_number(first))[1], last)
        pieces.append(Span(first, border, whole=False))
        first = border + timedelta(days=1)
    if first <= last < month_days(month_number(last))[1]:
        border = month_days(month_number(last))[0]
        pieces.append(Span(border, last, whole=False))
        last = border - timedelta(days=1)
    if first <= last:
        pieces.append(Span(first, last, whole=True))
    return tuple(pieces)
