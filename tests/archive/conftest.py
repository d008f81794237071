"""A small dealership to try the archive's rules on."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from db import Callback, Cause, Complaint, RepairOrder, Sale, Staff, Team, VehicleFile
from db.callbacks import month_number
from db.connection import open_data
from desktop_app.archive.from_events import derive_files
from desktop_app.archive.indexing import index_files
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.safety.folder_layout import KEYS
from desktop_app.session import Person, Session
from tests.conftest import KEY, NOW

VIN = "LFMAP22C7G0318254"


class Shop:
    """Makes records as imports would; every method returns the row's number."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.count = 0

    def file(self, **fields: Any) -> int:
        self.count += 1
        values = {
            "number": f"D{self.count:06}",
            "vin": f"LFMAP22C7G{self.count:07}",
            "name": "沈佳宁",
        } | fields
        with self.session.saving():
            file_id = int(VehicleFile.insert(opened_at=datetime(2026, 1, 1), **values).execute())
            index_files(self.session, [file_id])
        return file_id

    def sale(self, file_id: int, on: date, consultant: str = "林澄", **fields: Any) -> int:
        self.count += 1
        with self.session.saving():
            person = self.person(consultant, "sales_consultant")
            values = {"reference": f"XS{self.count:04}", "consultant": person} | fields
            row = Sale.insert(file=file_id, delivered_on=on, **values).execute()
            derive_files(self.session, [file_id])
        return int(row)

    def order(self, file_id: int, on: date, advisor: str = "周岚", **fields: Any) -> int:
        self.count += 1
        with self.session.saving():
            team, _ = Team.get_or_create(name="维修一组")
            values = {
                "reference": f"WX{self.count:04}",
                "advisor": self.person(advisor),
                "team": team,
            } | fields
            row = RepairOrder.insert(file=file_id, handed_over_on=on, **values).execute()
            derive_files(self.session, [file_id])
        return int(row)

    def person(self, name: str, role: str = "service_advisor") -> Staff:
        return Staff.get_or_create(name=name, role=role)[0]

    def callback(self, file_id: int, reference: str, on: date, kind: str = "service", **fields: Any) -> int:
        window = {"due_from": on, "due_to": on} | fields
        with self.session.saving():
            return int(
                Callback.insert(
                    kind=kind,
                    file=file_id,
                    reference=reference,
                    event_on=on,
                    month=month_number(on),
                    **window,
                ).execute()
            )

    def complaint(
        self, file_id: int | None, at: datetime, number: str = "TS-202610-0007", **fields: Any
    ) -> int:
        with self.session.saving():
            cause, _ = Cause.get_or_create(
                code="waiting", name="时间过长", defaults={"sub_causes": [], "position": 1}
            )
            values = {"grade": "complaint", "channel": "phone", "first_receiver": "乔安"} | fields
            return int(
                Complaint.insert(
                    number=number, accepted_at=at, recorded_at=at, file=file_id, cause=cause, **values
                ).execute()
            )


@pytest.fixture
def shop(session: Session) -> Shop:
    return Shop(session)


@contextmanager
def copied(source: Path, path: Path) -> Iterator[Session]:
    """A session on a copy of a data file with its keys; the tables point at it from then on."""
    shutil.copy(source, path)
    shutil.copy(source.with_name(KEYS), path.parent)
    data = open_data(path, KEY)
    with data.connection_context():
        yield Session(Person("测试员", ALL_DUTIES), lambda: NOW, data, replay=True)
