"""Care in the demonstration: wishes noted, a recall, and what the care calls of the last weeks came to."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from db import Appointment, AppointmentStep, CareDate
from db.bulk import insert_all
from db.connection import rows
from desktop_app.callbacks.care import KINDS, Reminder
from desktop_app.callbacks.care_calls import CareCall, care_calls
from desktop_app.callbacks.care_handling import Answer, CareAnswer, save_care
from desktop_app.demonstration.customers import Customer
from desktop_app.demonstration.desk import acting
from desktop_app.demonstration.staff import Crew
from desktop_app.demonstration.words import WORDS
from desktop_app.session import Session

EVENINGS = (52, 45, 38, 31, 24, 19, 15, 11, 8, 5, 3, 1)
"""How many days ago the desk made care calls."""
CALLS_AN_EVENING = 3
COMES_WITHIN = timedelta(days=30)
CAME, DID_NOT = (70, 10, 20), (42, 35, 23)
"""How often a customer who then came, or did not, accepts, declines, or asks to be called later."""
_DAY = timedelta(days=1)


def care_for(session: Session, draw: random.Random, customers: Sequence[Customer], crew: Crew) -> None:
    """Everything about care; inside ``session.saving()``, after all that the calls are derived from is stored."""
    _note_wishes(session, draw, customers, crew)
    _tell_courses(session)
    visits = {customer.file_id: [visit.on for visit in customer.visits] for customer in customers}
    for days in EVENINGS:
        day = session.today() - days * _DAY
        at = datetime.combine(day, time(16, draw.randrange(60)))
        then = acting(session, draw.choice(crew.callers), at)
        calls = [call for call in care_calls(then) if _about(call)]
        for call in draw.sample(calls, min(CALLS_AN_EVENING, len(calls))):
            came = any(day < on <= day + COMES_WITHIN for on in visits[call.customer.file_id])
            answers = _answers(draw, call, came=came)
            save_care(then, call.customer.file_id, answers, f"demo {at} {call.customer.vin}")


def _about(call: CareCall) -> list[Reminder]:
    """What a care call speaks of; a word about an appointment is none."""
    return [one for one in call.reminders if one.kind in KINDS]


def _answers(draw: random.Random, call: CareCall, *, came: bool) -> list[CareAnswer]:
    choices: tuple[Answer, ...] = ("accepted", "declined", "later")
    answer = draw.choices(choices, CAME if came else DID_NOT)[0]
    reason = "" if answer == "accepted" else draw.choice(WORDS["care"][answer])
    return [CareAnswer(one.kind, one.due_on, answer, reason) for one in _about(call)]


def _note_wishes(session: Session, draw: random.Random, customers: Sequence[Customer], crew: Crew) -> None:
    """Advised work, a recall and a few who were asked to come in; all noted in the last weeks."""
    found = []
    for kind, wishes in WORDS["care"]["wishes"].items():
        for text, customer in zip(
            wishes, draw.sample(customers, min(len(wishes), len(customers))), strict=False
        ):
            noted = session.now() - timedelta(days=draw.randint(2, 20), hours=draw.randint(0, 6))
            due_on = noted.date() + (0 if kind == "recall" else draw.randint(1, 30)) * _DAY
            found.append((customer.file_id, kind, due_on, text, noted, draw.choice(crew.callers)))
    insert_all(CareDate, ("file", "kind", "due_on", "text", "created_at", "account"), found)


def _tell_courses(session: Session) -> None:
    """The steps that brought each appointment where it stands."""
    book = Appointment
    booked = rows(book.select(book.id, book.state, book.at, book.made_at, book.account).order_by(book.id))
    names = ("appointment", "step", "done_at", "account", "at")
    insert_all(AppointmentStep, names, ((one[0], "made", one[3], one[4], one[2]) for one in booked))
    insert_all(AppointmentStep, names, (_last_step(session, *one) for one in booked if one[1] != "made"))


def _last_step(
    session: Session, number: int, state: str, at: datetime, made_at: datetime, account: str
) -> tuple[object, ...]:
    reminded_at = max(made_at, min(at - _DAY, session.now() - timedelta(hours=1)))
    done_at = reminded_at if state == "reminded" else min(max(at, made_at), session.now())
    return number, state, done_at, account, at
