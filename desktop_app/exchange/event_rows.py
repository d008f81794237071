"""Rows of deliveries and repair orders → events, nothing of them stored yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from desktop_app.archive.vocabulary import REPAIR_KIND_LABELS
from desktop_app.exchange.amounts import read_mileage, read_money
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.file_fields import (
    FILE_READERS,
    PhoneReader,
    sensitive_off,
    sensitive_warning,
)
from desktop_app.exchange.reading import Table
from desktop_app.exchange.row_reading import FieldReader, Reader, Remarks
from desktop_app.exchange.times import past_day_reader
from desktop_app.exchange.values import Cell, Reading, compact, read_reference, read_text
from desktop_app.exchange.watching import Watch

TELL_EVERY = 1_000

REPAIR_KINDS = {label: code for code, label in REPAIR_KIND_LABELS.items()} | {
    "首次保养": "first_maintenance",
    "免费首保": "first_maintenance",
    "保养": "maintenance",
    "定保": "maintenance",
    "常规保养": "maintenance",
    "维修": "repair",
    "机修": "repair",
    "机电维修": "repair",
    "一般修理": "repair",
    "钣金喷漆": "body",
    "钣金": "body",
    "喷漆": "body",
    "事故": "body",
    "事故维修": "body",
    "索赔": "warranty",
    "保修索赔": "warranty",
}
"""维修类型 in the words of exports → stored code."""


class EventRow(NamedTuple):
    """One delivery or repair order as a row tells it.

    ``facts`` are columns of its own record, ``reported`` what it says of customer and car (JSON values).
    """

    row: int
    reference: str
    vin: str
    on: date
    person: str
    facts: Mapping[str, Any]
    reported: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class EventShape:
    """What tells the two kinds of file apart: the day's and the person's field, and the facts that a visit has."""

    kind: str
    day: str
    person: str
    facts: tuple[str, ...]
    refusing_days: tuple[str, ...]


DELIVERIES = EventShape("deliveries", "delivered_on", "consultant", (), ("delivered_on",))
REPAIR_ORDERS = EventShape(
    "repair-orders",
    "handed_over_on",
    "advisor",
    ("received_on", "team", "kind", "odometer", "amount_fen", "work"),
    ("handed_over_on", "received_on"),
)


def read_repair_kind(cell: Cell) -> Reading[str]:
    """维修类型 as its code; an unknown word is kept as it stands, with a warning."""
    word = compact(cell)
    code = REPAIR_KINDS.get(word)
    if code or not word:
        return Reading(code)
    return Reading(read_text(cell).value, f"“{word}”不是已知的维修类型，按原文保存")


def read_events(
    table: Table,
    shape: EventShape,
    now: datetime,
    kept_sensitive: frozenset[str],
    remarks: Remarks,
    watch: Watch,
) -> list[EventRow]:
    """The rows that can be taken, in the file's order; the others stand in ``remarks``."""
    dropped = sensitive_off(table.mapping, kept_sensitive)
    if dropped:
        remarks.warn(0, sensitive_warning(dropped))
    reader = FieldReader(table.mapping, _readers(shape, now.date(), dropped), _refusing(shape))
    phones = PhoneReader(table.mapping)
    events: list[EventRow] = []
    for number, row in enumerate(table.rows, 1):
        values, faults = reader.read(row)
        if refusal := reader.refusal(row, values, faults):
            remarks.refuse(row.number, refusal)
        else:
            values |= phones.read(row, faults)
            events.append(_event(row.number, shape, values))
            for warning in faults.warning:
                remarks.warn(row.number, warning)
        if number % TELL_EVERY == 0:
            watch.step(number, len(table.rows))
    return events


def _readers(shape: EventShape, today: date, dropped: tuple[str, ...]) -> dict[str, Reader]:
    past_day = past_day_reader(today)
    own: dict[str, Reader] = {
        "reference": read_reference,
        "vin": read_vin,
        shape.person: read_text,
        **dict.fromkeys(shape.refusing_days, past_day),
    }
    facts: dict[str, Reader] = {
        "team": read_text,
        "kind": read_repair_kind,
        "odometer": read_mileage,
        "amount_fen": read_money,
        "work": read_text,
    }
    own |= {name: facts[name] for name in shape.facts if name in facts}
    return own | {name: reader for name, reader in FILE_READERS.items() if name not in dropped}


def _refusing(shape: EventShape) -> frozenset[str]:
    return frozenset({"reference", "vin", *shape.refusing_days})


def _event(row: int, shape: EventShape, values: dict[str, Any]) -> EventRow:
    reference, vin, on = values.pop("reference"), values.pop("vin"), values.pop(shape.day)
    person = values.pop(shape.person)
    facts = {name: values.pop(name) for name in shape.facts if name in values}
    return EventRow(row, reference, vin, on, person, facts, values)
