"""不满意客户清单: every call of the period that was dissatisfied, and what became of it."""

from __future__ import annotations

from datetime import date, datetime, time
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple

from peewee import JOIN

from db import Attempt, Callback, Complaint, Staff, VehicleFile
from db.connection import rows
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.callbacks.questionnaires import DISSATISFIED_BELOW, asked_with, dissatisfied
from desktop_app.session import Session
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import Balance, Cell, Column, Part, Report, balance_lines, one_decimal

NAME = "dissatisfied"
AS_THE_CALLER_SAYS = "回访专员认定"
"""Stands where neither a score nor a key answer says why."""
OUTSTANDING = "待补处理"
SOURCES = {"case": "已立案", "reason": "写明不立案原因", "outstanding": OUTSTANDING}

COLUMNS = (
    Column("客户姓名", width=10),
    Column("联系电话", "phone", 14),
    Column("车型", width=10),
    Column("车牌号", "code", 10),
    Column("顾问", width=10),
    Column("回访日期", "date", 11),
    Column("总分", width=6),
    Column("不满意的问题", width=28),
    Column("客户原话", width=28),
    Column("案例编号或不立案原因", width=20),
)


class Call(NamedTuple):
    """One dissatisfied call."""

    id: int
    reference: str
    file_id: int
    name: str
    phone: str | None
    landline: str | None
    model: str | None
    plate: str | None
    person: str | None
    event_on: date
    at: datetime
    disposition: str
    overall: float | None
    questionnaire: int | None
    answers: dict[str, Any] | None
    words: str | None
    no_case_reason: str | None


def dissatisfied_customers(session: Session, start: date, end: date) -> Report:
    """The dissatisfied calls made from ``start`` to ``end``, by time, each with its case or why there is none."""
    check_period(start, end)
    with session.connected():
        calls = _calls(session.now(), start, end)
        cases = _cases(session.now(), start, end)
    outcomes = [_outcome(call, cases) for call in calls]
    grievances = cache(lambda version: asked_with(session, version))
    balance = _balance([source for source, _ in outcomes])
    return Report(
        name=NAME,
        title="不满意客户清单",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(
            (*_who(call), _grievances(call, grievances), call.words, text)
            for call, (_, text) in zip(calls, outcomes, strict=True)
        ),
        totals=None,
        refs=tuple((call.reference,) for call in calls),
        reconciliation=balance_lines((balance,)),
        reconciles=balance.holds,
        balances=(balance,),
        keys=tuple(f"{source} {call.id}" for call, (source, _) in zip(calls, outcomes, strict=True)),
    )


def dissatisfied_records(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The call of a row; for ``row`` None those of a term of the balance by its key (``column``)."""
    wanted = (
        [report.keys[row]] if row is not None else [key for key in report.keys if key.startswith(str(column))]
    )
    ids = {int(key.split()[1]) for key in wanted}
    with session.connected():
        calls = _calls(report.taken, report.start, report.end)
    return tuple(_record(call) for call in calls if call.id in ids)


def _calls(now: datetime, start: date, end: date) -> list[Call]:
    file = VehicleFile
    found = rows(
        Attempt.select(
            Attempt.id, Callback.reference, Callback.file, file.name, file.phone, file.landline, file.model, file.plate,
            Staff.name, Callback.event_on, Attempt.at, Attempt.disposition, Attempt.overall, Attempt.questionnaire,
            Attempt.answers, Attempt.words, Attempt.no_case_reason,
        )
        .join(Callback)
        .join(file)
        .switch(Callback)
        .join(Staff, JOIN.LEFT_OUTER, on=(Callback.person == Staff.id))
        .where(Attempt.dissatisfied, _made(now, start, end))
        .order_by(Attempt.at, Callback.reference)
    )  # fmt: skip
    return [Call(*row) for row in found]


def _made(now: datetime, start: date, end: date) -> Any:
    return Attempt.at.between(datetime.combine(start, time.min), min(datetime.combine(end, time.max), now))


def _cases(now: datetime, start: date, end: date) -> dict[int, str]:
    """The numbers of the cases that a call of the period led to, by attempt."""
    found: dict[int, str] = {}
    query = (
        Complaint.select(Complaint.attempt, Complaint.number)
        .join(Attempt)
        .where(_made(now, start, end), Complaint.accepted_at <= now)
        .order_by(Complaint.number)
    )
    for attempt, number in rows(query):
        found[attempt] = f"{found[attempt]}、{number}" if attempt in found else number
    return found


def _outcome(call: Call, cases: dict[int, str]) -> tuple[str, str]:
    if call.id in cases:
        return "case", cases[call.id]
    return ("reason", call.no_case_reason) if call.no_case_reason else ("outstanding", OUTSTANDING)


def _who(call: Call) -> tuple[Cell, ...]:
    score = None if call.overall is None else one_decimal(Fraction(call.overall))
    number = call.phone or call.landline
    return call.name, number, call.model, call.plate, call.person, call.at.date(), score


def _grievances(call: Call, version_of: Any) -> str:
    if call.questionnaire is not None and call.answers:
        answers = {int(question): answer for question, answer in call.answers.items()}
        if found := dissatisfied(version_of(call.questionnaire), answers):
            return "；".join(grievance.text for grievance in found)
    if call.overall is not None and call.overall < DISSATISFIED_BELOW:
        return f"总分 {one_decimal(Fraction(call.overall))}"
    return AS_THE_CALLER_SAYS


def _balance(sources: list[str]) -> Balance:
    parts = tuple(Part(label, sources.count(key), key) for key, label in SOURCES.items())
    return Balance(None, Part("不满意", len(sources), ""), parts)


def _record(call: Call) -> Record:
    return Record(
        call.reference,
        call.file_id,
        call.name,
        person=call.person or "",
        event_on=call.event_on,
        last_at=call.at,
        outcome=DISPOSITION_LABELS[call.disposition],
        model=call.model or "",
        remark=call.words or "",
    )
