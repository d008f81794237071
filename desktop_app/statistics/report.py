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

UNFILLED = "未填"
"""The row or column of what nobody filled in."""
TOTAL = "合计"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its paper label character for character; a group is joined with "/", e.g. ``性别/男``."""

    label: str
    kind: Kind = "text"
    width: int = 10
    """Wanted width in half-width characters, for Excel and paper."""
    grouped: bool = False
    """True when the part before the first "/" is a heading shared with the neighbours."""
    ratio: tuple[int, int] | None = None
    """Of a rate: the indexes of the columns it divides, the counted one and its n."""

    @property
    def group(self) -> str | None:
        """The label over several columns, or None."""
        return self.label.split("/", 1)[0] if self.grouped else None


@dataclass(frozen=True, slots=True)
class Part:
    """One term of a balance; ``key`` opens its records where no column does (``records_behind``)."""

    label: str
    number: int
    key: str


@dataclass(frozen=True, slots=True)
class Balance:
    """How a row's whole is made up of its parts; ``row`` is None for the totals."""

    row: int | None
    whole: Part
    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        """Whether the parts add up to the whole."""
        return self.whole.number == sum(part.number for part in self.parts)

    @property
    def line(self) -> str:
        """As printed: ``新车交付量 81 = 回访成功 66 + 回访未成功 11 + 其他 3 + 未拨打 1``."""
        terms = " + ".join(f"{part.label} {part.number}" for part in self.parts)
        return f"{self.whole.label} {self.whole.number} {'=' if self.holds else '≠'} {terms}"


@dataclass(frozen=True, slots=True)
class Report:
    """One report, taken at one moment for one period (first and last day, both included).

    ``rows`` and ``totals`` have one cell per column; ``refs`` has one tuple per row: the 协议号, 工单号, case
    numbers or VINs that the row counts (empty until ``registry.references`` fills it, where counting is much
    faster than listing). ``sections`` gives, for reports in parts (表8), the index of the first row of each part
    and its heading. ``reconciliation`` is the line that shows that everything adds up, and ``reconciles``
    whether it does for every row and the total; ``balances`` are the single equations behind it.
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
    balances: tuple[Balance, ...] = ()
    keys: tuple[str, ...] = ()
    """What each row stands for, known to the room that made it; one for each row, or empty."""

    def cells(self, row: int | None) -> tuple[Cell, ...]:
        """The cells of one row, or of the totals for None; IndexError where there are none."""
        if row is not None:
            return self.rows[row]
        if self.totals is None:
            raise IndexError(f"{self.name} has no totals")
        return self.totals

    def column(self, label: str) -> int:
        """The index of the first column of that label; ValueError for an unknown one."""
        return [column.label for column in self.columns].index(label)


def balance_lines(balances: tuple[Balance, ...], row: int | None = None) -> str:
    """The equations of one row (None: of the totals) as one printed line."""
    return "；".join(balance.line for balance in balances if balance.row == row)


def rate(count: int, n: int) -> Fraction | None:
    """``count`` of ``n`` as an exact fraction; None for 0/0."""
    return Fraction(count, n) if n else None


def one_decimal(number: Fraction) -> str:
    """A number of 0 or more to one decimal, half up on the exact fraction."""
    tenths = (number.numerator * 20 + number.denominator) // (2 * number.denominator)
    return f"{tenths // 10}.{tenths % 10}"


def percent(rate: Fraction | None) -> str:
    """A rate as the paper shows it: one decimal, half up on the exact fraction; "—" for 0/0."""
    return "—" if rate is None else f"{one_decimal(rate * 100)}%"
