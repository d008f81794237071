"""An office that imports: rows into files, files into records, and records as one comparable picture."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from db import (
    Attempt,
    Callback,
    Correction,
    RepairOrder,
    Sale,
    SmsMessage,
    SmsReply,
    Staff,
    Team,
    VehicleFile,
)
from desktop_app.exchange.cars import check_digit
from desktop_app.exchange.importing import Imported, import_file
from desktop_app.session import Session

SAMPLES = Path(__file__).parents[1] / "samples"
SAMPLE_FILES = {
    "deliveries": SAMPLES / "deliveries.xlsx",
    "repair-orders": SAMPLES / "repair-orders.xls",
    "callbacks": SAMPLES / "callbacks.csv",
}

Cells = Mapping[str, object]


def vin(number: int) -> str:
    """A different VIN with a right check digit for each number."""
    raw = f"LFMA0000X{number:08d}"
    return raw[:8] + check_digit(raw) + raw[9:]


def delivery(number: int = 1, **cells: object) -> dict[str, object]:
    """A row of a delivery export."""
    return {
        "协议号": f"XS{number}", "客户姓名": f"客户{number}", "车架号": vin(number), "交车日期": "2026-10-01",
        "销售顾问": "梁一帆",
    } | cells  # fmt: skip


def order(number: int = 1, car: int | None = None, **cells: object) -> dict[str, object]:
    """A row of a repair-order export, for the car of that number."""
    return {
        "维修工单号": f"WX{number}", "车架号": vin(number if car is None else car), "交车日期": "2026-10-10",
        "服务顾问": "秦书",
    } | cells  # fmt: skip


def call(reference: str = "XS1", **cells: object) -> dict[str, object]:
    """A row of past calls."""
    kind = "销售" if reference.startswith("XS") else "售后"
    return {
        "回访类型": kind, "单号": reference, "回访时间": "2026-10-20 10:00:00", "回访专员": "许知微", "回访状态": "无人接听",
    } | cells  # fmt: skip


class Office:
    """Imports rows as .csv files of their own; every column that any row has is a heading."""

    def __init__(self, session: Session, folder: Path) -> None:
        self.session, self.folder, self._files = session, folder, 0

    def file(self, rows: Sequence[Cells], name: str | None = None) -> Path:
        self._files += 1
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        path = self.folder / (name or f"导出{self._files}.csv")
        with path.open("w", encoding="utf-8-sig", newline="") as stream:
            writer = csv.DictWriter(stream, headings)
            writer.writeheader()
            writer.writerows(rows)
        return path

    def take(self, kind: str, *rows: Cells, **options: Any) -> Imported:
        return import_file(self.session, self.file(rows), kind, **options)

    def deliveries(self, *rows: Cells, **options: Any) -> Imported:
        return self.take("deliveries", *rows, **options)

    def orders(self, *rows: Cells, **options: Any) -> Imported:
        return self.take("repair-orders", *rows, **options)

    def calls(self, *rows: Cells, **options: Any) -> Imported:
        return self.take("callbacks", *rows, **options)

    def samples(self, *kinds: str) -> dict[str, Imported]:
        return {kind: import_file(self.session, SAMPLE_FILES[kind], kind) for kind in kinds}

    def car(self, number: int = 1) -> dict[str, Any]:
        """The file of a car as a mapping."""
        return VehicleFile.select().where(VehicleFile.vin == vin(number)).dicts().get()


def counts(imported: Imported) -> tuple[int, int, int, int]:
    assert imported.read == imported.created + imported.updated + imported.unchanged + imported.refused
    return imported.created, imported.updated, imported.unchanged, imported.refused


def picture(*, without: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that imports bring, by names instead of row numbers, in an order of its own.

    Running numbers, batches and the moment of typing in are left out: they tell the order of imports.
    """
    cars = dict(VehicleFile.select(VehicleFile.id, VehicleFile.vin).tuples())
    people = dict(Staff.select(Staff.id, Staff.name).tuples())
    teams = dict(Team.select(Team.id, Team.name).tuples())
    references = dict(Callback.select(Callback.id, Callback.reference).tuples())
    named = {
        "file": cars, "consultant": people, "advisor": people, "person": people, "team": teams, "callback": references,
    }  # fmt: skip
    skipped = {"id", "batch", "opened_at", "recorded_at", "key", "questionnaire", "message", *without}
    return {
        model.__name__: sorted(_row(model, row, named, skipped) for row in model.select().dicts())
        for model in SHOWN
    }


SHOWN = (VehicleFile, Sale, RepairOrder, Callback, Attempt, Correction, SmsMessage, SmsReply, Staff, Team)


def _row(
    model: Any, row: Mapping[str, Any], named: Mapping[str, Mapping[int, str]], skipped: set[str]
) -> tuple[Any, ...]:
    left_out = skipped | ({"number"} if model is VehicleFile else set())
    return tuple(
        (name, str(_named(named, name, value))) for name, value in row.items() if name not in left_out
    )


def _named(named: Mapping[str, Mapping[int, str]], name: str, value: Any) -> Any:
    return named[name].get(value) if name in named else value
