"""The day's list: whom to call, in which order, and why (回访名单)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from db import Staff, VehicleFile
from db.bulk import among
from db.connection import rows
from db.prepared import Prepared
from desktop_app import settings
from desktop_app.archive.masking import phone_for, sees_phones
from desktop_app.callbacks import care_calls
from desktop_app.callbacks.candidates import Candidate, candidates
from desktop_app.callbacks.care_scene import scene_of
from desktop_app.callbacks.claims import Held, claims_held
from desktop_app.callbacks.drafts import Begun, drafted
from desktop_app.callbacks.events import attempts_of
from desktop_app.callbacks.history import Try
from desktop_app.callbacks.reasons import Written, follow_up_reason, low_score_reason, reason_of
from desktop_app.callbacks.sms_replies import OpenReply, low_scores
from desktop_app.callbacks.sms_written import written_about
from desktop_app.callbacks.standing import Facts, Standing, rules_of, stand
from desktop_app.callbacks.together import side_by_side
from desktop_app.complaints.follow_ups import FollowUp, due_follow_ups
from desktop_app.session import Session, require

RANKS = {"appointment": 0, "overdue": 1, "due": 1, "open": 2, "sms": 3, "complaint": 4, "care": 5}
"""The order of the groups; overdue and due callbacks stand together by their last day."""
Part = Literal["calls", "care"]
PARTS: tuple[Part, ...] = ("calls", "care")
"""What a list is read in: callbacks, follow-up calls and low SMS scores; the care reminders."""
ABOUT = {"courtesy": "service"}
"""A third contact after service is about the same hand-over."""
APPOINTMENT_KEPT_FOR = timedelta(minutes=30)
"""How long after its time an appointment is left to the one who made it."""

LOW_SCORE_WITHIN = timedelta(hours=24)
"""By when somebody speaks with a customer who scored low by SMS: the first contact's time of an ordinary complaint."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the list; None where a value means nothing.

    ``kind`` is what the call is about (sales service complaint care), ``group`` why it is here. ``day`` counts from the
    delivery or hand-over, ``tries`` the failed ones so far. Tasks of one customer share ``together`` and follow
    each other. ``appointment_of`` is whose appointment it is until half an hour after its time, ``agreed_by`` who
    made it, whatever the time; ``claimed_by`` is calling just now. ``draft`` is whether a call was left half-way,
    ``draft_of`` who typed in it last, ``parked_at`` when it was put aside for anyone. ``last_at`` is the last
    attempt, ``deadline`` when a follow-up call of a case is overdue and ``received_by`` who accepted that case.
    ``advisor`` is the consultant or advisor of the event. Of a care row ``ref`` is the VIN, the window is that of
    its reminders, ``day`` counts from its first day, and ``about_on`` is the earliest day that it is about.
    ``reply_id`` is an SMS score below 6 that asks for a case or a reason.
    """

    kind: str
    ref: str
    vin: str | None
    name: str
    due_from: date | None
    due_to: date | None
    day: int | None
    tries: int | None
    group: str
    reason: str
    together: int | None = None
    phone: str | None = None
    model: str | None = None
    plate: str | None = None
    file_id: int | None = None
    callback_id: int | None = None
    agreed_at: datetime | None = None
    appointment_of: str | None = None
    claimed_by: str | None = None
    draft: bool = False
    last_at: datetime | None = None
    deadline: datetime | None = None
    about_on: date | None = None
    reply_id: int | None = None
    draft_of: str | None = None
    parked_at: datetime | None = None
    agreed_by: str | None = None
    received_by: str | None = None
    advisor: str | None = None


def worklist(
    session: Session, on: date | None = None, parts: frozenset[Part] = frozenset(PARTS)
) -> tuple[Entry, ...]:
    """The calls of a day in the department's order (section 2).

    Without ``on`` it is the list of this moment; with it, that day's at the clock's time of day. A day gone by
    shows what was known then. A day to come shows what will stand on it if nothing happens before. ``parts`` may
    leave out the care reminders, which take longer to find, or all but them; ``in_order`` joins both.
    """
    require(session, "see")
    then = session.at(moment_of(session, on))
    found: list[Entry] = []
    with session.connected():
        values = settings.get_all(then)
        for part in (one for one in PARTS if one in parts):
            found += _READERS[part](then, values)
    listed = in_order(found)
    if sees_phones(session):
        return listed
    return tuple(replace(entry, phone=phone_for(session, entry.phone)) for entry in listed)


def moment_of(session: Session, on: date | None) -> datetime:
    """The moment that a list of the day ``on`` is taken at: that day, at the clock's time of day."""
    now = session.now()
    return now if on is None else datetime.combine(on, now.time())


