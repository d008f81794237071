"""Bringing a case to its end: follow-up call, review, retelling, closing, and reopening what was closed."""

from __future__ import annotations

from datetime import datetime

from desktop_app.complaints.compensation import refuse_while_undecided
from desktop_app.complaints.course import State
from desktop_app.complaints.reading import Subject
from desktop_app.complaints.recording import Move, record, required
from desktop_app.complaints.standing import is_contact
from desktop_app.complaints.vocabulary import CLOSING_REASON_LABELS, read_acceptance, read_code
from desktop_app.problems import Refused
from desktop_app.session import Changed, Session


def follow_up(
    session: Session, number: str, *, satisfied: bool | None, said: str, acceptance: str | None = None,
    person: str = "", at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """再次回访: satisfied, or not, which begins the next round; None when the customer was not reached.

    ``acceptance`` is 接受程度; never by the person complained about.
    """

    def move(case: Subject) -> Move:
        text = required(said, "请写下客户怎么说（未接通时写明情况）。", "said")
        taken = read_acceptance(acceptance)
        detail = {"satisfied": satisfied, "reached": satisfied is not None, "acceptance": taken}
        columns = {"acceptance": taken} if taken else {}
        to: State | None = None if satisfied is None else "satisfied" if satisfied else "new_round"
        return Move(to, person.strip() or case.caller, text, detail, columns)

    return record(session, number, "follow_up", move, at=at, key=key)


def review(
    session: Session, number: str, *, opinion: str, avoidable: bool | None = None, improvement: str = "",
    at: datetime | None = None, key: str | None = None,
) -> Changed:  # fmt: skip
    """客服部复核: the CR manager's opinion, whether it could have been avoided, and 日后改进."""

    def move(case: Subject) -> Move:
        text = required(opinion, "请写复核意见。", "opinion")
        columns = {"review_opinion": text, "avoidable": avoidable, "improvement": improvement.strip() or None}
        return Move("reviewed", said=text, detail={"avoidable": avoidable, "improvement": improvement.strip()},
                    columns=columns)  # fmt: skip

    return record(session, number, "review", move, at=at, key=key)


def retell(
    session: Session,
    number: str,
    *,
    to_whom: str,
    said: str = "",
    at: datetime | None = None,
    key: str | None = None,
) -> Changed:
    """情况转述: which leader was told of it, and when."""

    def move(case: Subject) -> Move:
        return Move(None, required(to_whom, "请填写转述给谁。", "to_whom"), said.strip())

    return record(session, number, "retell", move, at=at, key=key)


def close(
    session: Session, number: str, *, reason: str | None = None, said: str = "", at: datetime | None = None,
    key: str | None = None,
) -> Changed:  # fmt: skip
    """结案, by the CR manager: after a satisfied follow-up call and its review, or for one of the closing reasons.

    A reason needs its circumstances (``said``); 核实不成立 needs that verification and a talk since, in which it was
    explained. Not while a compensation waits for approval.
    """

    def move(case: Subject) -> Move:
        refuse_while_undecided(case.id)
        if case.standing.state == "reviewed":
            return Move("closed", said=said.strip())
        why = _closing_reason(case, reason)
        return Move("closed", said=required(said, "请写明结案的情况。", "said"), detail={"reason": why})

    return record(session, number, "close", move, at=at, key=key)


def reopen(
    session: Session, number: str, *, reason: str, at: datetime | None = None, key: str | None = None
) -> Changed:
    """重开 a closed case: its next round begins."""

    def move(case: Subject) -> Move:
        return Move("new_round", said=required(reason, "请写明重开的原因。", "reason"))

    return record(session, number, "reopen", move, at=at, key=key)


def _closing_reason(case: Subject, reason: str | None) -> str:
    if not reason:
        raise Refused("还没有再次回访的结果和复核；不经回访结案，请选择原因。", field="reason")
    why = read_code(CLOSING_REASON_LABELS, reason, what="结案原因", field="reason")
    if why == "unfounded":
        _refuse_unless_explained(case)
    return why


def _refuse_unless_explained(case: Subject) -> None:
    standing = case.standing
    if standing.state != "unfounded":
        raise Refused("请先核实；核实为不成立才能以此结案。", field="reason")
    if not any(is_contact(step) and step.at >= standing.moved_at for step in case.steps):
        raise Refused("请先向客户说明不成立的理由，并记下这次联系。", field="reason")
