"""The warranty and the cars that stay away: before it ends, and when nobody has seen the car for long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from db import CareOutcome, RepairOrder, Sale
from db.bulk import among
from db.connection import rows
from desktop_app.archive.visits import months_before
from desktop_app.callbacks.care_maintenance import Found
from desktop_app.callbacks.care_scene import (
    Scene,
    anniversaries,
    as_day,
    back,
    deliveries_between,
    last_seen,
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


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a car's use: when it was delivered and first seen here, and how far it has gone."""

    delivered_on: date | None
    first_visit_on: date | None
    odometer: int

    def warranty_end(self, months: int) -> date | None:
        """The last day by time: from the delivery; where that is unknown from the first visit, the latest it can be."""
        begun = self.delivered_on or self.first_visit_on
        return months_after(begun, months) if begun else None


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
    facts = _facts(scene, away)
    for car, seen in away.items():
        end = facts[car].warranty_end(months)
        due = months_after(seen, FREE_CHECK_MONTHS)
        if facts[car].odometer < reach:
            due = max(due, end) if end else due
        if low <= due <= high:
            yield car, due, f"{seen:%Y-%m-%d} 之后没有来过"


def yearly_contact(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Cars not seen for twelve months, each year again."""
    for car, seen in last_seen(scene, years_back(low, high, YEARS_REMEMBERED)):
        for due in anniversaries(seen, low, high):
            yield car, due, f"{seen:%Y-%m-%d} 之后没有来过"


def _ending(scene: Scene, start: date, end: date) -> Iterator[int]:
    """Cars whose warranty may have begun in those days."""
    yield from (car for car, _ in deliveries_between(scene, start, end))
    order = RepairOrder
    visits = order.select(order.file).where(
        order.handed_over_on.between(start, min(end, scene.today)), *scene.only(order.file)
    )
    yield from (car for (car,) in rows(visits))


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


def _facts(scene: Scene, cars: Iterable[int]) -> dict[int, Facts]:
    cars = set(cars)
    delivered = _newest(Sale, Sale.delivered_on, scene, cars)
    order = RepairOrder
    visits = order.select(order.file, fn.MIN(order.handed_over_on), fn.MAX(order.odometer)).where(
        order.file.in_(among(cars)), order.handed_over_on <= scene.today
    )
    came = {car: (as_day(first), odometer or 0) for car, first, odometer in rows(visits.group_by(order.file))}
    return {car: Facts(delivered.get(car), *came.get(car, (None, 0))) for car in cars}


def _distances(scene: Scene, cars: Iterable[int]) -> dict[int, int]:
    order = RepairOrder
    query = order.select(order.file, fn.MAX(order.odometer)).where(
        order.file.in_(among(cars)), order.handed_over_on <= scene.today
    )
    return {car: odometer or 0 for car, odometer in rows(query.group_by(order.file))}


def _last_visits(scene: Scene, cars: Iterable[int]) -> dict[int, date]:
    return _newest(RepairOrder, RepairOrder.handed_over_on, scene, cars)


def _newest(table: Any, day: Any, scene: Scene, cars: Iterable[int]) -> dict[int, date]:
    query = table.select(table.file, fn.MAX(day)).where(table.file.in_(among(cars)), day <= scene.today)
    return {car: as_day(newest) for car, newest in rows(query.group_by(table.file))}
