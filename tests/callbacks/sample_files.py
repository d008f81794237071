"""The three sample files, loaded as plainly as can be: no importer between the rows and the rules."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

from python_calamine import CalamineWorkbook

from db import Attempt, Callback
from db.connection import rows
from desktop_app.callbacks.dispositions import DISPOSITIONS_BY_LABEL
from desktop_app.callbacks.restanding import restand
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car
from tests.conftest import SAMPLES

VIN = re.compile("[A-HJ-NPR-Z0-9]{17}")
LAST_DAY = date(2026, 10, 31)


def load_samples(session: Session) -> None:
    """Everything that the sample files hold and the department would take."""
    with session.saving():
        cars: dict[str, int] = {}
        events = {
            **_events("deliveries.xlsx", "协议号", "交车日期"),
            **_events("repair-orders.xls", "委托书号", "结算日期"),
        }
        for ref, (vin, day) in events.items():
            if vin not in cars:
                cars[vin] = a_car(session, vin=vin)
            a_callback(
                session, day, kind="sales" if ref.startswith("XS") else "service", ref=ref, car=cars[vin]
            )
        ids = dict(rows(Callback.select(Callback.reference, Callback.id)))
        attempts = [attempt for attempt in _attempts() if attempt["callback"] in ids]
        Attempt.insert_many(
            [attempt | {"callback": ids[attempt["callback"]]} for attempt in attempts]
        ).execute()
        restand(session, ids.values())


def _events(name: str, reference: str, day: str) -> dict[str, tuple[str, date]]:
    found: dict[str, tuple[str, date]] = {}
    for row in _sheet(name):
        vin, on = _plain(row["VIN号" if "VIN号" in row else "底盘号"]).upper(), _date(row[day])
        ref = _plain(row[reference if reference in row else "销售" + reference])
        named = _plain(row.get("客户名称", "车主"))
        sound = VIN.fullmatch(vin) and on and on <= LAST_DAY and ref and named
        if sound and on and found.get(ref, (vin,))[0] == vin:
            found[ref] = vin, on
    return found


def _sheet(name: str) -> Iterator[dict[str, object]]:
    lines = CalamineWorkbook.from_path(str(SAMPLES / name)).get_sheet_by_index(0).to_python()
    heads = ["".join(str(cell).split()) for cell in lines[2]]
    for line in lines[3:]:
        if any(cell != "" for cell in line):
            yield dict(zip(heads, line, strict=True))


def _plain(cell: object) -> str:
    return "".join(unicodedata.normalize("NFKC", str(cell)).split())


def _date(cell: object) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = _plain(str(cell).split(" ")[0]).removesuffix(".0")
    parts = re.findall(r"\d+", text)
    numbers = [text[:4], text[4:6], text[6:]] if re.fullmatch(r"\d{8}", text) else parts
    try:
        return date(*(int(number) for number in numbers))
    except (TypeError, ValueError):
        return None


def _attempts() -> Iterator[dict[str, object]]:
    text = (SAMPLES / "callbacks.csv").read_bytes().decode("gb18030")
    for row in csv.DictReader(io.StringIO(text)):
        if row["回访状态"] in DISPOSITIONS_BY_LABEL:
            at = datetime.strptime(row["回访时间"], "%Y/%m/%d %H:%M:%S")
            yield {
                "callback": row["单号"], "at": at, "recorded_at": at, "caller": row["回访专员"],
                "disposition": DISPOSITIONS_BY_LABEL[row["回访状态"]],
            }  # fmt: skip
