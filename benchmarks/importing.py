"""Importing 50,000 deliveries of 40 columns against openpyxl reading and peewee inserting the same rows."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from benchmarks.invented import KEY, NOW, SEED, Size
from benchmarks.measure import Row, in_turn, median
from db import AuditEntry, Callback, ImportBatch, ImportChange, Sale, Staff, VehicleFile
from db.callbacks import month_number
from db.connection import create_data, open_data, saving
from db.connection import rows as fetched
from db.migrate import migrate
from desktop_app.archive.indexing import index_files
from desktop_app.exchange import importing
from desktop_app.exchange.cars import check_digit
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.session import Person, Session

ROUNDS = 3
COLUMNS = 40
PEOPLE = tuple(f"顾问{number:02}" for number in range(1, 13))
FIELDS = {
    "客户姓名": "name", "性别": "sex", "联系电话": "phone", "通讯地址": "address", "购车区域": "purchase_region",
    "车系": "series", "车型": "model", "车牌号": "plate", "外观颜色": "exterior_colour", "内饰颜色": "interior_colour",
    "保单号": "policy_number", "职业": "occupation", "信息来源": "information_source", "来店渠道": "visit_channel",
}  # fmt: skip
KEYS = ("协议号", "车架号", "交车日期", "销售顾问")
BATCH = 500
"""Rows of one ``insert_many``, below the engine's limit of bound values."""


def rows(size: Size) -> Iterator[Row]:
    count = size.files // 4
    with tempfile.TemporaryDirectory(prefix="crdesk-bench-") as folder:
        place = Path(folder)
        source = _workbook(place / "deliveries.xlsx", count)
        ours = [_empty(place / f"ours-{turn}.db") for turn in range(ROUNDS)]
        theirs = [_empty(place / f"theirs-{turn}.db") for turn in range(ROUNDS)]
        mine, other = in_turn(
            [partial(_ours, path, source) for path in ours],
            [partial(_theirs, path, source) for path in theirs],
        )
        assert _content(ours[-1]) == _content(theirs[-1]), "the two have not stored the same"
        work = f"import {count:,} rows × {COLUMNS}"
        yield Row(work, "openpyxl read-only + insert_many", median(mine), median(other), 1 / 3)


def _workbook(path: Path, count: int) -> Path:
    draw = random.Random(SEED)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("导出")
    known = (*KEYS, *FIELDS)
    sheet.append([*known, *(f"备用{number}" for number in range(COLUMNS - len(known)))])
    for number in range(1, count + 1):
        values = [f"XS{number:07}", _vin(number), _day(draw), draw.choice(PEOPLE), *_customer(draw, number)]
        sheet.append([*values, *(f"值{draw.randrange(100)}" for _ in range(COLUMNS - len(values)))])
    book.save(path)
    return path


def _customer(draw: random.Random, number: int) -> list[str]:
    return [
        draw.choice("王李张刘陈杨黄赵周吴") + draw.choice("伟芳娜秀敏静丽强磊军") + draw.choice("明华平超兰霞刚桂英涛"),
        draw.choice("男女"), f"1{draw.choice('3456789')}{draw.randrange(10**9):09}",
        f"裕安区梅山南路 {draw.randrange(900)} 号", "市区", "卡罗拉", f"型号{draw.choice('ABCDE')}",
        "皖N" + "".join(draw.choices("ABCDEFGHJK0123456789", k=5)), "珍珠白", "黑", f"PD{number}", "教师", "朋友介绍",
        "自然进店",
    ]  # fmt: skip


def _vin(number: int) -> str:
    raw = f"LFMA0000X{number:08d}"
    return raw[:8] + check_digit(raw) + raw[9:]


def _day(draw: random.Random) -> date:
    return NOW.date() - timedelta(days=draw.randrange(700))


def _empty(path: Path) -> Path:
    data = create_data(path, KEY)
    with data.connection_context():
        migrate(data)
    return path


