"""Recording one step of a case: asked for, checked against table, duty and time, stored and audited as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from db import Complaint, ComplaintStep
from db.connection import first
from desktop_app.complaints.course import TRANSITIONS, State, Verb
from desktop_app.complaints.persons import why_not
from desktop_app.complaints.reading import Subject, read_subject
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_changes, record_deed
from desktop_app.session import Changed, Session, changed

ENTITY = "complaint"
FEATURES = ("complaints", "callbacks", "archive", "statistics")
"""What a change of a case makes other screens refresh: worklist rows, the file's timeline, the reports."""


@dataclass(frozen=True, slots=True)
class Move:
    """What a verb does: where the case goes (None: nowhere), what the step says, which columns change with it."""

    to: State | None = None
    person: str | None = None
    said: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)


Decide = Callable[[Subject], Move]


def record(
    session: Session, number: str, verb: Verb, decide: Decide, *, at: datetime | None, key: str | None
) -> Changed:
    """Store one step: ``decide`` looks at the case and says what the verb does to it.

    ``at`` is the step's own time (default: now), ``key`` made by the client: the same key twice is one step.
    Raises Refused for an unknown or closed case, a verb that is not allowed now, or an impossible time.
    """
    with session.saving():
        subject = open_subject(session, number)
        if key and _recorded(subject, verb, key):
            return changed(reference=subject.number)
        refuse_unless_possible(session, subject, verb)
        move = decide(subject)
        _store(session, subject, verb, move, moment_of(session, subject, at, moves=move.to is not None), key)
    return changed(*FEATURES, reference=subject.number)


def open_subject(session: Session, number: str) -> Subject:
    """The case with every step there is, whatever the clock shows: what is decided rests on all of them."""
    return read_subject(session, number, until=None)


def refuse_unless_possible(session: Session, subject: Subject, verb: Verb) -> None:
    """Raise Refused with the reason when person or state do not allow the verb."""
    if reason := why_not(session, subject, verb):
        raise Refused(reason)


def moment_of(session: Session, subject: Subject, at: datetime | None, *, moves: bool) -> datetime:
    """The step's own time: not later than now; a step that moves the case not before the last that did."""
    now = session.now().replace(microsecond=0)
    moment = now if at is None else at.replace(microsecond=0)
    if moment > now:
        raise Refused(f"时间 {moment:%Y-%m-%d %H:%M} 还没有到，请核对。", field="at")
    earliest = subject.standing.moved_at if moves else subject.standing.accepted_at
    if moment < earliest:
        raise Refused(f"时间不能早于上一步（{earliest:%Y-%m-%d %H:%M:%S}）。", field="at")
    return moment


def save_columns(
    session: Session, subject: Subject, columns: Mapping[str, Any], reason: str | None = None
) -> tuple[str, ...]:
    """Update columns that differ, with the audit trail; returns their names. Inside ``session.saving()``."""
    names = record_changes(
        session, ENTITY, subject.id, subject.columns, columns, file_id=subject.file_id, reason=reason
    )
    if names:
        Complaint.update({name: columns[name] for name in names}).where(Complaint.id == subject.id).execute()
    return names


def required(text: str | None, message: str, field_name: str) -> str:
    """The text, trimmed; raises Refused at the field when nothing stands there."""
    trimmed = (text or "").strip()
    if not trimmed:
        raise Refused(message, field=field_name)
    return trimmed


def _recorded(subject: Subject, verb: Verb, key: str) -> bool:
    found = first(
        ComplaintStep.select(ComplaintStep.complaint, ComplaintStep.verb).where(ComplaintStep.key == key)
    )
    if found is not None and found != (subject.id, verb):
        raise ValueError(f"key {key!r} belongs to another step")
    return found is not None


def _store(
    session: Session, subject: Subject, verb: Verb, move: Move, moment: datetime, key: str | None
) -> None:
    standing = subject.standing
    if (standing.state, move.to or standing.state) not in TRANSITIONS[verb]:
        raise ValueError(f"{verb} does not lead from {standing.state} to {move.to}")
    number = _round_of(subject, move, moment)
    ComplaintStep.insert(
        complaint=subject.id, round=number, verb=verb, state=move.to, at=moment, recorded_at=session.now(),
        account=session.person.name, person=move.person or None, said=move.said or None,
        detail=dict(move.detail), key=key,
    ).execute()  # fmt: skip
    record_deed(session, verb, ENTITY, subject.id, file_id=subject.file_id, new=move.person or None)
    save_columns(session, subject, move.columns)
    if move.to is not None:
        closed_at = moment if move.to == "closed" else None
        Complaint.update(round=number, closed_at=closed_at).where(Complaint.id == subject.id).execute()


def _round_of(subject: Subject, move: Move, moment: datetime) -> int:
    current = subject.standing.round.number
    if move.to == "new_round":
        return current + 1
    if move.to is not None:
        return current
    return max(times.number for times in subject.standing.rounds if times.started_at <= moment)