def counts_by_group(entries: Iterable[Entry]) -> dict[str, int]:
    """How many rows each group has, in the order of the list; groups without rows have 0."""
    counted = Counter(entry.group for entry in entries)
    return {group: counted[group] for group in RANKS}


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the rows of one list share: the moment, and what is going on at the phones."""

    now: datetime
    claims: dict[int, Held]
    drafts: dict[int, Begun]
    written: dict[int, Written]
    staff: dict[int, str]


def _calls(session: Session, values: dict[str, Any]) -> list[Entry]:
    cases = [_follow_up(one, session.now()) for one in due_follow_ups(session, session.today())]
    replies = [_low_score(one, session.now()) for one in low_scores(session.now())]
    return [*_callbacks(session, values), *cases, *replies]


def _callbacks(session: Session, values: dict[str, Any]) -> list[Entry]:
    now, rules = session.now(), rules_of(values)
    standings = ((one, stand(one.facts, now.date(), rules)) for one in candidates(now, rules))
    listed = [(one, standing) for one, standing in standings if standing.listed]
    tried = attempts_of(one.callback_id for one, _ in listed if one.tries and not one.tried)
    written = written_about([one.callback_id for one, standing in listed if standing.group == "sms"], now)
    desk = _Desk(now, claims_held(now, values["claim_minutes"]), drafted(session), written, _staff())
    return [
        _entry(one, standing, one.tried or tried.get(one.callback_id, ()), desk) for one, standing in listed
    ]


def _entry(one: Candidate, standing: Standing, tried: Sequence[Try], desk: _Desk) -> Entry:
    facts, today = one.facts, desk.now.date()
    held, begun = desk.claims.get(one.callback_id), desk.drafts.get(one.callback_id)
    return Entry(
        kind=ABOUT.get(one.kind, one.kind),
        ref=one.reference,
        vin=one.vin,
        name=one.name,
        due_from=facts.first_on,
        due_to=facts.last_on,
        day=(today - facts.event_on).days,
        tries=facts.failed_tries,
        group=str(standing.group),
        reason=reason_of(one, standing, today, tried, desk.written.get(one.callback_id)),
        phone=one.number,
        model=one.model,
        plate=one.plate,
        file_id=one.file_id,
        callback_id=one.callback_id,
        agreed_at=facts.agreed_at,
        appointment_of=_appointment_of(facts, tried, desk.now),
        claimed_by=held.account if held else None,
        draft=begun is not None,
        last_at=facts.last_at,
        draft_of=begun.account if begun else None,
        parked_at=begun.at if begun and begun.parked else None,
        agreed_by=tried[-1].caller if facts.agreed_at and tried else None,
        advisor=desk.staff.get(one.person_id or 0),
    )


def _staff() -> dict[int, str]:
    return dict(_STAFF.rows())


_STAFF = Prepared(lambda: Staff.select(Staff.id, Staff.name))


def _appointment_of(facts: Facts, tried: Sequence[Try], now: datetime) -> str | None:
    if facts.agreed_at and tried and now < facts.agreed_at + APPOINTMENT_KEPT_FOR:
        return tried[-1].caller
    return None


def _follow_up(one: FollowUp, now: datetime) -> Entry:
    return Entry(
        kind="complaint",
        ref=one.number,
        vin=one.vin,
        name=one.name,
        due_from=one.due_from,
        due_to=one.due_at.date(),
        day=None,
        tries=None,
        group="complaint",
        reason=follow_up_reason(one.round, one.due_at, checked=one.checked, now=now),
        phone=one.phone,
        model=one.model,
        deadline=one.due_at,
        received_by=one.received_by,
    )


def _low_score(one: OpenReply, now: datetime) -> Entry:
    return Entry(
        kind=ABOUT.get(one.kind or "", one.kind or "service"),
        ref=one.reference or one.number,
        vin=one.vin,
        name=one.name,
        due_from=one.at.date(),
        due_to=(one.at + LOW_SCORE_WITHIN).date(),
        day=None,
        tries=None,
        group="complaint",
        reason=low_score_reason(one.score or 0, one.text, one.at, now),
        phone=one.number,
        model=one.model,
        plate=one.plate,
        file_id=one.file_id,
        deadline=one.at + LOW_SCORE_WITHIN,
        reply_id=one.id,
    )


def _care_rows(session: Session, values: dict[str, Any]) -> list[Entry]:
    calls = care_calls.calls_of(scene_of(session, values=values))
    if not calls:
        return []
    cars = among(one.customer.file_id for one in calls)
    advisors = dict(
        rows(VehicleFile.select(VehicleFile.id, VehicleFile.last_advisor).where(VehicleFile.id.in_(cars)))
    )
    return [_care(one, session.today(), advisors.get(one.customer.file_id)) for one in calls]


def _care(one: care_calls.CareCall, today: date, advisor: str | None) -> Entry:
    customer = one.customer
    return Entry(
        kind="care",
        ref=customer.vin,
        vin=customer.vin,
        name=customer.name,
        due_from=one.lead_on,
        due_to=one.until,
        day=(today - one.lead_on).days,
        tries=None,
        group="care",
        reason=care_calls.reason_of(one, today),
        phone=customer.number,
        model=customer.model,
        plate=customer.plate,
        file_id=customer.file_id,
        about_on=one.due_on,
        advisor=advisor,
    )


def in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """In the department's order, except that a customer's tasks follow the first of them."""
    ordered = sorted(entries, key=_place)
    known_by = [(entry.vin, entry.phone) for entry in ordered]
    return tuple(
        ordered[position] if number is None else replace(ordered[position], together=number)
        for position, number in side_by_side(known_by)
    )


def _place(entry: Entry) -> tuple[Any, ...]:
    agreed = entry.agreed_at if entry.group == "appointment" else entry.due_to
    when = entry.deadline or entry.about_on or agreed
    return RANKS[entry.group], when, entry.tries or 0, entry.ref


_READERS: dict[Part, Callable[[Session, dict[str, Any]], list[Entry]]] = {
    "calls": _calls,
    "care": _care_rows,
}
