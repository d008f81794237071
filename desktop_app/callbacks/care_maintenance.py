"""When maintenance is due: three months after delivery, then by time or by the kilometres driven."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import fn

from db import RepairOrder, Sale, VehicleFile
from db.prepared import Prepared, slot
from desktop_app.callbacks.care_scene import Scene, back, day_of, on_days
from desktop_app.callbacks.maintenance import (
    FIRST_MAINTENANCE_MONTHS,
    MAINTENANCE_MONTHS,
    maintenance_due,
    months_after,
)

Found = tuple[int, date, str]
"""A car, the day that a reminder is about, and what else there is to say."""
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
    for car, delivered_on in on_days(query.where(~fn.EXISTS(maintained))):
        yield car, months_after(delivered_on, FIRST_MAINTENANCE_MONTHS), ""


def next_maintenance(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars that came before: the earlier of six months after the last visit and the day of 5,000 km more."""
    if scene.live:
        yield from _kept(scene, low, high)
        return
    start, _ = back(low, high, MAINTENANCE_MONTHS)
    for car, visits in _visits(scene, start):
        due = maintenance_due(visits)
        if due and low <= due <= high:
            yield car, due, ""


def _kept(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The days that the files keep: right as long as no visit is later than the scene."""
    query, car = (_DUE, {}) if scene.file_id is None else (_DUE_OF_CAR, {"car": scene.file_id})
    found = query.rows(low=low, high=high, **car)
    return ((car, day_of(due), "") for car, due in found)


def _visits(scene: Scene, start: date) -> Iterator[tuple[int, list[tuple[date, int | None]]]]:
    """The visits of each car that last came on ``start`` or later, in order of time."""
    if scene.file_id is None:
        found = _OF_RECENT_CARS.rows(start=start, today=scene.today)
    else:
        found = _OF_CAR.rows(car=scene.file_id, today=scene.today)
    for car, visits in groupby(found, key=itemgetter(0)):
        yield car, [(day_of(day), odometer) for _, day, odometer in visits]


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


def _due(*conditions: Any) -> Any:
    file = VehicleFile
    return file.select(file.id, file.maintenance_on).where(
        file.maintenance_on.between(slot("low"), slot("high")), *conditions
    )


_DUE = Prepared(_due)
_DUE_OF_CAR = Prepared(lambda: _due(VehicleFile.id == slot("car")))
