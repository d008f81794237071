"""Appointments: the table of steps, the book of a day, reminders 72 and 24 hours before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from db import Appointment, AppointmentStep, AuditEntry, VehicleFile
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointment_report import appointment_report, print_book
from desktop_app.callbacks.appointments import (
    STATE_LABELS,
    TRANSITIONS,
    Booked,
    arrived,
    book,
    booked_days,
    cancel,
    make_appointment,
    missed,
    move,
    of_file,
    overdue,
    remind,
    to_remind,
)
from desktop_app.callbacks.care_calls import care_calls
from desktop_app.callbacks.care_handling import CareAnswer, save_care
from desktop_app.problems import Refused
from desktop_app.safety.duties import GENERAL_MANAGER, RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_car

MONDAY = datetime(2026, 10, 5, 10)
AT = datetime(2026, 10, 14, 9)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEW = NewAppointment(AT, "5,000 公里保养")

STEPS: dict[str, Callable[[Session, int], Any]] = {
    "reminded": remind,
    "moved": lambda session, one: move(session, one, session.now() + 9 * DAY, "客户出差"),
    "cancelled": lambda session, one: cancel(session, one, "车已卖"),
    "came": arrived,
    "missed": lambda session, one: missed(session, one, "没接电话"),
}


@pytest.fixture
def desk(session: Session) -> Session:
    return session.at(MONDAY)


def booked(session: Session, car: int | None = None, new: NewAppointment = NEW) -> int:
    car = car or a_car(session)
    return make_appointment(session, car, new, f"key {car} {new.at}")[0]


def only(session: Session) -> Booked:
    (one,) = of_file(session, VehicleFile.get().id)
    return one


def in_state(session: Session, state: str) -> int:
    one = booked(session)
    if state != "made":
        STEPS[state](session.at(AT + HOUR), one)
    return one


def test_every_step_has_its_states(desk: Session) -> None:
    assert TRANSITIONS.keys() == STEPS.keys() == STATE_LABELS.keys() - {"made"}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATE_LABELS)
def test_a_step_is_taken_from_the_states_of_the_table_alone(desk: Session, state: str, step: str) -> None:
    one = in_state(desk, state)
    later = desk.at(AT + 10 * DAY) if state == "moved" else desk.at(AT + 2 * HOUR)
    steps = AppointmentStep.select().count()
    if state in TRANSITIONS[step]:
        STEPS[step](later, one)
        assert only(later).state == step
        assert AppointmentStep.select().count() == steps + 1
        return
    with pytest.raises(Refused, match=STATE_LABELS[state]):
        STEPS[step](later, one)
    assert AppointmentStep.select().count() == steps


def test_a_car_that_has_not_had_its_time_can_neither_come_nor_be_missed(desk: Session) -> None:
    one = booked(desk)
    with pytest.raises(Refused, match="还没有到"):
        missed(desk.at(AT - HOUR), one)
    with pytest.raises(Refused, match="先改期"):
        arrived(desk.at(AT - DAY), one)
    arrived(desk.at(AT - HOUR), one)
    assert only(desk.at(AT)).state == "came"


def test_the_book_of_a_day_is_replayed_from_the_steps(desk: Session) -> None:
    one = booked(desk)
    early = booked(desk, new=replace(NEW, at=AT - HOUR))
    move(desk.at(MONDAY + DAY), one, AT + DAY, "客户出差")
    cancel(desk.at(MONDAY + 2 * DAY), early, "车已卖")
    day = AT.date()

    def told(moment: datetime, on: date) -> list[tuple[int, str, str | None]]:
        return [(found.id, found.state, found.note) for found in book(desk.at(moment), on)]

    assert told(MONDAY - HOUR, day) == []
    assert told(MONDAY, day) == [(early, "made", None), (one, "made", None)]
    assert told(MONDAY + DAY, day) == [(early, "made", None)]
    assert told(MONDAY + 2 * DAY, day) == [(early, "cancelled", "车已卖")]
    assert told(MONDAY + 2 * DAY, day + DAY) == [(one, "moved", "客户出差")]


def reminded(session: Session) -> list[str]:
    return [one.text for call in care_calls(session) for one in call.reminders if one.kind == "appointment"]


def test_a_customer_is_reminded_72_and_24_hours_before(desk: Session) -> None:
    one = booked(desk)
    listed = [hours for hours in range(100, -3, -1) if reminded(desk.at(AT - hours * HOUR))]
    assert listed == list(range(72, 0, -1)), "until somebody reminds, and never once the time has come"
    remind(desk.at(AT - 70 * HOUR), one)
    listed = [hours for hours in range(100, -3, -1) if reminded(desk.at(AT - hours * HOUR))]
    assert listed == [72, 71, *range(24, 0, -1)]
    remind(desk.at(AT - 23 * HOUR), one)
    listed = [hours for hours in range(100, -3, -1) if reminded(desk.at(AT - hours * HOUR))]
    assert listed == [72, 71, 24]
    assert reminded(desk.at(AT - 24 * HOUR)) == ["10-14 09:00 5,000 公里保养"]


@pytest.mark.parametrize(
    ("made_before", "expected"), [(80, range(72, 0, -1)), (50, range(24, 0, -1)), (20, range(0))]
)
def test_who_booked_a_moment_ago_needs_no_reminder_yet(
    desk: Session, made_before: int, expected: range
) -> None:
    booked(desk.at(AT - made_before * HOUR))
    listed = [hours for hours in range(made_before, -1, -1) if reminded(desk.at(AT - hours * HOUR))]
    assert listed == list(expected)


@pytest.mark.parametrize("step", ["moved", "cancelled"])
def test_an_appointment_that_is_off_needs_no_reminder(desk: Session, step: str) -> None:
    STEPS[step](desk.at(AT - 80 * HOUR), booked(desk))
    assert reminded(desk.at(AT - 20 * HOUR)) == []


def test_a_word_about_an_appointment_is_no_care_call_that_must_rest_but_obeys_the_opt_out(
    desk: Session,
) -> None:
    car = a_car(desk, birthday=date(1986, 10, 5))
    save_care(desk, car, [CareAnswer("birthday", MONDAY.date(), "accepted")], "k", NEW)
    assert reminded(desk.at(AT - 20 * HOUR))
    VehicleFile.update(do_not_call_at=MONDAY).execute()
    assert not reminded(desk.at(AT - 20 * HOUR))


def test_those_nobody_has_seen_come_are_asked_after(desk: Session) -> None:
    one, other = booked(desk), booked(desk, new=replace(NEW, at=AT + HOUR))
    assert [found.id for found in overdue(desk.at(AT + DAY))] == [one, other]
    arrived(desk.at(AT + HOUR), one)
    assert [found.id for found in overdue(desk.at(AT + DAY))] == [other]
    assert overdue(desk.at(AT - HOUR)) == ()


def test_the_same_key_books_once_and_every_step_stands_in_the_trail(desk: Session) -> None:
    car = a_car(desk)
    first, again = booked(desk, car), booked(desk, car)
    assert first == again
    assert Appointment.select().count() == 1
    remind(desk.at(AT - DAY), first, "已打电话")
    trail = AuditEntry.select().where(AuditEntry.entity == "appointment")
    assert [(entry.action, entry.file_id, entry.reason) for entry in trail] == [
        ("made", car, None), ("reminded", car, "已打电话"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (replace(NEW, at=MONDAY), "at"), (replace(NEW, work=" "), "work"), (replace(NEW, advisor="无此人"), "advisor"),
        (replace(NEW, courtesy="直升机"), "courtesy"), (replace(NEW, reminder_channel="信鸽"), "reminder_channel"),
    ],
)  # fmt: skip
def test_a_wrong_appointment_is_refused_at_its_field(desk: Session, new: NewAppointment, field: str) -> None:
    with pytest.raises(Refused) as refused:
        booked(desk, new=new)
    assert refused.value.field == field
    assert not Appointment.select().count()


def test_reception_books_with_covered_phones_and_the_general_manager_only_looks(desk: Session) -> None:
    reception = replace(desk, person=Person("前台", frozenset({RECEPTIONIST})))
    one = booked(reception)
    assert "*" in str(only(reception).phone)
    manager = replace(desk, person=Person("总经理", frozenset({GENERAL_MANAGER})))
    assert only(manager).id == one
    with pytest.raises(Refused, match="不能预约"):
        remind(manager, one)


def test_who_waits_to_be_reminded_stands_in_one_list(session: Session) -> None:
    desk = session.at(MONDAY)
    near, _ = make_appointment(desk, a_car(desk), NewAppointment(AT, "保养"), "near")
    make_appointment(desk, a_car(desk), NewAppointment(AT + 3 * DAY, "保养"), "far")
    assert to_remind(desk) == ()
    assert [one.id for one in to_remind(session.at(AT - 72 * HOUR))] == [near]
    remind(session.at(AT - 72 * HOUR), near)
    assert to_remind(session.at(AT - 48 * HOUR)) == ()
    assert [one.id for one in to_remind(session.at(AT - 24 * HOUR))] == [near]


def test_a_week_tells_how_many_cars_each_day_expects(session: Session) -> None:
    desk = session.at(MONDAY)
    for place, days in enumerate((0, 0, 2)):
        make_appointment(desk, a_car(desk), NewAppointment(AT + days * DAY, "保养"), f"k{place}")
    gone, _ = make_appointment(desk, a_car(desk), NewAppointment(AT + DAY, "保养"), "gone")
    cancel(desk, gone, "车已卖")
    first = AT.date() - 2 * DAY
    assert booked_days(desk, first, first + 6 * DAY) == {AT.date(): 2, AT.date() + 2 * DAY: 1}


def test_the_book_is_printed_with_covered_phones(session: Session) -> None:
    desk = session.at(MONDAY)
    make_appointment(desk, a_car(desk, phone="13812345678", name="沈佳宁"), NEW, "k")
    report = appointment_report(desk, AT.date())
    assert report.rows[0][:3] == ("09:00", "沈佳宁", "138 **** 5678")
    assert print_book(desk, AT.date()).startswith(b"%PDF")
    with pytest.raises(Refused):
        print_book(replace(desk, person=Person("韩露", frozenset({RECEPTIONIST}))), AT.date())
