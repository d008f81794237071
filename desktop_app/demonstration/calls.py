"""Invented calls: most customers are reached at the first or second try, some never, and today's list is alive."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from db import Attempt
from db.bulk import insert_all
from desktop_app.callbacks.questionnaire_file import KINDS
from desktop_app.callbacks.questionnaires import as_stored, current, dissatisfied, keep_version, overall
from desktop_app.demonstration.answers import answer
from desktop_app.demonstration.events import Duty
from desktop_app.demonstration.staff import Crew
from desktop_app.demonstration.words import WORDS, at_work
from desktop_app.session import Session

OUTCOMES = {
    "completed": 66, "no_answer": 11, "powered_off": 3, "unreachable": 3, "busy": 3, "out_of_service": 1, "barred": 1,
    "rejected": 3, "refused": 2.5, "not_the_person": 1.5, "invalid_number": 0.8, "wrong_number": 0.7, "agreed": 3,
    "other": 0.5,
}  # fmt: skip
"""How a call ends, in shares."""
HARD_TO_REACH = OUTCOMES | {"no_answer": 40, "powered_off": 14, "unreachable": 10, "busy": 8}
"""The same for someone who could not be reached the last time."""
FAILED = ("no_answer", "no_answer", "powered_off", "busy", "unreachable")
FINAL = frozenset({"completed", "refused", "invalid_number", "wrong_number"})
NEVER_TRIED = 0.035
MOST_TRIES = 5

ON_THE_LAST_DAY = ("untouched", "failed", "sms", "completed", "untouched", "appointment")
IN_THE_WINDOW = (
    "appointment", "untouched", "sms", "failed", "completed", "untouched", "appointment", "completed", "untouched",
    "agreed_later", "failed", "untouched", "completed", "sms", "failed", "completed",
)  # fmt: skip
"""How callbacks stand whose window is open now, oldest first, over and over."""


@dataclass(slots=True)
class Call:
    """One attempt before it is stored; ``row`` is its number in the table."""

    duty: Duty
    at: datetime
    caller: str
    disposition: str
    agreed_at: datetime | None = None
    answers: dict[int, Any] = field(default_factory=dict)
    overall: float | None = None
    questionnaire: int | None = None
    words: str | None = None
    remark: str | None = None
    advisor_phoned: bool | None = None
    dissatisfied: bool = False
    no_case_reason: str | None = None
    row: int = 0


def invent_calls(session: Session, draw: random.Random, duties: Sequence[Duty], crew: Crew) -> list[Call]:
    """Every call up to the clock, in the order of time, not yet stored."""
    now = session.now()
    plans = _plans(duties, now.date())
    told = _Teller(session, draw, crew)
    calls = [call for duty in duties for call in _calls(told, duty, plans.get(duty.id), now)]
    calls.sort(key=lambda call: (call.at, call.duty.id))
    for row, call in enumerate(calls, 1):
        call.row = row
    return calls


def _plans(duties: Sequence[Duty], today: date) -> dict[int, str]:
    last_day = [duty for duty in duties if duty.due_to == today]
    in_window = [duty for duty in duties if duty.due_from <= today < duty.due_to]
    return {
        duty.id: plan
        for open_now, plans in ((last_day, ON_THE_LAST_DAY), (in_window, IN_THE_WINDOW))
        for duty, plan in zip(open_now, cycle(plans), strict=False)
    }


def store_calls(calls: Sequence[Call]) -> None:
    """Store the calls; inside ``session.saving()``."""
    names = (
        "id", "callback", "at", "recorded_at", "caller", "disposition", "agreed_at", "questionnaire", "answers",
        "overall", "words", "remark", "advisor_phoned", "dissatisfied", "no_case_reason", "entered_in_crm_at",
    )  # fmt: skip
    insert_all(
        Attempt,
        names,
        (
            (
                call.row, call.duty.id, call.at, call.at, call.caller, call.disposition, call.agreed_at,
                call.questionnaire, as_stored(call.answers) if call.answers else None, call.overall, call.words,
                call.remark, call.advisor_phoned, call.dissatisfied, call.no_case_reason, _entered(call, calls[-1].at),
            )
            for call in calls
        ),
    )  # fmt: skip


def _entered(call: Call, newest: datetime) -> datetime | None:
    """Copied to the maker's CRM on the evening of the day, except today's."""
    if call.disposition != "completed" or call.at.date() >= newest.date():
        return None
    return call.at.replace(hour=18, minute=30)


class _Teller:
    """Makes one call after the other out of the same questionnaires and people."""

    def __init__(self, session: Session, draw: random.Random, crew: Crew) -> None:
        self.draw, self.crew = draw, crew
        self.asked = {kind: current(session, kind) for kind in KINDS}
        self.versions = {kind: keep_version(session, asked) for kind, asked in self.asked.items()}

    def call(self, duty: Duty, at: datetime, disposition: str, agreed_at: datetime | None = None) -> Call:
        """One call as it would be noted."""
        call = Call(duty, at, self.draw.choice(self.crew.callers), disposition, agreed_at)
        if disposition == "completed":
            self._complete(call)
        elif disposition == "agreed":
            call.remark = self.draw.choice(WORDS["words"]["calls"]["agreed_remarks"])
        else:
            call.remark = self.draw.choice(WORDS["words"]["notes"].get(disposition, [""])) or None
        return call

    def _complete(self, call: Call) -> None:
        asked = self.asked[call.duty.kind]
        call.answers = answer(self.draw, asked, self.crew.skill[call.duty.person])
        call.overall, call.questionnaire = overall(asked, call.answers), self.versions[call.duty.kind]
        call.dissatisfied = bool(dissatisfied(asked, call.answers))
        last = asked.questions[-1].id
        call.words = str(call.answers[last]) if last in call.answers else None
        call.advisor_phoned = self.draw.random() < self.crew.skill[call.duty.person]
        call.no_case_reason = (
            self.draw.choice(WORDS["words"]["calls"]["no_case"]) if call.dissatisfied else None
        )


def _calls(told: _Teller, duty: Duty, plan: str | None, now: datetime) -> Iterator[Call]:
    if duty.due_from > now.date():
        return iter(())
    if plan is None:
        return _course(told, duty, now)
    return _planned(told, duty, plan, now)


def _course(told: _Teller, duty: Duty, now: datetime) -> Iterator[Call]:
    """Tried from a day of the window on until something final comes."""
    draw, day = told.draw, duty.due_from + timedelta(days=told.draw.choice((0, 0, 0, 1, 1, 2)))
    outcomes, agreed_at = OUTCOMES, None
    for _ in range(MOST_TRIES if draw.random() > NEVER_TRIED else 0):
        at = at_work(draw, day, now)
        if agreed_at:
            at = agreed_at + timedelta(minutes=draw.randint(1, 20))
        if at is None or at > now or day > duty.due_to + timedelta(days=5):
            return
        disposition = draw.choices(list(outcomes), list(outcomes.values()))[0]
        agreed_at = _agreed(draw, day) if disposition == "agreed" else None
        yield told.call(duty, at, disposition, agreed_at)
        if disposition in FINAL:
            return
        outcomes = HARD_TO_REACH if disposition in FAILED else OUTCOMES
        day = agreed_at.date() if agreed_at else day + timedelta(days=draw.choice((1, 1, 2)))


def _agreed(draw: random.Random, day: date) -> datetime:
    later = day + timedelta(days=draw.choice((1, 1, 2)))
    return datetime(later.year, later.month, later.day, draw.choice((10, 12, 15, 17)), draw.choice((0, 30)))


def _planned(told: _Teller, duty: Duty, plan: str, now: datetime) -> Iterator[Call]:
    """A callback whose window is open, brought to the place on the list that the plan names."""
    draw = told.draw
    moments = _moments(draw, duty.due_from, now)
    if plan in ("untouched", "") or not moments:
        return
    if plan == "completed":
        yield told.call(duty, moments[-1], "completed")
    elif plan == "failed":
        yield from (told.call(duty, at, draw.choice(FAILED)) for at in moments[: draw.randint(1, 3)])
    elif plan == "sms":
        yield from (told.call(duty, at, draw.choice(FAILED)) for at in moments[:4])
    else:
        soon = now + timedelta(minutes=draw.choice((-50, 20, 45)))
        later = soon if plan == "appointment" else _agreed(draw, now.date())
        at = min(moments[0], now - timedelta(hours=20))
        yield told.call(duty, at, "agreed", later.replace(minute=later.minute // 15 * 15, second=0))


def _moments(draw: random.Random, first: date, now: datetime) -> list[datetime]:
    """Six moments between the first day and now, at work, in order; fewer when the first day has hardly begun."""
    days = [first + timedelta(days=place % ((now.date() - first).days + 1)) for place in range(6)]
    found = {at for day in days if (at := at_work(draw, day, now))}
    return sorted(found)
