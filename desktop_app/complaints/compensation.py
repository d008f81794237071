"""Compensation (补偿): what a customer is given, its cost, who authorised it, and approval above the limit."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from peewee import fn

from db import Compensation as CompensationRecord
from db import Complaint
from db.connection import first, rows, scalar
from desktop_app import settings
from desktop_app.complaints.reading import Subject, seen
from desktop_app.complaints.recording import (
    ENTITY,
    FEATURES,
    moment_of,
    open_subject,
    refuse_unless_possible,
    required,
)
from desktop_app.complaints.vocabulary import COMPENSATION_LABELS, read_code
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.duties import allows
from desktop_app.session import Changed, Session, changed, require

FEN_IN_A_YUAN = 100


@dataclass(frozen=True, slots=True)
class Compensation:
    """One compensation; ``cost_fen`` in fen. It waits for approval until approved or declined."""

    id: int
    kind: str
    cost_fen: int
    at: datetime
    account: str
    authorised_by: str | None
    needs_approval: bool
    approved_at: datetime | None
    declined_at: datetime | None
    approved_by: str | None
    remark: str | None

    @property
    def label(self) -> str:
        """Its kind in Chinese."""
        return COMPENSATION_LABELS[self.kind]

    @property
    def waits(self) -> bool:
        """Whether the general manager has yet to decide."""
        return self.needs_approval and self.approved_at is None and self.declined_at is None


@dataclass(frozen=True, slots=True)
class Compensated:
    """A stored compensation, and whether it now waits for the general manager."""

    id: int
    needs_approval: bool
    changed: Changed


def compensate(
    session: Session, number: str, *, kind: str, cost_fen: int, authorised_by: str, remark: str = "",
    at: datetime | None = None, key: str | None = None,
) -> Compensated:  # fmt: skip
    """Record what the customer is given; above the person's limit for the whole case it waits for approval."""
    with session.saving():
        subject = open_subject(session, number)
        if key and (stored := _stored(key)):
            return Compensated(*stored, changed(reference=subject.number))
        refuse_unless_possible(session, subject, "compensate")
        code = read_code(COMPENSATION_LABELS, kind, what="补偿方式", field="kind")
        if cost_fen < 0:
            raise Refused("费用不能是负数。", field="cost_fen")
        needs_approval = _above_limit(session, subject, cost_fen)
        row = CompensationRecord.insert(
            complaint=subject.id, kind=code, cost_fen=cost_fen, at=moment_of(session, subject, at, moves=False),
            account=session.person.name, needs_approval=needs_approval, remark=remark.strip() or None, key=key,
            authorised_by=required(authorised_by, "请填写由谁批准补偿。", "authorised_by"),
        ).execute()  # fmt: skip
        amount = f"{COMPENSATION_LABELS[code]} ¥{cost_fen / FEN_IN_A_YUAN:.2f}"
        record_deed(session, "compensate", ENTITY, subject.id, file_id=subject.file_id, new=amount)
    return Compensated(int(row), needs_approval, changed(*FEATURES, reference=subject.number))


def decide_compensation(
    session: Session, compensation_id: int, *, approve: bool, remark: str = ""
) -> Changed:
    """The general manager approves or declines a compensation that waits; deciding twice changes nothing."""
    require(session, "approve")
    table = CompensationRecord
    with session.saving():
        found = first(
            table.select(Complaint.number, Complaint.id, Complaint.file, table.needs_approval, table.approved_at,
                         table.declined_at)
            .join(Complaint).where(table.id == compensation_id)
        )  # fmt: skip
        if found is None:
            raise Refused("没有这项补偿，请刷新后再试。")
        number, case_id, file_id, needs, approved_at, declined_at = found
        if not needs or approved_at or declined_at:
            return changed(reference=number)
        decided = {
            "approved_at" if approve else "declined_at": session.now(),
            "approved_by": session.person.name,
        }
        table.update(decided).where(table.id == compensation_id).execute()
        deed = "approve_compensation" if approve else "decline_compensation"
        record_deed(session, deed, ENTITY, case_id, file_id=file_id, reason=remark.strip() or None)
    return changed(*FEATURES, reference=number)


def compensations_of(case_id: int, until: datetime) -> tuple[Compensation, ...]:
    """What the customer of a case was given, as seen at ``until``; connected."""
    table = CompensationRecord
    query = (
        table.select(
            table.id, table.kind, table.cost_fen, table.at, table.account, table.authorised_by, table.needs_approval,
            table.approved_at, table.declined_at, table.approved_by, table.remark,
        )
        .where(table.complaint == case_id, table.at <= until)
        .order_by(table.at, table.id)
    )  # fmt: skip
    return tuple(_as_seen(Compensation(*values), until) for values in rows(query))


def _as_seen(one: Compensation, until: datetime) -> Compensation:
    approved_at, declined_at = seen(one.approved_at, until), seen(one.declined_at, until)
    return replace(one, approved_at=approved_at, declined_at=declined_at)


def refuse_while_undecided(case_id: int) -> None:
    """Raise Refused while a compensation of the case waits for approval; connected."""
    table = CompensationRecord
    waits = table.needs_approval & table.approved_at.is_null() & table.declined_at.is_null()
    if first(table.select(table.id).where(table.complaint == case_id, waits)):
        raise Refused("还有一项补偿在等总经理批准，批准或退回后才能结案。")


def _stored(key: str) -> tuple[int, bool] | None:
    table = CompensationRecord
    found = first(table.select(table.id, table.needs_approval).where(table.key == key))
    return None if found is None else (found[0], found[1])


def _above_limit(session: Session, subject: Subject, cost_fen: int) -> bool:
    """Whether the case's compensation with this one goes beyond what the person's duties may give."""
    if allows(session.person.duties, "approve"):
        return False
    limits: dict[str, int] = settings.get(session, "compensation_limits_yuan")
    limit = max((limits.get(duty, 0) for duty in session.person.duties), default=0) * FEN_IN_A_YUAN
    table = CompensationRecord
    spent = scalar(
        table.select(fn.COALESCE(fn.SUM(table.cost_fen), 0)).where(
            table.complaint == subject.id, table.declined_at.is_null()
        )
    )
    return int(spent) + cost_fen > limit
