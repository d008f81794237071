"""Taking a care call back: its reminders stand as before, and the appointment made in it is gone."""

from __future__ import annotations

from datetime import datetime

from db import Appointment, AppointmentStep, CareDate, CareOutcome
from db.connection import rows, scalar
from desktop_app.callbacks.care_handling import ENTITY, FEATURES
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require


def undo_care(session: Session, key: str) -> Changed:
    """Take back the care call saved under a key.

    Only one's own, on the day it was made, and only while nothing followed the appointment that it led to.
    """
    require(session, "callbacks")
    with session.saving():
        told = CareOutcome
        found = rows(told.select(told.file, told.account, told.at).where(told.key == key).limit(1))
        if not found:
            raise Refused("这通关怀电话已经撤销过了。")
        file_id, account, at = found[0]
        if account != session.person.name or at.date() != session.today():
            raise Refused("只能撤销自己当天打的关怀电话。")
        _forget_appointment(key)
        told.delete().where(told.key == key).execute()
        _open_again(file_id, at)
        record_deed(session, "undo_care", ENTITY, file_id, file_id=file_id)
    return changed(*FEATURES)


def _forget_appointment(key: str) -> None:
    made = scalar(Appointment.select(Appointment.id).where(Appointment.key == f"care {key}"))
    if made is None:
        return
    steps = AppointmentStep.appointment == made
    if AppointmentStep.select().where(steps).count() > 1:
        raise Refused("这次约好的来店已有后续，不能撤销；请在预约簿里处理。")
    AppointmentStep.delete().where(steps).execute()
    Appointment.delete().where(Appointment.id == made).execute()


def _open_again(file_id: int, at: datetime) -> None:
    """The wish to come in that was declined in the call is asked again."""
    wish = CareDate
    ended = (wish.file == file_id) & (wish.kind == "please_come_in") & (wish.done_at == at)
    wish.update(done_at=None).where(ended).execute()
