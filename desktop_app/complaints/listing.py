"""The case list: every case with its colour, what it waits for and its next deadline, as of the clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from peewee import Expression, fn

from db import Cause, Complaint
from db import Promise as PromiseRecord
from db.connection import rows
from desktop_app.complaints.clocks import Clock, Colour
from desktop_app.complaints.course import STATE_LABELS, State
from desktop_app.complaints.reading import read_promise_clocks, read_standings
from desktop_app.complaints.standing import Standing
from desktop_app.complaints.words import first_words
from desktop_app.session import Session, require

EXCERPT_LENGTH = 80
"""Characters of the customer's words that a row of the list carries."""

_CASE = Complaint
_COLUMNS: dict[str, Any] = {
    "id": _CASE.id, "number": _CASE.number, "grade": _CASE.grade, "escalated": _CASE.escalated,
    "accepted": _CASE.accepted_at, "closed_at": _CASE.closed_at, "round": _CASE.round,
    "customer": _CASE.customer_name, "caller": _CASE.caller_name, "model": fn.COALESCE(_CASE.model, ""),
    "vin": _CASE.vin, "department": fn.COALESCE(_CASE.department, ""), "owner": _CASE.owner, "cause": Cause.code,
    "cause_name": Cause.name, "regulator_due_on": _CASE.regulator_due_on, "repeat_of": _CASE.repeat_of,
    "words": fn.SUBSTR(fn.COALESCE(first_words(_CASE), ""), 1, EXCERPT_LENGTH),
}  # fmt: skip
_SHARED = ("number", "accepted", "model", "vin", "department", "owner", "cause", "cause_name", "words")
WAITING: tuple[State, ...] = ("reported", "checked")
"""States in which there is a result and the follow-up call is to come."""
_RANK = {"red": 0, "yellow": 1, "white": 2}


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What the list shows; blanks show everything. ``start`` and ``end`` are days of acceptance, both included."""

    grade: str = ""
    cause: str = ""
    department: str = ""
    model: str = ""
    start: date | None = None
    end: date | None = None
    closed_only: bool = False
    follow_up_only: bool = False
    """Only those that wait for their follow-up call (待再次回访)."""
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case of the list. ``clock_runs`` is False once the customer was contacted: the colour is frozen."""

    number: str
    grade: str
    accepted: datetime
    colour: Colour
    step: State
    next_deadline: datetime | None
    round: int
    customer: str
    model: str
    words: str
    department: str
    clock_runs: bool
    step_label: str
    next_clock: Clock | None
    """The clock behind ``next_deadline``."""
    escalated: bool
    cause: str
    cause_name: str
    owner: str | None
    """The account that answers for it; None: the CR manager."""
    vin: str | None
    closed_at: datetime | None
    rung_due: str | None
    """应上报: the rung that a missed deadline asks for."""
    for_manager: bool
    """A repeat call (再电) that the CR manager has not looked at yet."""

    @property
    def waits_for_follow_up(self) -> bool:
        """Whether there is a result, and the follow-up call has yet to be made."""
        return self.step in WAITING


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of open cases; red and yellow are of running clocks only."""

    open: int
    red: int
    yellow: int
    follow_up: int


def case_list(
    session: Session, open_only: bool = False, filters: CaseFilter | None = None
) -> tuple[CaseRow, ...]:
    """The cases accepted up to the clock: running clocks first (red, yellow, white), frozen ones, closed ones last.

    Within these, the next deadline decides; of closed ones, the last closed comes first.
    """
    require(session, "see")
    wanted = filters or CaseFilter()
    with session.connected():
        found = [] if wanted.closed_only else _open_rows(session, wanted)
        if not open_only and not wanted.follow_up_only:
            found += _closed_rows(session, wanted)
    if open_only or wanted.follow_up_only:
        found = [row for row in found if row.step != "closed"]
    if wanted.follow_up_only:
        found = [row for row in found if row.waits_for_follow_up]
    return tuple(sorted(found, key=_order)[: wanted.limit])


def counts(session: Session) -> Counts:
    """What status line and tray show."""
    require(session, "see")
    listed = case_list(session, open_only=True)
    running = [row.colour for row in listed if row.clock_runs]
    follow_up = sum(row.waits_for_follow_up for row in listed)
    return Counts(len(listed), running.count("red"), running.count("yellow"), follow_up)


def unsettled(session: Session) -> Expression:
    """Cases accepted by the clock that are open, or were closed only later; a few of them may turn out closed.

    The few are looked up by their closing, or SQLite walks through every case there ever was.
    """
    return unsettled_at(session.now())


def unsettled_at(now: Any) -> Expression:
    """The same at a moment."""
    case = Complaint.alias()
    still_open = case.select(case.id).where(case.closed_at.is_null())
    closed_later = case.select(case.id).where(case.closed_at > now)
    found: Expression = _CASE.id.in_(still_open.union_all(closed_later)) & (_CASE.accepted_at <= now)
    return found


def _open_rows(session: Session, wanted: CaseFilter) -> list[CaseRow]:
    condition, now = unsettled(session) & _condition(wanted), session.now()
    records = _records(condition)
    ids = _CASE.select(_CASE.id).join(Cause).where(condition)
    standings = read_standings(ids, {record["id"]: record["accepted"] for record in records}, now)
    promised = read_promise_clocks(PromiseRecord.complaint.in_(ids), now)
    return [_row(one, standings[one["id"]], promised.get(one["id"], ()), now) for one in records]


def _closed_rows(session: Session, wanted: CaseFilter) -> list[CaseRow]:
    condition = (_CASE.closed_at <= session.now()) & _condition(wanted)
    return [_closed_row(record) for record in _records(condition, wanted.limit)]


def _condition(wanted: CaseFilter) -> Any:
    condition: Any = _CASE.id > 0
    if wanted.grade:
        condition &= _CASE.grade == wanted.grade
    if wanted.cause:
        condition &= Cause.code == wanted.cause
    if wanted.department:
        condition &= _CASE.department == wanted.department
    if wanted.model:
        condition &= _CASE.model == wanted.model
    return condition & _accepted_between(wanted.start, wanted.end)


def _accepted_between(start: date | None, end: date | None) -> Any:
    """Days of acceptance, looked up before anything else: a month is few cases of many years'."""
    if start is None and end is None:
        return _CASE.id > 0
    case = Complaint.alias()
    first = datetime.combine(start or date.min, time.min)
    last = datetime.combine(end or date.max, time(23, 59, 59))
    return _CASE.id.in_(case.select(case.id).where(case.accepted_at.between(first, last)))


