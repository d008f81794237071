"""What a call came to, checked before it is stored: what each ending needs and what it cannot have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from desktop_app.callbacks.candidates import Candidate
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.callbacks.questionnaires import Answers, Grievance, as_stored
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.problems import Refused
from desktop_app.session import Session

MAY_AGREE = frozenset({"agreed", "not_the_person"})
"""Endings in which a time for the next call can be agreed on."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a call ended, as the caller has typed it.

    ``key`` is made by the screen once for each call, so that saving twice stores once. ``at`` None means now.
    ``answers`` count only where the ending is ``completed``; otherwise they stay as the draft for the next call.
    ``advisor_phoned`` is whether the advisor phoned on the day the car was collected (None: not asked).
    ``dissatisfied`` is the caller's own word; low scores and bad key answers count without it. ``do_not_call``
    says that the customer asked never to be called again.
    """

    disposition: str
    key: str
    at: datetime | None = None
    agreed_at: datetime | None = None
    answers: Answers = field(default_factory=dict)
    answer_notes: Mapping[int, str] = field(default_factory=dict)
    words: str = ""
    remark: str = ""
    advisor_phoned: bool | None = None
    dissatisfied: bool = False
    complaint: NewComplaint | None = None
    no_case_reason: str = ""
    do_not_call: bool = False

    def as_draft(self) -> dict[str, Any]:
        """What was typed, in the shape of a draft: nothing of it is lost when the call goes on another day."""
        return {
            "answers": as_stored(self.answers),
            "answer_notes": {str(number): note for number, note in sorted(self.answer_notes.items())},
            "words": self.words,
            "remark": self.remark,
            "advisor_phoned": self.advisor_phoned,
        }


def check_outcome(session: Session, one: Candidate, outcome: Outcome, at: datetime) -> None:
    """Raise Refused, with the field, for what an ending lacks or cannot have."""
    if outcome.disposition not in DISPOSITION_LABELS:
        raise ValueError(f"unknown disposition {outcome.disposition!r}")
    _check_time(session, one, at)
    _check_agreed(outcome, at)
    if one.facts.completed_at:
        raise Refused(f"这条回访已于 {one.facts.completed_at:%m-%d} 完成，不用再记；要改请先撤销上一次记录。")
    if outcome.disposition == "completed" and not outcome.answers:
        raise Refused("“成功”至少要有一题的回答；客户不愿回答请选“拒访”。", field="answers")
    if outcome.disposition == "other" and not outcome.remark.strip():
        raise Refused("选“其他”请在备注里写明情况。", field="remark")


def _check_time(session: Session, one: Candidate, at: datetime) -> None:
    if at > session.now():
        raise Refused(f"回访时间 {at:%m-%d %H:%M} 还没有到，请核对。", field="at")
    if at.date() < one.facts.event_on:
        raise Refused(f"回访时间早于交车日期 {one.facts.event_on:%Y-%m-%d}，请核对。", field="at")
    if any(attempt.at == at for attempt in one.tried):
        raise Refused(f"{at:%m-%d %H:%M:%S} 已经记过一次，请稍等一秒再存。", field="at")


def _check_agreed(outcome: Outcome, at: datetime) -> None:
    if outcome.agreed_at is None:
        if outcome.disposition == "agreed":
            raise Refused("请填写和客户约定的时间。", field="agreed_at")
        return
    if outcome.disposition not in MAY_AGREE:
        label = DISPOSITION_LABELS[outcome.disposition]
        raise Refused(f"“{label}”不能带约定时间，请清空时间或改选“约定再访”。", field="agreed_at")
    if outcome.agreed_at <= at:
        raise Refused("约定的时间要晚于这次通话。", field="agreed_at")


def check_grievances(outcome: Outcome, grievances: tuple[Grievance, ...]) -> bool:
    """Whether the call is dissatisfied; then it needs a case or a written reason why there is none."""
    dissatisfied = outcome.dissatisfied or bool(grievances)
    if dissatisfied and outcome.complaint is None and not outcome.no_case_reason.strip():
        heard = "；".join(one.text for one in grievances) or "客户表示不满意"
        raise Refused(f"{heard}。请立案，或写明不立案的原因，再保存。", field="complaint")
    return dissatisfied
