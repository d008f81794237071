"""Booking a car in: what an appointment needs, and storing it with its first step."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db import Appointment, AppointmentStep, Staff, VehicleFile
from db.connection import first, scalar
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Session

ENTITY = "appointment"
CHANNELS = ("电话", "短信", "微信")
"""How a customer can be reminded."""
COURTESIES = ("代步车", "上门取送")
"""What can be offered while the car is here."""


@dataclass(frozen=True, slots=True)
class NewAppointment:
    """An appointment as it is typed; ``advisor`` is a service advisor's name from the staff list."""

    at: datetime
    work: str
    advisor: str = ""
    courtesy: str = ""
    reminder_channel: str = CHANNELS[0]


def book_in(session: Session, file_id: int, new: NewAppointment, key: str) -> int:
    """Store an appointment; the same ``key`` twice is one. Inside ``session.saving()``; raises Refused."""
    if known := scalar(Appointment.select(Appointment.id).where(Appointment.key == key)):
        return int(known)
    if first(VehicleFile.select(VehicleFile.id).where(VehicleFile.id == file_id)) is None:
        raise Refused("这份档案已不存在，预约没有保存，请刷新后再试。")
    at = new.at.replace(second=0, microsecond=0)
    check_time(session, at)
    if not new.work.strip():
        raise Refused("请写明预约要做什么。", field="work")
    made = Appointment.insert(
        file=file_id, at=at, work=new.work.strip(), advisor=advisor_number(new.advisor),
        courtesy=_one_of(new.courtesy, COURTESIES, "courtesy"), state="made", made_at=session.now(),
        reminder_channel=_one_of(new.reminder_channel, CHANNELS, "reminder_channel"),
        account=session.person.name, key=key,
    ).execute()  # fmt: skip
    note_step(session, int(made), file_id, "made", at)
    return int(made)


def check_time(session: Session, at: datetime) -> None:
    """Refuse a time that is over."""
    if at <= session.now():
        raise Refused(f"预约时间 {at:%m-%d %H:%M} 已经过了，请选以后的时间。", field="at")


def advisor_number(name: str) -> int | None:
    """The row of a service advisor still employed; None for no name. Raises Refused for an unknown one."""
    if not name.strip():
        return None
    employed = (Staff.role == "service_advisor") & Staff.retired_on.is_null()
    found = scalar(Staff.select(Staff.id).where(Staff.name == name.strip(), employed))
    if found is None:
        raise Refused(f"服务顾问里没有“{name.strip()}”，请从人员名单里选。", field="advisor")
    return int(found)


def note_step(
    session: Session, appointment: int, file_id: int, step: str, at: datetime, note: str | None = None
) -> None:
    """Keep a step of an appointment, and who did it, in the trail too; inside ``session.saving()``."""
    AppointmentStep.insert(
        appointment=appointment,
        step=step,
        done_at=session.now(),
        account=session.person.name,
        at=at,
        note=note,
    ).execute()
    record_deed(
        session, step, ENTITY, appointment, file_id=file_id, new=at.isoformat(" ", "minutes"), reason=note
    )


def _one_of(value: str, choices: tuple[str, ...], field: str) -> Any:
    if value.strip() and value.strip() not in choices:
        raise Refused(f"“{value.strip()}”不在可选之列：{'、'.join(choices)}。", field=field)
    return value.strip() or None
