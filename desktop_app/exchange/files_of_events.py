"""The vehicle files of imported events: opened for cars not seen before, brought in step for the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from db import Consent, VehicleFile
from db.bulk import insert_all, insert_numbered, prepared
from db.connection import rows
from db.portions import pages, within
from desktop_app.archive import from_events
from desktop_app.archive.from_events import LIST_COLUMNS, PHONES, FileChange, store_changes
from desktop_app.archive.indexing import spoken_of
from desktop_app.archive.numbers import take_numbers
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.event_merging import Event
from desktop_app.exchange.event_tables import EventTable
from desktop_app.exchange.watching import Tally
from desktop_app.session import Session

ENTITY = "vehicle_file"
FOUND_BY = frozenset({"name", "plate", *PHONES})
"""Fields by which the search finds a file."""


@dataclass(frozen=True, slots=True)
class NewCars:
    """Cars to open files for, in the order of their numbers: ``values`` are the stored columns ``names`` of each VIN."""

    vins: Sequence[str]
    names: Sequence[str]
    values: Sequence[Sequence[Any]]
    consents: Sequence[tuple[str, str]]


def files_of(vins: Collection[str]) -> dict[str, int]:
    """VIN → file, for those that have one."""
    query = VehicleFile.select(VehicleFile.vin, VehicleFile.id)
    return {
        vin: number
        for page in pages(sorted(vins))
        for vin, number in rows(query.where(within(VehicleFile.vin, page)))
    }


def new_cars(table: EventTable, events: Sequence[Event], people: Mapping[int, str]) -> NewCars:
    """A car for each VIN, its fields taken from its events; numbers run on by day of the first event."""
    by_vin = groupby(sorted(events, key=lambda event: event.vin), key=lambda event: event.vin)
    strange = {vin: list(group) for vin, group in by_vin}
    day = table.shape.day
    vins = sorted(strange, key=lambda vin: (min(event.values[day] for event in strange[vin]), vin))
    fields = list(_fields(table, [strange[vin] for vin in vins], people))
    names = sorted(set[str]().union(*fields) | {"name"})
    consents = [
        (vin, name)
        for vin, told in zip(vins, fields, strict=True)
        for name in told
        if name in SENSITIVE_FIELDS
    ]
    values = prepared(VehicleFile, names, (list(map(told.get, names)) for told in fields))
    return NewCars(vins, names, values, consents)


def open_files(session: Session, cars: NewCars, batch: Batch, tally: Tally) -> dict[str, int]:
    """Open a file for each car; returns VIN → file."""
    if not cars.vins:
        return {}
    numbered = zip(take_numbers(len(cars.vins)), cars.vins, cars.values, strict=True)
    now = session.now().isoformat(" ", "seconds")
    ids = insert_numbered(
        VehicleFile,
        ("number", "vin", "opened_at", *cars.names),
        ((number, vin, now, *values) for number, vin, values in tally(numbered)),
    )
    opened = dict(zip(cars.vins, ids, strict=True))
    for number in opened.values():
        batch.note_new(ENTITY, number)
    record_consents(session, [(opened[vin], name) for vin, name in cars.consents])
    return opened


def store_moved_files(session: Session, moved: Sequence[FileChange], batch: Batch) -> set[int]:
    """Bring files in step with their events; returns those that the search must learn anew."""
    store_changes(moved)
    to_index: set[int] = set()
    consents: list[tuple[int, str]] = []
    for change in moved:
        batch.note_change(ENTITY, change.file_id, change.before)
        shown = {name: old for name, old in change.before.items() if name not in LIST_COLUMNS}
        batch.trail_changes(ENTITY, change.file_id, change.file_id, shown, change.after)
        consents += [(change.file_id, name) for name in change.after if name in SENSITIVE_FIELDS]
        if not FOUND_BY.isdisjoint(change.after):
            to_index.add(change.file_id)
    record_consents(session, consents)
    return to_index


def _fields(
    table: EventTable, cars: Sequence[Sequence[Event]], people: Mapping[int, str]
) -> Iterator[dict[str, Any]]:
    """What each car's file takes from its events, those of the list, the mark and how the name is read included."""
    is_order = table.callback_kind == "service"
    for events in cars:
        told = [
            from_events.Event(
                0, event.values[table.shape.day], 0, place, is_order,
                people.get(event.values[table.shape.person]), event.values["reported"] or {},
                event.values.get("odometer"),
            )
            for place, event in enumerate(events)
        ]  # fmt: skip
        fields = from_events.derive_fields(told, ()) | from_events.list_columns(told)
        right = from_events.phones_are_right(dict.fromkeys(PHONES) | fields)
        spoken = spoken_of(fields.get("name", ""))
        yield {"name": "", "spoken": spoken} | fields | {"information_incorrect": not right}


def record_consents(session: Session, given: Sequence[tuple[int, str]]) -> None:
    """A sensitive field is stored with the date of the customer's consent: the day it came in."""
    at, account = session.now(), session.person.name
    columns = ("file", "subject", "given_at", "account")
    insert_all(Consent, columns, ((file_id, name, at, account) for file_id, name in given))
