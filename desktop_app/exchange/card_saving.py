"""Card details (表9, 表10) of known cars: what neither an event nor a person has told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from peewee import BooleanField, IntegerField

from db import VehicleFile
from db.bulk import update_all
from db.connection import rows
from db.fields import DayField
from db.portions import pages, within
from desktop_app.archive.fields import label_of
from desktop_app.archive.from_events import REPORTED_FIELDS, derive_files
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.exchange.amounts import read_mileage
from desktop_app.exchange.batches import Batch, plain
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.file_fields import (
    FILE_READERS,
    PHONE_COLUMNS,
    PhoneReader,
    left_out,
    read_day_text,
    sensitive_off,
    sensitive_warning,
)
from desktop_app.exchange.files_of_events import ENTITY, FOUND_BY, record_consents
from desktop_app.exchange.headings import kind_of
from desktop_app.exchange.reading import Table
from desktop_app.exchange.row_reading import FieldReader, Reader, Remarks
from desktop_app.exchange.spoken_of import spoken_of
from desktop_app.exchange.values import read_text
from desktop_app.exchange.watching import Tally, Watch
from desktop_app.exchange.words import read_yes_no
from desktop_app.session import Session


class CardRow(NamedTuple):
    """One card as a row tells it: fields of the file as JSON values."""

    row: int
    vin: str
    told: Mapping[str, Any]


class CardFile(NamedTuple):
    """A file on record: its fields, which a person typed and which its events tell."""

    id: int
    fields: dict[str, Any]
    edited: Collection[str]
    spoken_of: Collection[str]


def read_cards(table: Table, kept_sensitive: frozenset[str], remarks: Remarks) -> list[CardRow]:
    """The rows that can be taken, in the file's order."""
    dropped = sensitive_off(table.mapping, kept_sensitive)
    if dropped:
        remarks.warn(0, sensitive_warning(dropped))
    readers = {"vin": read_vin} | {name: reader for name, reader in _readers().items() if name not in dropped}
    reader = FieldReader(table.mapping, readers, frozenset({"vin"}))
    phones = PhoneReader(table.mapping)
    cards: list[CardRow] = []
    for row in table.rows:
        values, faults = reader.read(row)
        if refusal := reader.refusal(row, values, faults):
            remarks.refuse(row.number, refusal)
            continue
        cards.append(CardRow(row.number, values.pop("vin"), values | phones.read(row, faults)))
        for warning in faults.warning:
            remarks.warn(row.number, warning)
    return cards


@dataclass(frozen=True, slots=True)
class MatchedCards:
    """The files on record by number, and what the rows change of each."""

    files: Mapping[int, CardFile]
    changes: Mapping[int, dict[str, Any]]

    @property
    def size(self) -> int:
        """About how many records will be written."""
        return len(self.changes) * 2


def match_cards(told: Sequence[CardRow], batch: Batch, remarks: Remarks, watch: Watch) -> MatchedCards:
    """Compare the rows with the files; a car without a file is refused."""
    files = _files({row.vin for row in told})
    changes: dict[int, dict[str, Any]] = {}
    said: dict[int, set[str]] = {}
    for row in sorted(told, key=lambda each: (each.vin, repr(sorted(each.told.items())))):
        file = files.get(row.vin)
        if file is None:
            remarks.refuse(row.row, f"没有车架号为 {row.vin} 的档案，请先导入新车交付或维修工单")
        elif _take(file, row, changes.setdefault(file.id, {}), said.setdefault(file.id, set()), remarks):
            batch.counts.updated += 1
        else:
            batch.counts.unchanged += 1
    watch.step(len(told), len(told))
    changed = {file_id: after for file_id, after in changes.items() if after}
    return MatchedCards({file.id: file for file in files.values()}, changed)


def _take(file: CardFile, row: CardRow, changes: dict[str, Any], said: set[str], remarks: Remarks) -> bool:
    """Add what the row changes; of two rows for one car the second only adds what the first left blank (``said``)."""
    differing = {name: value for name, value in row.told.items() if value != file.fields[name]}
    later = [name for name in differing if name in file.spoken_of]
    if later:
        labels = "、".join(label_of(name) for name in later)
        remarks.warn(row.row, f"{labels}以最近一次交车或维修的为准，没有改动")
    new = {
        name: value
        for name, value in differing.items()
        if name not in file.spoken_of and name not in file.edited and name not in said
    }
    changes |= new
    said.update(row.told)
    return bool(new)


def store_cards(session: Session, found: MatchedCards, batch: Batch, tally: Tally) -> Collection[int]:
    """Fill the files inside the import's transaction; returns those that the search must learn anew."""
    _write(found.changes, tally)
    for file_id, after in found.changes.items():
        before = {name: found.files[file_id].fields[name] for name in after}
        batch.note_change(ENTITY, file_id, before)
        batch.trail_changes(ENTITY, file_id, file_id, before, after)
    derive_files(session, found.changes)
    record_consents(
        session,
        [
            (file_id, name)
            for file_id, after in found.changes.items()
            for name in after
            if name in SENSITIVE_FIELDS
        ],
    )
    return {file_id for file_id, after in found.changes.items() if not FOUND_BY.isdisjoint(after)}


def _write(changes: Mapping[int, dict[str, Any]], tally: Tally) -> None:
    """Cards that change the same fields are written by one statement."""
    by_names: dict[tuple[str, ...], list[list[Any]]] = {}
    for file_id, after in changes.items():
        by_names.setdefault(tuple(sorted(after)), []).append(
            [*(after[name] for name in sorted(after)), file_id]
        )
    for names, values in by_names.items():
        update_all(VehicleFile, names, tally(values))


def _files(vins: Iterable[str]) -> dict[str, CardFile]:
    names = tuple(name for name in kind_of("cards").fields if name != "vin")
    columns = [getattr(VehicleFile, name) for name in names]
    found: dict[str, CardFile] = {}
    for page in pages(sorted(vins)):
        query = VehicleFile.select(VehicleFile.id, VehicleFile.vin, VehicleFile.edited, *columns)
        read = rows(query.where(within(VehicleFile.vin, page)))
        told = spoken_of([row[0] for row in read])
        for number, vin, edited, *values in read:
            fields = dict(zip(names, map(plain, values), strict=True))
            found[vin] = CardFile(
                number, fields, edited, told.get(number, frozenset()) & set(REPORTED_FIELDS)
            )
    return found


@cache
def _readers() -> dict[str, Reader]:
    names = (name for name in kind_of("cards").fields if name not in ("vin", *PHONE_COLUMNS))
    return {name: FILE_READERS.get(name) or _reader_of(name) for name in names}


def _reader_of(name: str) -> Reader:
    stored = VehicleFile._meta.fields[name]
    if isinstance(stored, DayField):
        return read_day_text
    if isinstance(stored, BooleanField):
        return left_out(read_yes_no)
    return left_out(read_mileage) if isinstance(stored, IntegerField) else read_text
