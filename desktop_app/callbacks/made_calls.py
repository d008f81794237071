"""Calls that were made, with what was asked and answered: read once for all the lists of a day's end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from peewee import JOIN

from db import Attempt, Callback, Complaint, Department, Staff, VehicleFile
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.questionnaire_file import Question, Questionnaire
from desktop_app.callbacks.questionnaires import Answer, asked_with, dissatisfied, from_stored, is_good, shown
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class MadeCall:
    """One attempt with its callback, car and customer; ``case`` is the number of the case it led to.

    ``person`` is the sales consultant or service advisor, ``department`` theirs where the staff list knows it.
    """

    attempt_id: int
    callback_id: int
    kind: str
    reference: str
    event_on: date
    at: datetime
    caller: str
    file_id: int
    vin: str
    name: str
    phone: str | None
    model: str | None
    plate: str | None
    person: str | None
    department: str | None
    disposition: str
    overall: float | None
    version: Questionnaire | None
    answers: Mapping[int, Answer]
    notes: Mapping[int, str]
    words: str | None
    remark: str | None
    advisor_phoned: bool | None
    dissatisfied: bool
    no_case_reason: str | None
    case: str | None

    def answer(self, question: Question) -> str:
        """What was answered, as people read it, with the note to it; empty where nothing was."""
        if question.type == "text":
            return self.words or ""
        parts = [shown(question, self.answers[question.id])] if question.id in self.answers else []
        return "，".join([*parts, *filter(None, [self.notes.get(question.id)])])

    def grievances(self) -> tuple[str, ...]:
        """Why the call was dissatisfied; the caller's own word where no answer says it."""
        found = dissatisfied(self.version, self.answers) if self.version else ()
        if found or not self.dissatisfied:
            return tuple(one.text for one in found)
        return ("回访专员认定不满意",)

    def shortfalls(self) -> tuple[str, ...]:
        """Answers other than the wished one that don't make the call dissatisfied, with their notes."""
        if self.version is None:
            return ()
        asked = (one for one in self.version.questions if one.id in self.answers and one.type != "score")
        bad = [one for one in asked if one.type != "text" and not is_good(one, self.answers[one.id])]
        told = {one.question for one in dissatisfied(self.version, self.answers)}
        return tuple(f"问题{one.id} {one.short}：{self.answer(one)}" for one in bad if one.id not in told)


def made_calls(session: Session, condition: Any) -> tuple[MadeCall, ...]:
    """The attempts that a condition on ``Attempt`` takes, by time; must run on an open connection."""
    call, one, file, person = Attempt, Callback, VehicleFile, Staff
    query = (
        call.select(
            call.id, one.id, one.kind, one.reference, one.event_on, call.at, call.caller, file.id, file.vin,
            file.name, file.phone, file.model, file.plate, person.name, Department.name, call.disposition,
            call.overall, call.questionnaire, call.answers, call.answer_notes, call.words, call.remark,
            call.advisor_phoned, call.dissatisfied, call.no_case_reason,
        )
        .join(one)
        .join(file)
        .switch(one)
        .join(person, JOIN.LEFT_OUTER, on=(one.person == person.id))
        .join(Department, JOIN.LEFT_OUTER, on=(person.department == Department.id))
        .where(condition & (call.at <= session.now()))
        .order_by(call.at, one.reference)
    )  # fmt: skip
    found = rows(query)
    cases = _cases(session.now(), [row[0] for row in found])
    version_of = cache(lambda version: asked_with(session, version))
    return tuple(_made(row, version_of, cases) for row in found)


def _made(
    row: tuple[Any, ...], version_of: Callable[[int], Questionnaire], cases: Mapping[int, str]
) -> MadeCall:
    (*head, version, answers, notes, words, remark, phoned, unhappy, reason) = row
    said = {int(number): str(note) for number, note in (notes or {}).items()}
    asked = version_of(version) if version is not None else None
    tail = (words, remark, phoned, bool(unhappy), reason, cases.get(row[0]))
    return MadeCall(*(*head, asked, from_stored(answers), said, *tail))


def _cases(now: datetime, attempts: list[int]) -> dict[int, str]:
    """Attempt → the first case it led to."""
    found: dict[int, str] = {}
    for page in pages(attempts):
        query = (
            Complaint.select(Complaint.attempt, Complaint.number)
            .where(within(Complaint.attempt, page) & (Complaint.accepted_at <= now))
            .order_by(Complaint.number.desc())
        )
        found |= dict(rows(query))
    return found
