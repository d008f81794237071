"""Date cells in every shape that exports give them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.exchange.dates import read_date, read_moment

THE_DAY = date(2026, 10, 3)
SHAPES = (
    "2026-10-03",
    "2026/10/3",
    "2026.10.3",
    "20261003",
    "2026年10月3日",
    "２０２６年１０月３日",
    " 2026-10-3 ",
    "2026 年 10 月 3 日",
    "2026-10-03 10:30",
    "2026/10/3 10:30:15",
    "2026.10.3 9:05",
    "20261003 10:30",
    "20261003103015",
    "202610031030",
    "2026年10月3日 10时30分",
    "2026年10月3日10:30:15",
    "2026-10-03T10:30:15",
    "2026-10-03T10:30:15.123+08:00",
    "2026/10/3 下午 2:05:00",
    "2026-10-03 2:05:00 PM",
    "2026年10月3日 星期六",
    46298,
    46298.0,
    46298.4375,
    "46298",
    "46298.4375",
    20261003,
    20261003.0,
    date(2026, 10, 3),
    datetime(2026, 10, 3, 10, 30),
)


@pytest.mark.parametrize("cell", SHAPES)
def test_every_shape_is_the_same_day(cell: object) -> None:
    assert read_date(cell) == (THE_DAY, "")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026/10/03 13:08:02", datetime(2026, 10, 3, 13, 8, 2)),
        ("2026-10-3 1:30", datetime(2026, 10, 3, 1, 30)),
        ("2026-10-31 0:30", datetime(2026, 10, 31, 0, 30)),
        ("20261003103015", datetime(2026, 10, 3, 10, 30, 15)),
        ("2026/10/3 下午 2:05:00", datetime(2026, 10, 3, 14, 5)),
        ("2026/10/3 12:05:00 AM", datetime(2026, 10, 3, 0, 5)),
        ("2026/10/3 下午 12:05", datetime(2026, 10, 3, 12, 5)),
        (46298.4375, datetime(2026, 10, 3, 10, 30)),
        (46298.54723379630, datetime(2026, 10, 3, 13, 8, 1)),
        (datetime(2026, 10, 3, 10, 29, 59, 999_999), datetime(2026, 10, 3, 10, 30)),
        ("2026-10-03", datetime(2026, 10, 3)),
    ],
)
def test_a_moment_is_read_to_the_second(cell: object, moment: datetime) -> None:
    assert read_moment(cell).value == moment  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        "2026-13-45",
        "2026-02-30",
        "2026年2月30日",
        "20261345",
        "10/3/2026",
        "明天",
        "0000-00-00",
        "2026-10",
        "2026-10-03 25:00",
        "2026-10-03 10:61",
        "2026-10-3x",
        12,
        1e20,
        float("nan"),
        float("inf"),
        True,
        "9999-99-99",
        "1026-10-03",
    ],
)
def test_an_impossible_date_is_none_and_says_so(cell: object) -> None:
    value, warning = read_date(cell)  # type: ignore[arg-type]
    assert value is None
    assert "不是有效的日期" in warning


@pytest.mark.parametrize("cell", [None, "", " ", "　", "-", "NULL"])
def test_a_blank_cell_is_no_date_and_no_mistake(cell: str | None) -> None:
    assert read_date(cell) == (None, "")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2199, 12, 31)))
def test_every_moment_reads_back_from_every_shape(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for shape in (
        "%Y-%m-%d %H:%M:%S",
        "%Y/%m/%d %H:%M:%S",
        "%Y.%m.%d %H:%M:%S",
        "%Y%m%d%H%M%S",
        "%Y年%m月%d日%H时%M分%S秒",
    ):
        assert read_moment(moment.strftime(shape)).value == moment


@given(st.dates(date(1927, 5, 18), date(2173, 10, 13)))
def test_every_serial_number_is_its_day(day: date) -> None:
    assert read_date((day - date(1899, 12, 30)).days).value == day


@given(
    st.one_of(
        st.text(), st.text("0123456789-/.年月日: T"), st.floats(), st.integers(), st.timedeltas(), st.times()
    )
)
def test_reading_never_raises_and_is_idempotent(cell: object) -> None:
    value, warning = read_moment(cell)  # type: ignore[arg-type]
    assert value is None or (warning == "" and read_moment(value).value == value)
    assert value is None or value - datetime.min > timedelta(0)
