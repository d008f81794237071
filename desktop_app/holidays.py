"""The public holidays and make-up days (调休) of China as announced, for the years known when this was written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Year:
    """One year's announcement: days off, and weekend days that are worked instead."""

    off: frozenset[date]
    work: frozenset[date]


def _days(year: int, text: str) -> Iterator[date]:
    """``1.1 2.10-2.17``: single days and spans, month and day."""
    for part in text.split():
        first, _, last = part.partition("-")
        day, end = _day(year, first), _day(year, last or first)
        yield from (day + timedelta(days=step) for step in range((end - day).days + 1))


def _day(year: int, text: str) -> date:
    month, _, day = text.partition(".")
    return date(year, int(month), int(day))


def _year(year: int, off: str, work: str) -> Year:
    return Year(frozenset(_days(year, off)), frozenset(_days(year, work)))


ANNOUNCED: Mapping[int, Year] = {
    2024: _year(
        2024,
        "1.1 2.10-2.17 4.4-4.6 5.1-5.5 6.10 9.15-9.17 10.1-10.7",
        "2.4 2.18 4.7 4.28 5.11 9.14 9.29 10.12",
    ),
    2025: _year(2025, "1.1 1.28-2.4 4.4-4.6 5.1-5.5 5.31-6.2 10.1-10.8", "1.26 2.8 4.27 9.28 10.11"),
    2026: _year(
        2026,
        "1.1-1.3 2.15-2.23 4.4-4.6 5.1-5.5 6.19-6.21 9.25-9.27 10.1-10.7",
        "1.4 2.14 2.28 5.9 9.20 10.10",
    ),
}
"""By the notices of the State Council's General Office (国务院办公厅); later years are entered by the office."""
