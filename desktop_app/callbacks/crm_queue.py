"""待录入厂家CRM: the day's completed calls, field after field for copying, until they are ticked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peewee import SQL, fn

from db import Attempt
from db.connection import scalar
from desktop_app.archive.masking import phone_for
from desktop_app.callbacks.made_calls import MadeCall, made_calls
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require
from desktop_app.statistics.report import Cell, Column, Report, one_decimal

NAME, TITLE = "crm-entries", "待录入厂家CRM"
COLUMNS = (
    Column("协议号/工单号", "code", 16),
    Column("VIN号", "code", 19),
    Column("客户姓名", width=10),
    Column("联系电话", "phone", 14),
    Column("车型", width=10),
    Column("顾问", width=10),
    Column("回访专员", width=10),
    Column("回访时间", "time", 17),
    Column("总分", width=6),
    Column("各题回答", width=60),
    Column("客户原话", width=30),
)


@dataclass(frozen=True, slots=True)
class CrmField:
    """One field of the manufacturer's form, ready for the clipboard."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class CrmEntry:
    """One completed call with its fields in the order in which they are typed."""

    call: MadeCall
    fields: tuple[CrmField, ...]


def crm_queue(session: Session) -> tuple[CrmEntry, ...]:
    """Completed calls of this program that nobody has entered yet, oldest first; imported ones came from outside."""
    require(session, "callbacks")
    with session.connected():
        return tuple(CrmEntry(one, _fields(session, one)) for one in made_calls(session, _waits()))


def crm_count(session: Session) -> int:
    """How many calls stand in the queue."""
    require(session, "see")
    with session.connected():
        waiting = Attempt.select(fn.COUNT(Attempt.id)).where(_waits() & (Attempt.at <= session.now()))
        return int(scalar(waiting) or 0)


def _waits() -> Any:
    """The condition in the words of its index, which a bound value would not match."""
    completed = Attempt.disposition == SQL("'completed'")
    return completed & Attempt.entered_in_crm_at.is_null() & Attempt.batch.is_null()


def tick(session: Session, attempt_ids: Iterable[int]) -> Changed:
    """These calls are entered."""
    return _mark(session, attempt_ids, entered=True)


def untick(session: Session, attempt_ids: Iterable[int]) -> Changed:
    """These calls are not entered after all."""
    return _mark(session, attempt_ids, entered=False)


def crm_report(session: Session, entries: Iterable[CrmEntry]) -> Report:
    """The queue as one table, for a file to be uploaded or read from."""
    require(session, "export_registers")
    listed, now = tuple(entries), session.now()
    days = [one.call.at.date() for one in listed] or [now.date()]
    return Report(
        NAME, TITLE, min(days), max(days), now, COLUMNS, tuple(_row(one.call) for one in listed), None,
        tuple((one.call.reference,) for one in listed),
    )  # fmt: skip


def _mark(session: Session, attempt_ids: Iterable[int], *, entered: bool) -> Changed:
    require(session, "callbacks")
    with session.saving():
        for attempt in sorted(set(attempt_ids)):
            at = session.now() if entered else None
            Attempt.update(entered_in_crm_at=at).where(Attempt.id == attempt).execute()
            record_deed(session, "enter_in_crm" if entered else "take_out_of_crm", "attempt", attempt)
    return changed("callbacks")


def _fields(session: Session, call: MadeCall) -> tuple[CrmField, ...]:
    label = "协议号" if call.kind == "sales" else "工单号"
    head = (
        (label, call.reference), ("VIN号", call.vin), ("客户姓名", call.name),
        ("联系电话", phone_for(session, call.phone) or ""), ("回访日期", call.at.date().isoformat()),
        ("回访专员", call.caller),
    )  # fmt: skip
    questions = call.version.questions if call.version else ()
    answers = ((f"问题{one.id} {one.short}", call.answer(one)) for one in questions)
    score = ("总分", _score(call))
    return tuple(CrmField(name, value) for name, value in (*head, *answers, score) if value)


def _row(call: MadeCall) -> tuple[Cell, ...]:
    questions = call.version.questions if call.version else ()
    said = "；".join(
        f"{one.id}. {call.answer(one)}" for one in questions if one.type != "text" and call.answer(one)
    )
    return (
        call.reference, call.vin, call.name, call.phone, call.model, call.person, call.caller, call.at, _score(call),
        said, call.words,
    )  # fmt: skip


def _score(call: MadeCall) -> str:
    return "" if call.overall is None else one_decimal(Fraction(call.overall))
