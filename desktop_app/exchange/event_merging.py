"""Deliveries or repair orders of a file against those on record: what is new, what changes, what contradicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from db import VehicleFile
from db.connection import rows
from db.portions import pages, within
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.event_rows import EventRow
from desktop_app.exchange.event_tables import EventTable
from desktop_app.exchange.row_reading import Remarks

Columns = dict[str, Any]


@dataclass(slots=True)
class Event:
    """A delivery or repair order with this file's rows merged in; ``id`` and ``file_id`` are None for a new one.

    ``values`` are its record's columns, ``before`` what those that changed were, ``stored`` a new one's columns as
    the engine keeps them.
    """

    reference: str
    vin: str
    values: Columns
    id: int | None = None
    file_id: int | None = None
    before: Columns = field(default_factory=dict)
    stored: list[Any] = field(default_factory=list)

    def merge(self, told: Mapping[str, Any]) -> bool:
        """Take over what a row tells; blank cells tell nothing. Returns whether anything changed."""
        changed = False
        for name, value in told.items():
            old = self.values.get(name)
            new = old | value if name == "reported" and old else value
            if new != old:
                self.before.setdefault(name, old)
                self.values[name] = new
                changed = True
        return changed

    def gaps(self, told: Mapping[str, Any]) -> Columns:
        """What this tells of that the record does not know yet."""
        known = self.values
        new = {name: value for name, value in told.items() if known.get(name) in (None, "")}
        return new | {"reported": told.get("reported", {}) | (known.get("reported") or {})}

    def would_learn(self, told: Mapping[str, Any]) -> bool:
        """Whether merging this would change anything."""
        return Event(self.reference, self.vin, dict(self.values)).merge(told)


def on_record(table: EventTable, references: Iterable[str]) -> dict[str, Event]:
    """The events of these references that are stored already."""
    model, names = table.model, table.columns
    columns = [getattr(model, name) for name in names]
    query = model.select(model.id, model.reference, model.file, VehicleFile.vin, *columns).join(VehicleFile)
    found = (
        row for page in pages(sorted(references)) for row in rows(query.where(within(model.reference, page)))
    )
    return {
        reference: Event(reference, vin, dict(zip(names, values, strict=True)), number, file_id)
        for number, reference, file_id, vin, *values in found
    }


def batches_of(table: EventTable, ids: Iterable[int]) -> dict[int, int]:
    """Event → the batch that stored it, 0 for one that no import did."""
    query = table.model.select(table.model.id, table.model.batch)
    return {
        number: batch or 0
        for page in pages(ids)
        for number, batch in rows(query.where(within(table.model.id, page)))
    }


def without_contradictions(
    table: EventTable, told: Sequence[EventRow], known: Mapping[str, Event], remarks: Remarks
) -> list[EventRow]:
    """The rows whose VIN is that of the event on record, or of the file's first row of the reference; others are refused."""
    vins = {row.reference: row.vin for row in reversed(told)}
    vins |= {reference: event.vin for reference, event in known.items()}
    for row in told:
        if row.vin != vins[row.reference]:
            remarks.refuse(
                row.row, f"{table.reference_label}“{row.reference}”已登记在车架号 {vins[row.reference]} 名下"
            )
    return [row for row in told if row.vin == vins[row.reference]]


def merge_rows(
    table: EventTable,
    told: Iterable[tuple[EventRow, Columns]],
    known: Mapping[str, Event],
    batch: Batch,
    remarks: Remarks,
) -> list[Event]:
    """Merge rows and their columns into the events on record; returns the new and the changed ones.

    Rows come by their own day and content, so that the order of a file's rows does not matter. A file that comes in
    again only fills gaps: what a newer file has changed since stays.
    """
    events, ordered, counts = dict(known), in_order(told), batch.counts
    settled = told_before(ordered, known)
    for row, columns in ordered:
        event = events.get(row.reference)
        if row.reference in settled:
            counts.unchanged += 1
        elif event is None:
            events[row.reference] = Event(row.reference, row.vin, dict.fromkeys(table.columns) | columns)
            counts.created += 1
        elif not event.merge(event.gaps(columns) if batch.again and event.id is not None else columns):
            counts.unchanged += 1
        else:
            counts.updated += 1
            if event.id is None:
                remarks.warn(row.row, f"另一行也是{table.reference_label}“{row.reference}”而内容不同，已合并")
    return [event for event in events.values() if event.id is None or event.before]


def told_before(told: Sequence[tuple[EventRow, Columns]], known: Mapping[str, Event]) -> set[str]:
    """References on record of which several rows together tell nothing new, though they contradict each other.

    One by one they would change the record there and back, each time the same file comes in.
    """
    together: dict[str, Event] = {}
    times = Counter(row.reference for row, _ in told if row.reference in known)
    for row, columns in told:
        if times[row.reference] > 1:
            together.setdefault(row.reference, Event(row.reference, row.vin, {})).merge(columns)
    return {
        reference
        for reference, told_of in together.items()
        if not known[reference].would_learn(told_of.values)
    }


def in_order(told: Iterable[tuple[EventRow, Columns]]) -> list[tuple[EventRow, Columns]]:
    """Rows by day and reference; those of one reference by what they say."""
    listed = list(told)
    times = Counter(row.reference for row, _ in listed)

    def order(each: tuple[EventRow, Columns]) -> tuple[Any, ...]:
        row = each[0]
        return row.on, row.reference, repr(row[2:]) if times[row.reference] > 1 else ""

    return sorted(listed, key=order)
