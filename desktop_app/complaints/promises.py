"""Promises to customers: what, by when, by whom; a list of their own until each is kept or broken."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peewee import fn

from db import Complaint, VehicleFile
from db import Promise as PromiseRecord
from db.connection import first, rows, scalar
from desktop_app.complaints.clocks import Clock, ClockState
from desktop_app.complaints.customer import vin_of
from desktop_app.complaints.persons import why_not_person
from desktop_app.complaints.reading import Subject, seen
from desktop_app.complaints.recording import (
    ENTITY,
    FEATURES,
    moment_of,
    open_subject,
    refuse_unless_possible,
    required,
)
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.duties import allows
from desktop_app.session import Changed, Session, changed, require

OWN_PROMISES_ONLY = "您只能处理自己作出的承诺，请由客关部经理或客户回访专员操作。"

_TABLE = PromiseRecord
_COLUMNS: dict[str, Any] = {
    "id": _TABLE.id, "what": _TABLE.what, "due_at": _TABLE.due_at, "by_whom": _TABLE.by_whom,
    "made_at": _TABLE.made_at, "account": _TABLE.account, "kept_at": _TABLE.kept_at, "broken_at": _TABLE.broken_at,
    "remark": _TABLE.remark, "number": Complaint.number, "vin": fn.COALESCE(VehicleFile.vin, Complaint.vin),
    "customer": fn.COALESCE(Complaint.customer_name, VehicleFile.name, ""),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, with the case and the customer it was made to, where there are."""

    id: int
    what: str
    due_at: datetime
    by_whom: str
    made_at: datetime
    account: str
    kept_at: datetime | None
    broken_at: datetime | None
    remark: str | None
    number: str | None
    vin: str | None
    customer: str

    def state(self, now: datetime) -> ClockState:
        """``running``, ``overdue``, ``kept`` (in time), ``missed`` (kept late, or past its time and broken) …"""
        return Clock("promise", 1, self.made_at, self.due_at, self.kept_at, self.broken_at).state(now)


@dataclass(frozen=True, slots=True)
class Promised:
    """A stored promise."""

    id: int
    changed: Changed


def make_promise(
    session: Session, *, what: str, due_at: datetime, by_whom: str, number: str | None = None, vin: str = "",
    at: datetime | None = None, key: str | None = None,
) -> Promised:  # fmt: skip
    """Promise something in a case (``number``) or to the customer of a file (``vin``); the same key twice is one."""
    with session.saving():
        if key and (known := scalar(_TABLE.select(_TABLE.id).where(_TABLE.key == key))):
            return Promised(known, changed(reference=number))
        case, file_id = _promised_to(session, number, vin)
        made_at = moment_of(session, case, at, moves=False) if case else at or session.now()
        if due_at <= made_at:
            raise Refused("承诺的期限要晚于作出承诺的时间。", field="due_at")
        row = _TABLE.insert(
            what=required(what, "请写明承诺了什么。", "what"), due_at=due_at, made_at=made_at,
            by_whom=required(by_whom, "请填写由谁兑现。", "by_whom"), account=session.person.name,
            complaint=case.id if case else None, file=file_id, key=key,
        ).execute()  # fmt: skip
        entity = (ENTITY, case.id) if case else ("vehicle_file", file_id)
        record_deed(session, "promise", *entity, file_id=file_id, new=what.strip())
    return Promised(int(row), changed(*FEATURES, reference=number))


def keep_promise(
    session: Session, promise_id: int, *, at: datetime | None = None, remark: str = ""
) -> Changed:
    """It was kept; also possible after the case was closed. Saying so twice changes nothing."""
    return _settle(session, promise_id, "kept_at", at, remark)


def break_promise(session: Session, promise_id: int, *, remark: str, at: datetime | None = None) -> Changed:
    """It will not be kept, and why."""
    return _settle(session, promise_id, "broken_at", at, required(remark, "请写明没有兑现的原因。", "remark"))


def promises(
    session: Session, *, number: str | None = None, vin: str | None = None, open_only: bool = True
) -> tuple[Promise, ...]:
    """The promises of a case, of a car (its file's and its cases'), or all; those due first come first."""
    require(session, "see")
    now = session.now()
    query = _select().where(_TABLE.made_at <= now).order_by(_TABLE.due_at, _TABLE.id)
    if number is not None:
        query = query.where(Complaint.number == number)
    if vin is not None:
        query = query.where((VehicleFile.vin == vin) | (Complaint.vin == vin))
    if open_only:
        kept, broken = _TABLE.kept_at, _TABLE.broken_at
        query = query.where(kept.is_null() | (kept > now), broken.is_null() | (broken > now))
    with session.connected():
        return tuple(_promise(row, now) for row in rows(query))


def _select() -> Any:
    return (
        _TABLE.select(*_COLUMNS.values())
        .left_outer_join(Complaint, on=_TABLE.complaint == Complaint.id)
        .switch(_TABLE)
        .left_outer_join(VehicleFile, on=_TABLE.file == VehicleFile.id)
    )


def _promise(row: tuple[Any, ...], now: datetime) -> Promise:
    promise = Promise(**dict(zip(_COLUMNS, row, strict=True)))
    return replace(promise, kept_at=seen(promise.kept_at, now), broken_at=seen(promise.broken_at, now))


def _promised_to(session: Session, number: str | None, vin: str) -> tuple[Subject | None, int | None]:
    if number is not None:
        case = open_subject(session, number)
        refuse_unless_possible(session, case, "promise")
        return case, case.file_id
    require(session, "handle_complaints")
    found = first(VehicleFile.select(VehicleFile.id).where(VehicleFile.vin == vin_of(vin)))
    if found is None:
        raise Refused("请选择承诺所属的案例或客户档案。", field="vin")
    return None, found[0]


def _settle(session: Session, promise_id: int, column: str, at: datetime | None, remark: str) -> Changed:
    require(session, "handle_complaints")
    with session.saving():
        found = first(_select().where(_TABLE.id == promise_id))
        if found is None:
            raise Refused("没有这项承诺，请刷新后再试。")
        promise = _promise(found, datetime.max)
        _refuse_others(session, promise)
        if promise.kept_at or promise.broken_at:
            return changed(reference=promise.number)
        moment = session.now() if at is None else at
        if not promise.made_at <= moment <= session.now():
            raise Refused("时间要在作出承诺之后、现在之前。", field="at")
        _TABLE.update({column: moment, "remark": remark.strip() or None}).where(
            _TABLE.id == promise_id
        ).execute()
        deed = "keep_promise" if column == "kept_at" else "break_promise"
        record_deed(session, deed, *_entity(promise_id), new=promise.what, reason=remark.strip() or None)
    return changed(*FEATURES, reference=promise.number)


def _refuse_others(session: Session, promise: Promise) -> None:
    """A receptionist settles what was promised in the cases they received, or what they promised themselves."""
    if promise.number is not None:
        why = why_not_person(session, open_subject(session, promise.number), "promise")
    else:
        everyone = allows(session.person.duties, "handle_every_complaint")
        why = None if everyone or promise.account == session.person.name else OWN_PROMISES_ONLY
    if why:
        raise Refused(why)


def _entity(promise_id: int) -> tuple[str, int | None]:
    case_id, file_id = first(_TABLE.select(_TABLE.complaint, _TABLE.file).where(_TABLE.id == promise_id)) or (
        None,
        None,
    )
    return (ENTITY, case_id) if case_id is not None else ("vehicle_file", file_id)
