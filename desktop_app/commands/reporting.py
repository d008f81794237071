"""The command report: one report, or the whole month, as text, JSON and file."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.commands.parsing import day
from desktop_app.commands.phones import report_for_this_duty
from desktop_app.commands.shape import Answer, Call
from desktop_app.problems import WrongUsage

if TYPE_CHECKING:
    from desktop_app.statistics.report import Report

MONTH_PACK = "month-pack"
DEFAULT_REASON = "命令行导出"


def report_arguments(parser: ArgumentParser) -> None:
    """``report NAME (--month YYYY-MM | --from D --to D) [--out FILE] [--reason TEXT]``."""
    parser.add_argument("name", metavar="NAME", help="报表的名字；month-pack 是当月全部")
    parser.add_argument("--month", metavar="YYYY-MM", help="哪一个月")
    parser.add_argument("--from", type=day, dest="start", metavar="D", help="第一天")
    parser.add_argument("--to", type=day, dest="end", metavar="D", help="最后一天")
    parser.add_argument("--out", type=Path, metavar="FILE", help="另存为 .xlsx、.pdf、.csv 或 .json")
    parser.add_argument("--reason", default=DEFAULT_REASON, metavar="TEXT", help="导出的原因，记入导出记录")


def report(call: Call) -> Answer:
    """One report; with ``--out`` also as a file. The same document goes to screen, file and JSON."""
    from desktop_app.exchange.plain_reports import report_document
    from desktop_app.exporting import export_report
    from desktop_app.statistics.registry import take, with_references

    start, end = period_of(call)
    if call.options.name == MONTH_PACK:
        return _month_pack(call, start, end)
    taken = with_references(call.session, take(call.session, call.options.name, start, end))
    if call.options.out:
        export_report(call.session, taken, call.options.out, reason=call.options.reason)
    shown = report_for_this_duty(call, taken)
    return Answer(report_document(shown), _text(shown))


def period_of(call: Call) -> tuple[date, date]:
    """First and last day asked for; WrongUsage unless exactly one of the two ways is used."""
    from desktop_app.statistics.period import check_period, month_days, parse_month

    options = call.options
    if options.month and not (options.start or options.end):
        return month_days(parse_month(options.month))
    if options.start and options.end and not options.month:
        check_period(options.start, options.end)
        return options.start, options.end
    raise WrongUsage("请写 --month YYYY-MM，或同时写 --from 和 --to。")


def _month_pack(call: Call, start: date, end: date) -> Answer:
    from desktop_app.exchange.plain_reports import report_document
    from desktop_app.exporting import export_reports
    from desktop_app.statistics.month import period_pack

    reports = period_pack(call.session, start, end)
    if call.options.out:
        export_reports(call.session, reports, call.options.out, reason=call.options.reason)
    shown = [report_for_this_duty(call, one) for one in reports]
    document = {
        "name": MONTH_PACK, "title": "本月报表包", "from": start, "to": end, "taken": call.session.now(),
        "reports": [report_document(one) for one in shown],
    }  # fmt: skip
    return Answer(document, "\n\n".join(map(_text, shown)))


def _text(report: Report) -> str:
    from desktop_app.commands.text_table import text_table

    lines = [*report.rows, *([report.totals] if report.totals is not None else [])]
    table = text_table([column.label for column in report.columns], lines) or "这段时间没有记录。"
    period = f"{report.title}　{report.start} 至 {report.end}"
    return "\n".join(part for part in (period, table, report.reconciliation, *report.notes) if part)