def _records(condition: Any, limit: int | None = None) -> list[dict[str, Any]]:
    query = _CASE.select(*_COLUMNS.values()).join(Cause).where(condition)
    ordered = query.order_by(_CASE.closed_at.desc(), _CASE.id.desc()).limit(limit)
    return [dict(zip(_COLUMNS, values, strict=True)) for values in rows(ordered)]


def _row(record: dict[str, Any], standing: Standing, promised: Iterable[Clock], now: datetime) -> CaseRow:
    clocks = standing.clocks(promised, record["regulator_due_on"])
    upcoming = standing.next_clock(clocks)
    return _case_row(
        record,
        grade=standing.grade,
        colour=standing.colour(now),
        step=standing.state,
        next_deadline=upcoming.deadline if upcoming else None,
        round=standing.round.number,
        clock_runs=standing.clock_runs,
        step_label=standing.label,
        next_clock=upcoming,
        escalated=standing.escalated,
        closed_at=standing.closed_at,
        rung_due=standing.rung_due(clocks, now),
        for_manager=standing.waits_for_manager(repeated=record["repeat_of"] is not None),
    )


def _closed_row(record: dict[str, Any]) -> CaseRow:
    """A case that stays closed up to the clock needs none of its steps."""
    return _case_row(
        record,
        grade=record["grade"],
        colour="grey",
        step="closed",
        next_deadline=None,
        round=record["round"],
        clock_runs=False,
        step_label=STATE_LABELS["closed"],
        next_clock=None,
        escalated=record["escalated"],
        closed_at=record["closed_at"],
        rung_due=None,
        for_manager=False,
    )


def _case_row(record: dict[str, Any], **derived: Any) -> CaseRow:
    return CaseRow(
        **{name: record[name] for name in _SHARED},
        customer=record["customer"] or record["caller"],
        **derived,
    )


def _order(row: CaseRow) -> tuple[int, datetime, str]:
    if row.closed_at is not None:
        return 4, datetime.min + (datetime.max - row.closed_at), row.number
    return _RANK[row.colour] if row.clock_runs else 3, row.next_deadline or datetime.max, row.number
