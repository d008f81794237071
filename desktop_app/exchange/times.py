"""Moments that have happened: what a row tells of the future is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from desktop_app.exchange.dates import read_date, read_moment
from desktop_app.exchange.values import Cell, Reading


def past_reader(now: datetime) -> Callable[[Cell], Reading[datetime]]:
    """Reads a moment that is not later than the program's clock."""

    def read(cell: Cell) -> Reading[datetime]:
        value, warning = read_moment(cell)
        if value is not None and value > now:
            return Reading(None, f"{value.isoformat(' ', 'minutes')} 还没有到")
        return Reading(value, warning)

    return read


def past_day_reader(today: date) -> Callable[[Cell], Reading[date]]:
    """Reads a day that is not later than the program's clock."""

    def read(cell: Cell) -> Reading[date]:
        value, warning = read_date(cell)
        if value is not None and value > today:
            return Reading(None, f"{value.isoformat()} 还没有到")
        return Reading(value, warning)

    return read
