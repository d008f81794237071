"""Appointments (预约): made, reminded of, moved, cancelled, kept or missed, and the book of a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from peewee import JOIN

from db import Appointment, AppointmentStep, Staff, VehicleFile
from db.connection import first, rows
from desktop_app.archive.masking import phone_for
from desktop_app.callbacks.appointment_booking import NewAppointment, book_in, check_time, note_step
from desktop_app.callbacks.appointment_reminders import (
    APPOINTMENT_REMINDERS,
    MOVED_BY,
    OVER,
    Step,
    reminder_due,
)
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session, changed, require

STATE_LABELS: dict[str, str] = {
    "made": "已约",
    "reminded": "已提醒",
    "moved": "改期",
    "came": "到店",
    "missed": "未到",
    "cancelled": "已取消",
}
OPEN_STATES = ("made", "reminded", "moved")
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    "reminded": OPEN_STATES,
    "moved": (*OPEN_STATES, "missed"),
    "cancelled": OPEN_STATES,
    "came": (*OPEN_STATES, "missed"),
    "missed": OPEN_STATES,
}
"""Each step with the states from which it may be taken; who missed it can still come, or be moved."""
FEATURES = ("callbacks", "archive")


@dataclass(frozen=True, slots=True)
class Booked:
    """An appointment as it stood at the clock; ``reminder_due`` is since when its customer waits for a reminder.

    ``state`` is one of ``STATE_LABELS``, ``note`` what was said at the last step.
    """

    id: int
    file_id: int
    vin: str
    name: str
    phone: str | None
    model: str | None
    plate: str | None
    at: datetime
    work: str
    advisor: str | None
    courtesy: str | None
    reminder_channel: str | None
    made_at: datetime
    account: str
    state: str
    note: str | None
    reminder_due: datetime | None


def make_appointment(session: Session, file_id: int, new: NewAppointment, key: str) -> tuple[int, Changed]:
    """Book a car in; the same ``key`` twice is one appointment. Raises Refused with the field that is wrong."""
    require(session, "appointments")
    with session.saving():
        made = book_in(session, file_id, new, key)
    return made, changed(*FEATURES)


def remind(session: Session, appointment: int, note: str = "") -> Changed:
    """The customer was reminded, by whatever channel."""
    return _step(session, appointment, "reminded", note)


def move(session: Session, appointment: int, at: datetime, note: str = "") -> Changed:
    """Another day or time; the old one stays in the course."""
    check_time(session, at)
    return _step(session, appointment, "moved", note, at.replace(second=0, microsecond=0))


def cancel(session: Session, appointment: int, reason: str) -> Changed:
    """The customer does not come; the reason is needed."""
    if not reason.strip():
        raise Refused("取消预约请写明原因。", field="reason")
    return _step(session, appointment, "cancelled", reason)


def arrived(session: Session, appointment: int) -> Changed:
    """The car came."""
    return _step(session, appointment, "came", "")


def missed(session: Session, appointment: int, reason: str = "") -> Changed:
    """The car did not come although its time is over."""
    return _step(session, appointment, "missed", reason)


def _step(session: Session, appointment: int, step: str, note: str, at: datetime | None = None) -> Changed:
    require(session, "appointments")
    with session.saving():
        file_id, state, stands_at = _standing(appointment)
        _refuse_unless_possible(session, step, state, stands_at)
        values: dict[str, Any] = {"at": at or stands_at, "reason": note.strip() or None}
        values |= {"cancelled_at": session.now()} if step == "cancelled" else {"state": step}
        Appointment.update(**values).where(Appointment.id == appointment).execute()
        note_step(session, appointment, file_id, step, at or stands_at, note.strip() or None)
    return changed(*FEATURES)


def _standing(appointment: int) -> tuple[int, str, datetime]:
    book = Appointment
    found = first(
        book.select(book.file, book.state, book.at, book.cancelled_at).where(book.id == appointment)
    )
    if found is None:
        raise Refused("这个预约已不存在，请刷新预约簿。")
    file_id, state, at, cancelled_at = found
    return file_id, "cancelled" if cancelled_at else state, at


def _refuse_unless_possible(session: Session, step: str, state: str, at: datetime) -> None:
    if state not in TRANSITIONS[step]:
        raise Refused(f"这个预约{STATE_LABELS[state]}，不能再记“{STATE_LABELS[step]}”。")
    if step == "missed" and session.now() < at:
        raise Refused(f"{at:%m-%d %H:%M} 还没有到，不能记“未到”；客户不来请取消预约。")
    if step == "came" and session.today() < at.date():
        raise Refused(f"约的是 {at:%m-%d}，还没有到那一天；提前来请先改期。")


def book(session: Session, day: date) -> tuple[Booked, ...]:
    """The book of a day: every appointment that stands on it at the clock, cancelled ones too, by time."""
    return tuple(one for one in _booked(session, Appointment.id.in_(_once_on(day))) if one.at.date() == day)


def of_file(session: Session, file_id: int) -> tuple[Booked, ...]:
    """Every appointment of a car, the latest first."""
    return tuple(reversed(_booked(session, Appointment.file == file_id)))


def overdue(session: Session) -> tuple[Booked, ...]:
    """Appointments whose time is over and of which nobody has said whether the car came, oldest first."""
    waiting = Appointment.state.in_(OPEN_STATES) & Appointment.cancelled_at.is_null()
    found = _booked(session, (Appointment.at <= session.now()) & waiting)
    return tuple(one for one in found if one.state not in OVER and one.at <= session.now())


def to_remind(session: Session) -> tuple[Booked, ...]:
    """Appointments whose customers wait to be reminded now (72 and 24 hours before), by time."""
    soon = Appointment.at.between(session.now() - MOVED_BY, session.now() + max(APPOINTMENT_REMINDERS))
    return tuple(one for one in _booked(session, soon) if one.reminder_due is not None)


def booked_days(session: Session, first_day: date, last_day: date) -> dict[date, int]:
    """How many cars are expected on each day of a span; days without are left out."""
    span = (datetime.combine(first_day, time()), datetime.combine(last_day, time.max))
    found = _booked(session, Appointment.at.between(*span))
    days = (one.at.date() for one in found if one.state != "cancelled")
    return dict(Counter(day for day in days if first_day <= day <= last_day))


def _once_on(day: date) -> Any:
    step = AppointmentStep
    whole_day = (datetime.combine(day, time()), datetime.combine(day, time.max))
    return (
        step.select(step.appointment).join(Appointment).where(Appointment.at.between(*whole_day))
        | step.select(step.appointment).where(step.at.between(*whole_day))
    )  # fmt: skip


def _booked(session: Session, condition: Any) -> list[Booked]:
    require(session, "see")
    one, file = Appointment, VehicleFile
    query = (
        one.select(
            one.id, one.file, file.vin, file.name, file.phone, file.model, file.plate, one.work, Staff.name,
            one.courtesy, one.reminder_channel, one.made_at, one.account,
        )
        .join(file)
        .switch(one)
        .join(Staff, JOIN.LEFT_OUTER)
        .where(condition, one.made_at <= session.now())
    )  # fmt: skip
    with session.connected():
        found = rows(query)
        courses = _courses([row[0] for row in found], session.now())
    booked = (_one(session, row, courses[row[0]]) for row in found if row[0] in courses)
    return sorted(booked, key=lambda one: (one.at, one.id))


def _one(session: Session, row: tuple[Any, ...], course: list[tuple[Step, str | None]]) -> Booked:
    steps, (newest, note) = [step for step, _ in course], course[-1]
    due = None if newest.step in OVER else reminder_due(steps, session.now())
    phone = phone_for(session, row[4])
    return Booked(*(*row[:4], phone, *row[5:7], newest.at, *row[7:], newest.step, note, due))


def _courses(ids: list[int], now: datetime) -> dict[int, list[tuple[Step, str | None]]]:
    step = AppointmentStep
    query = (
        step.select(step.appointment, step.step, step.at, step.done_at, step.note)
        .where(step.appointment.in_(ids), step.done_at <= now)
        .order_by(step.appointment, step.done_at, step.id)
    )
    return {
        number: [(Step(*row[1:4]), row[4]) for row in course]
        for number, course in groupby(rows(query), key=lambda row: int(row[0]))
    }
