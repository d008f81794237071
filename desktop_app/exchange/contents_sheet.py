"""The first sheets of the month's workbook: a contents page with links, and charts of the satisfaction tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from desktop_app.exchange.report_sheet import SheetPlan, period_text
from desktop_app.exchange.sheet_rows import column_letters
from desktop_app.exchange.sheet_styles import INK, Styles
from desktop_app.statistics.report import Report

if TYPE_CHECKING:
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.title import Title

BANDS = ("完全满意率", "基本满意率", "不满意率")
SUCCESS = "回访成功率"
BAND_COLOURS = ("3D6CD6", "A9C1F2", "D9741C")
SUCCESS_COLOUR = "1C8A5A"

DARK_COLOURS = ("3D6CD6",)
WHITE, LINE_COLOUR = "FFFFFF", "E3E7ED"
CHART_WIDTH_CM, CHART_HEIGHT_CM = 13, 8
CHART_COLUMNS = ("A", "G")
"""Where the charts of one line begin; six columns of the chart sheet are as wide as a chart and a gap."""
ROWS_A_CHART = 17
"""Sheet rows that a chart covers, with the gap below it."""


def contents_plan(
    name: str, title: str, shop: str, listed: Sequence[tuple[str, Report]], styles: Styles
) -> SheetPlan:
    """One line for each sheet: what it is, for which period, how many rows, and whether it reconciles."""
    plan = SheetPlan(name, [7.0, 46.0, 34.0, 9.0, 11.0, 20.0])
    if shop:
        plan.add_across(shop, styles.number("shop"), 18)
    plan.add_across(title, styles.number("title"), 30)
    headings = ["序号", "报表", "统计期间", "行数", "勾稽", "取数时间"]
    row = plan.add(headings, [styles.number("heading")] * len(headings), 22)
    plan.heading_rows = (row, row)
    kinds = ("integer", "text", "text", "integer", "date", "time")
    body = [styles.number("link" if place == 1 else "body", kind) for place, kind in enumerate(kinds)]
    for number, (sheet, report) in enumerate(listed, 1):
        period = period_text(report.start, report.end)
        cells = (number, report.title, period, len(report.rows), _verdict(report), report.taken)
        row = plan.add(cells, body, 24)
        plan.links[f"B{row}"] = sheet
    return plan


def _verdict(report: Report) -> str:
    if not report.reconciliation:
        return ""
    return "✓ 相符" if report.reconciles else "✗ 不符"


def satisfaction_charts(sheet: SheetPlan, report: Report) -> Iterator[BarChart]:
    """For each part of a satisfaction table, its bands as stacked bars and its success rate; else nothing."""
    bands = [_column(report, label) for label in BANDS]
    success = _column(report, SUCCESS)
    if not all(bands) or not success:
        return
    names = [heading for _, heading in report.sections] or [report.columns[0].label]
    for block, heading in zip(sheet.blocks, names, strict=False):
        title = f"{report.title.split(' ')[0]} · {heading}"
        yield _chart(sheet, block, f"{title} · 满意率", [column for column in bands if column], BAND_COLOURS)
        yield _chart(sheet, block, f"{title} · 回访成功率", [success], (SUCCESS_COLOUR,))


def charts_plan(name: str, title: str, styles: Styles) -> SheetPlan:
    """A sheet with nothing but its title, for charts."""
    plan = SheetPlan(name, [10.5] * 12, one_page=True)
    plan.add_across(title, styles.number("title"), 30)
    return plan


def chart_places(count: int) -> list[str]:
    """Where on the chart sheet each chart begins: two side by side."""
    return [f"{CHART_COLUMNS[number % 2]}{3 + number // 2 * ROWS_A_CHART}" for number in range(count)]


def _column(report: Report, label: str) -> int:
    """The column whose label begins so, counted from 1; 0 for none."""
    return next(
        (number for number, column in enumerate(report.columns, 1) if column.label.startswith(label)), 0
    )


def _chart(
    sheet: SheetPlan, block: tuple[int, int], title: str, columns: Sequence[int], colours: Sequence[str]
) -> BarChart:
    from openpyxl.chart import BarChart, Series
    from openpyxl.chart.series import SeriesLabel

    chart = BarChart()
    chart.width, chart.height = CHART_WIDTH_CM, CHART_HEIGHT_CM
    chart.title, chart.gapWidth = _chart_title(title), 60
    labels = BANDS if len(columns) > 1 else (SUCCESS,)
    for column, colour, label in zip(columns, colours, labels, strict=True):
        series = Series(_reference(sheet, column, *block))
        series.tx = SeriesLabel(v=label)
        series.graphicalProperties.solidFill = colour
        series.dLbls = _labels(WHITE if colour in DARK_COLOURS and len(columns) > 1 else INK)
        chart.series.append(series)
    if len(columns) > 1:
        chart.grouping, chart.overlap = "stacked", 100
    chart.set_categories(_reference(sheet, 1, *block))
    chart.legend.position = "b"
    _percent_axis(chart)
    return chart


def _labels(colour: str) -> DataLabelList:
    from openpyxl.chart.label import DataLabelList
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties

    look = ParagraphProperties(defRPr=CharacterProperties(sz=900, solidFill=colour))
    return DataLabelList(
        showVal=True, showSerName=False, showCatName=False, showLegendKey=False, showPercent=False,
        txPr=RichText(p=[Paragraph(pPr=look, endParaRPr=CharacterProperties())]),
    )  # fmt: skip


def _chart_title(text: str) -> Title:
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun

    look = CharacterProperties(sz=1200, b=True, solidFill=INK)
    run = RegularTextRun(t=text, rPr=look)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)


def _percent_axis(chart: BarChart) -> None:
    from openpyxl.chart.axis import ChartLines
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.line import LineProperties

    chart.y_axis.number_format = "0%"
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = 0, 1
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.majorGridlines = ChartLines(GraphicalProperties(ln=LineProperties(solidFill=LINE_COLOUR)))


def _reference(sheet: SheetPlan, column: int, first: int, last: int) -> Reference:
    from openpyxl.chart import Reference

    letter = column_letters(column)[-1]
    return Reference(range_string=f"'{sheet.name}'!${letter}${first}:${letter}${last}")
