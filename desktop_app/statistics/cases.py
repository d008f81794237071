"""The cases accepted in a period with all that 概览 and the complaint report count of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from db import Cause, Compensation, Complaint, ComplaintStep, Promise
from db.connection import rows
from desktop_app.complaints.clocks import Clock
from desktop_app.complaints.reading import read_promise_clocks, read_standings
from desktop_app.complaints.standing import Standing
from desktop_app.session import Session
from desktop_app.statistics.records import Record

_CASE = Complaint
_COLUMNS: dict[str, Any] = {
    "id": _CASE.id, "number": _CASE.number, "accepted_at": _CASE.accepted_at, "channel": _CASE.channel,
    "again": _CASE.again, "repeat_of": _CASE.repeat_of, "cause": Cause.code, "cause_name": Cause.name,
    "party": _CASE.responsible_party, "department": _CASE.department, "model": _CASE.model,
    "avoidable": _CASE.avoidable, "file_id": _CASE.file, "customer_name": _CASE.customer_name,
    "caller_name": _CASE.caller_name, "receiver": _CASE.first_receiver, "demands": _CASE.demands,
    "regulator_due_on": _CASE.regulator_due_on,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """One case: how it is classed, and where its steps have brought it by the clock.

    Classes such as cause and department are the ones recorded now; steps, clocks and what was given are those of
    the clock's moment. ``satisfied`` is the last follow-up call's result, None without one; ``given`` holds what
    the customer got: kind and cost in fen.
    """

    number: str
    accepted_at: datetime
    channel: str
    again: bool
    repeated: bool
    """Whether it is a repeat call (再电) about an earlier case."""
    cause: str
    cause_name: str
    party: str
    department: str | None
    model: str | None
    avoidable: bool | None
    file_id: int | None
    customer: str
    receiver: str
    demands: str
    standing: Standing
    clocks: tuple[Clock, ...]
    satisfied: bool | None
    given: tuple[tuple[str, int], ...]

    def record(self) -> Record:
        """The case as a line of the list under a number."""
        return Record(
            self.number,
            self.file_id,
            self.customer,
            person=self.receiver,
            event_on=self.accepted_at.date(),
            last_at=self.standing.contacted_at,
            outcome=self.standing.label,
            model=self.model or "",
            remark=self.demands,
        )


def cases_of(session: Session, start: date, end: date) -> tuple[CaseFacts, ...]:
    """The cases accepted from ``start`` to ``end`` as the session's clock sees them, by number."""
    now = session.now()
    last = min(datetime.combine(end, time.max), now)
    wanted = _CASE.accepted_at.between(datetime.combine(start, time.min), last)
    ids = _CASE.select(_CASE.id).where(wanted)
    with session.connected():
        query = _CASE.select(*_COLUMNS.values()).join(Cause).where(wanted).order_by(_CASE.number)
        found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows(query)]
        standings = read_standings(ids, {one["id"]: one["accepted_at"] for one in found}, now)
        promised = read_promise_clocks(Promise.complaint.in_(ids), now)
        satisfied, given = _satisfied(ids, now), _given(ids, now)
    return tuple(
        _facts(
            one,
            standings[one["id"]],
            promised.get(one["id"], ()),
            satisfied.get(one["id"]),
            given.get(one["id"], ()),
        )
        for one in found
    )


def _facts(
    one: dict[str, Any],
    standing: Standing,
    promised: Iterable[Clock],
    satisfied: bool | None,
    given: tuple[tuple[str, int], ...],
) -> CaseFacts:
    return CaseFacts(
        number=one["number"],
        accepted_at=one["accepted_at"],
        channel=one["channel"],
        again=one["again"],
        repeated=one["repeat_of"] is not None,
        cause=one["cause"],
        cause_name=one["cause_name"],
        party=one["party"],
        department=one["department"] or None,
        model=one["model"] or None,
        avoidable=one["avoidable"],
        file_id=one["file_id"],
        customer=one["customer_name"] or one["caller_name"],
        receiver=one["receiver"],
        demands=one["demands"] or "",
        standing=standing,
        clocks=standing.clocks(promised, one["regulator_due_on"]),
        satisfied=satisfied,
        given=given,
    )


def _satisfied(ids: Any, now: datetime) -> dict[int, bool | None]:
    """The last result of a follow-up call that reached the customer, by case."""
    step = ComplaintStep
    query = (
        step.select(step.complaint, step.detail)
        .where(step.complaint.in_(ids), step.verb == "follow_up", step.at <= now)
        .order_by(step.at, step.id)
    )
    results = ((case, detail.get("satisfied")) for case, detail in rows(query))
    return {case: result for case, result in results if result is not None}


def _given(ids: Any, now: datetime) -> dict[int, tuple[tuple[str, int], ...]]:
    """What was given and not declined, by case."""
    table = Compensation
    kept = table.declined_at.is_null() | (table.declined_at > now)
    query = (
        table.select(table.complaint, table.kind, table.cost_fen)
        .where(table.complaint.in_(ids), table.at <= now, kept)
        .order_by(table.at, table.id)
    )
    found: dict[int, tuple[tuple[str, int], ...]] = {}
    for case, kind, cost_fen in rows(query):
        found[case] = (*found.get(case, ()), (kind, cost_fen))
    return found
