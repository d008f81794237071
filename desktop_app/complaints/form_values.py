"""What the paper of a case says: the values of 表5, 表6 and 客户投诉处理单 by the names of their cells."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from desktop_app.archive.masking import phones_for
from desktop_app.complaints.fields import shown_fields
from desktop_app.complaints.reading import Subject, read_subject
from desktop_app.complaints.sentences import line, moment_text, sentence
from desktop_app.complaints.standing import Step, name_steps
from desktop_app.complaints.vocabulary import CHANNEL_LABELS
from desktop_app.complaints.words import Words, words_of
from desktop_app.session import Session, require

FORMS = ("complaint-handling", "urgent-complaint", "complaint-sheet")
PAPER_CHANNELS = ("visit", "phone", "letter")
"""The channels that the paper has a box for; another one is written under 其他相关信息."""

PROMPTS = {
    "happened": "发生时间", "place": "地点", "course": "经过", "customer_view": "顾客的看法", "evidence": "判断依据",
    "reason": "理由", "need": "需求", "demands": "要求",
}  # fmt: skip
SOLVING = frozenset({"offer", "result", "solve_at_once"})
HANDLING = SOLVING | {"hand_over", "contact", "check"}
ESCALATING = frozenset({"escalate"})


def form_values(session: Session, number: str, form: str) -> dict[str, Any]:
    """The values of one of FORMS for a case, as of the clock: text, date, datetime or int; None where blank.

    Cells for signatures have none. Raises Refused for an unknown case and KeyError for another form.
    """
    require(session, "print_forms")
    if form not in FORMS:
        raise KeyError(form)
    now = session.now()
    with session.connected():
        subject = read_subject(session, number, until=now)
        words = words_of(subject.id, now)
        fields = phones_for(session, shown_fields(subject.columns, subject.standing.grade))
    values = fields | _head(subject) | _account(subject, fields, words) | _handled(subject, fields, form)
    if form != "complaint-handling":
        values["phone"] = fields["phone"] or fields["landline"] or fields["caller_phone"]
    return values


def _head(subject: Subject) -> dict[str, Any]:
    columns = subject.columns
    copied = ("accepted_at", "sale_reference", "bought_on", "first_receiver")
    return {name: columns[name] for name in copied} | {
        "number": subject.number,
        "taken_by": columns["first_receiver"],
        "caller_name": subject.caller,
        "contact_person": subject.caller,
        "sale_details": _sale_details(columns),
    }


def _account(subject: Subject, fields: Mapping[str, Any], words: tuple[Words, ...]) -> dict[str, Any]:
    """What the customer said and wants, and how it reached us."""
    columns, said = subject.columns, _words(subject, words)
    sub_cause = f"（{fields['sub_cause']}）" if fields["sub_cause"] else ""
    on_paper = columns["channel"] in PAPER_CHANNELS
    channel = CHANNEL_LABELS[columns["channel"]]
    elsewhere = None if on_paper else f"反映渠道：{channel}"
    return {
        "cause": f"{fields['cause']}{sub_cause}",
        "words": said,
        "complaint_and_demands": _lines([said, *_prompts(fields)]),
        "occurrence": " ".join(filter(None, (fields["happened"], fields["place"]))) or None,
        "channel": channel if on_paper else None,
        "other_information": _lines([elsewhere, fields["other_information"]]),
    }


def _handled(subject: Subject, fields: Mapping[str, Any], form: str) -> dict[str, Any]:
    """What was done, as the steps say, with what was typed besides."""
    steps, year = name_steps(subject.steps), subject.standing.accepted_at.year
    calls = [step for step in steps if step.verb == "follow_up"]
    reached = [step.detail["satisfied"] for step in calls if step.detail["satisfied"] is not None]
    wanted = HANDLING if form == "complaint-sheet" else HANDLING | ESCALATING
    return {
        "handling": _lines([*_step_lines(steps, wanted, year), fields["handling"]]),
        "solution": _lines(_step_lines(steps, SOLVING, year)),
        "solved_at": subject.standing.round.reported_at,
        "result_summary": fields["result_summary"] or _summary(steps),
        "follow_up_record": _lines(_step_lines(calls, {"follow_up"}, year)),
        "follow_up_result": None if not reached else "满意" if reached[-1] else "不满意",
    }


def _words(subject: Subject, words: tuple[Words, ...]) -> str | None:
    first_at, year = subject.standing.accepted_at, subject.standing.accepted_at.year
    return _lines(
        one.text if one.at == first_at else f"（{moment_text(one.at, year)} 补充）{one.text}" for one in words
    )


def _prompts(fields: Mapping[str, Any]) -> list[str]:
    return [f"{label}：{fields[name]}" for name, label in PROMPTS.items() if fields[name]]


def _step_lines(steps: Iterable[Step], verbs: Collection[str], year: int) -> list[str]:
    return [line(step, year) for step in steps if step.verb in verbs]


def _summary(steps: tuple[Step, ...]) -> str | None:
    """The last result and how the case was closed, until someone writes a summary."""
    results = [step for step in steps if step.verb in ("result", "solve_at_once")]
    closed = [step for step in steps[-1:] if step.verb == "close"]
    return _lines(sentence(step) for step in (*results[-1:], *closed))


def _sale_details(columns: Mapping[str, Any]) -> str | None:
    """销售情况: sold here or elsewhere, delivery date, consultant."""
    if columns["bought_here"] is None:
        return None
    parts = ("本店" if columns["bought_here"] else "他店", columns["bought_on"], columns["consultant"])
    return " ".join(str(part) for part in parts if part)


def _lines(parts: Iterable[str | None]) -> str | None:
    return "\n".join(part for part in parts if part) or None
