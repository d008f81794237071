"""When maintenance is due: three months after delivery, then by time or by the kilometres driven."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import fn

from db import RepairOrder, Sale
from db.connection import rows
from db.prepared import Prepared, slot
from desktop_app.callbacks.care_scene import Scene, back
from desktop_app.callbacks.maintenance import (
    FIRST_MAINTENANCE_MONTHS,
    MAINTENANCE_KM,
    MAINTENANCE_MONTHS,
    months_after,
)

Found = tuple[int, date, str]
"""A car, the day that a reminder is about, and what else there is to say."""
Reading = tuple[date, int]
"""A day and what the odometer showed."""
READINGS_APART = timedelta(days=7)
"""Two readings closer together say nothing of the rate."""
NO_FURTHER = timedelta(days=3_650)
"""A car that is hardly driven reaches its kilometres on no day of the calendar."""
MAINTENANCE_KINDS = ("first_maintenance", "maintenance")


def first_maintenance(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars delivered three months before that had no maintenance yet; a visit of unknown kind counts as one."""
    start, end = back(low, high, FIRST_MAINTENANCE_MONTHS)
    order = RepairOrder
    maintained = order.select(order.id).where(
        order.file == Sale.file, order.handed_over_on.between(Sale.delivered_on, scene.today),
        order.kind.is_null() | order.kind.in_(MAINTENANCE_KINDS),
    )  # fmt: skip
    query = Sale.select(Sale.file, Sale.delivered_on).where(
        Sale.delivered_on.between(start, min(end, scene.today)), *scene.only(Sale.file)
    )
    for car, delivered_on in rows(query.where(~fn.EXISTS(maintained))):
        yield car, months_after(delivered_on, FIRST_MAINTENANCE_MONTHS), ""


def next_maintenance(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars that came before: the earlier of six months after the last visit and the day of 5,000 km more."""
    start, _ = back(low, high, MAINTENANCE_MONTHS)
    for car, visits in _visits(scene, start):
        readings = [(day, odometer) for day, odometer in visits if odometer is not None]
        due = maintenance_due(visits[-1][0], readings)
        if low <= due <= high:
            yield car, due, ""


def maintenance_due(last_visit: date, readings: Sequence[Reading]) -> date:
    """The day of the next maintenance; ``readings`` in order of time.

    The kilometres count only when they are reached after the last visit: an older forecast has been overtaken.
    """
    by_time = months_after(last_visit, MAINTENANCE_MONTHS)
    by_distance = distance_due(readings)
    return by_time if by_distance is None or by_distance <= last_visit else min(by_time, by_distance)


def distance_due(readings: Sequence[Reading]) -> date | None:
    """The day on which the last reading and 5,000 km are reached; None without a rate.

    The rate is that of the last two rising readings at least seven days apart; of one day the highest counts.
    """
    told = [max(same_day) for _, same_day in groupby(sorted(readings), key=lambda reading: reading[0])]
    for place in range(len(told) - 1, 0, -1):
        for day, odometer in reversed(told[:place]):
            days, driven = told[place][0] - day, told[place][1] - odometer
            if driven > 0 and days >= READINGS_APART:
                ahead = timedelta(days=-(-MAINTENANCE_KM * days.days // driven))
                return told[-1][0] + min(ahead, NO_FURTHER)
    return None


def _visits(scene: Scene, start: date) -> Iterator[tuple[int, list[tuple[date, int | None]]]]:
    """The visits of each car that last came on ``start`` or later, in order of time."""
    if scene.file_id is None:
        found = _OF_RECENT_CARS.rows(start=start, today=scene.today)
    else:
        found = _OF_CAR.rows(car=scene.file_id, today=scene.today)
    for car, visits in groupby(found, key=itemgetter(0)):
        yield car, [(_day(day), odometer) for _, day, odometer in visits]


def _visits_of(cars: Any) -> Any:
    order = RepairOrder
    query = order.select(order.file, order.handed_over_on, order.odometer)
    seen = order.file.in_(cars) & (order.handed_over_on <= slot("today"))
    return query.where(seen).order_by(order.file, order.handed_over_on, order.id)


def _recent_cars() -> Any:
    seen = RepairOrder.handed_over_on.between(slot("start"), slot("today"))
    return RepairOrder.select(RepairOrder.file).where(seen)


_OF_RECENT_CARS = Prepared(lambda: _visits_of(_recent_cars()))
_OF_CAR = Prepared(lambda: _visits_of([slot("car")]))
_day = lru_cache(maxsize=4096)(date.fromisoformat)
