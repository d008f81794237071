"""Every report by its name: how it is taken, what each row refers to, and the records behind its numbers.

To add a report: 1. one function ``(session, start, end) -> Report`` in a module of this room, 2. a function for the
records behind its numbers, 3. one line in ``REPORTS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from desktop_app.archive.masking import sees_phones, shown_phone
from desktop_app.problems import Refused
from desktop_app.safety.duties import MATRIX
from desktop_app.session import Session, require
from desktop_app.statistics.archive_list import archive_list, archive_records
from desktop_app.statistics.cards import a_cards, c_cards, card_records
from desktop_app.statistics.care import care_effect, care_records
from desktop_app.statistics.complaint_report import complaint_records, complaint_report
from desktop_app.statistics.dissatisfied import dissatisfied_customers, dissatisfied_records
from desktop_app.statistics.file_audit import audit_records, file_audit
from desktop_app.statistics.incorrect_info import incorrect_info, incorrect_records
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import Cell, Report
from desktop_app.statistics.satisfaction import sales_satisfaction, service_satisfaction
from desktop_app.statistics.satisfaction_records import satisfaction_records, satisfaction_references
from desktop_app.statistics.sms_log import sms_log, sms_records
from desktop_app.statistics.unreached import unreached, unreached_records

Take = Callable[[Session, date, date], Report]
Behind = Callable[[Session, Report, int | None, int | str], tuple[Record, ...]]
References = Callable[[Session, Report], tuple[tuple[str, ...], ...]]
Shelf = Literal["登记表", "满意率", "分析"]


REGISTERS = "export_registers"


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report of the program: its name in commands, on the page's list, and its functions.

    ``export_duty`` is the action of the duty matrix that exporting and printing it asks for.
    """

    name: str
    label: str
    shelf: Shelf
    take: Take
    records: Behind
    references: References | None = None
    """Only where taking the report leaves ``refs`` empty."""
    export_duty: str = "export_lists"


REPORTS: tuple[ReportKind, ...] = (
    ReportKind("unreached", "表3 回访不成功明细", "登记表", unreached, unreached_records, export_duty=REGISTERS),
    ReportKind(
        "incorrect-info", "表4 不正确客户信息", "登记表", incorrect_info, incorrect_records, export_duty=REGISTERS
    ),
    ReportKind("sms-log", "表13 短信发送记录", "登记表", sms_log, sms_records, export_duty=REGISTERS),
    ReportKind("file-audit", "表14 档案检核记录", "登记表", file_audit, audit_records, export_duty=REGISTERS),
    ReportKind("archive-list", "档案管理汇总表", "登记表", archive_list, archive_records),
    ReportKind("dissatisfied", "不满意客户清单", "登记表", dissatisfied_customers, dissatisfied_records),
    ReportKind(
        "sales-satisfaction", "表7 销售顾问", "满意率", sales_satisfaction,
        satisfaction_records, satisfaction_references,
    ),
    ReportKind(
        "service-satisfaction", "表8 服务顾问、班组", "满意率", service_satisfaction,
        satisfaction_records, satisfaction_references,
    ),
    ReportKind("a-cards", "表11 A卡分析", "分析", a_cards, card_records),
    ReportKind("c-cards", "表12 C卡分析", "分析", c_cards, card_records),
    ReportKind("complaints", "投诉月报", "分析", complaint_report, complaint_records),
    ReportKind("care", "关怀效果", "分析", care_effect, care_records),
)  # fmt: skip
"""In the order of the page's list and of the month's workbook."""

LISTS: dict[str, str] = {
    "crm-entries": REGISTERS,
    "external-surveys": "export_lists",
    "mailing-list": "export_lists",
    "daily-slip": "print_forms",
}
"""Lists of daily work that are reports in shape and nobody asks for by a month: name → what exporting them asks for."""


def kind_of(name: str) -> ReportKind:
    """The report of that name; raises Refused with all names for an unknown one."""
    for kind in REPORTS:
        if kind.name == name:
            return kind
    names = "、".join(kind.name for kind in REPORTS)
    raise Refused(f"没有名为“{name}”的报表。可用的有：{names}。", field="name")


def export_duty(name: str) -> str:
    """The action that exporting or printing a report or list asks for; raises Refused for an unknown name."""
    return LISTS.get(name) or kind_of(name).export_duty


def export_duties(names: Iterable[str]) -> tuple[str, ...]:
    """What exporting these reports asks for, the action that fewest duties hold first: its reason names who may."""
    wanted = {export_duty(name) for name in names}
    return tuple(sorted(wanted, key=lambda action: (len(MATRIX[action][1]), action)))


def take(session: Session, name: str, start: date, end: date) -> Report:
    """One report of the days from ``start`` to ``end``, both included, as things stand at the session's clock.

    ``refs`` may still be empty (``with_references``). Raises Refused for an unknown name and an impossible period.
    """
    require(session, "see")
    taken = kind_of(name).take(session.at(session.now()), start, end)  # one moment for all its queries
    return taken if sees_phones(session) else with_covered_phones(taken)


def with_covered_phones(report: Report) -> Report:
    """The same report with every phone covered, for a duty that sees no others or may not export it."""
    phones = frozenset(place for place, column in enumerate(report.columns) if column.kind == "phone")
    return replace(report, rows=tuple(_covered(row, phones) for row in report.rows)) if phones else report


def _covered(row: tuple[Cell, ...], phones: frozenset[int]) -> tuple[Cell, ...]:
    return tuple(
        shown_phone(cell) if place in phones and isinstance(cell, str) else cell
        for place, cell in enumerate(row)
    )


def references(session: Session, report: Report) -> tuple[tuple[str, ...], ...]:
    """For each row the references it counts: 协议号, 工单号, case numbers or VINs."""
    require(session, "see")
    find = kind_of(report.name).references
    return report.refs if find is None or report.refs else find(session, report)


def with_references(session: Session, report: Report) -> Report:
    """The same report with its ``refs`` filled, as commands and exports give it."""
    return replace(report, refs=references(session, report))


def records_behind(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The records that one number of a report counts, as they stood when it was taken.

    ``row`` None means the totals (or the balance); ``column`` is a column's index or the key of a balance's part. A
    rate opens those it counts. Their number is the number shown.
    """
    require(session, "see")
    return kind_of(report.name).records(session, report, row, column)
