"""Months and periods: every day of a period lies in exactly one of its spans."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.callbacks import month_number
from desktop_app.problems import Refused
from desktop_app.statistics.period import (
    month_days,
    month_label,
    months_to,
    parse_month,
    shifted,
    spans,
    whole_month,
)

days = st.dates(date(2020, 1, 1), date(2028, 12, 31))


@given(st.tuples(days, days).map(sorted))
def test_the_spans_of_a_period_hold_each_of_its_days_once(period: list[date]) -> None:
    start, end = period
    found: list[date] = []
    for span in spans(start, end):
        assert span.start <= span.end
        if span.whole:
            assert span.start.day == 1
            assert (span.end + timedelta(days=1)).day == 1
        else:
            assert span.months[0] == span.months[1]
        found += [span.start + timedelta(days=n) for n in range((span.end - span.start).days + 1)]
    assert sorted(found) == [start + timedelta(days=n) for n in range((end - start).days + 1)]


@pytest.mark.parametrize(("start", "end"), [("2026-02-01", "2026-02-28"), ("2024-02-01", "2024-02-29")])
def test_a_whole_month_is_one_span(start: str, end: str) -> None:
    (span,) = spans(date.fromisoformat(start), date.fromisoformat(end))
    assert span.whole
    assert whole_month(span.start, span.end) == month_number(span.start)


def test_a_february_without_its_leap_day_is_no_whole_month() -> None:
    assert whole_month(date(2024, 2, 1), date(2024, 2, 28)) is None


def test_months_count_across_years() -> None:
    assert shifted(202601, -1) == 202512
    assert shifted(202512, 1) == 202601
    assert shifted(202610, -24) == 202410
    assert months_to(202602, 4) == (202511, 202512, 202601, 202602)
    assert month_days(202402) == (date(2024, 2, 1), date(2024, 2, 29))
    assert month_label(202610) == "2026年10月"


def test_a_month_is_read_as_it_is_typed() -> None:
    assert parse_month(" 2026-10 ") == 202610
    assert parse_month("2026-9") == 202609


@pytest.mark.parametrize(
    "text", ["", "2026", "2026-13", "2026-00", "202610", "二〇二六-10", "0000-01", "2026-10-01"]
)
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="不是月份"):
        parse_month(text)
