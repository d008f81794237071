"""When a car should come next, as it is told at the end of a call."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import groupby

FIRST_MAINTENANCE_MONTHS = 3
"""After delivery (department's rules, section 4)."""
MAINTENANCE_MONTHS = 6
"""After the last visit."""
MAINTENANCE_KM = 5_000
"""After the last odometer reading."""


Reading = tuple[date, int]
"""A day and what the odometer showed."""
READINGS_APART = timedelta(days=7)
"""Two readings closer together say nothing of the rate."""
NO_FURTHER = timedelta(days=3_650)
"""A car that is hardly driven reaches its kilometres on no day of the calendar."""


@lru_cache(maxsize=8192)
def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def maintenance_due(visits: Sequence[tuple[date, int | None]]) -> date | None:
    """The day of the next maintenance by the visits of a car in order of time, each with its reading; None without.

    The kilometres count only when they are reached after the last visit: an older forecast has been overtaken.
    """
    if not visits:
        return None
    last_visit = visits[-1][0]
    by_time = months_after(last_visit, MAINTENANCE_MONTHS)
    by_distance = distance_due([(day, odometer) for day, odometer in visits if odometer is not None])
    return by_time if by_distance is None or by_distance <= last_visit else min(by_time, by_distance)


def distance_due(readings: Sequence[Reading]) -> date | None:
    """The day on which the last reading and 5,000 km are reached; None without a rate.

    The rate is that of the last two rising readings at least seven days apart; of one day the highest counts.
    """
    told = [max(same_day) for _, same_day in groupby(sorted(readings), key=lambda reading: reading[0])]
    for place in range(len(told) - 1, 0, -1):
        for day, odometer in reversed(told[:place]):
            days, driven = told[place][0] - day, told[place][1] - odometer
            if driven > 0 and days >= READINGS_APART:
                ahead = timedelta(days=-(-MAINTENANCE_KM * days.days // driven))
                return told[-1][0] + min(ahead, NO_FURTHER)
    return None


def next_maintenance(
    event_on: date, *, sold: bool, odometer: int | None, set_on: date | None, set_km: int | None
) -> tuple[date | None, int | None]:
    """The day and the odometer of the next maintenance; whichever comes first counts.

    What stands in the file (``set_on``, ``set_km``) goes first; else three months after a delivery, or six months
    and 5,000 km after a visit with that odometer reading.
    """
    if set_on or set_km:
        return set_on, set_km
    if sold:
        return months_after(event_on, FIRST_MAINTENANCE_MONTHS), None
    return months_after(event_on, MAINTENANCE_MONTHS), None if odometer is None else odometer + MAINTENANCE_KM
