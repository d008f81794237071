"""Follow-up calls (再次回访) for the worklist: which cases have a result and wait for the customer's word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import fn

from db import Complaint, ComplaintStep
from db.connection import rows
from db.prepared import Prepared, slot
from desktop_app.archive.masking import phone_for
from desktop_app.complaints.clocks import FOLLOW_UP_WITHIN, follow_up_from
from desktop_app.complaints.course import TRANSITIONS
from desktop_app.complaints.listing import WAITING, unsettled_at
from desktop_app.complaints.reading import read_standings
from desktop_app.complaints.standing import Standing
from desktop_app.session import Session, require

_CASE, _STEP = Complaint, ComplaintStep
_COLUMNS = (
    _CASE.id, _CASE.accepted_at, _CASE.number, _CASE.vin, _CASE.model, _CASE.accused, _CASE.first_receiver,
    _CASE.customer_name, _CASE.phone, _CASE.landline, _CASE.caller_name, _CASE.caller_phone,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One follow-up call: whom to call, from which day, and when it is overdue (48 h after the result).

    ``name`` and ``phone`` are those of who called, else of the customer. ``checked`` says whether the desk has
    checked the result, which the call waits for.
    """

    number: str
    vin: str | None
    name: str
    phone: str | None
    model: str | None
    due_at: datetime
    round: int
    due_from: date
    checked: bool
    accused: str | None
    """The person complained about, who must not make the call."""
    received_by: str
    """The account that accepted the case (首接人)."""


def follow_ups(session: Session, on: date) -> tuple[FollowUp, ...]:
    """The follow-up calls that stand in the worklist of a day, as seen by the clock, those due first first."""
    require(session, "see")
    found = due_follow_ups(session, on)
    return tuple(replace(one, phone=phone_for(session, one.phone)) for one in found)


def due_follow_ups(session: Session, on: date) -> tuple[FollowUp, ...]:
    """The same for other rules, phones in full: calls of one customer are told by them."""
    with session.connected():
        ids = [case_id for (case_id,) in _REPORTED.rows(now=session.now())]
        if not ids:
            return ()
        records = rows(_CASE.select(*_COLUMNS).where(_CASE.id.in_(ids)))
        accepted = {row[0]: row[1] for row in records}
        standings = read_standings(_CASE.select(_CASE.id).where(_CASE.id.in_(ids)), accepted, session.now())
    found = (_follow_up(standings[case_id], *values) for case_id, _, *values in records)
    listed = [one for one in found if one is not None and one.due_from <= on]
    return tuple(sorted(listed, key=lambda one: (one.due_at, one.number)))


def _reported() -> Any:
    """Unsettled cases with a result in some round; only they can wait for a follow-up call, and they are few."""
    verbs = [verb for verb, moves in TRANSITIONS.items() if any(to == "reported" for _, to in moves)]
    result = (_STEP.complaint == _CASE.id) & _STEP.verb.in_(verbs) & (_STEP.at <= slot("now"))
    return _CASE.select(_CASE.id).where(
        unsettled_at(slot("now")), fn.EXISTS(_STEP.select(_STEP.id).where(result))
    )


_REPORTED = Prepared(_reported)


def _follow_up(
    standing: Standing, number: str, vin: str | None, model: str | None, accused: str | None, receiver: str,
    customer: str, phone: str | None, landline: str | None, caller: str, caller_phone: str | None,
) -> FollowUp | None:  # fmt: skip
    reported_at = standing.round.reported_at
    if standing.state not in WAITING or reported_at is None:
        return None
    return FollowUp(
        number=number,
        vin=vin,
        name=(caller or customer) if caller_phone else (customer or caller),
        phone=caller_phone or phone or landline,
        model=model,
        due_at=reported_at + FOLLOW_UP_WITHIN,
        round=standing.round.number,
        due_from=follow_up_from(reported_at),
        checked=standing.state == "checked",
        accused=accused,
        received_by=receiver,
    )
