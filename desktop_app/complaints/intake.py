"""Taking in a complaint (受理): checked, linked to its file, numbered, stored and audited as one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from db import Attempt, Complaint, ComplaintStep
from db.connection import first, scalar
from desktop_app.complaints.causes import check_sub_cause, find_cause
from desktop_app.complaints.customer import find_file, from_file, phones_of, vin_of
from desktop_app.complaints.earlier import EarlierCase, Who, earlier_of
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.complaints.numbers import take_number
from desktop_app.complaints.persons import owner_for
from desktop_app.complaints.recording import ENTITY, FEATURES, open_subject, required
from desktop_app.complaints.standing import ACCEPT
from desktop_app.complaints.vocabulary import (
    CHANNEL_LABELS,
    GRADE_LABELS,
    PARTY_LABELS,
    USAGE_LABELS,
    read_code,
)
from desktop_app.complaints.words import MISSING_WORDS, store_words
from desktop_app.exchange.cars import read_plate
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

PLAIN_TEXTS = (
    "demands", "escalated_reason", "again_reason", "external_number", "accused", "happened", "place", "course",
    "customer_view", "evidence", "reason", "need", "sex", "email", "address", "postcode", "model", "advisor",
    "customer_overview", "repair_description", "other_information",
)  # fmt: skip
"""Fields of ``NewComplaint`` that are stored as typed, under the same name."""


@dataclass(frozen=True, slots=True)
class Accepted:
    """An accepted complaint: its number, whether it is new, and the customer's earlier cases, newest first."""

    number: str
    created: bool
    earlier_cases: tuple[str, ...]
    changed: Changed


def accept(session: Session, new: NewComplaint) -> Accepted:
    """Take in a complaint, also inside an outer ``session.saving()``; the same key twice is one case.

    It stands without a file until linked unless VIN or phone point at exactly one. Raises Refused for unknown
    words, an impossible time, and where words or every sign of the customer are missing.
    """
    return _accept(session, new, None)


def repeat_call(session: Session, number: str, new: NewComplaint) -> Accepted:
    """再电: the customer calls again about a case; a linked episode with clocks of its own.

    ``new.again_reason`` says why. Who called is taken from the former case where ``new`` leaves it blank; the former
    case itself stays as it is. The CR manager reviews it (``CaseRow.for_manager``).
    """
    with session.connected():
        former = open_subject(session, number)
    why = required(new.again_reason, "请写明客户为什么再次来电。", "again_reason")
    known: dict[str, Any] = {name: former.columns[column] or "" for name, column in _OF_FORMER.items()}
    blanks = {name: value for name, value in known.items() if value and not getattr(new, name)}
    return _accept(session, replace(new, again=True, again_reason=why, **blanks), former.id)


_OF_FORMER = {"vin": "vin", "phone": "phone", "landline": "landline", "name": "customer_name"}


def _accept(session: Session, new: NewComplaint, repeat_of: int | None) -> Accepted:
    require(session, "handle_complaints")
    with session.saving():
        known = _known(new.idempotency_key)
        if known is not None:
            return Accepted(known, False, _numbers(_earlier(session, known)), changed(reference=known))
        words = required(new.words, MISSING_WORDS, "words")
        columns = _columns(session, new) | {"repeat_of": repeat_of}
        number = take_number(columns["accepted_at"])
        case_id = _store(session, number, columns, words)
        before = _earlier(session, number)
        if new.again is None and any({"vin", "phone"} & set(one.same) for one in before):
            Complaint.update(again=True).where(Complaint.id == case_id).execute()
    return Accepted(number, True, _numbers(before), changed(*FEATURES, reference=number))


def _known(key: str | None) -> str | None:
    if not key:
        return None
    found: str | None = scalar(Complaint.select(Complaint.number).where(Complaint.key == key))
    return found


def _numbers(cases: tuple[EarlierCase, ...]) -> tuple[str, ...]:
    return tuple(case.number for case in cases)


def _earlier(session: Session, number: str) -> tuple[EarlierCase, ...]:
    """The customer's cases when this one was registered, so that the same key is answered alike later."""
    case = Complaint
    query = case.select(
        case.id, case.vin, case.phone, case.landline, case.caller_phone, case.customer_name, case.caller_name
    )
    found = first(query.where(case.number == number)) or ()
    case_id, vin, phone, landline, caller_phone, *names = found
    phones = frozenset(filter(None, (phone, landline, caller_phone)))
    return earlier_of(session, Who(vin, phones, frozenset(names)), registered_before=case_id)


