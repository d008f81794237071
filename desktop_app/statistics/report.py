"""A report as data: the one shape that screen, PDF, Excel, CSV and JSON all consume."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

Kind = Literal["text", "integer", "rate", "date", "time", "phone", "code"]
"""How a column's cells read: ``phone`` and ``code`` (VIN, 协议号) are text that must never become a number;
``rate`` cells are an exact Fraction 0–1 or None (shown "—"); ``date`` and ``time`` are date and datetime."""

Cell = str | int | Fraction | date | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its paper label character for character; a group is joined with "/", e.g. ``性别/男``."""

    label: str
    kind: Kind = "text"
    width: int = 10
    """Wanted width in half-width characters, for Excel and paper."""
    grouped: bool = False
    """True when the part before the first "/" is a heading shared with the neighbours."""

    @property
    def group(self) -> str | None:
        """The label over several columns, or None."""
        return self.label.split("/", 1)[0] if self.grouped else None


@dataclass(frozen=True, slots=True)
class Report:
    """One report, taken at one moment for one period (first and last day, both included).

    ``rows`` and ``totals`` have one cell per column; ``refs`` has one tuple per row: the 协议号, 工单号, case
    numbers or VINs that the row counts. ``sections`` gives, for reports in parts (表8), the index of the
    first row of each part and its heading. ``reconciliation`` is the line that shows that everything adds up, and
    ``reconciles`` whether it does for every row and the total.
    """

    name: str
    title: str
    start: date
    end: date
    taken: datetime
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None
    refs: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    reconciliation: str = ""
    reconciles: bool = True
    sections: tuple[tuple[int, str], ...] = ()
    head: tuple[str, ...] = ()
    """Lines of the paper's head and foot to be filled by hand, e.g. 填表人, 审批."""


def percent(rate: Fraction | None) -> str:
    """A rate as the paper shows it: one decimal, half up on the exact fraction; "—" for 0/0."""
    if rate is None:
        return "—"
    tenths = (rate.numerator * 2000 + rate.denominator) // (2 * rate.denominator)
    return f"{tenths // 10}.{tenths % 10}%"
