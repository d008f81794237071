"""Rows that an import refused, as a workbook in the file's own columns: to be mended and imported again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from desktop_app.exchange.report_sheet import SheetPlan, text_width
from desktop_app.exchange.saving_files import whole_file
from desktop_app.exchange.sheet_rows import SheetCell
from desktop_app.exchange.sheet_styles import Styles
from desktop_app.exchange.sheet_text import LONGEST_TEXT, fits
from desktop_app.exchange.values import Cell, text_of
from desktop_app.exchange.workbook import BookWriter

ROW_HEADING, REASON_HEADING = "行号", "原因"
WIDEST_COLUMN = 40


class RefusedRow(NamedTuple):
    """One row as it stood in the file, with the number Excel shows beside it, and why it was not taken."""

    number: int
    reason: str
    cells: Sequence[Cell]


def write_refused(target: Path, headings: Sequence[str], rows: Iterable[RefusedRow], taken: datetime) -> None:
    """Write refused rows in their own columns, then 行号 and 原因, which another import does not read.

    Cells keep their types. Raises Unavailable when the target can't be written.
    """
    book = BookWriter("", "未导入的行", taken)
    book.add(_plan(book.name_for("未导入的行"), headings, list(rows), book.styles))
    with whole_file(target) as part:
        book.save(part)


def _plan(name: str, headings: Sequence[str], rows: Sequence[RefusedRow], styles: Styles) -> SheetPlan:
    width = max([len(headings), *(len(row.cells) for row in rows)])
    titles = [*headings, *[""] * (width - len(headings)), ROW_HEADING, REASON_HEADING]
    table = [
        [*map(_cell, row.cells), *[None] * (width - len(row.cells)), row.number, row.reason] for row in rows
    ]
    plan = SheetPlan(name, [_width(column) for column in zip(titles, *table, strict=True)])
    row = plan.add(titles, [styles.number("heading")] * len(titles), 22)
    plan.heading_rows = (row, row)
    for cells in table:
        plan.add(cells, [styles.number("body", _kind(cell)) for cell in cells])
    return plan


def _width(column: Sequence[SheetCell]) -> float:
    return min(WIDEST_COLUMN, max(8, *(text_width(_shown(cell)) for cell in column[:200])) + 2)


def _shown(cell: SheetCell) -> str:
    return "" if cell is None else str(cell).removesuffix(" 00:00:00")


def _cell(cell: Cell) -> SheetCell:
    """The cell for another workbook; a text that no cell of Excel holds is cut, as it was not taken anyway."""
    if isinstance(cell, str):
        return cell if fits(cell) else cell[: LONGEST_TEXT // 2]
    if isinstance(cell, bool) or not isinstance(cell, int | float | date | None):
        return text_of(cell)
    return cell


def _kind(cell: SheetCell) -> str:
    if isinstance(cell, str):
        return "code"
    if isinstance(cell, datetime):
        return "time"
    return "date" if isinstance(cell, date) else "text"
