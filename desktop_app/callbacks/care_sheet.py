"""Everything a care call needs at a glance: the customer, the reminders, the appointments, and what was typed before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from db import Staff, VehicleFile
from db.connection import first, rows
from desktop_app.archive.masking import phone_for
from desktop_app.callbacks.appointments import OPEN_STATES, Booked, of_file
from desktop_app.callbacks.care_calls import CareCall, care_call
from desktop_app.callbacks.care_drafts import load_care_draft
from desktop_app.problems import Refused
from desktop_app.session import Session, require

NUMBERS = ("phone", "landline", "other_phone")
"""The numbers of a file in the order they are tried."""


@dataclass(frozen=True, slots=True)
class CareSheet:
    """One care call; ``field`` names the number in the file that is called, ``number`` is it as it may be seen.

    ``booked`` are the car's open appointments, the earliest first, ``advisors`` the names that one can be made with.
    """

    call: CareCall
    sex: str | None
    field: str
    number: str
    last_visit_on: date | None
    last_advisor: str | None
    booked: tuple[Booked, ...]
    advisors: tuple[str, ...]
    draft: dict[str, Any] | None


def open_care(session: Session, vin: str) -> CareSheet:
    """The care call to a car as it stands; raises Refused where none stands any more."""
    require(session, "see")
    call = care_call(session, vin)
    if call is None:
        raise Refused("这辆车现在没有要提醒的了，可能别人刚打过，或客户已经来店。")
    file = VehicleFile
    with session.connected():
        found = first(
            file.select(file.sex, file.last_visit_on, file.last_advisor, *(getattr(file, one) for one in NUMBERS))
            .where(file.vin == vin)
        )  # fmt: skip
    assert found is not None
    sex, visited, advisor, *numbers = found
    field, number = next(((name, one) for name, one in zip(NUMBERS, numbers, strict=True) if one), ("", ""))
    booked = tuple(one for one in of_file(session, call.customer.file_id) if one.state in OPEN_STATES)
    return CareSheet(
        call, sex, field, phone_for(session, number) or "", visited, advisor, booked[::-1], advisors(session),
        load_care_draft(session, vin),
    )  # fmt: skip


def advisors(session: Session) -> tuple[str, ...]:
    """The service advisors of the staff list who are still here."""
    require(session, "see")
    employed = (Staff.role == "service_advisor") & Staff.retired_on.is_null()
    with session.connected():
        return tuple(name for (name,) in rows(Staff.select(Staff.name).where(employed).order_by(Staff.name)))
