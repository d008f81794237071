"""Taking a care call back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db import Appointment, AppointmentStep, AuditEntry, CareOutcome
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import remind
from desktop_app.callbacks.care_calls import care_calls
from desktop_app.callbacks.care_handling import CareAnswer, save_care
from desktop_app.callbacks.care_notes import note_wish, wishes_of
from desktop_app.callbacks.care_undoing import undo_care
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from tests.callbacks.caring import evening
from tests.callbacks.scenes import a_car

TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)


@pytest.fixture
def desk(session: Session) -> Session:
    """The evening of 15 October 2026."""
    return session.at(evening(TODAY))


def called(desk: Session) -> int:
    car = a_car(desk, birthday=date(1986, 10, 15))
    note_wish(desk, car, "please_come_in", TODAY, "看异响")
    answers = [
        CareAnswer("please_come_in", TODAY, "declined", "没空"),
        CareAnswer("birthday", TODAY, "accepted"),
    ]
    save_care(desk, car, answers, "k1", NewAppointment(evening(TODAY + DAY), "保养"))
    return car


def test_everything_stands_as_before_the_call(desk: Session) -> None:
    car = called(desk)
    assert care_calls(desk) == ()
    undo_care(desk, "k1")
    assert [one.kind for one in care_calls(desk)[0].reminders] == ["please_come_in", "birthday"]
    assert [one.text for one in wishes_of(desk, car)] == ["看异响"]
    assert (CareOutcome.select().count(), Appointment.select().count(), AppointmentStep.select().count()) == (
        0,
        0,
        0,
    )
    assert AuditEntry.select().order_by(AuditEntry.id.desc()).first().action == "undo_care"
    with pytest.raises(Refused, match="撤销过"):
        undo_care(desk, "k1")


def test_what_followed_keeps_the_call(desk: Session) -> None:
    called(desk)
    with pytest.raises(Refused, match="自己当天"):
        undo_care(replace(desk, person=Person("许知微", desk.person.duties)), "k1")
    with pytest.raises(Refused, match="自己当天"):
        undo_care(desk.at(desk.now() + DAY), "k1")
    remind(desk, Appointment.select(Appointment.id).scalar())
    with pytest.raises(Refused, match="已有后续"):
        undo_care(desk, "k1")
    assert CareOutcome.select().count() == 2
