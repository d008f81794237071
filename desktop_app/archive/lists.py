"""The list of all files: a page at once, then the order of everything; filtered and sorted by the index."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Literal

from peewee import SQL

from db import Staff, VehicleFile
from db.bulk import among
from db.connection import rows
from desktop_app import settings
from desktop_app.archive.list_order import SortColumn, how_many, in_order
from desktop_app.archive.marks import Mark, marks
from desktop_app.archive.masking import shown_phone
from desktop_app.archive.visits import HALF_YEAR, months_before
from desktop_app.session import Session, require


@dataclass(frozen=True, slots=True)
class Filter:
    """Which files: A or C cards, of one advisor, one model, marked as incorrect, not seen for half a year.

    ``absent_half_year`` is about cars that came at least once.
    """

    card: Literal["A", "C"] | None = None
    advisor: str | None = None
    model: str | None = None
    incorrect: bool = False
    absent_half_year: bool = False


@dataclass(frozen=True, slots=True)
class Sort:
    """In which order, names as they are spoken; files that have nothing in the column come last when descending."""

    column: SortColumn = "last_visit_on"
    descending: bool = True


@dataclass(frozen=True, slots=True)
class FileRow:
    """One line of the list; ``phone`` is covered."""

    id: int
    number: str
    vin: str
    name: str
    phone: str
    plate: str
    model: str
    advisor: str
    last_visit_on: date | None
    card: Literal["A", "C"]
    marks: tuple[Mark, ...]


EVERYTHING = Filter()
NEWEST_VISIT = Sort()


def file_page(
    session: Session,
    wanted: Filter = EVERYTHING,
    order: Sort = NEWEST_VISIT,
    offset: int = 0,
    limit: int = 100,
) -> tuple[FileRow, ...]:
    """Some lines of the list; without offset at once, however long the list is."""
    require(session, "see")
    with session.connected():
        ids = in_order(session.data, _conditions(session, wanted), order.column, descending=order.descending)
        return _rows_of(session, list(islice(ids, offset, offset + limit)))


def file_rows(session: Session, ids: Sequence[int]) -> tuple[FileRow, ...]:
    """The lines of these files in this order; a file that is gone is left out."""
    require(session, "see")
    with session.connected():
        return _rows_of(session, ids)


def file_ids(session: Session, wanted: Filter = EVERYTHING, order: Sort = NEWEST_VISIT) -> array[int]:
    """Every file of the list in its order."""
    require(session, "see")
    with session.connected():
        conditions = _conditions(session, wanted)
        return array("q", in_order(session.data, conditions, order.column, descending=order.descending))


def file_count(session: Session, wanted: Filter = EVERYTHING) -> int:
    """How many files the filter leaves."""
    require(session, "see")
    with session.connected():
        return how_many(session.data, _conditions(session, wanted))


def advisors(session: Session) -> tuple[str, ...]:
    """The people whose customers a list can be cut down to."""
    require(session, "see")
    roles = ("service_advisor", "sales_consultant")
    people = Staff.select(Staff.name).where(Staff.role << roles).order_by(Staff.role.desc(), Staff.id)
    with session.connected():
        return tuple(dict.fromkeys(name for (name,) in rows(people)))


def models(session: Session) -> tuple[str, ...]:
    """The models of the settings, then the others that files have."""
    require(session, "see")
    with session.connected():
        present = [model for (model,) in rows(VehicleFile.select(VehicleFile.model).distinct()) if model]
    listed = settings.get(session, "models")
    return (*listed, *sorted(set(present) - set(listed)))


def _conditions(session: Session, wanted: Filter) -> list[Any]:
    """What the filter asks for; each condition is one that an index holds."""
    asked = (
        (wanted.card, VehicleFile.is_c_card == (wanted.card == "C")),
        (wanted.advisor, VehicleFile.last_advisor == wanted.advisor),
        (wanted.model, VehicleFile.model == wanted.model),
        (wanted.incorrect, SQL("information_incorrect = 1")),
        (wanted.absent_half_year, VehicleFile.last_visit_on <= months_before(session.today(), HALF_YEAR)),
    )
    return [condition for asks, condition in asked if asks]


def _rows_of(session: Session, ids: Sequence[int]) -> tuple[FileRow, ...]:
    columns = (
        VehicleFile.id, VehicleFile.number, VehicleFile.vin, VehicleFile.name, VehicleFile.phone, VehicleFile.plate,
        VehicleFile.model, VehicleFile.last_advisor, VehicleFile.last_visit_on, VehicleFile.is_c_card,
    )  # fmt: skip
    found = {row[0]: row for row in rows(VehicleFile.select(*columns).where(VehicleFile.id.in_(among(ids))))}
    marked = marks(session, list(found))
    return tuple(_row(found[file_id], marked[file_id]) for file_id in ids if file_id in found)


def _row(stored: tuple[Any, ...], marked: tuple[Mark, ...]) -> FileRow:
    file_id, number, vin, name, phone, plate, model, advisor, visited, is_c_card = stored
    return FileRow(
        file_id, number, vin, name, shown_phone(phone), plate or "", model or "", advisor or "", visited,
        "C" if is_c_card else "A", marked,
    )  # fmt: skip
