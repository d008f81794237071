"""Reminders of appointments: 72 hours and 24 hours before, until somebody has reminded the customer."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from db import Appointment, AppointmentStep
from db.prepared import Prepared, slot
from desktop_app.callbacks.care import Reminder
from desktop_app.callbacks.care_scene import Scene
from desktop_app.callbacks.reasons import moment_text

APPOINTMENT_REMINDERS: tuple[timedelta, ...] = (timedelta(hours=72), timedelta(hours=24))
"""How long before an appointment the customer is reminded (department's rules, section 4)."""
KIND = "appointment"
OVER = frozenset({"came", "missed", "cancelled"})
MOVED_BY = timedelta(days=60)
"""An appointment whose time lies further back than this was not moved there from a time still to come."""


class Step(NamedTuple):
    """One step of an appointment: what, the time that it then stood at, and when it was done."""

    step: str
    at: datetime
    done_at: datetime


def appointment_reminders(scene: Scene) -> list[Reminder]:
    """The appointments whose customers are to be reminded at the scene's moment; must run connected."""
    found = []
    for car, work, steps in _courses(scene):
        at = steps[-1].at
        if steps[-1].step not in OVER and (since := reminder_due(steps, scene.now)):
            text = f"{moment_text(at, scene.today)} {work}"
            found.append(Reminder(car, KIND, at.date(), since.date(), at.date(), text))
    return found


def reminder_due(steps: list[Step], now: datetime) -> datetime | None:
    """Since when a reminder is due, by the steps up to ``now``; None while none is.

    An appointment made or moved inside the hours of a reminder needs that one no more: it has just been spoken of.
    """
    at = steps[-1].at
    told = max(step.done_at for step in steps if step.at == at)
    due = [at - before for before in APPOINTMENT_REMINDERS if told < at - before <= now]
    return max(due) if due and now < at else None


def _courses(scene: Scene) -> list[tuple[int, str, list[Step]]]:
    """Car, work and steps up to the moment of every appointment that may lie ahead of it."""
    found = _AHEAD.rows(since=scene.now - MOVED_BY, now=scene.now)
    courses = groupby(found, key=lambda row: row[:3])
    return [
        (car, work, [Step(step, _moment(at), _moment(done_at)) for _, _, _, step, at, done_at in steps])
        for (_, car, work), steps in courses
        if scene.file_id in (None, car)
    ]


def _ahead() -> Any:
    book, step = Appointment, AppointmentStep
    return (
        step.select(step.appointment, book.file, book.work, step.step, step.at, step.done_at)
        .join(book)
        .where(book.at >= slot("since"), step.done_at <= slot("now"))
        .order_by(step.appointment, step.done_at, step.id)
    )


_AHEAD = Prepared(_ahead)
_moment = datetime.fromisoformat
