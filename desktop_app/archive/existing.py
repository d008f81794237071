"""The files that have a VIN or phone already, shown before a second one is made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from db import VehicleFile, search_index
from db.connection import rows
from desktop_app.exchange.phones import read_phones
from desktop_app.session import Session, require

MOST_SHOWN = 20
LOOKED_AT = 400
"""Files that hold the number somewhere, of which only those count that have it as a further phone."""


@dataclass(frozen=True, slots=True)
class Existing:
    """A file that has what was just typed; ``same`` says which of the two."""

    id: int
    number: str
    vin: str
    name: str
    plate: str
    same: Literal["vin", "phone"]


def existing(session: Session, vin: str = "", phone: str = "") -> tuple[Existing, ...]:
    """The files with this VIN, then those with one of these phones; nothing for blanks and half-typed values."""
    require(session, "see")
    found = read_phones(phone)
    numbers = [number for number in (found.mobile, found.landline, *found.other.split("、")) if number]
    with session.connected():
        by_vin = _with("vin", VehicleFile.vin == vin.strip().upper()) if vin.strip() else []
        by_phone = _with("phone", _has_one_of(session, numbers)) if numbers else []
    known = {file.id for file in by_vin}
    return (*by_vin, *(file for file in by_phone if file.id not in known))


def _has_one_of(session: Session, numbers: list[str]) -> Any:
    condition = VehicleFile.phone.in_(numbers) | VehicleFile.landline.in_(numbers)
    return condition | VehicleFile.id.in_(sorted(_with_further_phone(session, numbers)))


def _with_further_phone(session: Session, numbers: list[str]) -> Iterator[int]:
    """Further phones stand several in one field: the search index finds them, the field decides."""
    for number in numbers:
        ids = search_index.newest_with(session.data, [number.lower()], LOOKED_AT)
        for file_id, others in search_index.select_by_id(session.data, "id, other_phone", ids):
            if number in (others or "").split("、"):
                yield file_id


def _with(same: Literal["vin", "phone"], condition: Any) -> list[Existing]:
    columns = (VehicleFile.id, VehicleFile.number, VehicleFile.vin, VehicleFile.name, VehicleFile.plate)
    found = rows(VehicleFile.select(*columns).where(condition).order_by(VehicleFile.id).limit(MOST_SHOWN))
    return [
        Existing(file_id, number, vin, name, plate or "", same) for file_id, number, vin, name, plate in found
    ]
