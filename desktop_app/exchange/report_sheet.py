"""A report laid out as a sheet: title, period, headings as on paper, rows, totals, reconciliation and notes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from desktop_app.exchange.sheet_rows import Line, SheetCell, column_letters
from desktop_app.exchange.sheet_styles import Role, Styles
from desktop_app.exchange.sheet_text import fits, pieces
from desktop_app.statistics.report import Cell, Column, Report

NO_RATE = "—"
SMALL_N = 5
"""A rate of fewer cases is grey (department's rules, section 5)."""

LINE_HEIGHT = 16.0
"""Points, of 10-point Chinese text."""

ROW_HEIGHT = 21.0
"""Points, of a row whose texts all fit on one line."""

TALLEST_ROW = 400.0
"""Points, a little less than Excel shows; the text of a cell beyond is whole all the same."""

PAGE_WIDTH = 125.0
"""Half-width characters of 10 points across A4 landscape."""

NARROWEST_NUMBER = 8.0
"""Half-width characters: room for 100.0% and for two Chinese characters a line in the heading."""


@dataclass(slots=True)
class SheetPlan:
    """A sheet ready to be written; row and column numbers count from 1.

    ``heading_rows`` repeat on every printed page and stay in sight; ``blocks`` are the first and last sheet row
    of each part of the report, for charts; ``links`` lead from a cell to another sheet.
    """

    name: str
    widths: list[float]
    lines: list[Line] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    heading_rows: tuple[int, int] | None = None
    frozen_columns: int = 0
    footer: str = ""
    blocks: list[tuple[int, int]] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    one_page: bool = False

    def add(self, cells: Sequence[SheetCell], styles: Sequence[int], height: float | None = None) -> int:
        """Append one row; returns its number."""
        self.lines.append(Line(cells, styles, height))
        return len(self.lines)

    def add_across(self, text: str, style: int, height: float | None = None) -> int:
        """Append one row with a text over the whole width; returns its number."""
        width = len(self.widths)
        row = self.add([text, *[None] * (width - 1)], [style] * width, height)
        self.merge(row, 1, row, width)
        return row

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Make one cell of a rectangle; a single cell stays as it is."""
        if (top, left) != (bottom, right):
            letters = column_letters(right)
            self.merged.append(f"{letters[left - 1]}{top}:{letters[right - 1]}{bottom}")


def report_plan(report: Report, name: str, shop: str, styles: Styles) -> SheetPlan:
    """The sheet of one report."""
    widths = sheet_widths(report.columns)
    plan = SheetPlan(name, widths, frozen_columns=1 if report.totals is not None else 0)
    _add_head(plan, report, shop, styles)
    _add_headings(plan, report.columns, styles)
    _add_rows(plan, report, styles)
    _add_foot(plan, report, styles)
    plan.footer = period_text(report.start, report.end)
    return plan


def sheet_widths(columns: Sequence[Column]) -> list[float]:
    """The columns' widths; those of numbers give way, down to a legible one, so that the sheet fits its page."""
    widths = [max(column.width, 6) + 1.5 for column in columns]
    numbers = [place for place, column in enumerate(columns) if column.kind in ("integer", "rate")]
    over = sum(widths) - PAGE_WIDTH
    room = sum(widths[place] - NARROWEST_NUMBER for place in numbers if widths[place] > NARROWEST_NUMBER)
    if over > 0 and room > 0:
        for place in numbers:
            spare = max(0.0, widths[place] - NARROWEST_NUMBER)
            widths[place] -= spare * min(1.0, over / room)
    return widths


def period_text(start: date, end: date) -> str:
    """``2026年10月1日至2026年10月31日``; one day stands alone."""
    first, last = (f"{day.year}年{day.month}月{day.day}日" for day in (start, end))
    return first if start == end else f"{first}至{last}"


def text_width(text: str) -> int:
    """How wide the text is in half-width characters; a Chinese one counts as two."""
    return sum(1 if sign < "\u2e80" else 2 for sign in text)


def lines_needed(text: str, width: float) -> int:
    """How many lines of ``width`` half-width characters the text fills."""
    return sum(max(1, -(-text_width(line) // max(int(width), 2))) for line in text.split("\n"))


def _add_head(plan: SheetPlan, report: Report, shop: str, styles: Styles) -> None:
    if shop:
        plan.add_across(shop, styles.number("shop"), 18)
    plan.add_across(report.title, styles.number("title"), 30)
    taken = f"{report.taken:%Y-%m-%d %H:%M}"
    plan.add_across(
        f"{period_text(report.start, report.end)}    取数时间：{taken}", styles.number("subtitle"), 20
    )
    if report.head:
        blanks = "        ".join(line if "：" in line else f"{line}：＿＿＿＿＿＿" for line in report.head)
        plan.add_across(blanks, styles.number("subtitle"), 20)


def _add_headings(plan: SheetPlan, columns: Sequence[Column], styles: Styles) -> None:
    """One row of headings, or two where neighbours share a heading."""
    style = [styles.number("heading")] * len(columns)
    if not any(column.grouped for column in columns):
        labels = [column.label for column in columns]
        row = plan.add(labels, style, _heading_height(labels, plan.widths))
        plan.heading_rows = (row, row)
        return
    groups = list(_groups(columns))
    upper = [cell for text, first, last in groups for cell in (text, *[None] * (last - first))]
    lower = [column.label.split("/", 1)[1] if column.grouped else "" for column in columns]
    top = plan.add(upper, style, _group_height(groups, plan.widths))
    plan.add(lower, style, _heading_height(lower, plan.widths))
    for _, first, last in groups:
        plan.merge(top, first + 1, top if columns[first].grouped else top + 1, last + 1)
    plan.heading_rows = (top, top + 1)


def _groups(columns: Sequence[Column]) -> Iterator[tuple[str, int, int]]:
    """Each upper heading with its first and last column, from 0."""
    first = 0
    for number, column in enumerate(columns):
        following = columns[number + 1] if number + 1 < len(columns) else None
        if column.group is None or following is None or following.group != column.group:
            yield column.group or column.label, first, number
            first = number + 1


def _group_height(groups: Iterable[tuple[str, int, int]], widths: Sequence[float]) -> float:
    spans = [(text, sum(widths[first : last + 1])) for text, first, last in groups if last > first]
    return _heading_height([text for text, _ in spans] or [""], [width for _, width in spans] or [10.0])


def _heading_height(labels: Sequence[str], widths: Sequence[float]) -> float:
    most = max(lines_needed(label, width - 0.5) for label, width in zip(labels, widths, strict=True))
    return LINE_HEIGHT * most + 6


def _add_rows(plan: SheetPlan, report: Report, styles: Styles) -> None:
    body = [styles.number("body", column.kind) for column in report.columns]
    sections = dict(report.sections)
    start = len(plan.lines) + 1
    for number, row in enumerate(report.rows):
        if number in sections:
            plan.blocks.append((start, len(plan.lines)))
            plan.add_across(sections[number], styles.number("section"), 20)
            start = len(plan.lines) + 1
        _add_row(plan, report.columns, row, _greyed(body, report.columns, row, styles))
    plan.blocks.append((start, len(plan.lines)))
    plan.blocks = [(first, last) for first, last in plan.blocks if first <= last]
    if report.totals is not None:
        total = [styles.number("total", column.kind) for column in report.columns]
        _add_row(plan, report.columns, report.totals, total)


def _greyed(body: list[int], columns: Sequence[Column], row: Sequence[Cell], styles: Styles) -> list[int]:
    """The row's styles, rates of small numbers in grey."""
    small = [
        place for place, column in enumerate(columns) if column.ratio and _is_small(row[column.ratio[1]])
    ]
    if not small:
        return body
    return [
        styles.number("small-rate", "rate") if place in small else style for place, style in enumerate(body)
    ]


def _is_small(n: Cell) -> bool:
    return isinstance(n, int) and n < SMALL_N


def _add_row(plan: SheetPlan, columns: Sequence[Column], row: Sequence[Cell], styles: Sequence[int]) -> None:
    """One row; a text longer than a cell holds goes on in rows of its own below."""
    cells: list[SheetCell] = [
        NO_RATE if cell is None and column.kind == "rate" else cell
        for cell, column in zip(row, columns, strict=True)
    ]
    long = {
        place: list(pieces(cell))
        for place, cell in enumerate(cells)
        if isinstance(cell, str) and not fits(cell)
    }
    if not long:
        plan.add(cells, styles, _row_height(cells, plan.widths))
        return
    for part in range(max(map(len, long.values()))):
        shown = cells if part == 0 else [None] * len(cells)
        continued = [
            (long[place][part] if part < len(long[place]) else None) if place in long else cell
            for place, cell in enumerate(shown)
        ]
        plan.add(continued, styles, TALLEST_ROW)


def _row_height(cells: Sequence[SheetCell], widths: Sequence[float]) -> float:
    """Points that the row's tallest text needs; not every program fits rows to their text by itself."""
    most = 1
    for cell, width in zip(cells, widths, strict=True):
        if isinstance(cell, str) and (len(cell) * 2 > width - 2 or "\n" in cell):
            most = max(most, lines_needed(cell, width - 2))
    return min(ROW_HEIGHT + (most - 1) * LINE_HEIGHT, TALLEST_ROW)


def _add_foot(plan: SheetPlan, report: Report, styles: Styles) -> None:
    width = sum(plan.widths)
    roles: list[tuple[str, Role]] = [(note, "note") for note in report.notes]
    if report.reconciliation:
        mark = "✓ 勾稽相符：" if report.reconciles else "✗ 勾稽不符："
        roles.insert(0, (mark + report.reconciliation, "good" if report.reconciles else "bad"))
    if roles:
        plan.add_across("", styles.number("note"), 8)
    for text, role in roles:
        for part in pieces(text):
            height = min(lines_needed(part, width * 1.1) * 14.0 + 4, TALLEST_ROW)
            plan.add_across(part, styles.number(role), height)
