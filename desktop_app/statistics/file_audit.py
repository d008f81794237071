"""表14 客户档案检核记录表: the files compared on paper and in the program, and what was found."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import NamedTuple

from db import FileAudit, VehicleFile
from db.connection import rows
from desktop_app.archive.vocabulary import EVENT_KIND_LABELS
from desktop_app.session import Session
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import Balance, Column, Part, Report, balance_lines

NAME = "file-audit"
STATES = {"normal": "正常", "abnormal": "异常", "waiting": "待检核"}

COLUMNS = (
    Column("序号", "integer", 6),
    Column("档案类别(售时/售后)", width=10),
    Column("销售协议号/维修工单号", "code", 18),
    Column("检核状态(正常/异常)", width=10),
    Column("异常状态描述", width=28),
    Column("问题责任人", width=12),
    Column("改进建议和措施", width=28),
)


class Audit(NamedTuple):
    """One file drawn, as seen at a moment: nothing found yet while ``audited_at`` is None."""

    id: int
    kind: str
    reference: str
    drawn_on: date
    account: str
    audited_at: datetime | None
    normal: bool | None
    finding: str | None
    responsible: str | None
    advice: str | None
    done_at: datetime | None
    file_id: int
    name: str
    model: str | None

    @property
    def day(self) -> date:
        """The day of the audit; of one to come, the day it was drawn."""
        return self.audited_at.date() if self.audited_at else self.drawn_on

    @property
    def state(self) -> str:
        """``normal``, ``abnormal`` or ``waiting``."""
        if self.audited_at is None:
            return "waiting"
        return "normal" if self.normal else "abnormal"


def file_audit(session: Session, start: date, end: date) -> Report:
    """表14 of the audits made from ``start`` to ``end``, and the files drawn then that are still to be audited."""
    check_period(start, end)
    with session.connected():
        audits = _audits(session.now(), start, end)
    states = [one.state for one in audits]
    parts = tuple(Part(label, states.count(state), state) for state, label in STATES.items())
    balance = Balance(None, Part("检核", len(audits), ""), parts)
    return Report(
        name=NAME,
        title="表14 客户档案检核记录表",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(
            (
                number,
                EVENT_KIND_LABELS[one.kind],
                one.reference,
                STATES[one.state],
                one.finding,
                one.responsible,
                _advice(one),
            )
            for number, one in enumerate(audits, 1)
        ),
        totals=None,
        refs=tuple((one.reference,) for one in audits),
        reconciliation=balance_lines((balance,)),
        reconciles=balance.holds,
        balances=(balance,),
        keys=tuple(str(one.id) for one in audits),
    )


def audit_records(session: Session, report: Report, row: int | None, column: int | str) -> tuple[Record, ...]:
    """The audit of a row; for ``row`` None those in the state that ``column`` names."""
    with session.connected():
        audits = _audits(report.taken, report.start, report.end)
    if row is None:
        return tuple(_record(one) for one in audits if column in (one.state, ""))
    return tuple(_record(one) for one in audits if str(one.id) == report.keys[row])


def _audits(now: datetime, start: date, end: date) -> list[Audit]:
    table, file = FileAudit, VehicleFile
    first, last = datetime.combine(start, time.min), datetime.combine(end, time.max)
    query = (
        table.select(
            table.id, table.event_kind, table.reference, table.drawn_on, table.account, table.audited_at, table.normal,
            table.finding, table.responsible, table.advice, table.done_at, table.file, file.name, file.model,
        )
        .join(file)
        .where(
            table.drawn_on <= now.date(),
            table.drawn_on.between(start, end) | table.audited_at.between(first, last),
        )
    )  # fmt: skip
    seen = [_as_seen(Audit(*row), now) for row in rows(query)]
    order = sorted(seen, key=lambda one: (one.day, one.kind, one.reference, one.id))
    return [one for one in order if start <= one.day <= end]


def _as_seen(one: Audit, now: datetime) -> Audit:
    if one.audited_at is None or one.audited_at > now:
        return one._replace(
            audited_at=None, normal=None, finding=None, responsible=None, advice=None, done_at=None
        )
    return one if one.done_at and one.done_at <= now else one._replace(done_at=None)


def _advice(one: Audit) -> str | None:
    done = f"（{one.done_at:%Y-%m-%d} 已落实）" if one.done_at else ""
    return f"{one.advice or ''}{done}" or None


def _record(one: Audit) -> Record:
    return Record(
        one.reference,
        one.file_id,
        one.name,
        person=one.account,
        event_on=one.day,
        last_at=one.audited_at,
        outcome=STATES[one.state],
        model=one.model or "",
        remark=one.finding or "",
    )
