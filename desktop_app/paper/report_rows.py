"""A report's cells as the rows of a printed table: records, parts, totals, and the notes below."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate

from desktop_app.paper.column_widths import Columns
from desktop_app.paper.fonts import STRONG, Style
from desktop_app.paper.look import ALARM, BAND_TINT, INK, LABEL_TINT, QUIET, SOFT
from desktop_app.paper.rows import Align, Box, Row
from desktop_app.paper.text import wrap
from desktop_app.paper.values import written
from desktop_app.statistics.report import Cell, Column, Report, percent

NOTE = Style(8.0, 12.5, SOFT)
SMALL_N = 5
"""A rate of fewer is printed quietly (department's rules, section 5)."""
NUMBERS = frozenset({"integer", "rate"})
NOTHING = "本期没有记录"


def cell_texts(report: Report) -> list[list[str]]:
    """Every row, and the totals behind them, as printed."""
    rows = [*report.rows, *([report.totals] if report.totals else [])]
    return [
        [cell_text(column, cell) for column, cell in zip(report.columns, row, strict=True)] for row in rows
    ]


def cell_text(column: Column, cell: Cell) -> str:
    """A cell as printed; a rate of nothing is "—", any other missing value blank."""
    if column.kind == "rate":
        return percent(cell if isinstance(cell, Fraction) else None)
    return written(
        cell, "integer" if column.kind == "integer" else "date" if column.kind == "date" else "text"
    )


def report_rows(report: Report, texts: list[list[str]], columns: Columns, left: float) -> Iterator[Row]:
    """The rows of the table in order, then the notes that stand below it."""
    width = sum(columns.widths)
    parts = dict(report.sections)
    writer = _RowWriter(report.columns, columns, left)
    for number, (row, text) in enumerate(zip(report.rows, texts, strict=False)):
        if number in parts:
            yield _wide(parts[number], columns.strong(INK), left, width, LABEL_TINT)
        yield writer.row(row, text)
    if not report.rows:
        yield _wide(NOTHING, columns.body(QUIET), left, width)
    if report.totals:
        yield writer.totals(texts[-1])
    yield from _notes(report, left, width)


class _RowWriter:
    """Sets one row after another into the same columns."""

    def __init__(self, columns: tuple[Column, ...], setting: Columns, left: float) -> None:
        self._columns = columns
        self._pad = setting.pad
        self._places = list(zip(accumulate(setting.widths, initial=left), setting.widths, strict=False))
        self._body, self._quiet, self._strong = setting.body(INK), setting.body(QUIET), setting.strong(INK)

    def row(self, cells: tuple[Cell, ...], texts: list[str]) -> Row:
        """A record; zeros and rates of few are quiet, so that the others stand out."""
        styles = [self._quiet if self._is_quiet(at, cells) else self._body for at in range(len(cells))]
        return self._set(texts, styles, "")

    def totals(self, texts: list[str]) -> Row:
        """The sums of all."""
        return self._set(texts, [self._strong] * len(texts), BAND_TINT)

    def _set(self, texts: list[str], styles: list[Style], tint: str) -> Row:
        boxes = []
        for text, style, (x, width), column in zip(texts, styles, self._places, self._columns, strict=True):
            lines = tuple(wrap(text, width - 2 * self._pad, style))
            boxes.append(Box(x, width, lines, style, tint, self._align(column), pad=self._pad))
        return Row(tuple(boxes))

    def _align(self, column: Column) -> Align:
        return "right" if column.kind in NUMBERS else "left"

    def _is_quiet(self, at: int, cells: tuple[Cell, ...]) -> bool:
        if ratio := self._columns[at].ratio:
            n = cells[ratio[1]]
            return not isinstance(n, int) or n < SMALL_N
        return cells[at] == 0


def _notes(report: Report, left: float, width: float) -> Iterator[Row]:
    if report.reconciliation:
        verdict, colour = ("对账相符", INK) if report.reconciles else ("对账不符", ALARM)
        style = Style(NOTE.size, NOTE.leading, colour, STRONG)
        yield _wide(f"{verdict}　{report.reconciliation}", style, left, width, plain=True)
    if report.notes:
        yield _wide("\n".join(report.notes), NOTE, left, width, plain=True)


def _wide(text: str, style: Style, left: float, width: float, tint: str = "", *, plain: bool = False) -> Row:
    pad = 0.0 if plain else 4.0
    box = Box(left, width, tuple(wrap(text, width - 2 * pad, style)), style, tint, pad=pad)
    return Row((box,), keep=bool(tint), plain=plain)
