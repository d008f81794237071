"""Deliveries or repair orders of a file, matched with the records: everything that storing them needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from db.bulk import prepared
from desktop_app.archive import from_events
from desktop_app.archive.from_events import FileChange, changes_of
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.event_merging import (
    Columns,
    Event,
    batches_of,
    merge_rows,
    on_record,
    without_contradictions,
)
from desktop_app.exchange.event_rows import EventRow
from desktop_app.exchange.event_tables import EventTable
from desktop_app.exchange.files_of_events import NewCars, files_of, new_cars
from desktop_app.exchange.people import Names, staff_of, teams, tell_new_people
from desktop_app.exchange.row_reading import Remarks
from desktop_app.exchange.watching import Watch

NOT_STORED_YET = 1 << 60
"""Batch of an event to come: of one day's events the one stored first counts, and these are stored last."""


@dataclass(frozen=True, slots=True)
class MatchedEvents:
    """New and changed events, the cars to open files for, and how the files on record follow.

    A person or team that is not on record yet has a number below zero in ``values``.
    """

    table: EventTable
    new: Sequence[Event]
    changed: Sequence[Event]
    people: Names
    teams: Names
    cars: NewCars
    moved: Sequence[FileChange]

    @property
    def size(self) -> int:
        """About how many records will be written."""
        return len(self.cars.vins) * 2 + len(self.new) * 3 + (len(self.changed) + len(self.moved)) * 2


def match_events(
    table: EventTable, told: Sequence[EventRow], batch: Batch, remarks: Remarks, watch: Watch
) -> MatchedEvents:
    """Compare the rows with what is on record; ``batch`` is told what will become of them."""
    known = on_record(table, {row.reference for row in told})
    standing = without_contradictions(table, told, known, remarks)
    watch.step(0, len(told))
    people, groups = _people(table, standing, batch)
    columns = [_columns(table, row, people, groups) for row in standing]
    events = merge_rows(table, zip(standing, columns, strict=True), known, batch, remarks)
    watch.step(len(told) // 3, len(told))
    new = [event for event in events if event.id is None]
    changed = [event for event in events if event.id is not None]
    files = files_of({event.vin for event in new})
    for event in new:
        event.file_id = files.get(event.vin)
    names = people.by_number()
    cars = new_cars(table, [event for event in new if event.file_id is None], names)
    for event, stored in zip(new, _stored(table, new), strict=True):
        event.stored = stored
    watch.step(2 * len(told) // 3, len(told))
    moved = _moved_files(table, [event for event in events if event.file_id is not None], names)
    watch.step(len(told), len(told))
    return MatchedEvents(table, new, changed, people, groups, cars, moved)


def _stored(table: EventTable, new: Sequence[Event]) -> list[list[Any]]:
    return prepared(table.model, table.columns, (list(event.values.values()) for event in new))


def _people(table: EventTable, standing: Sequence[EventRow], batch: Batch) -> tuple[Names, Names]:
    people, groups = staff_of(table.role), teams()
    tell_new_people(batch, people.take(row.person for row in standing), table.role)
    batch.new_teams += groups.take(row.facts["team"] for row in standing if "team" in row.facts)
    return people, groups


def _columns(table: EventTable, row: EventRow, people: Names, groups: Names) -> Columns:
    """A row as columns of its record, names turned into rows of the staff list and the teams."""
    shape = table.shape
    told = {shape.day: row.on, shape.person: people.number(row.person), **row.facts, "reported": row.reported}
    if "team" in told:
        told["team"] = groups.number(told["team"])
    return told


def _moved_files(
    table: EventTable, events: Sequence[Event], people: Mapping[int, str]
) -> tuple[FileChange, ...]:
    """How the files on record will follow these events, as if they were stored."""
    coming: dict[int, list[from_events.Event]] = {}
    batches = batches_of(table, [event.id for event in events if event.id is not None])
    for place, event in enumerate(events):
        file_id, number = event.file_id or 0, event.id
        batch = NOT_STORED_YET if number is None else batches.get(number, 0)
        coming.setdefault(file_id, []).append(
            from_events.Event(
                file_id, event.values[table.shape.day], batch, NOT_STORED_YET + place if number is None else number,
                table.callback_kind == "service", people.get(event.values[table.shape.person]),
                event.values["reported"] or {}, event.values.get("odometer"),
            )
        )  # fmt: skip
    return changes_of(coming, coming)
