"""Days that the file itself names: birthdays, the insurance, the inspection, the driving licence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from db import Sale, VehicleFile
from desktop_app.callbacks.care_maintenance import Found
from desktop_app.callbacks.care_scene import Scene, anniversaries, on_days, within, years_back

A_LIFE, A_CARS_LIFE = 110, 40
"""Years of which the anniversaries are kept."""
_PERSON = VehicleFile.is_company.is_null() | (VehicleFile.is_company == False)  # noqa: E712


def birthday(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The customer's birthday; a company has none."""
    yield from _each_year(scene, VehicleFile.birthday, low, high, A_LIFE, _PERSON)


def wedding(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The wedding anniversary, where the office keeps that field at all."""
    if "wedding_anniversary" in scene.values["kept_sensitive_fields"]:
        yield from _each_year(scene, VehicleFile.wedding_anniversary, low, high, A_LIFE, _PERSON)


def insurance(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The insurance ends a year after 投保日, and each year again."""
    yield from _each_year(scene, VehicleFile.insured_on, low, high, A_CARS_LIFE)


def inspection(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """年审日期 is the day until which the inspection must be done."""
    yield from _on_the_day(scene, VehicleFile.inspection_on, low, high)


def licence(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The driving licence is valid until a day."""
    yield from _on_the_day(scene, VehicleFile.licence_until, low, high)


def car_birthday(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """The anniversary of the delivery."""
    spans = years_back(low, high, A_CARS_LIFE)
    sold = Sale.select(Sale.file, Sale.delivered_on).where(within(Sale.delivered_on, spans))
    for car, delivered_on in on_days(sold.where(*scene.only(Sale.file))):
        for day in anniversaries(delivered_on, low, high):
            yield car, day, f"{day.year - delivered_on.year} 周年"


def _each_year(
    scene: Scene, column: Any, low: date, high: date, years: int, *conditions: Any
) -> Iterator[Found]:
    spans = years_back(low, high, years)
    query = VehicleFile.select(VehicleFile.id, column).where(
        within(column, spans), *conditions, *scene.only(VehicleFile.id)
    )
    for car, begun in on_days(query):
        for day in anniversaries(begun, low, high):
            yield car, day, ""


def _on_the_day(scene: Scene, column: Any, low: date, high: date) -> Iterator[Found]:
    query = VehicleFile.select(VehicleFile.id, column)
    for car, day in on_days(query.where(column.between(low, high), *scene.only(VehicleFile.id))):
        yield car, day, ""
