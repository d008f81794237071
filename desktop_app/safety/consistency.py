"""What is stored for speed against what it follows from: each function yields the references that disagree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from peewee import Field

from db import Callback, Complaint, Correction, Record, RepairOrder, VehicleFile
from db.connection import raw_handle, rows
from db.soundness import indexed_files
from desktop_app.callbacks.events import events_of
from desktop_app.callbacks.history import History
from desktop_app.callbacks.maintenance import maintenance_due
from desktop_app.complaints.reading import read_standings
from desktop_app.exchange.search_of_batch import waiting
from desktop_app.session import Session
from desktop_app.statistics.period import month_days, month_label
from desktop_app.statistics.registry import REPORTS

AT_ONCE = 5_000
END_OF_TIME = datetime(9999, 12, 31)


def callbacks_out_of_step(session: Session) -> Iterator[str]:
    """References of callbacks whose stored standing is not what their attempts, replies and corrections add up to."""
    stored = [getattr(Callback, name) for name in History._fields]
    for page in _pages(Callback, Callback.reference, *stored):
        events = events_of(number for number, *_ in page)
        yield from (ref for number, ref, *found in page if History(*found) != events.history(number))


def files_out_of_step(session: Session) -> Iterator[str]:
    """VINs of files whose card, last visit, next maintenance or mark is not what their repair orders and corrections say."""
    visits = _visits()
    open_corrections = Correction.select(Correction.file).where(Correction.confirmed_at.is_null())
    to_mend = {file for (file,) in rows(open_corrections)}
    table = VehicleFile
    columns = (table.vin, table.information_incorrect, *(getattr(table, name) for name in _OF_VISITS))
    for page in _pages(table, *columns):
        for file, vin, marked, *kept in page:
            if tuple(kept) != visits.get(file, NEVER_CAME) or (file in to_mend and not marked):
                yield vin


_OF_VISITS = ("is_c_card", "last_visit_on", "maintenance_on", "furthest_km")
NEVER_CAME = (False, None, None, None)


def _visits() -> dict[int, tuple[Any, ...]]:
    """What the visits of each car that came say of it."""
    order = RepairOrder
    query = order.select(order.file, order.handed_over_on, order.odometer)
    found = {}
    for file, of_car in groupby(rows(query.order_by(order.file, order.handed_over_on)), key=itemgetter(0)):
        visits = [(day, odometer) for _, day, odometer in of_car]
        furthest = max((odometer for _, odometer in visits if odometer is not None), default=None)
        found[file] = (True, visits[-1][0], maintenance_due(visits), furthest)
    return found


def cases_out_of_step(session: Session) -> Iterator[str]:
    """Numbers of cases whose stored end or round is not what their steps say."""
    for page in _pages(
        Complaint, Complaint.number, Complaint.accepted_at, Complaint.closed_at, Complaint.round
    ):
        wanted = Complaint.select(Complaint.id).where(Complaint.id.in_([row[0] for row in page]))
        standings = read_standings(wanted, {row[0]: row[2] for row in page}, END_OF_TIME)
        for case, number, _, closed_at, turn in page:
            if (standings[case].closed_at, standings[case].round.number) != (closed_at, turn):
                yield number


def gaps_in_case_numbers(session: Session) -> Iterator[str]:
    """Case numbers that are missing between the first and the last of their month."""
    numbers = sorted(number for (number,) in rows(Complaint.select(Complaint.number)))
    for month, of_month in groupby(numbers, key=lambda number: number.rpartition("-")[0]):
        taken = {int(number.rpartition("-")[2]) for number in of_month}
        yield from (f"{month}-{number:04d}" for number in range(1, max(taken)) if number not in taken)


def search_index_out_of_step(session: Session) -> Iterator[str]:
    """VINs of files that the search does not know, and a word for what it knows of files that are gone.

    Those of a large import that it is still learning do not count.
    """
    known, coming = indexed_files(raw_handle(session.data)), waiting()
    files = dict(rows(VehicleFile.select(VehicleFile.id, VehicleFile.vin)))
    yield from (vin for number, vin in files.items() if number not in known | coming)
    gone = len(known - coming - files.keys())
    if gone:
        yield f"已不存在的档案 {gone} 份"


def reports_that_do_not_add_up(session: Session) -> Iterator[str]:
    """Reports of a month, over every month that has callbacks, whose parts are not the whole."""
    months = [month for (month,) in rows(Callback.select(Callback.month).distinct().order_by(Callback.month))]
    for kind in REPORTS:
        for month in months:
            if not kind.take(session, *month_days(month)).reconciles:
                yield f"{month_label(month)} {kind.label}"


def _pages(table: type[Record], *columns: Field) -> Iterator[Sequence[Any]]:
    """The rows of a table, their number first, some thousand at a time."""
    after = 0
    query = table.select(table.id, *columns).order_by(table.id).limit(AT_ONCE)
    while page := rows(query.where(table.id > after)):
        yield page
        after = page[-1][0]
