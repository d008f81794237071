"""How much a rate says: its n, whether that is too small to judge by, and the 95 % Wilson interval."""

from __future__ import annotations

from math import sqrt

from desktop_app.statistics.report import Report

SMALL_N = 5
"""Rates of fewer are shown grey (department's rules, section 5)."""
Z_95 = 1.959963984540054
"""The standard normal deviate that leaves 2.5 % on either side."""


def wilson(count: int, n: int) -> tuple[float, float] | None:
    """The 95 % score interval of ``count`` in ``n`` (E. B. Wilson, 1927), each bound 0–1; None for n = 0."""
    if not n:
        return None
    share, z2 = count / n, Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == n else min(1.0, middle + half)
    return low, high


def counted(report: Report, row: int | None, column: int) -> tuple[int, int] | None:
    """The count and the n of a rate; None for a cell that is no rate. ``row`` None means the totals."""
    ratio = report.columns[column].ratio
    if ratio is None:
        return None
    count, n = (report.cells(row)[index] for index in ratio)
    return (count, n) if isinstance(count, int) and isinstance(n, int) else None


def is_small(report: Report, row: int | None, column: int) -> bool:
    """Whether a cell is a rate of so few that the screen shows it grey."""
    found = counted(report, row, column)
    return found is not None and found[1] < SMALL_N


def interval(report: Report, row: int | None, column: int) -> tuple[float, float] | None:
    """The 95 % interval of a rate; None for 0/0 and for a cell that is no rate."""
    found = counted(report, row, column)
    return wilson(*found) if found else None
