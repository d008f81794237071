"""Commands that only ask: search, worklist, why, complaints, report."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

from desktop_app.archive.masking import shown_phone
from desktop_app.commands.shape import Answer, Call, day
from desktop_app.problems import WrongUsage
from desktop_app.safety.audit_trail import record_deed
from desktop_app.statistics.period import month_days, parse_month
from desktop_app.statistics.report import percent

DEFAULT_HITS = 50
MONTH_PACK = "month-pack"


def search_arguments(parser: ArgumentParser) -> None:
    """``search TEXT [--limit 50]``."""
    parser.add_argument("text", metavar="TEXT")
    parser.add_argument("--limit", type=int, default=DEFAULT_HITS)


def search(call: Call) -> Answer:
    """The Ctrl+K search."""
    from desktop_app.archive.finding import search as find

    hits = [hit for hit in find(call.session, call.options.text, call.options.limit) if hit.vin]
    whole = call.phones_in_full()
    found = [
        {
            "vin": hit.vin,
            "name": hit.name,
            "phone": hit.phone if whole else shown_phone(hit.phone),
            "plate": hit.plate,
            "model": hit.model,
            "card": hit.card,
        }
        for hit in hits
    ]
    if whole and found:
        _log_phones(call, f"search {len(found)}")
    return Answer(found, table(found) or "没有找到。可以试试电话后四位、车牌后几位或姓名首字母。")


def _log_phones(call: Call, what: str) -> None:
    with call.session.saving():
        record_deed(call.session, "phones_given", "command", new=what)


def day_arguments(parser: ArgumentParser) -> None:
    """``worklist [--on DATE]``."""
    parser.add_argument("--on", type=day, metavar="DATE")


def worklist(call: Call) -> Answer:
    """That day's callbacks in list order."""
    from desktop_app.callbacks.progress import empty_reason
    from desktop_app.callbacks.worklist import moment_of
    from desktop_app.callbacks.worklist import worklist as list_of

    then = call.session.at(moment_of(call.session, call.options.on))
    fields = (
        "kind",
        "ref",
        "vin",
        "name",
        "due_from",
        "due_to",
        "day",
        "tries",
        "group",
        "together",
        "reason",
    )
    entries = [
        {name: getattr(entry, name) for name in fields} for entry in list_of(call.session, call.options.on)
    ]
    return Answer(entries, table(entries) or empty_reason(then))


def why_arguments(parser: ArgumentParser) -> None:
    """``why REF [--on DATE]``."""
    parser.add_argument("ref", metavar="REF")
    day_arguments(parser)


def why(call: Call) -> Answer:
    """Why a callback is or isn't on the list."""
    from desktop_app.callbacks.why import why as reason_of

    told = reason_of(call.session, call.options.ref, call.options.on)
    shown = f"{'在' if told.listed else '不在'}名单上：{told.reason}"
    return Answer({"listed": told.listed, "reason": told.reason}, shown)


def complaints_arguments(parser: ArgumentParser) -> None:
    """``complaints [--open]``."""
    parser.add_argument("--open", action="store_true", dest="open_only")


def complaints(call: Call) -> Answer:
    """The case list."""
    from desktop_app.complaints.listing import CaseRow, case_list
    from desktop_app.complaints.vocabulary import GRADE_LABELS

    def shown(row: CaseRow) -> dict[str, object]:
        return {
            "number": row.number,
            "grade": GRADE_LABELS[row.grade],
            "accepted": row.accepted,
            "colour": row.colour,
            "step": row.step_label,
            "next_deadline": row.next_deadline,
            "round": row.round,
        }

    found = [shown(row) for row in case_list(call.session, open_only=call.options.open_only)]
    return Answer(found, table(found) or "没有案例。")


def report_arguments(parser: ArgumentParser) -> None:
    """``report NAME (--month YYYY-MM | --from D --to D) [--out FILE] [--reason TEXT]``."""
    parser.add_argument("name", metavar="NAME")
    parser.add_argument("--month", metavar="YYYY-MM")
    parser.add_argument("--from", type=day, dest="start", metavar="D")
    parser.add_argument("--to", type=day, dest="end", metavar="D")
    parser.add_argument("--out", type=Path, metavar="FILE")
    parser.add_argument("--reason", default="命令行导出", metavar="TEXT")


def period_of(call: Call) -> tuple[date, date]:
    """First and last day asked for; WrongUsage unless exactly one of the two ways is used."""
    options = call.options
    if options.month and not (options.start or options.end):
        return month_days(parse_month(options.month))
    if options.start and options.end and not options.month:
        return options.start, options.end
    raise WrongUsage("请写 --month YYYY-MM，或同时写 --from 和 --to。")


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
    document = report_document(taken)
    labels = [column.label for column in taken.columns]
    lines = [dict(zip(labels, cells, strict=True)) for cells in taken.rows]
    foot = [taken.reconciliation, *taken.notes]
    return Answer(document, "\n".join(part for part in (taken.title, table(lines), *foot) if part))


def _month_pack(call: Call, start: date, end: date) -> Answer:
    from desktop_app.exchange.plain_reports import report_document
    from desktop_app.exporting import export_reports
    from desktop_app.statistics.month import period_pack

    reports = period_pack(call.session, start, end)
    if call.options.out:
        export_reports(call.session, reports, call.options.out, reason=call.options.reason)
    document = {"name": MONTH_PACK, "reports": [report_document(one) for one in reports]}
    return Answer(document, "\n".join(f"{one.title}\t{len(one.rows)} 行" for one in reports))


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as lines of text with their headings, for people."""
    if not rows:
        return ""
    lines: Iterable[Sequence[object]] = [list(rows[0]), *(list(row.values()) for row in rows)]
    return "\n".join("\t".join(map(_words, line)) for line in lines)


def _words(cell: object) -> str:
    if isinstance(cell, Fraction):
        return percent(cell)
    return "" if cell is None else str(cell)
