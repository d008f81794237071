"""Recalls (召回): the manufacturer's list of VINs marks the files, each with a reminder until the car has come for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from db import CareDate, RepairOrder, VehicleFile
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.care_wishes import RECALL_WORD
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.reading import sheets_of
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup_schedule import back_up_if_changed
from desktop_app.session import Changed, Session, changed, require

ENTITY = "recall"


@dataclass(frozen=True, slots=True)
class Recalled:
    """What a list did: VINs ``read``, files ``marked``, those that had the mark before, and cars not known here."""

    read: int
    marked: int
    already: int
    unknown: tuple[str, ...]
    changed: Changed


@dataclass(frozen=True, slots=True)
class Recall:
    """One recall of one car: open until a person says it is done or an order says it was made for it."""

    id: int
    name: str
    noted_on: date
    done_on: date | None


def import_recall(session: Session, path: Path, name: str) -> Recalled:
    """Mark the file of every VIN that stands anywhere in a .xlsx, .xls or .csv list; ``name`` is the recall's.

    A backup is made first; the same list twice marks nothing the second time. Raises Refused where no VIN is found.
    """
    require(session, "import")
    if not name.strip():
        raise Refused("请写明召回的名称或编号。", field="name")
    vins = vins_of(path)
    back_up_if_changed(session, "import")
    return mark_recalled(session, vins, name)


def vins_of(path: Path) -> tuple[str, ...]:
    """Every VIN that stands anywhere in a list, once each, in its order; raises Refused where there is none."""
    vins = tuple(dict.fromkeys(_vins(path)))
    if not vins:
        raise Refused(f"{path.name} 里没有找到车架号，请核对文件。", field="file")
    return vins


def mark_recalled(session: Session, vins: Iterable[str], name: str) -> Recalled:
    """Mark the files of these VINs with one recall, in one transaction."""
    require(session, "import")
    wanted, text = tuple(dict.fromkeys(vins)), name.strip()
    with session.saving():
        cars = {vin: car for page in pages(wanted) for vin, car in _files(page)}
        before = {car for (car,) in rows(CareDate.select(CareDate.file).where(_of(text)))}
        new = [car for car in cars.values() if car not in before]
        for car in new:
            _mark(session, car, text)
        if new:
            record_deed(session, "recall", ENTITY, new=f"{text}：{len(new)} 辆")
    unknown = tuple(vin for vin in wanted if vin not in cars)
    return Recalled(len(wanted), len(new), len(cars) - len(new), unknown, changed("callbacks", "archive"))


def recalls_of(session: Session, file_id: int) -> tuple[Recall, ...]:
    """Every recall of a car as seen at the clock, open ones first: the mark on its file."""
    require(session, "see")
    wish = CareDate
    query = wish.select(wish.id, wish.text, wish.created_at, wish.done_at).where(
        wish.file == file_id, wish.kind == "recall", wish.created_at <= session.now()
    )
    with session.connected():
        found = [
            Recall(
                number, text, at.date(), _done_on(session, file_id, at.date(), done.date() if done else None)
            )
            for number, text, at, done in rows(query)
        ]
    return tuple(sorted(found, key=lambda one: (one.done_on is not None, one.noted_on, one.id)))


def finish_recall(session: Session, recall: int) -> Changed:
    """The car came for it, although no order says so."""
    require(session, "callbacks")
    with session.saving():
        wish = CareDate
        found = rows(wish.select(wish.file, wish.text).where(wish.id == recall, wish.kind == "recall"))
        if not found:
            raise Refused("这条召回已不存在，请刷新档案。")
        wish.update(done_at=session.now()).where(wish.id == recall, wish.done_at.is_null()).execute()
        record_deed(session, "recall_done", ENTITY, recall, file_id=found[0][0], new=found[0][1])
    return changed("callbacks", "archive")


def _vins(path: Path) -> Iterator[str]:
    for sheet in sheets_of(path):
        for row in sheet.rows():
            yield from (vin for cell in row.cells if cell is not None and (vin := read_vin(cell).value))


def _files(vins: list[str]) -> list[tuple[str, int]]:
    return rows(VehicleFile.select(VehicleFile.vin, VehicleFile.id).where(within(VehicleFile.vin, vins)))


def _of(text: str) -> Any:
    return (CareDate.kind == "recall") & (CareDate.text == text)


def _mark(session: Session, car: int, text: str) -> None:
    CareDate.insert(
        file=car, kind="recall", due_on=session.today(), text=text, created_at=session.now(),
        account=session.person.name,
    ).execute()  # fmt: skip


def _done_on(session: Session, file_id: int, noted_on: date, by_hand: date | None) -> date | None:
    order = RepairOrder
    came = rows(
        order.select(order.handed_over_on)
        .where(
            order.file == file_id, order.handed_over_on.between(noted_on, session.today()),
            order.work.contains(RECALL_WORD),
        )
        .order_by(order.handed_over_on)
        .limit(1)
    )  # fmt: skip
    seen = by_hand if by_hand is not None and by_hand <= session.today() else None
    return min((day for day in (seen, *(day for (day,) in came)) if day), default=None)
