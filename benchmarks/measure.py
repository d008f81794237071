"""Measuring two ways of doing the same work, in turn, and saying what came of it."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: the medians in seconds, the ratio that was wanted, and what else must hold."""

    work: str
    against: str
    ours: float
    other: float
    goal: float
    also: str = ""
    also_met: bool = True

    @property
    def ratio(self) -> float:
        """How many times the other's time we take."""
        return self.ours / self.other

    @property
    def met(self) -> bool:
        """Whether every goal of the row holds."""
        return self.ratio <= self.goal and self.also_met


def in_turn(ours: Sequence[Work], other: Sequence[Work]) -> tuple[list[float], list[float]]:
    """The times of both, A B A B, so that a noisy minute falls on both alike; garbage is collected before each."""
    pairs = [(_timed(mine), _timed(theirs)) for mine, theirs in zip(ours, other, strict=True)]
    return [mine for mine, _ in pairs], [theirs for _, theirs in pairs]


def median(times: Sequence[float]) -> float:
    return statistics.median(times)


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 stay below."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.95))]


def table(rows: Sequence[Row]) -> str:
    """The rows as text, columns aligned."""
    head = ("work", "ours", "against", "other", "ratio", "goal", "met", "")
    lines = [head, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.work, _time(row.ours), row.against, _time(row.other), _ratio(row.ratio), "≤ " + _ratio(row.goal),
        "yes" if row.met else "NO", row.also,
    )  # fmt: skip


def _ratio(value: float) -> str:
    return f"{value:.2f}×" if value >= 0.1 else f"1/{1 / value:.0f}"


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def _timed(work: Work) -> float:
    gc.collect()
    gc.disable()
    try:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start
    finally:
        gc.enable()
