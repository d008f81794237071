"""Storing the deliveries or repair orders of a file with all that follows from them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from peewee import fn

from db import Callback
from db.bulk import insert_all, update_all
from db.callbacks import month_number
from db.connection import rows, scalar
from desktop_app import settings
from desktop_app.archive.indexing import index_files
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.event_merging import (
    Columns,
    Event,
    among,
    merge_rows,
    on_record,
    pages,
    without_contradictions,
)
from desktop_app.exchange.event_rows import EventRow
from desktop_app.exchange.event_tables import EventTable
from desktop_app.exchange.files_of_events import derive_known_files, open_new_files
from desktop_app.exchange.people import names_of_people, staff_numbers, team_numbers
from desktop_app.exchange.row_reading import Remarks
from desktop_app.exchange.watching import Watch
from desktop_app.session import Session


def store_events(
    session: Session,
    table: EventTable,
    told: Sequence[EventRow],
    batch: Batch,
    remarks: Remarks,
    watch: Watch,
) -> None:
    """Store the rows inside the import's transaction; ``batch`` is told what happened to them."""
    known = on_record(table, {row.reference for row in told})
    standing = without_contradictions(table, told, known, remarks)
    columns = _columns(table, standing, batch)
    events = merge_rows(table, zip(standing, columns, strict=True), known, batch, remarks)
    new = [event for event in events if event.id is None]
    changed = [event for event in events if event.id is not None]
    watch.step(len(told), len(told))
    opened = open_new_files(session, table, new, batch)
    _insert_events(table, new, batch)
    _update_events(table, changed, batch)
    watch.step(len(told), len(told))
    _insert_callbacks(session, table, new)
    _update_callbacks(session, table, changed)
    touched = {event.file_id for event in events if event.file_id is not None} - opened
    moved = derive_known_files(session, touched, batch)
    watch.step(len(told), len(told))
    index_files(session, sorted(opened | moved))


def _columns(table: EventTable, standing: Sequence[EventRow], batch: Batch) -> list[Columns]:
    """Each row as columns of its record, names turned into rows of the staff list and the teams."""
    shape = table.shape
    people = staff_numbers(batch, (row.person for row in standing), table.role)
    teams = team_numbers(batch, (row.facts["team"] for row in standing if "team" in row.facts))
    columns: list[Columns] = []
    for row in standing:
        told = {shape.day: row.on, shape.person: people[row.person], **row.facts, "reported": row.reported}
        if "team" in told:
            told["team"] = teams[told["team"]]
        columns.append(told)
    return columns


def _insert_events(table: EventTable, new: Sequence[Event], batch: Batch) -> None:
    last = _last(table.model)
    names = ("reference", "file", "batch", *table.columns)
    insert_all(
        table.model,
        names,
        ((event.reference, event.file_id, batch.id, *event.values.values()) for event in new),
    )
    model = table.model
    numbers = dict(rows(model.select(model.reference, model.id).where(model.id > last)))
    for event in new:
        event.id = numbers[event.reference]
        batch.trail(table.entity, event.id, event.file_id, event.reference)


def _update_events(table: EventTable, changed: Sequence[Event], batch: Batch) -> None:
    update_all(table.model, table.columns, ([*event.values.values(), event.id] for event in changed))
    names = names_of_people() if changed else {}
    for event in changed:
        batch.note_change(table.entity, event.id or 0, event.before)
        told = [name for name in event.before if name != "reported"]
        old, new = (
            {name: names.get((name, values[name]), values[name]) for name in told}
            for values in (event.before, event.values)
        )
        batch.trail_changes(table.entity, event.id or 0, event.file_id, old, new)


def _insert_callbacks(session: Session, table: EventTable, new: Sequence[Event]) -> None:
    names = ("kind", "file", "reference", "event_on", "month", "due_from", "due_to", "person", "team")
    first, last = settings.get(session, table.window_setting)
    insert_all(
        Callback,
        names,
        (
            (table.callback_kind, event.file_id, event.reference, *_duty(table, event, first, last))
            for event in new
        ),
    )


def _update_callbacks(session: Session, table: EventTable, changed: Sequence[Event]) -> None:
    """Callbacks follow their event's day, person and team."""
    follow_events(session, table, [event for event in changed if not event.before.keys() <= {"reported"}])


def follow_events(session: Session, table: EventTable, moved: Sequence[Event]) -> None:
    """Bring the callbacks of these events in step with them; inside the transaction."""
    first, last = settings.get(session, table.window_setting)
    events = {event.reference: event for event in moved}
    names = ("event_on", "month", "due_from", "due_to", "person", "team")
    for page in pages(events):
        query = Callback.select(Callback.id, Callback.reference)
        found = rows(query.where(Callback.kind == table.callback_kind, among(Callback.reference, page)))
        duties = ([*_duty(table, events[reference], first, last), number] for number, reference in found)
        update_all(Callback, names, duties)


def _duty(table: EventTable, event: Event, first: int, last: int) -> tuple[Any, ...]:
    """Day, month, window, person and team of an event's callback."""
    on = event.values[table.shape.day]
    window = on + timedelta(days=first), on + timedelta(days=last)
    return on, month_number(on), *window, event.values[table.shape.person], event.values.get("team")


def _last(model: Any) -> int:
    return int(scalar(model.select(fn.MAX(model.id))) or 0)
