"""Rows of a table → values of fields: one reader for each field, refusals and warnings with the reason in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from desktop_app.exchange.headings import key_of, kind_of
from desktop_app.exchange.mapping import ColumnMapping
from desktop_app.exchange.sheets import Row
from desktop_app.exchange.values import Cell, Reading, text_of

Reader = Callable[[Cell], Reading[Any]]

_TOTALS = ("合计", "总计", "小计", "共计")


class Refusal(NamedTuple):
    """A row that is not taken: the number Excel shows beside it, and why."""

    row: int
    reason: str


class Warned(NamedTuple):
    """Something in a row that was left out or looks wrong; row 0 is about the whole file."""

    row: int
    text: str


@dataclass(slots=True)
class Remarks:
    """What a file's rows gave rise to, collected while they are read."""

    refusals: list[Refusal] = field(default_factory=list)
    warnings: list[Warned] = field(default_factory=list)

    def copied(self) -> Remarks:
        """The same so far, to be added to."""
        return Remarks(list(self.refusals), list(self.warnings))

    def refuse(self, row: int, reason: str) -> None:
        """The row is not taken."""
        self.refusals.append(Refusal(row, reason))

    def warn(self, row: int, text: str) -> None:
        """The row is taken, but for this."""
        self.warnings.append(Warned(row, text))


@dataclass(frozen=True, slots=True)
class Faults:
    """What is wrong with one row: reasons to refuse it, and mere warnings."""

    refusing: list[str] = field(default_factory=list)
    warning: list[str] = field(default_factory=list)


class FieldReader:
    """Reads the fields of a row by a kind's readers; equal cells of a column are read once.

    A field of ``refusing`` whose cell can't be understood refuses the row; any other is left out with a warning.
    """

    def __init__(self, mapping: ColumnMapping, readers: dict[str, Reader], refusing: frozenset[str]) -> None:
        kind = kind_of(mapping.kind)
        self._headings = [key_of(heading) for heading in mapping.headings]
        self._required = {name: kind.labels[name] for name in kind.required}
        self._plan = [
            (name, mapping.columns[name][0], _Remembered(reader), kind.labels[name], name in refusing)
            for name, reader in readers.items()
            if name in mapping.columns
        ]

    def read(self, row: Row) -> tuple[dict[str, Any], Faults]:
        """The row's values by field, blank ones left out, and what is wrong with it."""
        cells, count = row.cells, len(row.cells)
        values: dict[str, Any] = {}
        faults = Faults()
        for name, column, remembered, label, refuses in self._plan:
            cell = cells[column] if column < count else None
            if cell is None or cell == "":
                continue
            # 1, 1.0 and True are equal keys but not equal cells
            value, warning = remembered[cell if cell.__class__ is str else (cell.__class__, cell)]
            if value is not None:
                values[name] = value
            if warning:
                known = value is None and refuses
                told = warning if warning.startswith(label) else f"{label}：{warning}"
                (faults.refusing if known else faults.warning).append(told)
        return values, faults

    def refusal(self, row: Row, values: dict[str, Any], faults: Faults) -> str:
        """Why the row is not taken, "" if it is: required cells that are blank, and what can't be understood."""
        missing = [
            label
            for name, label in self._required.items()
            if name not in values and not any(fault.startswith(label) for fault in faults.refusing)
        ]
        if not missing and not faults.refusing:
            return ""
        if strange := self._not_a_record(row):
            return strange
        return "；".join([f"缺少{'、'.join(missing)}"] * bool(missing) + faults.refusing)

    def _not_a_record(self, row: Row) -> str:
        texts = [text_of(cell) for cell in row.cells]
        if [key_of(text) for text in texts if text] == [heading for heading in self._headings if heading]:
            return "这是重复的表头，不是记录"
        first = next((text for text in texts if text), "")
        return "这是合计行，不是记录" if first.startswith(_TOTALS) else ""


class _Remembered(dict[Any, Reading[Any]]):
    """What a reader made of each cell, read when first asked for: texts by themselves, others with their type."""

    MOST = 5_000

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self._reader = reader

    def __missing__(self, key: Any) -> Reading[Any]:
        reading = self._reader(key[1] if key.__class__ is tuple else key)
        if len(self) < self.MOST:
            self[key] = reading
        return reading


def cells_of(row: Row, columns: Sequence[int]) -> list[Cell]:
    """The row's cells of these columns; a row may be shorter than its headings."""
    return [row.cells[column] for column in columns if column < len(row.cells)]
