"""一车一档: one car's file as it is opened, with everything its card shows, stored or computed at the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal

from peewee import fn

from db import AuditEntry, VehicleFile
from db.connection import rows, scalar
from desktop_app import settings
from desktop_app.archive.events_of_file import Delivery, Order, complaints_of, deliveries, orders
from desktop_app.archive.fields import EDITABLE
from desktop_app.archive.marks import Mark, marks
from desktop_app.archive.masking import covered, phones_for
from desktop_app.archive.visits import Visits, count_visits
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.exchange.cars import read_vin
from desktop_app.problems import Refused
from desktop_app.session import Session, require

ENTITY = "vehicle_file"

_STORED = ("number", *EDITABLE, "opened_at", "edited", "information_incorrect", "do_not_call_at")


@dataclass(frozen=True, slots=True)
class File:
    """One file as seen at one moment.

    ``fields`` holds every field of 表9, 表10 and 分析属性 by its name, typed or computed, as Python values, phones as
    the person may have them: it fills the forms. ``shown`` is the same for a screen, phones and sensitive values
    covered. ``edited`` says when a person last typed a field. ``seen`` goes back to ``save_file``, which thereby
    notices other people's edits.
    """

    id: int
    number: str
    vin: str
    card: Literal["A", "C"]
    fields: Mapping[str, Any]
    edited: Mapping[str, datetime]
    visits: Visits
    marks: tuple[Mark, ...]
    do_not_call_at: datetime | None
    seen: int

    @property
    def name(self) -> str:
        """The customer."""
        return str(self.fields["name"])

    @property
    def shown(self) -> dict[str, Any]:
        """The fields as they may stand on a screen."""
        return {field: covered(field, value) for field, value in self.fields.items()}


def open_file(session: Session, which: int | str) -> File:
    """The file of that id, VIN or number (``D000001``); raises Refused where there is none."""
    require(session, "see")
    with session.connected():
        stored = _stored(session, which)
        file_id, today = stored["id"], session.today()
        sales, visited = deliveries(file_id, today), orders(file_id, today)
        visits = count_visits((order.on for order in visited), today)
        computed = _computed(sales, visited, visits, complaints_of(file_id, session.now()))
        return File(
            id=file_id, number=stored["number"], vin=stored["vin"], card="C" if visited else "A",
            fields=MappingProxyType(phones_for(session, _kept(session, stored)) | computed),
            edited={field: datetime.fromisoformat(moment) for field, moment in stored["edited"].items()},
            visits=visits, marks=marks(session, [file_id])[file_id], do_not_call_at=stored["do_not_call_at"],
            seen=last_entry(file_id),
        )  # fmt: skip


def last_entry(file_id: int) -> int:
    """The newest line of the audit trail of a file; connected."""
    return int(scalar(AuditEntry.select(fn.MAX(AuditEntry.id)).where(AuditEntry.file_id == file_id)) or 0)


def _stored(session: Session, which: int | str) -> dict[str, Any]:
    names = ("id", *_STORED)
    found = rows(VehicleFile.select(*(getattr(VehicleFile, name) for name in names)).where(_condition(which)))
    if not found:
        raise Refused(f"没有找到档案“{which}”，请核对车架号或编号。")
    return dict(zip(names, found[0], strict=True))


def _condition(which: int | str) -> Any:
    if isinstance(which, int):
        return VehicleFile.id == which
    return (VehicleFile.vin == read_vin(which).value) | (VehicleFile.number == which.strip().upper())


def _kept(session: Session, stored: Mapping[str, Any]) -> dict[str, Any]:
    """Without the sensitive fields that are switched off."""
    dropped = SENSITIVE_FIELDS.keys() - set(settings.get(session, "kept_sensitive_fields"))
    return {field: None if field in dropped else stored[field] for field in ("number", *EDITABLE)}


def _computed(
    sales: Sequence[Delivery], visited: Sequence[Order], visits: Visits, complaints: int
) -> dict[str, Any]:
    """What is computed and never typed (department's rules, section 1)."""
    events: list[Delivery | Order] = [*visited, *sales]
    newest = max(events, key=lambda event: event.on, default=None)
    people = (sales[0].consultant if sales else None, visited[0].advisor if visited else None)
    return {
        "bought_here": bool(sales),
        "first_maintenance_here": any(order.kind == "first_maintenance" for order in visited),
        "has_complaint": complaints > 0,
        "latest_reference": newest.reference if newest else None,
        "latest_advisor": " / ".join(filter(None, people)) or None,
        "first_visit_on": visits.first_on,
        "second_visit_on": visits.second_on,
        "latest_visit_on": visits.latest_on,
        "visits_half_year": visits.half_year,
        "visits_one_year": visits.one_year,
        "visits_three_years": visits.three_years,
        "odometer": next((order.odometer for order in visited if order.odometer is not None), None),
        "delivered_on": sales[0].on if sales else None,
        "sale_reference": sales[0].reference if sales else None,
    }
