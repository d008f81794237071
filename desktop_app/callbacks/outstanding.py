"""待补处理: dissatisfied calls that came in by import and have neither a case nor a reason why there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from db import Attempt, Complaint
from db.connection import rows, scalar
from desktop_app.callbacks.made_calls import MadeCall, made_calls
from desktop_app.complaints.intake import accept
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

FEATURES = ("callbacks", "statistics")
SETTLED = "这次通话已经由别人处理了，请刷新。"


def outstanding(session: Session) -> tuple[MadeCall, ...]:
    """The calls to be dealt with, oldest first."""
    require(session, "see")
    with session.connected():
        return tuple(one for one in made_calls(session, _unexplained()) if one.case is None)


def give_reason(session: Session, attempt_ids: Iterable[int], reason: str) -> Changed:
    """Say of one or many calls why there is no case; Refused without a reason, or when one was settled meanwhile."""
    require(session, "callbacks")
    if not reason.strip():
        raise Refused("请写明不立案的原因。", field="reason")
    wanted = sorted(set(attempt_ids))
    with session.saving():
        _refuse_settled(wanted)
        for attempt in wanted:
            Attempt.update(no_case_reason=reason.strip()).where(Attempt.id == attempt).execute()
            record_deed(session, "no_case", "attempt", attempt, reason=reason.strip())
    return changed(*FEATURES)


def open_case_of(session: Session, attempt_id: int, new: NewComplaint) -> Changed:
    """Open a case for one of the calls; ``new`` is what the person filled in."""
    require(session, "callbacks")
    with session.saving():
        _refuse_settled([attempt_id])
        (call,) = made_calls(session, Attempt.id == attempt_id)
        key = new.idempotency_key or f"attempt {attempt_id}"
        made = accept(
            session, replace(new, attempt_id=attempt_id, vin=new.vin or call.vin, idempotency_key=key)
        )
    return changed(*FEATURES, "complaints", "archive", reference=made.number)


def _unexplained() -> object:
    return (Attempt.dissatisfied == True) & Attempt.no_case_reason.is_null()  # noqa: E712 the index's own words


def _refuse_settled(attempts: list[int]) -> None:
    open_ones = {
        one for (one,) in rows(Attempt.select(Attempt.id).where(_unexplained() & Attempt.id.in_(attempts)))
    }
    has_case = scalar(Complaint.select(Complaint.id).where(Complaint.attempt.in_(attempts)).limit(1))
    if open_ones != set(attempts) or has_case is not None:
        raise Refused(SETTLED)
