"""Dated wishes: advised work not done, a recall, and "please come in", from when they were noted until they are met."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from db import CareDate, RepairOrder
from db.connection import rows
from desktop_app.callbacks.care_maintenance import Found
from desktop_app.callbacks.care_scene import Scene

ADVISED_WORK_DAYS = 14
"""So long before its date the customer is reminded of advised work; a visit from then on has done it."""
RECALL_WORD = "召回"
"""A repair order that says so was made for the recall."""


def advised_work(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Advised work that no visit since its lead day can have done."""
    for car, due_on, text, _ in _open(scene, "advised_work", low, high):
        if not _came(car, due_on - timedelta(days=ADVISED_WORK_DAYS), scene.today):
            yield car, due_on, text


def recall(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Recalls that the car has not come for."""
    for car, due_on, text, noted_on in _open(scene, "recall", low, high):
        if not _came(car, noted_on, scene.today, RepairOrder.work.contains(RECALL_WORD)):
            yield car, due_on, text


def please_come_in(scene: Scene, low: date, high: date) -> Iterator[Found]:
    """Customers asked to come in who have not come on a day after that."""
    for car, due_on, text, noted_on in _open(scene, "please_come_in", low, high):
        if not _came(car, noted_on + timedelta(days=1), scene.today):
            yield car, due_on, text


def _open(scene: Scene, kind: str, low: date, high: date) -> list[tuple[Any, ...]]:
    wish = CareDate
    noted = (wish.kind == kind) & (wish.created_at <= scene.now)
    unmet = wish.done_at.is_null() | (wish.done_at > scene.now)
    query = wish.select(wish.file, wish.due_on, wish.text, wish.created_at).where(
        wish.due_on.between(low, high), noted, unmet, *scene.only(wish.file)
    )
    return [(car, due_on, text, at.date()) for car, due_on, text, at in rows(query)]


def _came(car: int, start: date, end: date, *conditions: Any) -> bool:
    order = RepairOrder
    here = order.select(order.id).where(
        order.file == car, order.handed_over_on.between(start, end), *conditions
    )
    return bool(rows(here.limit(1)))
