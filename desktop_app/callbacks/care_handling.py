"""What a care call came to: each reminder accepted, declined with the reason, or to be called again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from db import CareDate, CareOutcome, VehicleFile
from db.connection import first, scalar
from desktop_app.callbacks.appointment_booking import NewAppointment, book_in
from desktop_app.callbacks.care import CARE_ROW_DAYS, KINDS
from desktop_app.callbacks.care_drafts import forget_care_draft
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require
from desktop_app.working_calendar import next_working_day

Answer = Literal["accepted", "declined", "later"]
ANSWER_LABELS: dict[Answer, str] = {"accepted": "接受", "declined": "不接受", "later": "稍后再打"}
STORED: Mapping[Answer, bool | None] = {"accepted": True, "declined": False, "later": None}
ENTITY = "care_outcome"
FEATURES = ("callbacks", "archive", "statistics")


@dataclass(frozen=True, slots=True)
class CareAnswer:
    """What the customer said to one reminder, known by its kind and the day that it is about.

    ``reason`` is needed where it is declined. ``again_on`` is when to call again (``later`` alone; None: on the next
    working day).
    """

    kind: str
    due_on: date
    answer: Answer
    reason: str = ""
    again_on: date | None = None


@dataclass(frozen=True, slots=True)
class CareSaved:
    """A stored care call; ``created`` is False when the same key was stored before. ``appointment`` is its number."""

    created: bool
    appointment: int | None
    changed: Changed


def save_care(
    session: Session, file_id: int, answers: Sequence[CareAnswer], key: str, appointment: NewAppointment | None = None
) -> CareSaved:  # fmt: skip
    """Store a care call in one transaction: its answers, and the appointment that an accepted one led to.

    The same ``key`` twice is one call. Raises Refused with the field that is wrong; then nothing is stored.
    """
    require(session, "callbacks")
    with session.saving():
        if first(CareOutcome.select(CareOutcome.id).where(CareOutcome.key == key)):
            return CareSaved(False, None, changed(*FEATURES))
        if not answers:
            raise Refused("请至少选一项关怀的结果。", field="answer")
        for one in answers:
            _check(session, one)
            _store(session, file_id, one, key)
        made = _book(session, file_id, answers, key, appointment)
        forget_care_draft(str(scalar(VehicleFile.select(VehicleFile.vin).where(VehicleFile.id == file_id))))
    return CareSaved(True, made, changed(*FEATURES))


def _check(session: Session, one: CareAnswer) -> None:
    if one.kind not in KINDS:
        raise ValueError(f"unknown kind of reminder {one.kind!r}")
    if one.answer == "declined" and not one.reason.strip():
        raise Refused("客户不接受，请写明原因。", field="reason")
    if one.again_on is not None and one.answer != "later":
        raise Refused("只有“稍后再打”才能填再打的日期。", field="again_on")
    latest = session.today() + timedelta(days=CARE_ROW_DAYS)
    if one.again_on is not None and not session.today() < one.again_on <= latest:
        raise Refused(f"再打的日期要在明天到 {latest:%Y-%m-%d} 之间。", field="again_on")


def _store(session: Session, file_id: int, one: CareAnswer, key: str) -> None:
    later = one.answer == "later"
    again_on = (one.again_on or next_working_day(session, session.today())) if later else None
    CareOutcome.insert(
        file=file_id, kind=one.kind, due_on=one.due_on, at=session.now(), account=session.person.name,
        accepted=STORED[one.answer], reason=one.reason.strip() or None, again_on=again_on, key=key,
    ).execute()  # fmt: skip
    if one.kind == "please_come_in" and one.answer == "declined":
        _meet(file_id, one, session.now())
    said = f"{KINDS[one.kind].label} {one.due_on}：{ANSWER_LABELS[one.answer]}"
    reason = one.reason.strip() or None
    record_deed(session, "care", ENTITY, file_id, file_id=file_id, new=said, reason=reason)


def _meet(file_id: int, one: CareAnswer, at: datetime) -> None:
    """A customer who declines to come in is not asked again."""
    wish = CareDate
    same = (wish.file == file_id) & (wish.kind == one.kind) & (wish.due_on == one.due_on)
    wish.update(done_at=at).where(same, wish.done_at.is_null()).execute()


def _book(
    session: Session, file_id: int, answers: Sequence[CareAnswer], key: str, new: NewAppointment | None
) -> int | None:
    if new is None:
        return None
    if not any(one.answer == "accepted" for one in answers):
        raise Refused("没有一项是“接受”，不能同时预约。", field="appointment")
    return book_in(session, file_id, new, f"care {key}")