def _session(path: Path) -> Session:
    return Session(Person("测试", ALL_DUTIES), lambda: NOW, open_data(path, KEY))


def _ours(path: Path, source: Path) -> None:
    """The whole import, but for the backup before it, which has a row of its own."""
    session, backup = _session(path), importing.back_up_if_changed
    importing.back_up_if_changed = lambda *_: None  # type: ignore[assignment]
    try:
        with session.connected():
            importing.import_file(session, source, "deliveries")
    finally:
        importing.back_up_if_changed = backup


def _theirs(path: Path, source: Path) -> None:
    """The same records from the same file, as one writes it in an hour: no cell is checked, nothing is compared."""
    session = _session(path)
    with session.connected(), saving(session.data):
        book = load_workbook(source, read_only=True)
        heading, *told = book.worksheets[0].iter_rows(values_only=True)
        told = [dict(zip(heading, row, strict=True)) for row in told]
        batch = int(ImportBatch.insert(
            kind="deliveries", file_name=source.name, sha256="", at=NOW, account="测试", headings=list(heading),
            read=len(told), created=len(told), updated=0, unchanged=0, refused=0, warnings=0,
        ).execute())  # fmt: skip
        people = {name: int(Staff.insert(name=name, role="sales_consultant").execute()) for name in PEOPLE}
        told.sort(key=lambda row: (row["交车日期"], row["车架号"]))
        _insert_everything(told, people, batch)
        index_files(session, range(1, len(told) + 1))


def _insert_everything(told: Sequence[dict[str, Any]], people: dict[str, int], batch: int) -> None:
    numbered = list(enumerate(told, 1))
    _insert(VehicleFile, (
        {"number": f"D{number:06}", "vin": row["车架号"], "opened_at": NOW, "last_advisor": row["销售顾问"],
         **_reported(row)} for number, row in numbered
    ))  # fmt: skip
    _insert(Sale, (
        {"reference": row["协议号"], "file": number, "delivered_on": row["交车日期"].date(),
         "consultant": people[row["销售顾问"]], "reported": _reported(row), "batch": batch} for number, row in numbered
    ))  # fmt: skip
    _insert(Callback, (
        {"kind": "sales", "file": number, "reference": row["协议号"], "event_on": row["交车日期"].date(),
         "month": month_number(row["交车日期"]), "due_from": row["交车日期"].date() + timedelta(days=7),
         "due_to": row["交车日期"].date() + timedelta(days=10), "person": people[row["销售顾问"]]}
        for number, row in numbered
    ))  # fmt: skip
    _insert(ImportChange, ({"batch": batch, "table": "vehicle_file", "record_id": n} for n, _ in numbered))
    _insert(AuditEntry, (
        {"at": NOW, "account": "测试", "action": "import", "entity": "sale", "entity_id": number, "file_id": number,
         "new": row["协议号"], "reason": "导入"} for number, row in numbered
    ))  # fmt: skip


def _reported(row: dict[str, Any]) -> dict[str, Any]:
    return {field: row[heading] for heading, field in FIELDS.items()}


def _insert(model: Any, records: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(records, BATCH)):
        model.insert_many(some).execute()


def _content(path: Path) -> list[Any]:
    """What both must have stored: cars, deliveries and callbacks by their references, and the numbers of the rest."""
    with _session(path).connected():
        cars = VehicleFile.select(VehicleFile.vin, VehicleFile.last_advisor, *map(_column, FIELDS.values()))
        sales = Sale.select(Sale.reference, Sale.delivered_on, VehicleFile.vin).join(VehicleFile)
        calls = Callback.select(Callback.reference, Callback.due_from, Callback.due_to, Callback.month)
        return [sorted(fetched(query)) for query in (cars, sales, calls)] + [
            model.select().where(model.id > 0).count() for model in (ImportBatch, AuditEntry)
        ]


def _column(name: str) -> Any:
    return getattr(VehicleFile, name)
