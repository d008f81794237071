"""The vehicle files of imported events: opened for cars not seen before, brought in step for the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from peewee import fn

from db import Consent, Staff, VehicleFile
from db.bulk import insert_all
from db.connection import rows, scalar
from desktop_app.archive import from_events
from desktop_app.archive.from_events import LIST_COLUMNS, PHONES, derive_files
from desktop_app.archive.numbers import take_numbers
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.event_merging import Event, among, pages
from desktop_app.exchange.event_tables import EventTable
from desktop_app.session import Session

ENTITY = "vehicle_file"
FOUND_BY = frozenset({"name", "plate", *PHONES})
"""Fields by which the search finds a file."""


def open_new_files(session: Session, table: EventTable, new: Sequence[Event], batch: Batch) -> set[int]:
    """Give every new event its file, opening one for each VIN that has none; returns the opened ones."""
    known = _files_of({event.vin for event in new})
    by_vin = groupby(
        sorted((event for event in new if event.vin not in known), key=lambda event: event.vin),
        key=lambda event: event.vin,
    )
    strange = {vin: list(events) for vin, events in by_vin}
    opened = _open(session, table, strange, batch)
    for event in new:
        event.file_id = known.get(event.vin) or opened[event.vin]
    return set(opened.values())


def derive_known_files(session: Session, ids: Collection[int], batch: Batch) -> set[int]:
    """Bring files in step with their events; returns those that the search must learn anew."""
    to_index: set[int] = set()
    consents: list[tuple[int, str]] = []
    for change in derive_files(session, ids):
        batch.note_change(ENTITY, change.file_id, change.before)
        shown = {name: old for name, old in change.before.items() if name not in LIST_COLUMNS}
        batch.trail_changes(ENTITY, change.file_id, change.file_id, shown, change.after)
        consents += [(change.file_id, name) for name in change.after if name in SENSITIVE_FIELDS]
        if not FOUND_BY.isdisjoint(change.after):
            to_index.add(change.file_id)
    record_consents(session, consents)
    return to_index


def _files_of(vins: Collection[str]) -> dict[str, int]:
    query = VehicleFile.select(VehicleFile.vin, VehicleFile.id)
    return {
        vin: number
        for page in pages(sorted(vins))
        for vin, number in rows(query.where(among(VehicleFile.vin, page)))
    }


def _open(
    session: Session, table: EventTable, strange: Mapping[str, Sequence[Event]], batch: Batch
) -> dict[str, int]:
    """Open a file for each VIN, its fields taken from its events; numbers run on by day of the first event."""
    day = table.shape.day
    vins = sorted(strange, key=lambda vin: (min(event.values[day] for event in strange[vin]), vin))
    fields = dict(zip(vins, _fields(table, [strange[vin] for vin in vins]), strict=True))
    names = sorted(set[str]().union(*fields.values()) | {"name"})
    last = int(scalar(VehicleFile.select(fn.MAX(VehicleFile.id))) or 0)
    numbered = zip(take_numbers(len(vins)) if vins else [], vins, strict=True)
    insert_all(
        VehicleFile,
        ("number", "vin", "opened_at", *names),
        ((number, vin, session.now(), *_row(fields[vin], names)) for number, vin in numbered),
    )
    opened = dict(rows(VehicleFile.select(VehicleFile.vin, VehicleFile.id).where(VehicleFile.id > last)))
    for number in opened.values():
        batch.note_new(ENTITY, number)
    record_consents(
        session, [(opened[vin], name) for vin in vins for name in fields[vin] if name in SENSITIVE_FIELDS]
    )
    return opened


def _fields(table: EventTable, cars: Sequence[Sequence[Event]]) -> Iterator[dict[str, Any]]:
    """What each car's file takes from its events, those of the list and the mark included."""
    is_order = table.callback_kind == "service"
    people: dict[int, str] = dict(rows(Staff.select(Staff.id, Staff.name)))
    for events in cars:
        told = [
            from_events.Event(
                0, event.values[table.shape.day], 0, place, is_order,
                people.get(event.values[table.shape.person]), event.values["reported"] or {},
            )
            for place, event in enumerate(events)
        ]  # fmt: skip
        fields = from_events.derive_fields(told, ()) | from_events.list_columns(told)
        right = from_events.phones_are_right(dict.fromkeys(PHONES) | fields)
        yield {"name": ""} | fields | {"information_incorrect": not right}


def _row(fields: Mapping[str, Any], names: Sequence[str]) -> list[Any]:
    return list(map(fields.get, names))


def record_consents(session: Session, given: Sequence[tuple[int, str]]) -> None:
    """A sensitive field is stored with the date of the customer's consent: the day it came in."""
    at, account = session.now(), session.person.name
    columns = ("file", "subject", "given_at", "account")
    insert_all(Consent, columns, ((file_id, name, at, account) for file_id, name in given))
