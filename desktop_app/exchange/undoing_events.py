"""Taking back deliveries or repair orders: events, callbacks and files as if the file had never come in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from db import (
    Attempt,
    Callback,
    Claim,
    Consent,
    Correction,
    FileAudit,
    PaperDocument,
    Reopening,
    SmsMessage,
    VehicleFile,
)
from db.bulk import update_all
from db.connection import rows
from db.portions import pages, within
from desktop_app.archive.from_events import REPORTED_FIELDS, derive_files
from desktop_app.exchange.batches import plain
from desktop_app.exchange.event_merging import on_record
from desktop_app.exchange.event_saving import follow_events
from desktop_app.exchange.event_tables import EVENT_TABLES, EventTable
from desktop_app.exchange.search_of_batch import learn_anew
from desktop_app.exchange.spoken_of import spoken_of
from desktop_app.exchange.undoing_people import in_use, remove
from desktop_app.exchange.undone import Work, typed_fields_stay
from desktop_app.problems import Refused

FILE = "vehicle_file"
BELONGING = ((PaperDocument, "纸质资料"), (FileAudit, "档案抽查"))
WORKED_WITH = ((Reopening, "重新列入回访"), (Correction, "信息更正"), (SmsMessage, "短信"))


class Told(NamedTuple):
    """An event as far as its file took from it."""

    id: int
    reference: str
    file_id: int
    reported: Mapping[str, Any]


def undo_events(work: Work) -> None:
    """Remove the events that the import made, put back those it changed, and bring their files in step."""
    table = EVENT_TABLES[work.kind]
    made = _told(table, table.model.batch == work.batch)
    changed = [
        one for page in pages(work.before(work.table)) for one in _told(table, within(table.model.id, page))
    ]
    work.expect(4 * len(made) + len(changed))
    _refuse_papers(table, made)
    _remove_with_callbacks(work, table, made)
    _put_back(work, table, changed)
    files = {one.file_id for one in (*made, *changed)}
    gone = _remove_files(work, files)
    _forget_told(work, [one for one in (*made, *changed) if one.file_id not in gone])
    moved = {change.file_id for change in derive_files(work.session, files - gone)}
    learn_anew(work.session, work.batch, sorted(files))
    work.removed += len(made)
    work.restored += len(changed) + len((moved | work.before(FILE).keys()) - gone)


def _told(table: EventTable, condition: Any) -> list[Told]:
    model = table.model
    query = model.select(model.id, model.reference, model.file, model.reported)
    return [Told(*row) for row in rows(query.where(condition))]


def _remove_with_callbacks(work: Work, table: EventTable, made: Sequence[Told]) -> None:
    callbacks = {
        number
        for page in pages(one.reference for one in made)
        for (number,) in rows(
            Callback.select(Callback.id).where(
                Callback.kind == table.callback_kind, within(Callback.reference, page)
            )
        )
    }
    _refuse_worked_with(callbacks)
    for page in pages(callbacks):
        Claim.delete().where(within(Claim.callback, page)).execute()
    remove(Callback, callbacks, work)
    remove(table.model, [one.id for one in made], work)


def _refuse_papers(table: EventTable, made: Sequence[Told]) -> None:
    """Papers and audits belong to their event: without it nobody would find them again."""
    for page in pages(one.reference for one in made):
        for model, what in BELONGING:
            same = (model.event_kind == table.callback_kind, within(model.reference, page))
            for (reference,) in rows(model.select(model.reference).where(*same).limit(1)):
                raise Refused(f"这些单号已有{what}记录（如 {reference}），整批撤销会丢掉它们，所以没有撤销。")


def _refuse_worked_with(callbacks: Iterable[int]) -> None:
    """Calls and what followed from them are never lost with the event that gave rise to them."""
    for page in pages(callbacks):
        calls = Attempt.select(Callback.reference, Attempt.batch).join(Callback)
        for reference, batch in rows(calls.where(within(Attempt.callback, page)).limit(1)):
            if batch:
                raise Refused(f"第 {batch} 批导入的历史回访属于这些单号（如 {reference}），请先撤销那一批。")
            raise Refused(f"这些单号已有回访记录（如 {reference}），整批撤销会丢掉它们，所以没有撤销。")
        for model, what in WORKED_WITH:
            found = model.select(Callback.reference).join(Callback, on=(model.callback == Callback.id))
            for (reference,) in rows(found.where(within(model.callback, page)).limit(1)):
                raise Refused(f"这些单号已有{what}记录（如 {reference}），整批撤销会丢掉它们，所以没有撤销。")


def _put_back(work: Work, table: EventTable, changed: Sequence[Told]) -> None:
    for number, before in work.before(work.table).items():
        table.model.update(**before).where(table.model.id == number).execute()
    events = on_record(table, {one.reference for one in changed})
    follow_events(work.session, table, list(events.values()))


def _forget_told(work: Work, told: Sequence[Told]) -> None:
    """Fields that only the taken-back rows spoke of become what they were; a person's edits stay."""
    values: dict[int, dict[str, list[Any]]] = {}
    for one in told:
        for name, value in one.reported.items():
            values.setdefault(one.file_id, {}).setdefault(name, []).append(value)
    known, typed = work.before(FILE), 0
    changes: dict[tuple[str, ...], list[list[Any]]] = {}
    for page in work.pages(values):
        still_told = spoken_of(page)
        for file_id, edited, current in _fields(page):
            typed += not values[file_id].keys().isdisjoint(edited)
            before = {"name": ""} | known.get(file_id, {})
            forgotten = {
                name: before.get(name)
                for name, said in values[file_id].items()
                if name in current and name not in edited
                and name not in still_told.get(file_id, ()) and current[name] in said
            }  # fmt: skip
            if forgotten:
                changes.setdefault(tuple(forgotten), []).append([*forgotten.values(), file_id])
    for names, put_back in changes.items():
        update_all(VehicleFile, names, put_back)
    if typed:
        work.kept.append(typed_fields_stay(typed))


def _fields(files: Sequence[int]) -> Iterable[tuple[int, Collection[str], dict[str, Any]]]:
    columns = [getattr(VehicleFile, name) for name in REPORTED_FIELDS]
    query = VehicleFile.select(VehicleFile.id, VehicleFile.edited, *columns)
    for file_id, edited, *values in rows(query.where(within(VehicleFile.id, files))):
        yield file_id, edited, dict(zip(REPORTED_FIELDS, map(plain, values), strict=True))


def _remove_files(work: Work, files: Collection[int]) -> set[int]:
    """Files that the import opened go, unless anything else hangs on them or a person has typed in them."""
    opened = work.noted_as_made(FILE) & set(files)
    typed = {file_id for page in pages(opened) for file_id, edited, _ in _fields(page) if edited}
    gone = opened - typed - in_use(VehicleFile, opened, apart=(Consent,))
    for page in pages(gone):
        Consent.delete().where(within(Consent.file, page)).execute()
    remove(VehicleFile, gone, work)
    if stay := sorted(opened - gone):
        query = VehicleFile.select(VehicleFile.number).where(VehicleFile.id == stay[0])
        work.kept.append(
            f"{len(stay)} 份由它新建的档案有人填写过，或挂有其他记录（如 {rows(query)[0][0]}），保留。"
        )
    return gone
