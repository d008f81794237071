"""Why a customer is or is not on a day's list: every sale, order and case number gets an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from db import Callback, Complaint
from db.connection import scalar
from desktop_app.callbacks.candidates import Candidate, of_reference
from desktop_app.callbacks.care_why import why_care
from desktop_app.callbacks.reasons import (
    GROUP_LABELS,
    day_text,
    follow_up_reason,
    reason_of,
    unlisted_reason,
)
from desktop_app.callbacks.standing import Rules, current_rules, stand
from desktop_app.callbacks.worklist import moment_of
from desktop_app.complaints.follow_ups import due_follow_ups
from desktop_app.session import Session, require


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: on the list or not, and the reason in one Chinese sentence."""

    listed: bool
    reason: str


def why(session: Session, ref: str, on: date | None = None) -> Why:
    """Why the call that a reference stands for is or isn't listed.

    The reference is that of a delivery (协议号), a hand-over (工单号) or a case, or a VIN for the care call to a car.
    ``on`` as in ``worklist``. An unknown reference is answered too, with what to check.
    """
    require(session, "see")
    then, wanted = session.at(moment_of(session, on)), ref.strip()
    with session.connected():
        rules = current_rules(then)
        answers = [answer(one, then, rules) for one in of_reference(wanted, then.now())]
        if answers:
            return max(answers, key=lambda one: one.listed)
        return _of_a_case(then, wanted) or _of_a_car(then, wanted) or _unknown(then, wanted)


def answer(one: Candidate, session: Session, rules: Rules) -> Why:
    """Where one callback stands at the clock, in a sentence."""
    today = session.today()
    standing = stand(one.facts, today, rules)
    if not standing.group:
        return Why(False, f"不在名单上：{unlisted_reason(one.facts, standing, today, rules)}。")
    reason = reason_of(one, standing, today, one.tried)
    return Why(True, f"在名单上，{GROUP_LABELS[standing.group]}：{reason}。")


def _of_a_case(session: Session, number: str) -> Why | None:
    case = Complaint
    seen = (case.number == number) & (case.accepted_at <= session.now())
    if scalar(case.select(case.id).where(seen)) is None:
        return None
    for one in due_follow_ups(session, session.today()):
        if one.number == number:
            reason = follow_up_reason(one.round, one.due_at, checked=one.checked, now=session.now())
            return Why(True, f"在名单上，{GROUP_LABELS['complaint']}：{reason}。")
    return Why(False, "不在名单上：这个案例现在没有要做的再次回访，处理结果报回后的第二天才列入。")


def _of_a_car(session: Session, vin: str) -> Why | None:
    found = why_care(session, vin)
    if found is None:
        return None
    listed, reason = found
    return Why(
        listed, f"在名单上，{GROUP_LABELS['care']}：{reason}。" if listed else f"不在名单上：{reason}。"
    )


def _unknown(session: Session, ref: str) -> Why:
    event_on = scalar(Callback.select(Callback.event_on).where(Callback.reference == ref))
    if event_on is not None:
        day = day_text(event_on, session.today())
        return Why(False, f"不在名单上：到这一天还没有交车，交车日期是 {day}。")
    return Why(False, f"没有单号“{ref}”的交车、维修或投诉记录，请核对单号，或先导入这份数据。")
