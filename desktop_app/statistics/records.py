"""The records behind a number of a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from db import Attempt, Callback, Staff, VehicleFile
from db.connection import rows
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.statistics.cohort import Cohort, as_moment


@dataclass(frozen=True, slots=True)
class Record:
    """One record that a number counts, as the list under a report shows it.

    ``reference`` is the 协议号, 工单号, case number or VIN; ``file_id`` opens the vehicle file (None: none linked);
    ``person`` is the consultant, advisor or receiver; ``event_on`` the delivery, hand-over or acceptance;
    ``outcome`` how the last attempt ended, or the state of a case, in words.
    """

    reference: str
    file_id: int | None
    customer: str
    person: str = ""
    event_on: date | None = None
    last_at: datetime | None = None
    outcome: str = ""
    tries: int | None = None
    model: str = ""
    remark: str = ""


def callback_records(cohort: Cohort, *conditions: Any) -> tuple[Record, ...]:
    """The cohort's callbacks that meet every condition, by event date; must run connected."""
    standing = cohort.standing
    found = rows(
        Callback.select(
            Callback.reference,
            Callback.file,
            VehicleFile.name,
            Staff.name,
            Callback.event_on,
            standing.last_at,
            standing.last,
            standing.tries,
            VehicleFile.model,
            Attempt.remark,
        )
        .join(VehicleFile)
        .join(Staff, JOIN.LEFT_OUTER, on=(Callback.person == Staff.id))
        .join(
            Attempt,
            JOIN.LEFT_OUTER,
            on=(Attempt.callback == Callback.id) & (Attempt.at == standing.last_at),
        )
        .where(cohort.condition, *conditions)
        .order_by(Callback.event_on, Callback.reference)
    )
    return tuple(
        Record(
            reference=row[0],
            file_id=row[1],
            customer=row[2],
            person=row[3] or "",
            event_on=row[4],
            last_at=as_moment(row[5]),
            outcome=DISPOSITION_LABELS.get(row[6], ""),
            tries=row[7],
            model=row[8] or "",
            remark=row[9] or "",
        )
        for row in found
    )
