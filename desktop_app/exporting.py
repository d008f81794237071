"""The one door out: reports as files in every ending, with the duty asked and the export written down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from desktop_app import settings
from desktop_app.exchange.saving_files import whole_file
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.exchange.writing import write_report, write_workbook
from desktop_app.printing import report_pdf
from desktop_app.safety.exports import record_export
from desktop_app.session import Session, require
from desktop_app.statistics.registry import export_duties, export_duty
from desktop_app.statistics.report import Report

PDF = ".pdf"


def export_report(
    session: Session, report: Report, target: Path, *, reason: str, watch: Watch = UNWATCHED
) -> None:
    """Write one report as .xlsx, .pdf, .csv or .json; raises Refused without the duty or for another ending."""
    require(session, export_duty(report.name))
    if target.suffix.lower() == PDF:
        page = report_pdf(session, report)
        with whole_file(target) as part:
            part.write_bytes(page)
    else:
        write_report(report, target, shop=settings.get(session, "shop_name"), watch=watch)
    _note(session, [report], target, reason)


def export_reports(
    session: Session, reports: Sequence[Report], target: Path, *, reason: str, watch: Watch = UNWATCHED
) -> None:
    """Write several reports into one workbook (本月报表包); raises Refused when one of them may not be exported."""
    for action in export_duties(report.name for report in reports):
        require(session, action)
    first = reports[0]
    title = f"{first.start.year}年{first.start.month}月 客户关系月报"
    write_workbook(reports, target, shop=settings.get(session, "shop_name"), title=title, watch=watch)
    _note(session, reports, target, reason)


def _note(session: Session, reports: Sequence[Report], target: Path, reason: str) -> None:
    what = "、".join(report.title for report in reports)
    rows = sum(len(report.rows) for report in reports)
    with session.saving():
        record_export(session, what, reason, rows, str(target))
