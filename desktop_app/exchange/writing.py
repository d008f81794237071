"""Reports that go out as files: .xlsx, .csv and .json, and the month's reports as one workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_app.exchange.contents_sheet import chart_places, charts_plan, contents_plan, satisfaction_charts
from desktop_app.exchange.plain_reports import write_csv, write_json
from desktop_app.exchange.report_sheet import SheetPlan, report_plan
from desktop_app.exchange.saving_files import whole_file
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.exchange.workbook import BookWriter
from desktop_app.problems import Refused
from desktop_app.statistics.report import Report

ENDINGS = (".xlsx", ".csv", ".json")
"""What a report can be written as here; .pdf is made by the paper room."""

CONTENTS, CHARTS = "目录", "图表"


def write_report(report: Report, target: Path, *, shop: str, watch: Watch = UNWATCHED) -> None:
    """Write one report as its ending says; the target is replaced only by a whole file.

    Raises Refused for another ending or a missing folder, Unavailable where the disk says no, Cancelled.
    """
    ending = target.suffix.lower()
    if ending not in ENDINGS:
        raise Refused(
            f"不能写成“{target.suffix or target.name}”，请用 {'、'.join(ENDINGS)} 或 .pdf 结尾的文件名。"
        )
    with whole_file(target) as part:
        if ending == ".csv":
            write_csv(report, part)
        elif ending == ".json":
            write_json(report, part)
        else:
            _report_book(report, shop).save(part, watch.step)


def write_workbook(
    reports: Sequence[Report], target: Path, *, shop: str, title: str, watch: Watch = UNWATCHED
) -> None:
    """Write several reports into one workbook, after a contents sheet and the charts of 表7 and 表8.

    Raises as ``write_report``; Refused when there is no report.
    """
    if not reports:
        raise Refused("没有可导出的报表。")
    book = BookWriter(shop, title, max(report.taken for report in reports))
    contents, charts = book.name_for(CONTENTS), book.name_for(CHARTS)
    plans = [report_plan(report, book.name_for(report.title), shop, book.styles) for report in reports]
    named = [(plan.name, report) for plan, report in zip(plans, reports, strict=True)]
    book.add(contents_plan(contents, title, shop, named, book.styles))
    _add_charts(book, charts, list(zip(plans, reports, strict=True)))
    for plan in plans:
        book.add(plan)
    with whole_file(target) as part:
        book.save(part, watch.step)


def _report_book(report: Report, shop: str) -> BookWriter:
    book = BookWriter(shop, report.title, report.taken)
    plan = report_plan(report, book.name_for(report.title), shop, book.styles)
    book.add(plan)
    _add_charts(book, book.name_for(CHARTS), [(plan, report)])
    return book


def _add_charts(book: BookWriter, name: str, plans: Sequence[tuple[SheetPlan, Report]]) -> None:
    """A sheet of charts, where one of the reports has something to draw."""
    charts = [chart for plan, report in plans for chart in satisfaction_charts(plan, report)]
    if charts:
        book.add(
            charts_plan(name, "满意率与回访成功率", book.styles),
            zip(chart_places(len(charts)), charts, strict=True),
        )
