"""Date cells: every shape an export gives a day or a moment, Excel's serial numbers included."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from functools import lru_cache

from desktop_app.exchange.values import Cell, Reading, half_width

EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
"""Days outside these years are typing errors."""

_EXCEL_DAY_ZERO = datetime(1899, 12, 30)
_EXCEL_SERIAL = re.compile(r"([1-9]\d{4})(\.\d{1,17})?", re.ASCII)
_DAYS = (
    re.compile(
        r"(?P<y>\d{4})\s*(?P<mark>[-/.])\s*(?P<m>\d{1,2})\s*(?P=mark)\s*(?P<d>\d{1,2})(?=$|[\sT])", re.ASCII
    ),
    re.compile(r"(?P<y>\d{4})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*[日号]", re.ASCII),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?=$|[\sT]|\d{4}$|\d{6}$)", re.ASCII),
)
_WEEKDAY = re.compile(r"\s*(?:星期|周)[一二三四五六日天]")
_CLOCKS = (
    re.compile(
        r"\s*T?\s*(?P<half>上午|凌晨|下午|晚上|AM|PM)?\s*(?P<h>\d{1,2})\s*[:时点]"
        r"(?:\s*(?P<m>\d{1,2})\s*(?:[:分](?:\s*(?P<s>\d{1,2})(?:\.\d{1,9})?\s*秒?)?)?)?"
        r"\s*(?P<after>AM|PM)?(?:\+08:?00)?",
        re.ASCII,
    ),
    re.compile(r"T?(?P<h>\d\d)(?P<m>\d\d)(?P<s>\d\d)?", re.ASCII),
)
_AFTERNOON = frozenset({"下午", "晚上", "PM"})


def read_date(cell: Cell) -> Reading[date]:
    """The day of a date, a text in any of the known shapes or a serial number, its time left away."""
    moment = read_moment(cell)
    return Reading(None if moment.value is None else moment.value.date(), moment.warning)


def read_moment(cell: Cell) -> Reading[datetime]:
    """The moment to the second; midnight where no time is given."""
    found = cell if isinstance(cell, datetime) else _day_start(cell) or _moment(half_width(cell).upper())
    if found is not None and EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        return Reading(_to_second(found))
    text = half_width(cell)
    return Reading(None, f"“{text}”不是有效的日期" if text else "")


def _day_start(cell: Cell) -> datetime | None:
    return datetime(cell.year, cell.month, cell.day) if isinstance(cell, date) else None


@lru_cache(maxsize=8192)
def _moment(text: str) -> datetime | None:
    if serial := _EXCEL_SERIAL.fullmatch(text):
        seconds = round(float(serial[2] or 0) * 86_400)
        return _EXCEL_DAY_ZERO + timedelta(days=int(serial[1]), seconds=seconds)
    for shape in _DAYS:
        if day := shape.match(text):
            return _with_clock(day, _WEEKDAY.sub("", text[day.end() :], count=1))
    return None


def _with_clock(day: re.Match[str], clock: str) -> datetime | None:
    try:
        start = datetime(int(day["y"]), int(day["m"]), int(day["d"]))
        return start + _clock(clock)
    except ValueError:
        return None


def _clock(text: str) -> timedelta:
    """The time of day; ValueError for what is none."""
    if not text.strip(" T"):
        return timedelta()
    for shape in _CLOCKS:
        if match := shape.fullmatch(text.rstrip()):
            return _time_of_day(match.groupdict())
    raise ValueError(text)


def _time_of_day(parts: dict[str, str | None]) -> timedelta:
    hour, minute, second = (int(parts[name] or 0) for name in "hms")
    half = parts.get("half") or parts.get("after")
    if half in _AFTERNOON and hour < 12:
        hour += 12
    elif half in ("AM", "凌晨") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(parts)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _to_second(moment: datetime) -> datetime:
    """Rounded to the second, as Excel's fractions of a day miss it by a little."""
    if not moment.microsecond and moment.tzinfo is None:
        return moment
    plain = moment.replace(tzinfo=None)
    return (plain + timedelta(microseconds=500_000)).replace(microsecond=0)
