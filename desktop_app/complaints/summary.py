"""What a closed case answers: who, what, how, when, with what result, and did it come back."""

from __future__ import annotations

from datetime import datetime

from db import Complaint
from db.connection import rows
from desktop_app.complaints.fields import show_cause
from desktop_app.complaints.reading import Subject, read_subject
from desktop_app.complaints.sentences import moment_text, sentence
from desktop_app.complaints.standing import Step, name_steps
from desktop_app.complaints.words import words_of
from desktop_app.session import Session, require

NONE = "—"
AVOIDABLE = {True: "可以避免", False: "无法避免", None: NONE}


def answers(session: Session, number: str) -> tuple[tuple[str, str], ...]:
    """Question and answer in Chinese, as of the clock; "—" where nothing is known. Raises Refused for no such case."""
    require(session, "see")
    now = session.now()
    with session.connected():
        subject = read_subject(session, number, until=now)
        words = words_of(subject.id, now)
        cause, later = show_cause(subject.columns["cause"]), _came_back(subject, now)
    steps, columns, year = name_steps(subject.steps), subject.columns, subject.standing.accepted_at.year
    closed_at = subject.standing.closed_at
    found = (
        ("谁投诉的", subject.caller),
        ("客户要什么", columns["demands"] or (words[0].text if words else "")),
        ("怎样处理", _last(steps, "result", "solve_at_once", "offer")),
        ("何时结案", moment_text(closed_at, year) if closed_at else "未结案"),
        ("客户反应", _last(steps, "follow_up")),
        ("能否避免", AVOIDABLE[columns["avoidable"]]),
        ("原因", cause),
        ("改进措施", columns["improvement"] or ""),
        ("责任人", columns["handler"] or columns["first_receiver"]),
        ("是否再次发生", "、".join(later) if later else "没有再次发生"),
    )
    return tuple((question, answer or NONE) for question, answer in found)


def _last(steps: tuple[Step, ...], *verbs: str) -> str:
    return next((sentence(step) for step in reversed(steps) if step.verb in verbs), "")


def _came_back(subject: Subject, now: datetime) -> tuple[str, ...]:
    """Later cases that repeat this one, or are of the same cause and the same car."""
    case, columns = Complaint, subject.columns
    repeats = case.repeat_of == subject.id
    if columns["vin"] is not None:
        repeats |= (case.vin == columns["vin"]) & (case.cause == columns["cause"])
    later = (case.accepted_at > columns["accepted_at"]) & (case.accepted_at <= now)
    query = (
        case.select(case.number)
        .where(repeats, later, case.id != subject.id)
        .order_by(case.accepted_at, case.id)
    )
    return tuple(number for (number,) in rows(query))
