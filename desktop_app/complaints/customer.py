"""The customer and the car of a complaint: which file it belongs to, and what is copied from there.

A case keeps what was known at its acceptance; it never changes when the file does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from db import Attempt, Callback, RepairOrder, Sale, Staff, VehicleFile
from db.connection import first, rows
from desktop_app.complaints.vocabulary import USAGE_LABELS
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.phones import read_phones
from desktop_app.problems import Refused

_FILE = VehicleFile
_FROM_FILE = {
    "customer_name": _FILE.name, "sex": _FILE.sex, "phone": _FILE.phone, "landline": _FILE.landline,
    "email": _FILE.email, "address": _FILE.address, "postcode": _FILE.postcode, "usage": _FILE.usage,
    "model": _FILE.model, "vin": _FILE.vin, "plate": _FILE.plate,
}  # fmt: skip


def vin_of(text: str) -> str | None:
    """The VIN in upper case, None for a blank; raises Refused for what is none."""
    found = read_vin(text)
    if found.value is None and found.warning:
        raise Refused(f"{found.warning}，请核对；不知道车架号时请留空。", field="vin")
    return found.value


def phones_of(text: str, *, field: str = "phone") -> tuple[str | None, str | None]:
    """Mobile and land line of what was typed, None where there is none; raises Refused for what is no number."""
    found = read_phones(text)
    if found.unreadable:
        raise Refused(f"“{found.unreadable}”不是有效的电话号码，请核对。", field=field)
    return found.mobile or None, found.landline or None


def find_file(vin: str | None, numbers: tuple[str, ...], attempt_id: int | None) -> int | None:
    """The one file that VIN, phone numbers or call point at; None when it is none or more than one; connected.

    A VIN that no file has is another car than those the phone may know.
    """
    if vin is not None:
        found = first(_FILE.select(_FILE.id).where(_FILE.vin == vin))
        return found[0] if found else None
    by_phone = _files_with(numbers)
    if not by_phone and attempt_id is not None:
        call = Callback.select(Callback.file).join(Attempt).where(Attempt.id == attempt_id)
        by_phone = {file for (file,) in rows(call)}
    return by_phone.pop() if len(by_phone) == 1 else None


def from_file(file_id: int, on: date) -> dict[str, Any]:
    """What a case takes from its file: customer, car, sale, and the last visit up to a day; connected."""
    found = first(_FILE.select(*_FROM_FILE.values()).where(_FILE.id == file_id))
    columns = dict(zip(_FROM_FILE, found or (), strict=True))
    if columns["usage"] not in USAGE_LABELS:
        columns["usage"] = next(
            (code for code, label in USAGE_LABELS.items() if label == columns["usage"]), None
        )
    return columns | _sale(file_id) | _last_visit(file_id, on)


def _files_with(numbers: tuple[str, ...]) -> set[int]:
    wanted = [number for number in numbers if number]
    if not wanted:
        return set()
    main = {file for (file,) in rows(_FILE.select(_FILE.id).where(_FILE.phone.in_(wanted)))}
    if main:
        return main
    condition = _FILE.landline.in_(wanted)
    for number in wanted:
        condition |= _FILE.other_phone.contains(number)
    return {file for (file,) in rows(_FILE.select(_FILE.id).where(condition))}


def _sale(file_id: int) -> dict[str, Any]:
    query = (
        Sale.select(Sale.reference, Sale.delivered_on, Staff.name)
        .left_outer_join(Staff, on=Sale.consultant == Staff.id)
        .where(Sale.file == file_id)
        .order_by(Sale.delivered_on.desc(), Sale.id.desc())
    )
    found = first(query.limit(1))
    if found is None:
        return {"bought_here": False}
    reference, delivered_on, consultant = found
    return {
        "sale_reference": reference, "bought_on": delivered_on, "bought_here": True, "consultant": consultant,
    }  # fmt: skip


def _last_visit(file_id: int, on: date) -> dict[str, Any]:
    query = (
        RepairOrder.select(RepairOrder.odometer, Staff.name, RepairOrder.team, RepairOrder.work)
        .left_outer_join(Staff, on=RepairOrder.advisor == Staff.id)
        .where(RepairOrder.file == file_id, RepairOrder.handed_over_on <= on)
        .order_by(RepairOrder.handed_over_on.desc(), RepairOrder.id.desc())
    )
    found = first(query.limit(1))
    if found is None:
        return {}
    odometer, advisor, team, work = found
    return {"odometer": odometer, "advisor": advisor, "team": team, "repair_description": work}
