"""Invented cars, callbacks and attempts for the tests of this room, stored with few words."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from db import Attempt, Callback, Correction, Reopening, RepairOrder, Sale, SmsMessage, SmsReply, VehicleFile
from db.callbacks import month_number
from db.connection import first
from desktop_app.callbacks.restanding import restand
from desktop_app.session import Session

WINDOWS = {"sales": (7, 10), "service": (3, 7)}
_numbers = count(1)


def a_car(session: Session, **fields: Any) -> int:
    """A vehicle file of its own, with a phone of its own unless one is given."""
    number = next(_numbers)
    told = {
        "number": f"D{number:06}", "vin": f"LFMA{number:013}", "opened_at": session.now(), "name": f"沈佳{number}",
        "phone": f"138{number:08}", "model": "卡罗拉", "plate": f"皖N{number:05}",
    }  # fmt: skip
    return int(VehicleFile.insert(told | fields).execute())


def a_callback(
    session: Session, event_on: date, *, kind: str = "service", ref: str | None = None, car: int | None = None,
    **fields: Any,
) -> int:  # fmt: skip
    """A callback with the sale or repair order that it follows."""
    car = car or a_car(session)
    ref = ref or f"{'XS' if kind == 'sales' else 'WX'}{next(_numbers):06}"
    if kind == "sales":
        Sale.insert(reference=ref, file=car, delivered_on=event_on).execute()
    else:
        RepairOrder.insert(reference=ref, file=car, handed_over_on=event_on).execute()
    start, end = WINDOWS[kind]
    row = {
        "kind": kind, "file": car, "reference": ref, "event_on": event_on, "month": month_number(event_on),
        "due_from": event_on + timedelta(days=start), "due_to": event_on + timedelta(days=end),
    }  # fmt: skip
    return int(Callback.insert(row | fields).execute())


def an_attempt(
    session: Session, callback: int, at: datetime, disposition: str = "no_answer", **fields: Any
) -> int:
    """One attempt, with the callback's standing brought up to date."""
    row = {"callback": callback, "at": at, "recorded_at": at, "caller": "许知微", "disposition": disposition}
    made = Attempt.insert(row | fields).execute()
    restand(session, [callback])
    return int(made)


def an_sms_score(session: Session, callback: int, at: datetime, score: int | None) -> None:
    """A message about the callback and a reply to it; ``score`` None for one that a person must read."""
    number = f"139{next(_numbers):08}"
    message = SmsMessage.insert(
        callback=callback, number=number, kind="service_callback", text="请回复 1–10", state="replied",
        created_at=at, account="许知微",
    ).execute()  # fmt: skip
    SmsReply.insert(number=number, at=at, text=str(score), message=message, score=score).execute()
    restand(session, [callback])


def a_confirmed_correction(session: Session, callback: int, at: datetime | None) -> None:
    """A correction of the callback's file, confirmed at ``at`` or still open."""
    found = first(Callback.select(Callback.file).where(Callback.id == callback))
    assert found
    Correction.insert(
        file=found[0], opened_at=datetime(2026, 1, 1), opened_by="许知微", reason="空号", confirmed_at=at
    ).execute()
    restand(session, [callback])


def a_reopening(session: Session, callback: int, at: datetime) -> None:
    """The callback put back on the list by hand."""
    Reopening.insert(callback=callback, at=at, account="许知微").execute()
    restand(session, [callback])
