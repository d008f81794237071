"""The list of files: cut down, sorted and paged as the clerks do it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

import pytest

from desktop_app.archive.lists import (
    Filter,
    Sort,
    SortColumn,
    advisors,
    file_count,
    file_ids,
    file_page,
    file_rows,
    models,
)
from desktop_app.session import Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop


@pytest.fixture
def four(shop: Shop) -> dict[str, int]:
    """周: C, seen lately · 方: C, long ago, incorrect · 苏: A · 林: C, seen lately, other model."""
    ids = {
        "周": shop.file(name="周", model="卡罗拉", plate="皖N1", phone="13800000004"),
        "方": shop.file(
            name="方", model="卡罗拉", plate="皖N2", phone="13800000003", information_incorrect=True
        ),
        "苏": shop.file(name="苏", model="RAV4", plate=None, phone="13800000002"),
        "林": shop.file(name="林", model="RAV4", plate="皖N4", phone="13800000001"),
    }
    shop.order(ids["周"], date(2026, 10, 20), advisor="周岚")
    shop.order(ids["方"], date(2026, 4, 30), advisor="方禾", reported={"phone": "不详"})
    shop.sale(ids["苏"], date(2026, 10, 1), consultant="苏野")
    shop.order(ids["林"], date(2026, 10, 25), advisor="周岚")
    return ids


def names(session: Session, wanted: Filter, order: Sort = Sort()) -> str:  # noqa: B008
    ids = list(file_ids(session, wanted, order))
    page = file_page(session, wanted, order)
    assert [row.id for row in page] == ids
    assert file_count(session, wanted) == len(ids)
    return "".join(row.name for row in page)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (Filter(), "林周方苏"),
        (Filter(card="A"), "苏"),
        (Filter(card="C"), "林周方"),
        (Filter(advisor="周岚"), "林周"),
        (Filter(model="卡罗拉"), "周方"),
        (Filter(incorrect=True), "方"),
        (Filter(absent_half_year=True), "方"),
        (Filter(card="C", advisor="周岚", model="RAV4"), "林"),
        (Filter(card="A", advisor="周岚"), ""),
    ],
)
def test_a_filter_leaves(session: Session, four: dict[str, int], wanted: Filter, shown: str) -> None:
    assert names(session, wanted) == shown


@pytest.mark.parametrize(
    ("column", "rising"),
    [
        ("phone", "林苏周方"),
        ("plate", "苏周方林"),
        ("number", "周方苏林"),
        ("advisor", "周林方苏"),
        ("last_visit_on", "苏方周林"),
        ("name", "方林苏周"),
    ],
)
def test_a_column_sorts_both_ways(
    session: Session, four: dict[str, int], column: SortColumn, rising: str
) -> None:
    assert names(session, Filter(), Sort(column, descending=False)) == rising
    assert names(session, Filter(), Sort(column)) == rising[::-1]


@pytest.mark.parametrize(("card", "rising"), [("A", "苏"), ("C", "周方林")])
def test_a_card_filter_leaves_the_same_in_every_order(
    session: Session, four: dict[str, int], card: Literal["A", "C"], rising: str
) -> None:
    assert names(session, Filter(card=card), Sort("plate", descending=False)) == rising


def test_a_page_continues_where_the_one_before_ended(session: Session, four: dict[str, int]) -> None:
    pages = [file_page(session, offset=offset, limit=2) for offset in (0, 2, 4)]
    assert ["".join(row.name for row in page) for page in pages] == ["林周", "方苏", ""]


def test_rows_come_in_the_order_asked_for_with_covered_phones(session: Session, four: dict[str, int]) -> None:
    rows = file_rows(session, [four["苏"], 999, four["周"]])
    assert [(row.name, row.phone, row.card, row.advisor) for row in rows] == [
        ("苏", "138 **** 0002", "A", "苏野"), ("周", "138 **** 0004", "C", "周岚"),
    ]  # fmt: skip
    assert [mark.kind for mark in file_rows(session, [four["方"]])[0].marks] == [
        "information_incorrect",
        "half_year",
    ]


def test_the_choices_of_the_filters(session: Session, four: dict[str, int], shop: Shop) -> None:
    shop.file(model="凯美瑞")
    assert set(advisors(session)) == {"周岚", "方禾", "苏野"}
    assert models(session)[0] == "皇冠"
    assert models(session)[-1] == "凯美瑞"
