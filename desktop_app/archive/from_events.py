"""What a file takes from its sales and repair orders: customer, plate and model, the list's columns, A or C.

Each field comes from the newest event, by the event's own date, that says anything of it; of events of one day
the one stored first. What a person typed beats every event, and a field of which no event speaks stays as it is. So
neither the order of rows nor that of imports matters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from db import Correction, RepairOrder, Sale, Staff, VehicleFile
from db.bulk import among, update_all
from db.connection import rows
from desktop_app.callbacks.maintenance import maintenance_due
from desktop_app.exchange.phones import is_phone
from desktop_app.session import Session

REPORTED_FIELDS: tuple[str, ...] = (
    "name", "sex", "birthday", "id_number", "is_company", "phone", "landline", "other_phone", "city", "address",
    "mailing_address", "email", "postcode", "series", "model", "options", "exterior_colour", "interior_colour",
    "plate", "usage", "insured_here", "policy_number", "insured_on", "occupation", "income", "purchase_region",
    "trade", "information_source", "visit_channel",
)  # fmt: skip
"""Names that ``Sale.reported`` and ``RepairOrder.reported`` may hold: fields of the file, as JSON values."""

LIST_COLUMNS = (
    "information_incorrect", "last_visit_on", "last_advisor", "is_c_card", "maintenance_on", "furthest_km",
)  # fmt: skip
PHONES = ("phone", "landline", "other_phone")

_NAMES = (*REPORTED_FIELDS, *LIST_COLUMNS)
_PAGE = 400


class Event(NamedTuple):
    """A sale or a repair order, as far as the file takes from it."""

    file_id: int
    on: date
    batch: int
    row: int
    is_order: bool
    person: str | None
    reported: Mapping[str, Any]
    odometer: int | None = None


@dataclass(frozen=True, slots=True)
class FileChange:
    """What deriving changed in one file: its fields before and after, as JSON values, only those that differ."""

    file_id: int
    before: dict[str, Any]
    after: dict[str, Any]


def derive_files(session: Session, ids: Collection[int]) -> tuple[FileChange, ...]:
    """Bring these files in step with their events; inside ``session.saving()``, any number of files.

    Returns the files that changed. Neither the audit trail nor the search index is written: an import does that
    for all of its files at once (``indexing.index_files``).
    """
    changes = changes_of(ids)
    store_changes(changes)
    return changes


def changes_of(
    ids: Collection[int], coming: Mapping[int, Sequence[Event]] | None = None
) -> tuple[FileChange, ...]:
    """What ``derive_files`` would change; ``coming`` are events by file that are not stored yet, new or changed.

    A coming event stands in for the stored one of its row; connected, nothing is written.
    """
    wanted = sorted(set(ids))
    return tuple(
        change
        for start in range(0, len(wanted), _PAGE)
        for change in _changes_of_page(wanted[start : start + _PAGE], coming or {})
    )


def store_changes(changes: Iterable[FileChange]) -> None:
    """Write what ``changes_of`` found; only the columns that change, since each may stand in an index."""
    by_names: dict[tuple[str, ...], list[list[Any]]] = {}
    for change in changes:
        by_names.setdefault(tuple(change.after), []).append([*change.after.values(), change.file_id])
    for names, values in by_names.items():
        update_all(VehicleFile, names, values)


def derive_fields(events: Iterable[Event], edited: Collection[str]) -> dict[str, Any]:
    """The fields that the events of one file give it, without those a person typed (``edited``)."""
    found: dict[str, Any] = {}
    for event in newest_first(events):
        for field, value in event.reported.items():
            if field in REPORTED_FIELDS and field not in edited and value not in (None, ""):
                found.setdefault(field, value)
    return found


def newest_first(events: Iterable[Event]) -> list[Event]:
    """Events by their own day, the newest first; those of one day as they were stored."""
    return sorted(events, key=lambda event: (-event.on.toordinal(), event.batch, event.is_order, event.row))


def list_columns(events: Iterable[Event]) -> dict[str, Any]:
    """The columns kept for lists: last visit, the newest event's advisor, A or C, maintenance, furthest reading."""
    ordered = newest_first(events)
    orders = [event for event in ordered if event.is_order]
    due = maintenance_due([(event.on, event.odometer) for event in reversed(orders)])
    return {
        "last_visit_on": orders[0].on.isoformat() if orders else None,
        "last_advisor": next((event.person for event in orders or ordered if event.person), None),
        "is_c_card": bool(orders),
        "maintenance_on": due.isoformat() if due else None,
        "furthest_km": max((event.odometer for event in orders if event.odometer is not None), default=None),
    }


def _changes_of_page(ids: Sequence[int], coming: Mapping[int, Sequence[Event]]) -> Iterator[FileChange]:
    events = {file: list(group) for file, group in groupby(_events(ids), key=lambda event: event.file_id)}
    in_correction, stored = _in_correction(ids), _stored(ids)
    for file_id, before in stored.items():
        told = _with_coming(events.get(file_id, []), coming.get(file_id, ()))
        change = _change(file_id, before, told, file_id in in_correction)
        if change.after:
            yield change


def _with_coming(stored: Sequence[Event], coming: Sequence[Event]) -> Sequence[Event]:
    replaced = {(event.is_order, event.row) for event in coming}
    return [*(event for event in stored if (event.is_order, event.row) not in replaced), *coming]


def _change(file_id: int, before: dict[str, Any], events: Sequence[Event], in_correction: bool) -> FileChange:
    after = derive_fields(events, before["edited"]) | list_columns(events)
    after["information_incorrect"] = in_correction or not phones_are_right(before | after)
    after = {field: value for field, value in after.items() if value != before[field]}
    return FileChange(file_id, {field: before[field] for field in after}, after)


def phones_are_right(fields: Mapping[str, Any]) -> bool:
    """Whether every number a file holds can be dialled."""
    return all(is_phone(number) for field in PHONES for number in (fields[field] or "").split("、") if number)


def _stored(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    names = (*_NAMES, "edited")
    columns = [getattr(VehicleFile, name) for name in names]
    found = rows(VehicleFile.select(VehicleFile.id, *columns).where(VehicleFile.id.in_(among(ids))))
    return {file_id: dict(zip(names, map(_json, values), strict=True)) for file_id, *values in found}


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _events(ids: Sequence[int]) -> list[Event]:
    sales = (
        Sale.select(Sale.file, Sale.delivered_on, Sale.batch, Sale.id, Staff.name, Sale.reported)
        .left_outer_join(Staff, on=(Sale.consultant == Staff.id))
        .where(Sale.file.in_(among(ids)))
    )
    orders = (
        RepairOrder.select(
            RepairOrder.file, RepairOrder.handed_over_on, RepairOrder.batch, RepairOrder.id, Staff.name,
            RepairOrder.reported, RepairOrder.odometer,
        )
        .left_outer_join(Staff, on=(RepairOrder.advisor == Staff.id))
        .where(RepairOrder.file.in_(among(ids)))
    )  # fmt: skip
    found = [
        _event(row, is_order) for query, is_order in ((sales, False), (orders, True)) for row in rows(query)
    ]
    return sorted(found, key=lambda event: event.file_id)


def _event(row: Sequence[Any], is_order: bool) -> Event:
    file_id, on, batch, number, person, reported, *odometer = row
    return Event(file_id, on, batch or 0, number, is_order, person, reported, *odometer)


def _in_correction(ids: Sequence[int]) -> set[int]:
    query = Correction.select(Correction.file).where(
        Correction.file.in_(among(ids)), Correction.confirmed_at.is_null()
    )
    return {file_id for (file_id,) in rows(query)}
