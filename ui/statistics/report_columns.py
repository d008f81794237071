"""The columns of a report on screen: paper labels short in the head, whole in the tooltip, as wide as what they hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

from desktop_app.statistics import report as reports
from desktop_app.statistics.report import Report
from ui.kit.cells import Cell, Column, Row
from ui.kit.delegate import FIRST_INSET, LAST_INSET, PADDING, wanted_width
from ui.kit.fonts import MEDIUM, font
from ui.kit.paint import width_of
from ui.statistics.report_rows import groups_are_cells

NUMBERS = ("integer", "rate")
MEASURED_ROWS = 200
"""Enough rows to know how wide a column has to be."""
NARROWEST, ROOMY_NUMBER, WIDEST_TEXT, SHORT_TEXT = 44, 84, 220, 160
"""Pixels; text up to SHORT_TEXT is never cut, longer text takes what is left."""
TITLE_LINE = 4
"""Chinese characters in one line of a number's heading."""
BREAKS_AFTER = re.compile(r"[/、]")

LAST_CALL = "其中：最后一次拨打"
"""The heading over the classes of those not completed; our own, the paper has none."""
LAST_CALL_COLUMNS = ("拒访", "无人接听", "无法接通", "其他")


def columns_of(report: Report, rows: Sequence[Row]) -> tuple[Column, ...]:
    """The columns for these rows; keys are their positions, so that a clicked number finds its column."""
    last = len(report.columns) - 1
    measured = [line.cells for line in islice((row for row in rows if row.kind != "head"), MEASURED_ROWS)]
    return tuple(
        _column(report, index, column, [cells[index] for cells in measured], last=index == last)
        for index, column in enumerate(report.columns)
    )


def _column(
    report: Report, index: int, column: reports.Column, cells: Sequence[Cell], *, last: bool
) -> Column:
    number = column.kind in NUMBERS
    insets = (PADDING if index else FIRST_INSET) + (LAST_INSET if last else PADDING)
    content = max((wanted_width(cell) for cell in cells), default=0.0)
    whole, group = _title(report, column)
    title = whole if not number and _title_width(whole) <= content else broken(whole)
    head = _title_width(title)
    needed = round(max(head, content, NARROWEST - insets)) + insets + 2
    return Column(
        str(index),
        title,
        width=max(needed, ROOMY_NUMBER) if number and index and not group else min(needed, WIDEST_TEXT),
        align="right" if number else "left",
        stretch=int(not number and (needed > SHORT_TEXT or index == int(groups_are_cells(report)))),
        least=needed if number else min(needed, SHORT_TEXT),
        sortable=False,
        group=group,
        full=column.label,
    )


def _title(report: Report, column: reports.Column) -> tuple[str, str]:
    """The short heading and the group above it."""
    group = column.group or ""
    short = column.label.split("/", 1)[1] if group else column.label
    title = re.sub(r"\(.*\)$", "", short)
    if report.balances and column.kind in NUMBERS and title in LAST_CALL_COLUMNS and not group:
        group = LAST_CALL
    return title, group


def _title_width(title: str) -> float:
    return max(width_of(line, font(12, MEDIUM)) for line in title.split("\n"))


def broken(title: str) -> str:
    """A long heading in two lines of nearly equal length, never within a number."""
    found = BREAKS_AFTER.search(title)
    if found:
        return f"{title[: found.end()]}\n{title[found.end() :]}"
    if len(title) <= TITLE_LINE or re.search(r"\d", title):
        return title
    cut = 3 if title.startswith("不满意") else 2 if len(title) <= 6 else (len(title) + 1) // 2
    return f"{title[:cut]}\n{title[cut:]}"
