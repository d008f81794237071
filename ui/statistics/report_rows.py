"""A Report as columns and rows of the kit's table: paper labels short in the head and whole in the tooltip."""

from __future__ import annotations

import re
from datetime import date, datetime
from fractions import Fraction

from desktop_app.statistics import report as reports
from desktop_app.statistics.certainty import interval, is_small
from desktop_app.statistics.report import Report, percent
from ui.kit.cells import Cell, Column, Number, Row, Text

NUMBERS = ("integer", "rate")
PIXELS_PER_CHARACTER = 8
TITLE_LINE = 4
"""Chinese characters in one line of a column's head."""

LAST_CALL = "其中：最后一次拨打"
"""The heading over the classes of those not completed; our own, the paper has none."""
LAST_CALL_COLUMNS = ("拒访", "无人接听", "无法接通", "其他")


def columns_of(report: Report) -> tuple[Column, ...]:
    """The columns; keys are their positions, so that a clicked number finds its column."""
    return tuple(_column(report, index, column) for index, column in enumerate(report.columns))


def _column(report: Report, index: int, column: reports.Column) -> Column:
    number = column.kind in NUMBERS
    group = column.group or ""
    short = column.label.split("/", 1)[1] if group else column.label
    title = re.sub(r"\(.*\)$", "", short)
    if report.balances and title in LAST_CALL_COLUMNS:
        group = LAST_CALL
    return Column(
        str(index),
        _broken(title) if number else title,
        width=84 if number else max(72, column.width * PIXELS_PER_CHARACTER),
        align="right" if number else "left",
        stretch=int(index == 0 or column.kind == "text"),
        least=52 if number else 72,
        sortable=False,
        group=group,
        full=column.label,
    )


def _broken(title: str) -> str:
    """A long heading in two lines of nearly equal length."""
    if len(title) <= TITLE_LINE:
        return title
    cut = 2 if title.startswith(("回访", "完全", "基本", "新车", "接车")) else (len(title) + 1) // 2
    return f"{title[:cut]}\n{title[cut:]}"


def rows_of(report: Report, *, intervals: bool = False) -> tuple[Row, ...]:
    """Every row and the totals; ``data`` is the row's number, None for the totals. ``intervals`` adds the 95 % one."""
    heads = dict(report.sections)
    made: list[Row] = []
    for line in range(len(report.rows)):
        if line in heads:
            blank = (Text(""),) * (len(report.columns) - 1)
            made.append(Row(("head", line), (Text(heads[line]), *blank), kind="head"))
        made.append(Row(line, _cells(report, line, intervals=intervals), data=line))
    if report.totals is not None:
        made.append(Row("total", _cells(report, None, intervals=intervals), kind="total"))
    return tuple(made)


def _cells(report: Report, line: int | None, *, intervals: bool) -> tuple[Cell, ...]:
    return tuple(
        _cell(report, line, index, value, intervals=intervals)
        for index, value in enumerate(report.cells(line))
    )


def _cell(report: Report, line: int | None, index: int, value: reports.Cell, *, intervals: bool) -> Cell:
    kind = report.columns[index].kind
    if kind == "rate":
        return _rate(report, line, index, value if isinstance(value, Fraction) else None, intervals=intervals)
    if kind == "integer":
        text = "" if value is None else f"{value:,}"
        return Number(text, dim=value == 0, strong=line is None, link=bool(value), copy=str(value or 0))
    return Text(words(value), strong=index == 0 or line is None)


def _rate(report: Report, line: int | None, index: int, value: Fraction | None, *, intervals: bool) -> Number:
    small = is_small(report, line, index)
    bounds = interval(report, line, index)
    span = "" if bounds is None else f"{bounds[0]:.0%}–{bounds[1]:.0%}"
    main = report.columns[index].label.startswith(("回访成功率", "完全满意率"))
    return Number(
        percent(value),
        dim=small,
        strong=line is None,
        bar=float(value) if main and value is not None and not intervals else None,
        link=bool(value),
        sub=span if intervals else "",
        tip=f"95% 区间 {span}" if span else "",
    )


def words(value: reports.Cell) -> str:
    """A cell that is no number, as people read it."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