def _columns(session: Session, new: NewComplaint) -> dict[str, Any]:
    """Every column of the new case: what was typed, over what the file knows."""
    accepted_at = _accepted_at(session, new.accepted)
    typed = _classified(session, new) | _identified(new) | _texts(new)
    _refuse_nobody(typed)
    numbers = tuple(filter(None, (typed["phone"], typed["landline"], typed["caller_phone"])))
    file_id = find_file(typed["vin"], numbers, _known_attempt(new.attempt_id))
    known = from_file(file_id, accepted_at.date()) if file_id is not None else {}
    columns = known | {name: value for name, value in typed.items() if value is not None or name not in known}
    columns |= _names(typed, known)
    person = session.person.name
    return columns | {
        "accepted_at": accepted_at, "recorded_at": session.now(), "key": new.idempotency_key or None,
        "file": file_id, "attempt": new.attempt_id, "first_receiver": person,
        "owner": owner_for(session, person, columns["accused"]),
    }  # fmt: skip


def _names(typed: dict[str, Any], known: dict[str, Any]) -> dict[str, str]:
    """The car's owner (客户姓名) and who called (投诉人): the file knows the owner, so another name called."""
    name, owner = typed["customer_name"] or "", known.get("customer_name") or ""
    if owner and name and name != owner and not typed["caller_name"]:
        return {"customer_name": owner, "caller_name": name}
    return {"customer_name": name or owner, "caller_name": typed["caller_name"]}


def _accepted_at(session: Session, given: datetime | None) -> datetime:
    now = session.now().replace(microsecond=0)
    moment = now if given is None else given.replace(microsecond=0)
    if moment > now:
        raise Refused(f"受理时间 {moment:%Y-%m-%d %H:%M} 还没有到，请核对。", field="accepted")
    return moment


def _classified(session: Session, new: NewComplaint) -> dict[str, Any]:
    cause_id, cause = find_cause(session, new.cause)
    if new.escalated:
        required(new.escalated_reason, "请写明升级的原因。", "escalated_reason")
    usage = (
        read_code(USAGE_LABELS, new.usage, what="车辆使用性质", field="usage") if new.usage.strip() else None
    )
    return {
        "grade": read_code(GRADE_LABELS, new.grade, what="分级", field="grade"),
        "channel": read_code(CHANNEL_LABELS, new.channel, what="反映渠道", field="channel"),
        "cause": cause_id,
        "sub_cause": check_sub_cause(cause, new.sub_cause),
        "responsible_party": read_code(
            PARTY_LABELS, new.responsible_party, what="责任方", field="responsible_party"
        ),
        "escalated": new.escalated,
        "again": bool(new.again),
        "regulator_due_on": new.regulator_due_on,
        "usage": usage,
    }


def _identified(new: NewComplaint) -> dict[str, Any]:
    mobile, landline = phones_of(new.phone)
    _, typed_landline = phones_of(new.landline, field="landline")
    caller = phones_of(new.caller_phone, field="caller_phone")
    return {
        "vin": vin_of(new.vin),
        "phone": mobile,
        "landline": typed_landline or landline,
        "caller_phone": caller[0] or caller[1],
        "customer_name": new.name.strip() or None,
        "caller_name": new.caller_name.strip(),
        "plate": read_plate(new.plate).value,
        "odometer": new.odometer,
    }


def _texts(new: NewComplaint) -> dict[str, str | None]:
    return {name: getattr(new, name).strip() or None for name in PLAIN_TEXTS}


def _refuse_nobody(typed: dict[str, Any]) -> None:
    signs = ("vin", "phone", "landline", "caller_phone", "customer_name", "caller_name")
    if not any(typed[sign] for sign in signs):
        raise Refused("车架号、电话和姓名至少填一项，才知道是谁的投诉。", field="phone")


def _known_attempt(attempt_id: int | None) -> int | None:
    if attempt_id is not None and first(Attempt.select(Attempt.id).where(Attempt.id == attempt_id)) is None:
        raise Refused("找不到这次回访通话，请刷新后再试。", field="attempt_id")
    return attempt_id


def _store(session: Session, number: str, columns: dict[str, Any], words: str) -> int:
    case_id = int(Complaint.insert(number=number, **columns).execute())
    at = columns["accepted_at"]
    ComplaintStep.insert(
        complaint=case_id, round=1, verb=ACCEPT, state="accepted", at=at, recorded_at=session.now(),
        account=session.person.name, person=columns["caller_name"] or columns["customer_name"] or None,
        detail={"grade": columns["grade"], "escalated": columns["escalated"]},
    ).execute()  # fmt: skip
    store_words(session, case_id, words, at)
    record_deed(session, ACCEPT, ENTITY, case_id, file_id=columns["file"], new=number)
    return case_id
