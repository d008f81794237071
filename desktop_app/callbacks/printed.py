"""A callback on paper: 表1 or 表2 with what was asked and answered in the call that completed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from db import Attempt, Callback, Staff, VehicleFile
from db.connection import first
from desktop_app.archive.masking import phones_for
from desktop_app.callbacks.questionnaire_file import Kind, Question
from desktop_app.callbacks.questionnaires import Answer, asked_with, current, from_stored
from desktop_app.problems import Refused
from desktop_app.session import Session, require


@dataclass(frozen=True, slots=True)
class PrintedCallback:
    """The head's values by field name, the questions of the version asked, answers and notes by number."""

    values: Mapping[str, Any]
    questions: tuple[Question, ...]
    answers: Mapping[int, Answer]
    notes: Mapping[int, str]


def printed_callback(session: Session, kind: Kind, reference: str | None) -> PrintedCallback:
    """What 表1 (``sales``) or 表2 (``service``) prints for a 协议号 or 工单号; None prints the empty paper.

    Of a callback not completed the questions stay open. Raises Refused for an unknown reference.
    """
    require(session, "print_forms")
    with session.connected():
        if reference is None:
            return PrintedCallback({}, current(session, kind).questions, {}, {})
        head = _head(kind, reference)
        asked = _completed(session, int(head["id"]))
        version = asked_with(session, asked["questionnaire"]) if asked.get("questionnaire") else None
        questions = (version or current(session, kind)).questions
    notes = {int(number): str(text) for number, text in (asked.get("answer_notes") or {}).items()}
    called = {"caller": asked.get("caller"), "called_on": asked.get("at")}
    return PrintedCallback(
        phones_for(session, head) | called, questions, from_stored(asked.get("answers")), notes
    )


def _head(kind: Kind, reference: str) -> dict[str, Any]:
    names = ("id", "reference", "event_on", "name", "phone", "plate", "vin", "model", "advisor")
    found = first(
        Callback.select(
            Callback.id, Callback.reference, Callback.event_on, VehicleFile.name, VehicleFile.phone,
            VehicleFile.plate, VehicleFile.vin, VehicleFile.model, Staff.name,
        )
        .join(VehicleFile)
        .join(Staff, JOIN.LEFT_OUTER, on=(Callback.person == Staff.id))
        .where(Callback.kind == kind, Callback.reference == reference)
    )  # fmt: skip
    if found is None:
        what = "协议号" if kind == "sales" else "工单号"
        raise Refused(f"没有{what}为“{reference}”的回访，请核对后再打印。", field="key")
    head = dict(zip(names, found, strict=True))
    return head | {"delivered_on": head["event_on"], "handed_over_on": head["event_on"]}


def _completed(session: Session, callback: int) -> dict[str, Any]:
    names = ("at", "caller", "questionnaire", "answers", "answer_notes")
    found = first(
        Attempt.select(
            Attempt.at, Attempt.caller, Attempt.questionnaire, Attempt.answers, Attempt.answer_notes
        )
        .where(Attempt.callback == callback, Attempt.disposition == "completed", Attempt.at <= session.now())
        .order_by(Attempt.at.desc())
        .limit(1)
    )
    return dict(zip(names, found, strict=True)) if found else {}
