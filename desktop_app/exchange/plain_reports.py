"""A report as JSON and as .csv."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TextIO

from desktop_app.exchange.report_sheet import NO_RATE
from desktop_app.exchange.sheet_text import looks_like_formula
from desktop_app.statistics.report import Cell, Column, Report, percent

JsonCell = str | int | float | None


def report_document(report: Report) -> dict[str, object]:
    """The report as the JSON of the command ``report``.

    A rate is a number 0–1 or null, a day ``YYYY-MM-DD``, a moment ``YYYY-MM-DD HH:MM:SS``; ``columns`` are the
    paper's labels, groups joined as ``性别/男``. The line that shows that everything adds up is the first note.
    """
    notes = [report.reconciliation] if report.reconciliation else []
    return {
        "name": report.name,
        "title": report.title,
        "from": report.start.isoformat(),
        "to": report.end.isoformat(),
        "taken": report.taken.isoformat(" ", "seconds"),
        "columns": [column.label for column in report.columns],
        "rows": [[_json_cell(cell) for cell in row] for row in report.rows],
        "totals": None if report.totals is None else [_json_cell(cell) for cell in report.totals],
        "refs": [list(refs) for refs in report.refs],
        "notes": [*notes, *(note for note in report.notes if note not in notes)],
    }


def write_json(report: Report, path: Path) -> None:
    """Write ``report_document`` in UTF-8."""
    text = json.dumps(report_document(report), ensure_ascii=False, indent=1)
    path.write_text(f"{text}\n", encoding="utf-8", errors="replace")


def write_csv(report: Report, path: Path) -> None:
    """Write headings, rows and totals in UTF-8 with the mark by which Excel knows it.

    Text that Excel would run as a formula gets an apostrophe before it.
    """
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        _writer(file).writerows(_csv_rows(report))


def _writer(file: TextIO) -> csv.Writer:  # type: ignore[name-defined]
    return csv.writer(file)


def _csv_rows(report: Report) -> Iterator[Sequence[str | int]]:
    yield [_harmless(column.label) for column in report.columns]
    for row in report.rows:
        yield [_csv_cell(cell, column) for cell, column in zip(row, report.columns, strict=True)]
    if report.totals is not None:
        yield [_csv_cell(cell, column) for cell, column in zip(report.totals, report.columns, strict=True)]


def _csv_cell(cell: Cell, column: Column) -> str | int:
    if isinstance(cell, str):
        return _harmless(cell)
    if cell is None:
        return NO_RATE if column.kind == "rate" else ""
    if isinstance(cell, Fraction):
        return percent(cell)
    return cell if isinstance(cell, int) else str(_json_cell(cell))


def _harmless(text: str) -> str:
    visible = text.replace("\0", "\N{SYMBOL FOR NULL}")
    return f"'{visible}" if looks_like_formula(visible) else visible


def _json_cell(cell: Cell) -> JsonCell:
    if isinstance(cell, Fraction):
        return float(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    return cell.isoformat() if isinstance(cell, date) else cell
