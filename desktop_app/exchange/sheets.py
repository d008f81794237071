"""What every reader gives back: the sheets of a file, each with its first rows at once and the others on demand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from desktop_app.exchange.values import Cell
from desktop_app.problems import Refused

HEAD_ROWS = 40
"""How many rows are looked at before it is decided whether a sheet is the one."""

MOST_ROWS = 1_048_576
"""As many as a sheet of Excel holds."""


WIDEST_ROW = 16_384
"""As many columns as a sheet of Excel has."""

MOST_CELLS = 20_000_000
"""Of all rows together: a few bytes of a page or an XML file can ask for thousands of blank ones."""


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


class CellCount:
    """Counts the cells of a file while it is read; Refused where they would fill the memory."""

    def __init__(self) -> None:
        self._left = MOST_CELLS

    def take(self, cells: int, width: int = 0) -> None:
        """So many more, in a row that is ``width`` wide by now."""
        self._left -= cells
        if width > WIDEST_ROW:
            raise Refused(f"表格超过 {WIDEST_ROW:,} 列，没有导入任何内容。请只保留需要的列，另存后再导入。")
        if self._left < 0:
            raise Refused(
                "表格展开后的单元格多得异常，没有导入任何内容。请从原系统重新导出，或分成几个文件。"
            )


def sheet_of(name: str, cells: Iterable[Sequence[Cell]], *, first_number: int = 1, damaged: int = 0) -> Sheet:
    """A sheet of rows that are in memory already."""
    rows = [Row(number, each) for number, each in enumerate(cells, first_number)]
    return Sheet(name, tuple(rows[:HEAD_ROWS]), lambda: iter(rows), damaged)
