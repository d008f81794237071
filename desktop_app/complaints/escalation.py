"""Raising a case: its grade, its 升级 mark, and reporting it up the rungs (上报)."""

from __future__ import annotations

from datetime import datetime

from desktop_app.complaints.reading import Subject
from desktop_app.complaints.recording import Move, record, required
from desktop_app.complaints.standing import RUNGS
from desktop_app.complaints.vocabulary import GRADE_LABELS, RUNG_LABELS, read_code
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session


def regrade(
    session: Session, number: str, *, reason: str, grade: str | None = None, escalated: bool | None = None,
    at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """Change the grade or the 升级 mark; T follows until the first contact has frozen the colour."""

    def move(case: Subject) -> Move:
        why = required(reason, "请写明调整分级或升级的原因。", "reason")
        new = case.standing.grade if grade is None else _grade(grade)
        mark = case.standing.escalated if escalated is None else escalated
        columns = {"grade": new, "escalated": mark, "escalated_reason": why if mark else None}
        if mark == case.standing.escalated:
            del columns["escalated_reason"]
        return Move(said=why, detail={"grade": new, "escalated": mark}, columns=columns)

    return record(session, number, "regrade", move, at=at, key=key)


def escalate(
    session: Session, number: str, *, rung: str, wants: str, plan: str, outcome: str = "", policy: str = "",
    policy_from: str = "", person: str = "", at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """上报 to a rung: 投诉再确认 (``wants``: what the customer wants now), 对应方案, 结果.

    The manufacturer's rung also has its 方针 and from whom. The same rung may be recorded again, to add what came
    of it; a lower one no more.
    """

    def move(case: Subject) -> Move:
        step = read_code(RUNG_LABELS, rung, what="上报层级", field="rung")
        if RUNGS.index(step) < RUNGS.index(case.standing.rung):
            raise Refused(f"已经上报到{RUNG_LABELS[case.standing.rung]}，不能再往下报。", field="rung")
        detail = {
            "rung": step,
            "wants": required(wants, "请写明客户现在的要求（投诉再确认）。", "wants"),
            "plan": required(plan, "请写明对应方案。", "plan"),
            "outcome": outcome.strip(),
        }
        if step == "manufacturer":
            detail |= {"policy": policy.strip(), "policy_from": policy_from.strip()}
        return Move(None, person.strip() or RUNG_LABELS[step], detail["wants"], detail)

    return record(session, number, "escalate", move, at=at, key=key)


def _grade(text: str) -> str:
    return read_code(GRADE_LABELS, text, what="分级", field="grade")
