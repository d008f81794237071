"""Corrections of customer data as seen at a moment: what was wrong, how far each has come, what was found."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, NamedTuple

from peewee import JOIN, fn

from db import Callback, Correction, VehicleFile
from db.connection import rows
from desktop_app.archive.corrections import STATE_LABELS, State
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.statistics.cohort import as_moment, standing_at

STATES: tuple[State, ...] = ("sent", "corrected", "returned", "confirmed")
STEPS = tuple(f"{state}_at" for state in STATES)


class Mending(NamedTuple):
    """A correction with the customer it is about; what it says of later than the clock is left out."""

    id: int
    callback: int | None
    vin: str
    name: str
    phone: str | None
    landline: str | None
    address: str | None
    mailing_address: str | None
    reason: str
    opened_by: str
    department: str | None
    sent_at: datetime | None
    corrected_at: datetime | None
    returned_at: datetime | None
    confirmed_at: datetime | None
    found_name: str | None
    found_phone: str | None
    found_other_phone: str | None
    remark: str | None
    last_at: datetime | None
    last: str | None

    @property
    def state(self) -> str:
        """The step that was taken last, in words."""
        taken = [(at, place) for place, name in enumerate(STEPS) if (at := getattr(self, name))]
        label = STATE_LABELS[STATES[max(taken)[1]] if taken else "opened"]
        return (
            f"{label}（{self.department}）" if taken and self.department and not self.confirmed_at else label
        )


def of_callbacks(callbacks: Any, now: datetime) -> dict[int | None, Mending]:
    """The newest correction of each callback of a select of row numbers; must run connected."""
    opened = Correction.callback.in_(callbacks) & (Correction.opened_at <= now)
    return {one.callback: one for one in _read(opened, now)}


def others(start: date, end: date, now: datetime) -> list[Mending]:
    """The corrections opened in a period or still open at its end, by VIN; must run connected.

    Left out are those of a callback whose number is still wrong: 表4 lists that callback itself.
    """
    first = datetime.combine(start, time.min)
    last = min(datetime.combine(end, time.max), now)
    unfinished = Correction.confirmed_at.is_null() | (Correction.confirmed_at > last)
    of_period = (Correction.opened_at <= last) & ((Correction.opened_at >= first) | unfinished)
    listed = fn.COALESCE(standing_at(now).last, "").in_(sorted(NUMBER_INVALID))
    apart = Correction.callback.is_null() | ~listed
    return sorted(_read(of_period & apart, now), key=lambda one: (one.vin, one.id))


def _read(condition: Any, now: datetime) -> list[Mending]:
    one, file, standing = Correction, VehicleFile, standing_at(now)
    found = rows(
        one.select(
            one.id, one.callback, file.vin, file.name, file.phone, file.landline, file.address, file.mailing_address,
            one.reason, one.opened_by, one.department, one.sent_at, one.corrected_at, one.returned_at,
            one.confirmed_at, one.found_name, one.found_phone, one.found_other_phone, one.remark,
            standing.last_at, standing.last,
        )
        .join(file)
        .switch(one)
        .join(Callback, JOIN.LEFT_OUTER)
        .where(condition)
        .order_by(one.opened_at, one.id)
    )  # fmt: skip
    return [_seen(Mending(*row), now) for row in found]


def _seen(one: Mending, now: datetime) -> Mending:
    """Without what lies later than the clock."""
    corrected_at, confirmed_at = _until(one.corrected_at, now), _until(one.confirmed_at, now)
    one = one._replace(
        sent_at=_until(one.sent_at, now),
        corrected_at=corrected_at,
        returned_at=_until(one.returned_at, now),
        confirmed_at=confirmed_at,
        last_at=as_moment(one.last_at),
    )
    if corrected_at or confirmed_at:
        return one
    return one._replace(found_name=None, found_phone=None, found_other_phone=None)


def _until(at: datetime | None, now: datetime) -> datetime | None:
    return at if at and at <= now else None
