"""The warranty and the cars that stay away: before it ends, and when nobody has seen the car for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from typing import Any

from peewee import fn

from db import CareOutcome, RepairOrder, Sale, VehicleFile
from db.bulk import among
from db.connection import rows
from db.prepared import stored_rows
from desktop_app.archive.visits import months_before
from desktop_app.callbacks.care_maintenance import Found
from desktop_app.callbacks.care_scene import (
    Scene,
    anniversaries,
    as_day,
    back,
    deliveries_between,
    last_seen,
    on_days,
    years_back,
)
from desktop_app.callbacks.maintenance import months_after

FREE_CHECK_MONTHS = 6
"""Out of warranty and not seen for so long: invited to a free check."""
WARRANTY_FIRST_MONTHS = 1
"""The first word about the warranty comes so long before its end."""
YEARS_REMEMBERED = 30
"""How many years after its last visit a car is still asked after."""
WARRANTY_KIND = "warranty"
"""The reminder of the first word about the warranty, as its outcomes name it."""


def warranty(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars delivered here whose warranty ends by time; one that has gone further than it reaches is out of it."""
    months, reach = scene.values["warranty_months"], scene.values["warranty_km"]
    sold = dict(deliveries_between(scene, *back(low, high, months)))
    gone = _distances(scene, sold)
    for car, delivered_on in sold.items():
        if gone.get(car, 0) < reach:
            yield car, months_after(delivered_on, months), ""


def warranty_again(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The same cars once more, if the first word brought nothing: no answer and no visit."""
    found = {car: end for car, end, _ in warranty(scene, low, high)}
    answered, seen = _answered(scene, found), _last_visits(scene, found)
    for car, end in found.items():
        came = (visit := seen.get(car)) is not None and visit >= months_before(end, WARRANTY_FIRST_MONTHS)
        if (car, end) not in answered and not came:
            yield car, end, ""


def free_check(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars out of warranty on the day on which they have not been seen for six months, or later than that."""
    months, reach = scene.values["warranty_months"], scene.values["warranty_km"]
    away = dict(last_seen(scene, [back(low, high, FREE_CHECK_MONTHS)]))
    away |= _long_away(scene, {*_ending(scene, *back(low, high, months))} - away.keys(), high)
    for car, due in _free_from(scene, away, months, reach):
        if low <= due <= high:
            yield car, due, _unseen_since(away[car])


def _free_from(scene: Scene, away: dict[int, date], months: int, reach: int) -> Iterator[tuple[int, date]]:
    """Since when each car that stays away is out of warranty as well; how far it went is asked only inside it."""
    begun = _newest(Sale, Sale.delivered_on, scene, away)
    due = {car: months_after(seen, FREE_CHECK_MONTHS) for car, seen in away.items()}
    inside = [car for car, day in due.items() if car not in begun or months_after(begun[car], months) > day]
    far = _distances(scene, inside)
    begun |= _first_visits(scene, [car for car in inside if car not in begun])
    for car in inside:
        if car in begun and far.get(car, 0) < reach:
            due[car] = max(due[car], months_after(begun[car], months))
    yield from due.items()


def yearly_contact(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars not seen for twelve months, each year again."""
    for car, seen in last_seen(scene, years_back(low, high, YEARS_REMEMBERED)):
        for due in anniversaries(seen, low, high):
            yield car, due, _unseen_since(seen)


@lru_cache(maxsize=16_384)
def _unseen_since(day: date) -> str:
    return f"{day:%Y-%m-%d} 之后没有来过"


def _ending(scene: Scene, start: date, end: date) -> Iterator[int]:
    """Cars whose warranty may have begun in those days: by their delivery, or by a visit where that is unknown."""
    yield from (car for car, _ in deliveries_between(scene, start, end))
    order = RepairOrder
    visits = order.select(order.file).where(
        order.handed_over_on.between(start, min(end, scene.today)), *scene.only(order.file)
    )
    unsold = ~fn.EXISTS(Sale.select(Sale.id).where(Sale.file == order.file, Sale.delivered_on <= scene.today))
    yield from (car for (car,) in stored_rows(visits.where(unsold)))


def _long_away(scene: Scene, cars: Iterable[int], high: date) -> dict[int, date]:
    """Of these cars, those last seen six months before ``high`` or earlier, with the day."""
    cars = set(cars)
    seen = _newest(Sale, Sale.delivered_on, scene, cars) | _last_visits(scene, cars)
    latest = months_before(high, FREE_CHECK_MONTHS)
    return {car: day for car, day in seen.items() if day <= latest}


def _answered(scene: Scene, cars: Iterable[int]) -> set[tuple[int, date]]:
    told = CareOutcome
    query = told.select(told.file, told.due_on).where(
        told.file.in_(among(cars)),
        told.kind == WARRANTY_KIND,
        told.accepted.is_null(False),
        told.at <= scene.now,
    )
    return {(car, due_on) for car, due_on in rows(query)}


def _distances(scene: Scene, cars: Iterable[int]) -> dict[int, int]:
    """How far each of these cars had gone by its odometer; a car without a reading is left out."""
    if scene.live:
        file = VehicleFile
        known = file.id.in_(among(cars)) & file.furthest_km.is_null(False)
        return dict(stored_rows(file.select(file.id, file.furthest_km).where(known)))
    order = RepairOrder
    read = order.file.in_(among(cars)) & (order.handed_over_on <= scene.today) & order.odometer.is_null(False)
    return dict(
        stored_rows(order.select(order.file, fn.MAX(order.odometer)).where(read).group_by(order.file))
    )


def _first_visits(scene: Scene, cars: Iterable[int]) -> dict[int, date]:
    """The first visits of cars whose delivery is unknown: the latest day on which their warranty can have begun."""
    order = RepairOrder
    came = order.file.in_(among(cars)) & (order.handed_over_on <= scene.today)
    query = order.select(order.file, fn.MIN(order.handed_over_on)).where(came)
    return {car: as_day(first) for car, first in stored_rows(query.group_by(order.file))}


def _last_visits(scene: Scene, cars: Iterable[int]) -> dict[int, date]:
    if not scene.live:
        return _newest(RepairOrder, RepairOrder.handed_over_on, scene, cars)
    file = VehicleFile
    kept = file.select(file.id, file.last_visit_on).where(file.id.in_(among(cars)))
    return dict(on_days(kept.where(file.last_visit_on.is_null(False))))


def _newest(table: Any, day: Any, scene: Scene, cars: Iterable[int]) -> dict[int, date]:
    query = table.select(table.file, fn.MAX(day)).where(table.file.in_(among(cars)), day <= scene.today)
    return {car: as_day(newest) for car, newest in stored_rows(query.group_by(table.file))}
