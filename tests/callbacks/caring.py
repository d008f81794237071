"""Cars with what care reminders are derived from, stored with few words."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from typing import Any

from db import CareDate, RepairOrder, Sale, VehicleFile
from desktop_app.session import Session
from tests.callbacks.scenes import a_car

_numbers = count(1)


def sold(session: Session, on: date, car: int | None = None, **fields: Any) -> int:
    """A car delivered here."""
    car = car or a_car(session, **fields)
    Sale.insert(reference=f"XG{next(_numbers):06}", file=car, delivered_on=on).execute()
    return car


def visited(car: int, on: date, odometer: int | None = None, **fields: Any) -> int:
    """The car came, and its file knows."""
    told = {"reference": f"WG{next(_numbers):06}", "file": car, "handed_over_on": on, "odometer": odometer}
    RepairOrder.insert(told | fields).execute()
    newest = max(
        day
        for (day,) in RepairOrder.select(RepairOrder.handed_over_on).where(RepairOrder.file == car).tuples()
    )
    VehicleFile.update(last_visit_on=newest, is_c_card=True).where(VehicleFile.id == car).execute()
    return car


def a_wish(car: int, kind: str, due_on: date, noted_on: date, text: str = "刹车片") -> int:
    """Advised work, a recall or a "please come in", noted in the morning."""
    at = datetime.combine(noted_on, time(9))
    return int(
        CareDate.insert(
            file=car, kind=kind, due_on=due_on, text=text, created_at=at, account="许知微"
        ).execute()
    )


def evening(day: date) -> datetime:
    """The end of a working day."""
    return datetime.combine(day, time(18, 30))
