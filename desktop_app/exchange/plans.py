"""What an import is going to write: worked out beside other people's saves, written when nothing it rests on has changed.

Matching reads a fixed state of the records and takes no lock; the transaction that writes is as short as the
prepared rows allow. Whatever a person saves in between stands in the audit trail, and so tells whether the plan
still fits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from peewee import IntegrityError, fn

from db import AuditEntry, VehicleFile
from db.connection import IntegrityError as BulkIntegrityError
from db.connection import rows, scalar
from db.portions import pages, within
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.row_reading import Remarks
from desktop_app.exchange.watching import Tally, Watch
from desktop_app.long_writes import long_write
from desktop_app.session import Session

TRIES = 3
"""Plans that somebody's save has overtaken, before one is made under the lock."""

HARMLESS = frozenset({"print", "backup", "reveal"})
"""Deeds that change no record an import looks at."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An import worked out: its counts and remarks, and what ``write`` will store in ``size`` records.

    ``vins`` and ``files`` are the cars it looked at; a save that touches one of them makes the plan stale. ``write``
    runs inside the transaction, with the batch entered, and returns the files that the search must learn.
    """

    batch: Batch
    remarks: Remarks
    vins: Collection[str]
    files: Collection[int]
    size: int
    write: Callable[[Tally], Collection[int]]


Match = Callable[[], Plan]


def planned(session: Session, match: Match) -> Plan:
    """A plan made from one fixed state of the records; nothing is locked."""
    with session.connected(), session.data.atomic("DEFERRED"):
        return match()


def carried_out(
    session: Session, match: Match, write: Callable[[Plan], None], watch: Watch, tries: int = TRIES
) -> Plan:
    """Plan, then write in one short transaction; a plan that somebody's save has overtaken is made anew.

    Who saves first wins the record as if the import had begun after it; that a person's edit beats any import
    holds whichever is first.
    """
    for _ in range(tries):
        watch.phase("matching")
        mark, plan = _mark(session), planned(session, match)
        try:
            with session.saving():
                if not _overtaken(plan, mark):
                    with long_write(session.data):
                        write(plan)
                    return plan
        except (IntegrityError, BulkIntegrityError):  # somebody stored the same reference or car
            continue
    watch.phase("matching")
    with session.saving(), long_write(session.data):
        plan = match()
        write(plan)
    return plan


def _mark(session: Session) -> int:
    with session.connected():
        return int(scalar(AuditEntry.select(fn.MAX(AuditEntry.id))) or 0)


def _overtaken(plan: Plan, mark: int) -> bool:
    """Whether anything was saved after the mark that the plan may rest on."""
    query = AuditEntry.select(AuditEntry.file_id).where(
        AuditEntry.id > mark, AuditEntry.action.not_in(HARMLESS)
    )
    touched = {file_id for (file_id,) in rows(query.distinct())}
    if not touched:
        return False
    if None in touched or not touched.isdisjoint(plan.files):
        return True
    cars = VehicleFile.select(VehicleFile.vin)
    return any(
        vin in plan.vins
        for page in pages(touched)
        for (vin,) in rows(cars.where(within(VehicleFile.id, page)))
    )
