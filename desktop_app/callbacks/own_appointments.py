"""The calls that one has agreed to make at a time: what a reminder is told by."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import NamedTuple

from peewee import fn

from db import Attempt, Callback, VehicleFile
from db.connection import rows
from desktop_app.callbacks.standing import KEPT_APPOINTMENT_DAYS
from desktop_app.session import Session, require


class OwnAppointment(NamedTuple):
    """A call agreed on and not made since: which, with whom, and for when."""

    callback_id: int
    reference: str
    name: str
    at: datetime


def own_appointments(session: Session) -> tuple[OwnAppointment, ...]:
    """The appointments of the person signed in, up to the end of today, in order of time.

    Those missed are among them as long as the list keeps them. An appointment is whose last attempt agreed on it.
    """
    require(session, "see")
    today = session.today()
    oldest = datetime.combine(today - timedelta(days=KEPT_APPOINTMENT_DAYS), time())
    newest = Attempt.alias()
    last = newest.select(fn.MAX(newest.at)).where(newest.callback == Callback.id)
    waiting = Callback.closed_at.is_null() & VehicleFile.do_not_call_at.is_null()
    wanted = Callback.agreed_at.between(oldest, datetime.combine(today, time.max))
    mine = (Attempt.caller == session.person.name) & (Attempt.at == last)
    query = (
        Callback.select(Callback.id, Callback.reference, VehicleFile.name, Callback.agreed_at)
        .join(VehicleFile)
        .join_from(Callback, Attempt, on=Attempt.callback == Callback.id)
        .where(waiting & wanted & mine)
        .order_by(Callback.agreed_at, Callback.id)
    )
    with session.connected():
        return tuple(OwnAppointment(*found) for found in rows(query))
