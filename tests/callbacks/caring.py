"""Cars with what care reminders are derived from, stored with few words."""

from __future__ import annotations

from datetime import date, datetime, time
from itertools import count
from typing import Any

from db import CareDate, RepairOrder, Sale, VehicleFile
from db.connection import rows
from desktop_app.callbacks.maintenance import maintenance_due
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
    row = {"reference": f"WG{next(_numbers):06}", "file": car, "handed_over_on": on, "odometer": odometer}
    RepairOrder.insert(row | fields).execute()
    order = RepairOrder
    told = order.select(order.handed_over_on, order.odometer).where(order.file == car)
    visits = rows(told.order_by(order.handed_over_on, order.id))
    furthest = max((read for _, read in visits if read is not None), default=None)
    VehicleFile.update(
        last_visit_on=visits[-1][0],
        is_c_card=True,
        maintenance_on=maintenance_due(visits),
        furthest_km=furthest,
    ).where(VehicleFile.id == car).execute()
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
