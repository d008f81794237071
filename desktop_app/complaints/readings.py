"""The general manager's list 待阅: every new complaint stands in it until it was read or told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN, fn

from db import Complaint, ComplaintReading
from db.connection import first, rows
from desktop_app.complaints.recording import ENTITY, open_subject
from desktop_app.complaints.words import first_words
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require


@dataclass(frozen=True, slots=True)
class UnreadCase:
    """A complaint that the general manager has not seen yet."""

    number: str
    accepted_at: datetime
    grade: str
    customer: str
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """When the general manager read of a case or was told of it, and by whom."""

    read_at: datetime
    told_by: str | None
    account: str


def unread(session: Session) -> tuple[UnreadCase, ...]:
    """What stands in 待阅 as of the clock, oldest first."""
    require(session, "see")
    case, reading, now = Complaint, ComplaintReading, session.now()
    query = (
        case.select(
            case.number, case.accepted_at, case.grade, case.customer_name, fn.COALESCE(first_words(case), "")
        )
        .join(reading, JOIN.LEFT_OUTER, on=reading.complaint == case.id)
        .where(case.accepted_at <= now, reading.read_at.is_null() | (reading.read_at > now))
        .order_by(case.accepted_at, case.id)
    )
    with session.connected():
        return tuple(UnreadCase(*values) for values in rows(query))


def mark_read(session: Session, number: str, *, told_by: str = "") -> Changed:
    """The general manager has read the case, or was told of it (``told_by``); the first time counts."""
    require(session, "approve")
    with session.saving():
        subject = open_subject(session, number)
        if reading_of(subject.id, datetime.max) is None:
            ComplaintReading.insert(
                complaint=subject.id,
                read_at=session.now(),
                told_by=told_by.strip() or None,
                account=session.person.name,
            ).execute()
            record_deed(
                session, "read", ENTITY, subject.id, file_id=subject.file_id, new=told_by.strip() or None
            )
    return changed("complaints", reference=subject.number)


def reading_of(case_id: int, until: datetime) -> Reading | None:
    """When the case was read, as seen at ``until``; connected."""
    table = ComplaintReading
    query = table.select(table.read_at, table.told_by, table.account)
    found = first(query.where(table.complaint == case_id, table.read_at <= until))
    return None if found is None else Reading(*found)
