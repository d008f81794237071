"""What every reader gives back: the sheets of a file, each with its first rows at once and the others on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.exchange.values import Cell

HEAD_ROWS = 40
"""How many rows are looked at before it is decided whether a sheet is the one."""

MOST_ROWS = 1_048_576
"""As many as a sheet of Excel holds."""


class Row(NamedTuple):
    """One row with the number that a person sees beside it in Excel."""

    number: int
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: ``head`` are its first rows, blank ones included; ``rows()`` gives all of them, once.

    ``damaged`` counts characters that the file's encoding could not give.
    """

    name: str
    head: tuple[Row, ...]
    rows: Callable[[], Iterator[Row]]
    damaged: int = 0


def sheet_of(name: str, cells: Iterable[Sequence[Cell]], *, first_number: int = 1, damaged: int = 0) -> Sheet:
    """A sheet of rows that are in memory already."""
    rows = [Row(number, each) for number, each in enumerate(cells, first_number)]
    return Sheet(name, tuple(rows[:HEAD_ROWS]), lambda: iter(rows), damaged)
