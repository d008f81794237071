"""Rates are printed half up on the exact fraction, and a rate says how much it is worth."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.statistics.certainty import SMALL_N, counted, interval, is_small, wilson
from desktop_app.statistics.report import (
    Balance,
    Column,
    Part,
    Report,
    balance_lines,
    one_decimal,
    percent,
    rate,
)


@pytest.mark.parametrize(
    ("count", "n", "shown"),
    [
        (0, 7, "0.0%"),
        (7, 7, "100.0%"),
        (1, 2000, "0.1%"),  # exactly 0.05 %
        (1, 2001, "0.0%"),
        (3, 2000, "0.2%"),  # exactly 0.15 %, which as a float is less
        (1, 8, "12.5%"),
        (1, 16, "6.3%"),  # exactly 6.25 %
        (2, 3, "66.7%"),
        (1999, 2000, "100.0%"),
        (0, 0, "—"),
    ],
)
def test_a_rate_is_shown_to_one_decimal_half_up(count: int, n: int, shown: str) -> None:
    assert percent(rate(count, n)) == shown


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_rounding_agrees_with_exact_decimal_arithmetic(pair: tuple[int, int]) -> None:
    count, n = pair
    with localcontext() as context:
        context.prec = 60
        exact = (Decimal(count) * 1000 / n).quantize(Decimal(1), ROUND_HALF_UP) / 10
    assert percent(Fraction(count, n)) == f"{exact:.1f}%"


def test_an_average_is_rounded_the_same_way() -> None:
    assert one_decimal(Fraction(19, 2)) == "9.5"
    assert one_decimal(Fraction(185, 20)) == "9.3"


@given(st.integers(1, 2000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_holds_the_rate_and_lies_within_0_and_1(pair: tuple[int, int]) -> None:
    bounds = wilson(*pair)
    assert bounds
    low, high = bounds
    assert 0 <= low <= pair[0] / pair[1] <= high <= 1
    assert low < high


@pytest.mark.parametrize(
    ("count", "n", "low", "high"),
    [
        (8, 10, 0.4902, 0.9433),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (1, 1, 0.2065, 1.0),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_the_wilson_interval_agrees_with_published_values(
    count: int, n: int, low: float, high: float
) -> None:
    """The last one is the example of R. G. Newcombe (1998), table I; the others by hand."""
    assert wilson(count, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_has_no_interval() -> None:
    assert wilson(0, 0) is None


def report(*rows: tuple[int, int]) -> Report:
    columns = (
        Column("人"),
        Column("n", "integer"),
        Column("k", "integer"),
        Column("率", "rate", ratio=(2, 1)),
    )
    cells = tuple(("某人", n, k, rate(k, n)) for n, k in rows)
    day = date(2026, 10, 1)
    return Report(
        "x", "x", day, day, datetime(2026, 10, 31), columns, cells, ("合计", 9, 6, Fraction(2, 3)), ()
    )


def test_a_rate_of_fewer_than_five_is_small_and_of_five_is_not() -> None:
    told = report((SMALL_N - 1, 2), (SMALL_N, 2), (0, 0))
    assert [is_small(told, row, 3) for row in (0, 1, 2)] == [True, False, True]
    assert not is_small(told, 0, 2)
    assert not is_small(told, None, 3)


def test_a_cell_tells_its_count_and_n() -> None:
    assert counted(report((10, 8)), 0, 3) == (8, 10)
    assert counted(report((10, 8)), 0, 0) is None
    assert interval(report((10, 8)), 0, 3) == wilson(8, 10)
    assert interval(report((0, 0)), 0, 3) is None


def test_a_balance_that_does_not_hold_is_printed_as_unequal() -> None:
    parts = (Part("回访成功", 2, "success"), Part("未拨打", 1, "untried"))
    right, wrong = (Balance(row, Part("交付", whole, "whole"), parts) for row, whole in ((None, 3), (0, 4)))
    assert right.holds
    assert not wrong.holds
    assert balance_lines((right, wrong)) == "交付 3 = 回访成功 2 + 未拨打 1"
    assert balance_lines((right, wrong), 0) == "交付 4 ≠ 回访成功 2 + 未拨打 1"
