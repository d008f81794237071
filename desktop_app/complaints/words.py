"""The customer's own words: kept apart from our notes, and only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import Complaint, CustomerWords
from db.connection import first, rows
from desktop_app.complaints.recording import (
    ENTITY,
    FEATURES,
    moment_of,
    open_subject,
    refuse_unless_possible,
    required,
)
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed

MISSING_WORDS = "请写下客户的原话。"


@dataclass(frozen=True, slots=True)
class Words:
    """What the customer said at one time, and which account wrote it down."""

    at: datetime
    account: str
    text: str


def add_words(
    session: Session, number: str, text: str, *, at: datetime | None = None, key: str | None = None
) -> Changed:
    """Add to the customer's words; nothing written before can be changed. Raises Refused for a closed case."""
    with session.saving():
        subject = open_subject(session, number)
        if key and first(CustomerWords.select(CustomerWords.id).where(CustomerWords.key == key)):
            return changed(reference=subject.number)
        refuse_unless_possible(session, subject, "add_words")
        said = required(text, MISSING_WORDS, "words")
        store_words(session, subject.id, said, moment_of(session, subject, at, moves=False), key)
        record_deed(session, "add_words", ENTITY, subject.id, file_id=subject.file_id)
    return changed(*FEATURES, reference=subject.number)


def store_words(session: Session, case_id: int, text: str, at: datetime, key: str | None = None) -> None:
    """Write words down; inside ``session.saving()``."""
    CustomerWords.insert(
        complaint=case_id, at=at, recorded_at=session.now(), account=session.person.name, text=text, key=key
    ).execute()


def words_of(case_id: int, until: datetime) -> tuple[Words, ...]:
    """All words of a case, as seen at ``until``, in the order they were said; connected."""
    table = CustomerWords
    query = table.select(table.at, table.account, table.text).where(
        table.complaint == case_id, table.at <= until
    )
    return tuple(Words(*values) for values in rows(query.order_by(table.at, table.id)))


def first_words(case: type[Complaint]) -> Any:
    """A column for selects: the words with which a case began."""
    table = CustomerWords.alias()
    query = table.select(table.text).where(table.complaint == case.id)
    return query.order_by(table.at, table.id).limit(1)
