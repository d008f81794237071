"""Recall lists (召回名单) as they are taken in: what a list would mark, which were taken in, and taking one back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from peewee import fn

from db import CareDate, CareOutcome, VehicleFile
from db.bulk import among
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.recalls import ENTITY, vins_of
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require


@dataclass(frozen=True, slots=True)
class RecallCar:
    """One car of a list that has a file here."""

    vin: str
    name: str
    model: str
    plate: str


@dataclass(frozen=True, slots=True)
class RecallPreview:
    """What stands in a list: the cars known here, and the VINs that are not."""

    known: tuple[RecallCar, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecallList:
    """One list as it was taken in: the recall, when and by whom, how many cars it marked, and how many are open."""

    name: str
    at: datetime
    account: str
    marked: int
    still_open: int


def preview_recall(session: Session, path: Path) -> RecallPreview:
    """Read a .xlsx, .xls or .csv list and say which cars are known; nothing is stored. Raises Refused without VINs."""
    require(session, "import")
    vins = vins_of(path)
    file, known = VehicleFile, dict[str, RecallCar]()
    with session.connected():
        for page in pages(vins):
            query = file.select(file.vin, file.name, file.model, file.plate)
            for vin, *told in rows(query.where(within(file.vin, page))):
                known[vin] = RecallCar(vin, *(words or "" for words in told))
    return RecallPreview(
        tuple(known[vin] for vin in vins if vin in known), tuple(vin for vin in vins if vin not in known)
    )


def recall_lists(session: Session) -> tuple[RecallList, ...]:
    """Every list taken in, the newest first."""
    require(session, "see")
    wish = CareDate
    query = (
        wish.select(wish.text, wish.created_at, wish.account, fn.COUNT(wish.id), fn.COUNT(wish.done_at))
        .where(wish.kind == "recall", wish.created_at <= session.now())
        .group_by(wish.text, wish.created_at, wish.account)
        .order_by(wish.created_at.desc(), wish.text)
    )
    with session.connected():
        return tuple(
            RecallList(text, at, account, marked, marked - done)
            for text, at, account, marked, done in rows(query)
        )


def undo_recall(session: Session, name: str, at: datetime) -> Changed:
    """Take the marks of one list back, all of them; refused once a customer was told or a car is done."""
    require(session, "undo_import")
    wish, told = CareDate, CareOutcome
    of_list = (wish.kind == "recall") & (wish.text == name) & (wish.created_at == at)
    with session.saving():
        marks = rows(wish.select(wish.file, wish.due_on, wish.done_at).where(of_list))
        if not marks:
            raise Refused("这份召回名单已不存在，请刷新。")
        if any(done for *_, done in marks):
            raise Refused("名单里已有车辆完成召回，不能整份撤回；请在各车档案里处理。")
        cars = among(car for car, *_ in marks)
        spoken = told.select(told.id).where(
            told.file.in_(cars), told.kind == "recall", told.due_on == marks[0][1], told.at >= at
        )
        if rows(spoken.limit(1)):
            raise Refused("已经有客户接到这次召回的电话，不能整份撤回；请在各车档案里处理。")
        wish.delete().where(of_list).execute()
        record_deed(session, "undo_recall", ENTITY, new=f"{name}：{len(marks)} 辆")
    return changed("callbacks", "archive")
