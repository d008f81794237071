"""Days as people list them, a span a line: ``10-01 至 10-07``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from desktop_app.problems import Refused

_DAY = re.compile(r"(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")


def told(days: Iterable[date]) -> str:
    """Days as text, neighbours as one span."""
    spans: list[list[date]] = []
    for day in sorted(days):
        if spans and day - spans[-1][1] == timedelta(days=1):
            spans[-1][1] = day
        else:
            spans.append([day, day])
    return "\n".join(
        f"{first:%m-%d}" if first == last else f"{first:%m-%d} 至 {last:%m-%d}" for first, last in spans
    )


def read_days(text: str, year: int, field: str) -> frozenset[date]:
    """The days of a text; raises Refused with the line that makes no sense."""
    found: set[date] = set()
    for number, words in enumerate(text.splitlines(), 1):
        if words.strip():
            found |= _span(words, year, number, field)
    return frozenset(found)


def _span(words: str, year: int, number: int, field: str) -> set[date]:
    try:
        days = [date(year, int(month), int(day)) for month, day in _DAY.findall(words)]
    except ValueError:
        days = []
    if len(days) not in (1, 2) or days != sorted(days):
        raise Refused(
            f"第 {number} 行“{words.strip()}”看不懂，请写成“10-01”或“10-01 至 10-07”。", field=field
        )
    return {days[0] + timedelta(days=step) for step in range((days[-1] - days[0]).days + 1)}
