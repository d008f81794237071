"""The three sample files read straightforwardly into a data file, apart from the program's importer."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import python_calamine

from db import Attempt, Callback, RepairOrder, Sale, Staff, Team, VehicleFile
from db.callbacks import month_number
from db.connection import rows
from desktop_app.callbacks.dispositions import DISPOSITIONS_BY_LABEL
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.dates import read_date
from desktop_app.exchange.values import half_width
from desktop_app.session import Session

SAMPLES = Path(__file__).parent.parent / "samples"
SCORE_QUESTIONS = {"销售": (1, 2, 7), "售后": (1,)}
"""Whose mean is the overall score: the scores of 表1, and question 1 of 表2."""


def expected() -> dict[str, Any]:
    """What the reports must show, computed apart from the program."""
    found: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
    return found


def load_samples(session: Session) -> None:
    """Deliveries, repair orders and past calls, each row once, bad ones left out."""
    with session.saving():
        _deliveries(session)
        _orders(session)
        _calls(session)


def _deliveries(session: Session) -> None:
    owner = _Owners(session, "sales_consultant")
    for row in _sheet("deliveries.xlsx"):
        _, reference, name, _, phone, vin, model, plate, day, consultant = row
        if _usable(session, reference, vin, day) and name:
            file = owner.file(vin, name=half_width(name), phone=str(phone), model=model, plate=plate)
            _event(session, "sales", str(reference), file, day, owner.staff(consultant), None)


def _orders(session: Session) -> None:
    owner = _Owners(session, "service_advisor")
    for row in _sheet("repair-orders.xls"):
        reference, name, phone, plate, vin, model, _, day, advisor, team, *_ = row
        if _usable(session, reference, vin, day):
            file = owner.file(vin, name=half_width(name), phone=str(phone), model=model, plate=plate)
            _event(session, "service", str(reference), file, day, owner.staff(advisor), owner.team(team))


def _sheet(name: str) -> list[list[Any]]:
    sheet = python_calamine.CalamineWorkbook.from_path(SAMPLES / name).get_sheet_by_index(0)
    return [row for row in sheet.to_python()[3:] if any(row)]


def _usable(session: Session, reference: object, vin: object, day: object) -> bool:
    read = read_date(day).value  # type: ignore[arg-type]
    return bool(reference and read and read <= session.today() and read_vin(vin).value)  # type: ignore[arg-type]


class _Owners:
    """Finds or makes whom a row names, each once."""

    def __init__(self, session: Session, role: str) -> None:
        self.session, self.role = session, role
        self.staff = cache(lambda name: Staff.insert(name=name, role=role).execute())
        self.team = cache(lambda name: Team.insert(name=name).execute())

    def file(self, vin: object, **told: Any) -> int:
        number = read_vin(vin).value  # type: ignore[arg-type]
        known = rows(VehicleFile.select(VehicleFile.id).where(VehicleFile.vin == number))
        if known:
            return int(known[0][0])
        opened = {"number": f"D{VehicleFile.select().count() + 1:06}", "opened_at": self.session.now()}
        return int(VehicleFile.insert(vin=number, **opened, **told).execute())


def _event(
    session: Session, kind: str, reference: str, file: int, cell: Any, person: int, team: int | None
) -> None:
    day = read_date(cell).value
    assert day
    if rows(Callback.select(Callback.id).where(Callback.kind == kind, Callback.reference == reference)):
        return
    if kind == "sales":
        Sale.insert(reference=reference, file=file, delivered_on=day, consultant=person).execute()
    else:
        RepairOrder.insert(
            reference=reference, file=file, handed_over_on=day, advisor=person, team=team
        ).execute()
    first, last = (7, 10) if kind == "sales" else (3, 7)
    Callback.insert(
        kind=kind, file=file, reference=reference, event_on=day, month=month_number(day), person=person, team=team,
        due_from=day + timedelta(days=first), due_to=day + timedelta(days=last),
    ).execute()  # fmt: skip


def _calls(session: Session) -> None:
    known = {
        (kind, reference): (row, event_on)
        for row, kind, reference, event_on in rows(
            Callback.select(Callback.id, Callback.kind, Callback.reference, Callback.event_on)
        )
    }
    with (SAMPLES / "callbacks.csv").open(encoding="gb18030", newline="") as file:
        for row in csv.DictReader(file):
            key = ("sales" if row["回访类型"] == "销售" else "service", row["单号"])
            if key in known and row["回访状态"] in DISPOSITIONS_BY_LABEL:
                _call(known[key], row)
    restand(session, [callback for callback, _ in known.values()])


def _call(callback: tuple[int, date], row: dict[str, str]) -> None:
    at = datetime.strptime(row["回访时间"], "%Y/%m/%d %H:%M:%S")
    scores = [int(row[f"问题{n}"]) for n in SCORE_QUESTIONS[row["回访类型"]] if row[f"问题{n}"]]
    Attempt.insert(
        callback=callback[0], at=at, recorded_at=at, caller=row["回访专员"],
        disposition=DISPOSITIONS_BY_LABEL[row["回访状态"]], words=row["问题11"] or None,
        overall=sum(scores) / len(scores) if scores and row["回访状态"] == "成功" else None,
    ).on_conflict_ignore().execute()  # fmt: skip
