"""The verbs that handle a case, from verification to the checked result, and the door to all the others.

One short function a verb; the table of moves stands in ``course``.

Every verb takes the case number, what was done, said and by whom, the step's own time ``at`` (default: now) and the
client's ``key`` (the same key twice is one step). Each raises Refused when duty, state or time do not allow it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from desktop_app.complaints.closing import close, follow_up, reopen, retell, review
from desktop_app.complaints.course import State
from desktop_app.complaints.escalation import escalate, regrade
from desktop_app.complaints.persons import check_department, check_handler, check_manager
from desktop_app.complaints.reading import Subject
from desktop_app.complaints.recording import Move, record, required
from desktop_app.complaints.vocabulary import read_acceptance
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session, require

__all__ = [
    "check", "close", "contact", "escalate", "follow_up", "give_opinion", "hand_over", "offer", "regrade", "reopen",
    "report_result", "retell", "review", "solve_at_once", "verify",
]  # fmt: skip


def verify(
    session: Session, number: str, *, reason_sufficient: bool, reason_ground: str, demand_reasonable: bool,
    demand_ground: str, at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """核实: is the reason sufficient, is the demand reasonable, each with its ground.

    Without a sufficient reason the case is unfounded: it is explained to the customer and closed. A demand that
    goes too far does not make it so.
    """

    def move(case: Subject) -> Move:
        detail = {
            "reason_sufficient": reason_sufficient,
            "reason_ground": required(reason_ground, "请写明理由是否充分的依据。", "reason_ground"),
            "demand_reasonable": demand_reasonable,
            "demand_ground": required(demand_ground, "请写明要求是否合理的依据。", "demand_ground"),
        }
        return Move(_verified(case.standing.state, reason_sufficient), detail=detail)

    return record(session, number, "verify", move, at=at, key=key)


def give_opinion(
    session: Session, number: str, *, opinion: str, at: datetime | None = None, key: str | None = None
) -> Changed:
    """客服部处理意见, also after the case was handed over without one."""

    def move(case: Subject) -> Move:
        text = required(opinion, "请写处理意见。", "opinion")
        return Move(said=text, columns={"desk_opinion": text})

    return record(session, number, "opinion", move, at=at, key=key)


def hand_over(
    session: Session, number: str, *, department: str, manager: str = "", handler: str = "", opinion: str = "",
    said: str = "", at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """转交: to the responsible department's manager, who answers for it or names someone (``handler``).

    ``manager`` defaults to the department's; the first one named for a department is taken into the lists. An
    ``opinion`` (客服部处理意见) needs the CR manager's duty.
    """

    def move(case: Subject) -> Move:
        place, known = check_department(department)
        boss = check_manager(session, place, known, manager)
        field = "handler" if handler.strip() else "manager"
        responsible = check_handler(handler.strip() or boss, case.columns["accused"], field=field)
        columns: dict[str, Any] = {"department": place, "department_manager": boss, "handler": responsible}
        if opinion.strip():
            require(session, "decide_complaints")
            columns["desk_opinion"] = opinion.strip()
        detail = {
            "department": place,
            "manager": boss,
            "handler": responsible,
            "opinion": opinion.strip(),
        }
        return Move("handed_over", boss, said.strip(), detail, columns)

    return record(session, number, "hand_over", move, at=at, key=key)


def contact(
    session: Session, number: str, *, said: str, person: str = "", reached: bool = True, at: datetime | None = None,
    key: str | None = None,
) -> Changed:  # fmt: skip
    """首次联系, and every later talk: the first that reached the customer freezes the colour.

    The talk in which the complaint was taken does not count; a try that reached nobody is recorded and counts for
    nothing.
    """

    def move(case: Subject) -> Move:
        text = required(
            said, "请写下与客户说了什么。" if reached else "请写明联系情况，如“无人接听”。", "said"
        )
        return Move(None, person.strip() or case.caller, text, {"reached": reached})

    return record(session, number, "contact", move, at=at, key=key)


def solve_at_once(
    session: Session, number: str, *, what: str, by_whom: str, cost_fen: int = 0, at: datetime | None = None,
    key: str | None = None,
) -> Changed:  # fmt: skip
    """当场解决, with the customer there: contact, solution and result in one, nothing is handed over."""

    def move(case: Subject) -> Move:
        report = _report(what, by_whom, None, cost_fen)
        return Move(
            "reported", report["by_whom"], report["what"], report, _handled(report, at or session.now())
        )

    return record(session, number, "solve_at_once", move, at=at, key=key)


def offer(
    session: Session, number: str, *, plan: str, by_whom: str = "", acceptance: str | None = None,
    at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """解决方案 as offered to the customer, and how it was taken, if that is known."""

    def move(case: Subject) -> Move:
        text = required(plan, "请写明解决方案。", "plan")
        taken = read_acceptance(acceptance)
        columns = {"acceptance": taken} if taken else {}
        return Move(
            "offered", by_whom.strip() or case.columns["handler"], text, {"acceptance": taken}, columns
        )

    return record(session, number, "offer", move, at=at, key=key)


def report_result(
    session: Session, number: str, *, what: str, by_whom: str, done_on: date | None = None, cost_fen: int = 0,
    at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """处理完毕报告 of the department manager: what was done, by whom, on which day, at what cost (in fen)."""

    def move(case: Subject) -> Move:
        report = _report(what, by_whom, done_on, cost_fen)
        if done_on and done_on > session.today():
            raise Refused("处理完毕日期还没有到，请核对。", field="done_on")
        return Move(
            "reported", report["by_whom"], report["what"], report, _handled(report, at or session.now())
        )

    return record(session, number, "result", move, at=at, key=key)


def check(
    session: Session, number: str, *, passed: bool = True, said: str = "", at: datetime | None = None,
    key: str | None = None,
) -> Changed:  # fmt: skip
    """最终核对确认 by the desk: what the department reported is so, or goes back to it with the reason."""

    def move(case: Subject) -> Move:
        text = said.strip() if passed else required(said, "请写明退回责任部门的原因。", "said")
        return Move("checked" if passed else "handed_over", said=text, detail={"passed": passed})

    return record(session, number, "check", move, at=at, key=key)


def _verified(state: State, founded: bool) -> State | None:
    if not founded:
        return "unfounded"
    return None if state not in ("accepted", "verified", "unfounded") else "verified"


def _report(what: str, by_whom: str, done_on: date | None, cost_fen: int) -> dict[str, Any]:
    if cost_fen < 0:
        raise Refused("费用不能是负数。", field="cost_fen")
    return {
        "what": required(what, "请写明做了什么。", "what"),
        "by_whom": required(by_whom, "请填写由谁处理。", "by_whom"),
        "done_on": done_on.isoformat() if done_on else None,
        "cost_fen": cost_fen,
    }


def _handled(report: dict[str, Any], at: datetime) -> dict[str, Any]:
    done_on = report["done_on"]
    return {"handled_on": date.fromisoformat(done_on) if done_on else at.date()}
