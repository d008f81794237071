"""A small shop for the matrix of duty × action: an account for each duty, a car, callbacks, an import, and its folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from db import Account, Department, Staff, VehicleFile
from db.connection import open_data, raw_handle
from desktop_app.archive.from_events import derive_files
from desktop_app.archive.indexing import reindex
from desktop_app.callbacks.restanding import restand
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.exchange.importing import import_file
from desktop_app.safety.duties import (
    ALL_DUTIES,
    CALLBACK_SPECIALIST,
    CR_MANAGER,
    GENERAL_MANAGER,
    RECEPTIONIST,
)
from desktop_app.safety.folder_layout import DATA
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback, a_car
from tests.complaints.making import VIN
from tests.safety.folders import ACCOUNT, PASSWORD, clock

WITHOUT = "无职责"
PEOPLE: dict[str, frozenset[str]] = {
    "郑总": frozenset({GENERAL_MANAGER}),
    "温经理": frozenset({CR_MANAGER}),
    "许知微": frozenset({CALLBACK_SPECIALIST}),
    "何前台": frozenset({RECEPTIONIST}),
    WITHOUT: frozenset(),
}
"""Who signs in: one duty each, and somebody with none."""
PHONE, LANDLINE, OTHER_PHONE = "13712349025", "05643312345", "13955501234"
DELIVERIES = "协议号,客户姓名,车架号,交车日期,销售顾问,联系电话\nXS-9,秦悦昊,LFMWKFC23LAEDCNSB,2026-10-23,苏晓,13612340000\n"
SERVICE, SALE = "WX-77", "XS-77"
DEPARTMENT, MANAGER = "售后部", "方禾"


def furnish(folder: Path) -> str:
    """Put the shop into a new data folder; returns the data key."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock, replay=True)
    try:
        with session.connected():
            fill_shop(session)
            _import(session, folder)
        return session.data.key
    finally:
        close_folder(session)


def fill_shop(session: Session) -> None:
    """Staff, accounts, one car and its two callbacks."""
    with session.saving():
        _staff(session)
        car = _car(session)
        called = (
            a_callback(session, date(2026, 10, 26), ref=SERVICE, car=car),
            a_callback(session, date(2026, 10, 22), ref=SALE, car=car, kind="sales"),
        )
        derive_files(session, [car])
        restand(session, called)
        reindex(session)


def _staff(session: Session) -> None:
    Department.insert(name=DEPARTMENT, manager_name=MANAGER).execute()
    Staff.insert_many(
        [{"name": MANAGER, "role": "department_manager"}, {"name": "徐师傅", "role": "technician"}]
    ).execute()
    for name, duties in PEOPLE.items():
        Account.insert(name=name, duties=sorted(duties), created_at=session.now()).execute()


def _car(session: Session) -> int:
    return a_car(
        session,
        vin=VIN,
        number="D000900",
        name="曹立夏",
        phone=PHONE,
        landline=LANDLINE,
        other_phone=OTHER_PHONE,
    )


def _import(session: Session, folder: Path) -> None:
    file = folder.parent / "deliveries.csv"
    file.write_text(DELIVERIES, "utf-8")
    assert import_file(session, file, "deliveries").created == 1


@contextmanager
def opened(folder: Path, key: str) -> Iterator[Session]:
    """The shop of a copied folder with every duty in one hand; connected."""
    data = open_data(folder / DATA, key)
    with data.connection_context():
        yield Session(Person("全部职责", ALL_DUTIES), clock, data, replay=True)


def signed_in(session: Session, name: str) -> Session:
    """The same shop with somebody's one duty."""
    return replace(session, person=Person(name, PEOPLE[name]))


def everything(session: Session) -> dict[str, list[Any]]:
    """Every row of every table, those behind the search index included."""
    handle = raw_handle(session.data)
    named = handle.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%'"
    )
    return {name: handle.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in named.fetchall()}


def car(session: Session) -> int:
    """The row of the car of these tests."""
    return int(VehicleFile.get(VehicleFile.vin == VIN).id)
