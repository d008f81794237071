"""A Report as rows of the kit's table: numbers that can be clicked, groups named once, short moments."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from desktop_app.statistics import report as reports
from desktop_app.statistics.certainty import interval, is_small
from desktop_app.statistics.report import Report, percent
from ui.kit.cells import Cell, Number, Row, Text

MAIN_RATES = ("回访成功率", "完全满意率")
"""Rates with a bar under them."""


def rows_of(report: Report, *, intervals: bool = False) -> tuple[Row, ...]:
    """Every row and the totals; ``data`` is the row's number, None for the totals. ``intervals`` adds the 95 % one."""
    heads = {} if groups_are_cells(report) else dict(report.sections)
    made: list[Row] = []
    for line in range(len(report.rows)):
        if line in heads:
            blank = (Text(""),) * (len(report.columns) - 1)
            made.append(Row(("head", line), (Text(heads[line]), *blank), kind="head"))
        made.append(Row(line, _cells(report, line, intervals=intervals), data=line))
    if report.totals is not None:
        made.append(Row("total", _cells(report, None, intervals=intervals), kind="total"))
    return tuple(made)


def groups_are_cells(report: Report) -> bool:
    """Whether the first column repeats the headings of the parts, so that heads of their own would say it twice."""
    return bool(report.sections) and all(report.rows[line][0] == words for line, words in report.sections)


def _cells(report: Report, line: int | None, *, intervals: bool) -> tuple[Cell, ...]:
    cells = [
        _cell(report, line, index, value, intervals=intervals)
        for index, value in enumerate(report.cells(line))
    ]
    if line is not None and groups_are_cells(report):
        cells[0] = _group(report, line)
    return tuple(cells)


def _group(report: Report, line: int) -> Text:
    """The name of a part at its first row only; copied with every row."""
    words_ = str(report.rows[line][0])
    first = line in dict(report.sections)
    return Text(words_ if first else "", strong=True, copy=words_)


def _cell(report: Report, line: int | None, index: int, value: reports.Cell, *, intervals: bool) -> Cell:
    kind = report.columns[index].kind
    if kind == "rate":
        return _rate(report, line, index, value if isinstance(value, Fraction) else None, intervals=intervals)
    if kind == "integer":
        text = "" if value is None else f"{value:,}"
        return Number(text, dim=value == 0, strong=line is None, link=bool(value), copy=str(value or 0))
    return Text(words(value, report.end.year), strong=index == 0 or line is None, copy=words(value))


def _rate(report: Report, line: int | None, index: int, value: Fraction | None, *, intervals: bool) -> Number:
    bounds = interval(report, line, index)
    span = "" if bounds is None else f"{bounds[0]:.0%}–{bounds[1]:.0%}"
    main = report.columns[index].label.startswith(MAIN_RATES)
    return Number(
        percent(value),
        dim=is_small(report, line, index),
        strong=line is None,
        bar=float(value) if main and value is not None and not intervals else None,
        link=bool(value),
        sub=span if intervals else "",
        tip=f"95% 区间 {span}" if span else "",
    )


def words(value: reports.Cell, year: int | None = None) -> str:
    """A cell that is no number, as people read it; moments of ``year`` go without it."""
    if isinstance(value, datetime):
        return f"{value:%m-%d %H:%M}" if value.year == year else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
