"""Visits counted: what 表10 says of them is computed from hand-over days and the clock, never typed."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

HALF_YEAR, ONE_YEAR, THREE_YEARS = 6, 12, 36
"""Calendar months in which visits are counted (department's rules, section 1)."""


@dataclass(frozen=True, slots=True)
class Visits:
    """来店: first, second and latest day, and how many days with a hand-over lie in the last months."""

    first_on: date | None
    second_on: date | None
    latest_on: date | None
    half_year: int
    one_year: int
    three_years: int


def count_visits(handed_over: Iterable[date], today: date) -> Visits:
    """Count the days up to ``today``; several orders of one day are one visit."""
    days = sorted({day for day in handed_over if day <= today})
    first, second = (*days[:2], None, None)[:2]
    latest = days[-1] if days else None
    return Visits(
        first, second, latest, *(_since(days, today, months) for months in (HALF_YEAR, ONE_YEAR, THREE_YEARS))
    )


@lru_cache(maxsize=8192)
def months_before(day: date, months: int) -> date:
    """The same day so many calendar months earlier; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _since(days: Iterable[date], today: date, months: int) -> int:
    """Six months up to 15 October begin on 16 April."""
    start = months_before(today, months)
    return sum(day > start for day in days)
