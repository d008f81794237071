"""Reading cases out of the records: a case's columns with its steps, and the standings of many at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from peewee import Expression, ModelSelect

from db import Complaint, ComplaintStep, Promise
from db.connection import first, rows
from desktop_app.complaints.clocks import Clock
from desktop_app.complaints.standing import Standing, Step, stand
from desktop_app.problems import Refused
from desktop_app.session import Session

COLUMNS: tuple[str, ...] = tuple(field.name for field in Complaint._meta.sorted_fields)
_STEP = ComplaintStep
_STEP_COLUMNS = (
    _STEP.complaint, _STEP.verb, _STEP.round, _STEP.state, _STEP.at, _STEP.recorded_at, _STEP.account, _STEP.person,
    _STEP.said, _STEP.detail,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Subject:
    """One case as stored (``columns``: every column by name, foreign keys as row numbers) and as it stands."""

    id: int
    number: str
    columns: Mapping[str, Any]
    steps: tuple[Step, ...]
    standing: Standing

    @property
    def file_id(self) -> int | None:
        """The vehicle file it is linked to."""
        found: int | None = self.columns["file"]
        return found

    @property
    def caller(self) -> str:
        """Who called (投诉人): the customer, unless someone else did."""
        return str(self.columns["caller_name"] or self.columns["customer_name"])


def read_subject(session: Session, number: str, *, until: datetime | None) -> Subject:
    """The case of that number with the steps up to ``until`` (None: all there are); connected.

    Raises Refused when there is no such case, or it was accepted later than ``until``.
    """
    wanted = number.strip().upper()
    found = first(Complaint.select().where(Complaint.number == wanted))
    columns = dict(zip(COLUMNS, found or (), strict=False))
    if found is None or (until is not None and columns["accepted_at"] > until):
        raise Refused(f"没有编号为“{number}”的案例，请核对编号。", field="number")
    steps = tuple(step for _, step in _steps(_STEP.complaint == columns["id"], until))
    return Subject(columns["id"], wanted, columns, steps, stand(columns["accepted_at"], steps))


def read_standings(
    cases: ModelSelect[Complaint], accepted: Mapping[int, datetime], until: datetime
) -> dict[int, Standing]:
    """Where the cases of a select of row numbers stand at ``until``; connected.

    ``accepted`` gives each of them its time of acceptance.
    """
    by_case = groupby(_steps(_STEP.complaint.in_(cases), until), key=lambda pair: pair[0])
    steps = {case: [step for _, step in pairs] for case, pairs in by_case}
    return {case: stand(at, steps.get(case, ())) for case, at in accepted.items()}


def read_promise_clocks(condition: Expression, until: datetime) -> dict[int, tuple[Clock, ...]]:
    """The clocks of the promises that meet a condition, by case, as seen at ``until``; connected."""
    query = (
        Promise.select(Promise.complaint, Promise.made_at, Promise.due_at, Promise.kept_at, Promise.broken_at)
        .where(condition, Promise.made_at <= until)
        .order_by(Promise.complaint, Promise.due_at)
    )
    found: dict[int, tuple[Clock, ...]] = {}
    for case, made_at, due_at, kept_at, broken_at in rows(query):
        clock = Clock("promise", 1, made_at, due_at, seen(kept_at, until), seen(broken_at, until))
        found[case] = (*found.get(case, ()), clock)
    return found


def seen(moment: datetime | None, until: datetime) -> datetime | None:
    """The moment, unless it lies later than the clock."""
    return moment if moment is not None and moment <= until else None


def _steps(condition: Expression, until: datetime | None) -> Iterator[tuple[int, Step]]:
    query = _STEP.select(*_STEP_COLUMNS).where(condition)
    if until is not None:
        query = query.where(_STEP.at <= until)
    for case, *values in rows(query.order_by(_STEP.complaint, _STEP.at, _STEP.id)):
        yield case, Step(*values)
