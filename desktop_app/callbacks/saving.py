"""Storing what a call came to, in one transaction with all that hangs on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db import Attempt, Claim, Complaint
from db.prepared import Prepared, slot
from desktop_app.archive.corrections import store_correction
from desktop_app.callbacks.candidates import Candidate, of_id
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS, NUMBER_INVALID
from desktop_app.callbacks.do_not_call import set_do_not_call
from desktop_app.callbacks.drafts import forget_draft, keep_draft
from desktop_app.callbacks.outcomes import Outcome, check_grievances, check_outcome
from desktop_app.callbacks.questionnaire_file import Questionnaire
from desktop_app.callbacks.questionnaires import (
    Grievance,
    as_stored,
    check_answers,
    current,
    dissatisfied,
    keep_version,
    overall,
)
from desktop_app.callbacks.restanding import restand
from desktop_app.complaints.intake import accept
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

ENTITY = "callback"
FEATURES = ("callbacks", "archive", "statistics")
GONE = "这条回访已不存在，可能已随导入一起撤销。刚才填的内容还在，请刷新名单。"


@dataclass(frozen=True, slots=True)
class Saved:
    """A stored call: ``created`` is False when the same key was stored before. ``case`` is its complaint's number."""

    attempt_id: int
    created: bool
    grievances: tuple[Grievance, ...]
    case: str | None
    changed: Changed


def save_outcome(
    session: Session, callback_id: int, outcome: Outcome, asked: Questionnaire | None = None
) -> Saved:
    """Store how a call ended, with its audit trail; frees the claim and brings the standing up to date.

    ``asked`` is the questionnaire that the call was opened with (None: the current one). An invalid number opens a
    correction and marks the file. A dissatisfied call needs ``complaint`` or ``no_case_reason``. Raises Refused with
    the field that is wrong; then nothing is stored.
    """
    require(session, "callbacks")
    with session.saving():
        if known := _stored_before(outcome.key):
            return known
        one = of_id(callback_id, session.now())
        if one is None:
            raise Refused(GONE)
        at = (outcome.at or session.now()).replace(microsecond=0)
        check_outcome(session, one, outcome, at)
        version = asked or current(session, "sales" if one.kind == "sales" else "service")
        return _store(session, one, outcome, version, at)


def _stored_before(key: str) -> Saved | None:
    found = _OF_KEY.rows(key=key)
    return Saved(found[0][0], False, (), found[0][1], changed(*FEATURES)) if found else None


_OF_KEY = Prepared(
    lambda: (
        Attempt.select(Attempt.id, Complaint.number)
        .left_outer_join(Complaint, on=Complaint.attempt == Attempt.id)
        .where(Attempt.key == slot("key"))
    )
)
_FREE = Prepared(lambda: Claim.delete().where(Claim.callback == slot("callback")))


def _store(session: Session, one: Candidate, outcome: Outcome, version: Questionnaire, at: datetime) -> Saved:
    completed = outcome.disposition == "completed"
    check_answers(version, outcome.answers)
    grievances = dissatisfied(version, outcome.answers) if completed else ()
    unhappy = check_grievances(outcome, grievances)
    asked = _asked(session, version, outcome) if completed else {}
    attempt = int(
        Attempt.insert(
            callback=one.callback_id, at=at, recorded_at=session.now(), caller=session.person.name, key=outcome.key,
            disposition=outcome.disposition, agreed_at=outcome.agreed_at, words=outcome.words.strip() or None,
            remark=outcome.remark.strip() or None, advisor_phoned=outcome.advisor_phoned, dissatisfied=unhappy,
            no_case_reason=None if outcome.complaint else outcome.no_case_reason.strip() or None, **asked,
        ).execute()
    )  # fmt: skip
    case = _open_case(session, one, outcome, attempt)
    _follow(session, one, outcome, at)
    features = (*FEATURES, "complaints") if case else FEATURES
    return Saved(attempt, True, grievances, case, changed(*features, reference=one.reference))


def _asked(session: Session, version: Questionnaire, outcome: Outcome) -> dict[str, Any]:
    notes = {str(number): note.strip() for number, note in outcome.answer_notes.items() if note.strip()}
    return {
        "questionnaire": keep_version(session, version),
        "answers": as_stored(outcome.answers),
        "answer_notes": notes or None,
        "overall": overall(version, outcome.answers),
    }


def _open_case(session: Session, one: Candidate, outcome: Outcome, attempt: int) -> str | None:
    new = outcome.complaint
    if new is None:
        return None
    key = new.idempotency_key or f"call {outcome.key}"
    linked = replace(new, attempt_id=attempt, vin=new.vin or one.vin, idempotency_key=key)
    return accept(session, linked).number


def _follow(session: Session, one: Candidate, outcome: Outcome, at: datetime) -> None:
    """All that a stored attempt changes around it."""
    label = DISPOSITION_LABELS[outcome.disposition]
    if outcome.disposition in NUMBER_INVALID:
        store_correction(session, one.file_id, label, one.callback_id, at)
    if outcome.do_not_call:
        set_do_not_call(session, one.file_id, at)
    if (outcome.answers or outcome.answer_notes) and outcome.disposition != "completed":
        keep_draft(session, one.callback_id, outcome.as_draft())
    else:
        forget_draft(one.callback_id)
    _FREE.run(callback=one.callback_id)
    restand(session, [one.callback_id])
    record_deed(session, "call", ENTITY, one.callback_id, file_id=one.file_id, new=label)
