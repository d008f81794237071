"""Storing the deliveries or repair orders of a file with all that follows from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any

from db import Callback
from db.bulk import insert_numbered, insert_prepared, update_all
from db.callbacks import month_number
from db.connection import rows
from db.portions import pages, within
from desktop_app import settings
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.event_matching import MatchedEvents
from desktop_app.exchange.event_merging import Event
from desktop_app.exchange.event_tables import EventTable
from desktop_app.exchange.files_of_events import open_files, store_moved_files
from desktop_app.exchange.people import names_of_people, store_staff, store_teams
from desktop_app.exchange.watching import Tally
from desktop_app.session import Session

DUTY = ("event_on", "month", "due_from", "due_to", "person", "team")
"""Columns in which a callback follows its event."""


def store_events(session: Session, found: MatchedEvents, batch: Batch, tally: Tally) -> Collection[int]:
    """Store what was matched inside the import's transaction; returns the files that the search must learn."""
    table = found.table
    _settle_people(found, batch)
    opened = open_files(session, found.cars, batch, tally)
    for event in found.new:
        event.file_id = event.file_id or opened[event.vin]
    _insert_events(table, found.new, batch, tally)
    _update_events(table, found.changed, batch)
    _insert_callbacks(session, table, found.new, tally)
    _update_callbacks(session, table, found.changed)
    return {*opened.values(), *store_moved_files(session, found.moved, batch)}


def _settle_people(found: MatchedEvents, batch: Batch) -> None:
    """Give the events the rows of people and teams that were not on record when they were matched."""
    table, events = found.table, (*found.new, *found.changed)
    _settle(table, events, table.shape.person, store_staff(batch, found.people, table.role))
    _settle(table, events, "team", store_teams(batch, found.teams))


def _settle(table: EventTable, events: Iterable[Event], column: str, stored: Mapping[int, int]) -> None:
    if not stored:
        return
    place = table.columns.index(column)
    for event in events:
        number = event.values.get(column) or 0
        if number < 0:
            event.values[column] = stored[number]
            if event.stored:
                event.stored[place] = stored[number]


def _insert_events(table: EventTable, new: Sequence[Event], batch: Batch, tally: Tally) -> None:
    ids = insert_numbered(
        table.model,
        ("reference", "file", "batch", *table.columns),
        ((event.reference, event.file_id, batch.id, *event.stored) for event in tally(new)),
    )
    for event, number in zip(new, ids, strict=True):
        event.id = number
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


def _insert_callbacks(session: Session, table: EventTable, new: Sequence[Event], tally: Tally) -> None:
    window = _window(session, table)
    insert_prepared(
        Callback,
        ("kind", "file", "reference", *DUTY),
        (
            (table.callback_kind, event.file_id, event.reference, *_duty(table, event, window))
            for event in tally(new)
        ),
    )


def _update_callbacks(session: Session, table: EventTable, changed: Sequence[Event]) -> None:
    """Callbacks follow their event's day, person and team."""
    follow_events(session, table, [event for event in changed if not event.before.keys() <= {"reported"}])


def follow_events(session: Session, table: EventTable, moved: Sequence[Event]) -> None:
    """Bring the callbacks of these events in step with them; inside the transaction."""
    window = _window(session, table)
    events = {event.reference: event for event in moved}
    for page in pages(events):
        query = Callback.select(Callback.id, Callback.reference)
        found = rows(query.where(Callback.kind == table.callback_kind, within(Callback.reference, page)))
        duties = ([*_duty(table, events[reference], window), number] for number, reference in found)
        update_all(Callback, DUTY, duties)


def _window(session: Session, table: EventTable) -> Callable[[date], tuple[Any, ...]]:
    """Day → day, month and window of the callback it makes, as records keep them."""
    first, last = settings.get(session, table.window_setting)

    @cache
    def window(on: date) -> tuple[Any, ...]:
        due = (on + timedelta(days=first)).isoformat(), (on + timedelta(days=last)).isoformat()
        return on.isoformat(), month_number(on), *due

    return window


def _duty(table: EventTable, event: Event, window: Callable[[date], tuple[Any, ...]]) -> tuple[Any, ...]:
    """Day, month, window, person and team of an event's callback."""
    values = event.values
    return *window(values[table.shape.day]), values[table.shape.person], values.get("team")
