"""Rows of one reference that tell different things: what counts, what stays, and that telling it again changes nothing."""

from __future__ import annotations

import pytest

from desktop_app.exchange.importing import Imported, import_file
from tests.exchange.office import Cells, Office, call, counts, delivery, order, picture, vin

KINDS = {
    "deliveries": [
        delivery(1, 手机="13812345678", 销售顾问="袁可"),
        delivery(1, 手机="13912345678", 销售顾问="周以宁"),
        delivery(2),
    ],
    "repair-orders": [
        order(1, 交车日期="2026-10-10", 里程="6000"),
        order(1, 交车日期="2026-10-08", 里程="5000", 维修班组="一组"),
        order(2),
    ],
    "callbacks": [call(备注="第一遍"), call(备注="第二遍"), call(回访时间="2026-10-21 10:00")],
}


def sold(office: Office, kind: str) -> None:
    if kind == "callbacks":
        office.deliveries(delivery(1))


def imported(office: Office, kind: str, rows: list[Cells]) -> Imported:
    sold(office, kind)
    return import_file(office.session, office.file(rows), kind)


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_contradicts_itself_changes_nothing_the_second_time(office: Office, kind: str) -> None:
    rows: list[Cells] = list(KINDS[kind])
    assert counts(imported(office, kind, rows)) == (2, 1, 0, 0)
    before = picture()
    assert counts(import_file(office.session, office.file(rows[::-1]), kind)) == (0, 0, 3, 0)
    assert picture() == before


def test_a_contradicting_file_that_tells_something_new_still_updates(office: Office) -> None:
    rows: list[Cells] = list(KINDS["repair-orders"])
    imported(office, "repair-orders", rows)
    changed = import_file(
        office.session, office.file([row | {"金额": "300"} for row in rows]), "repair-orders"
    )
    assert changed.updated >= 2
    assert changed.created == 0


@pytest.mark.parametrize("kind", KINDS)
def test_an_old_file_imported_again_leaves_what_a_newer_one_corrected(office: Office, kind: str) -> None:
    first, second, _ = KINDS[kind]
    old, newer = office.file([first]), office.file([second])
    sold(office, kind)
    assert counts(import_file(office.session, old, kind)) == (1, 0, 0, 0)
    assert counts(import_file(office.session, newer, kind)) == (0, 1, 0, 0)
    before = picture()
    assert counts(import_file(office.session, old, kind)) == (0, 0, 1, 0)
    assert counts(import_file(office.session, newer, kind)) == (0, 0, 1, 0)
    assert picture() == before


def test_contradicting_cards_change_nothing_the_second_time(office: Office) -> None:
    office.deliveries(delivery(1))
    rows: list[Cells] = [
        {"车架号": vin(1), "城市": "六安"},
        {"车架号": vin(1), "城市": "合肥", "学历": "本科"},
    ]
    assert counts(office.take("cards", *rows)) == (0, 2, 0, 0)
    before = picture()
    assert counts(office.take("cards", *rows)) == (0, 0, 2, 0)
    assert picture() == before
