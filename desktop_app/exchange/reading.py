"""Any file that comes in → its rows, with the heading row found and the columns understood."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from desktop_app.exchange.file_formats import format_of
from desktop_app.exchange.mapping import (
    ChosenFor,
    ColumnMapping,
    find_headings,
    likely_kinds,
    map_columns,
    missing_headings,
)
from desktop_app.exchange.sheets import Row, Sheet
from desktop_app.exchange.text_sheets import text_sheets
from desktop_app.exchange.values import Cell, is_blank
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.exchange.workbook_files import sheets_by_child

READ_HERE = 1024 * 1024
"""Bytes of a plain text table that are read without a process of its own: too few to do harm."""

_TELL_EVERY = 1_000


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of one file below its headings, blank ones left out, each with the number Excel shows.

    Cells keep the types that the file gives them. ``damaged`` counts characters that could not be read.
    """

    sheet: str
    heading_row: int
    mapping: ColumnMapping
    rows: list[Row]
    damaged: int = 0


def read_table(
    path: Path, kind: str, *, chosen_for: ChosenFor | None = None, watch: Watch = UNWATCHED
) -> Table:
    """Read the first sheet that has all required headings of ``kind``.

    Raises Refused, naming the missing headings, when no sheet fits, and for any file that is no readable table;
    Unavailable when the disk fails. Nothing is kept of a file that is refused half-way.
    """
    nearest = map_columns((), kind)
    likely: tuple[str, ...] = ()
    with closing(sheets_of(path, watch)) as sheets:
        for sheet in sheets:
            place, mapping = find_headings(_cells(sheet), kind, chosen_for)
            if not mapping.missing:
                return _take(sheet, sheet.head[place].number, mapping, watch)
            nearest = max(nearest, mapping, key=lambda each: len(each.columns))
            likely = likely or likely_kinds(_cells(sheet))
    raise missing_headings(nearest, likely)


def sheets_of(path: Path, watch: Watch = UNWATCHED) -> Generator[Sheet, None, None]:
    """The sheets of any file that can be read; all but short plain text by a process of its own."""
    file_format = format_of(path)
    if file_format == "text" and path.stat().st_size <= READ_HERE:
        yield from text_sheets(path, file_format)
    else:
        yield from sheets_by_child(path, file_format, watch)


def kinds_of(path: Path) -> tuple[str, ...]:
    """Which kinds of import a file may be, the likeliest first: for a file dropped on the window."""
    with closing(sheets_of(path)) as sheets:
        found = (likely_kinds(_cells(sheet)) for sheet in sheets)
        return next((kinds for kinds in found if kinds), ())


def preview(path: Path, kind: str, chosen_for: ChosenFor | None = None) -> tuple[ColumnMapping, list[Row]]:
    """The columns of the best sheet for ``kind`` and the first rows below: for choosing columns by hand."""
    best: tuple[ColumnMapping, list[Row]] = (map_columns((), kind), [])
    with closing(sheets_of(path)) as sheets:
        for sheet in sheets:
            place, mapping = find_headings(_cells(sheet), kind, chosen_for)
            if len(mapping.columns) > len(best[0].columns) or not best[1]:
                best = mapping, [row for row in sheet.head[place + 1 :] if not _is_blank(row)]
            if not mapping.missing:
                break
    return best


def _cells(sheet: Sheet) -> list[Sequence[Cell]]:
    return [row.cells for row in sheet.head]


def _take(sheet: Sheet, heading_row: int, mapping: ColumnMapping, watch: Watch) -> Table:
    rows: list[Row] = []
    for row in sheet.rows():
        if row.number > heading_row and not _is_blank(row):
            rows.append(row)
        if row.number % _TELL_EVERY == 0:
            watch.step(row.number)
    return Table(sheet.name, heading_row, mapping, rows, sheet.damaged)


def _is_blank(row: Row) -> bool:
    return all(is_blank(cell) for cell in row.cells)
