"""When a car should come next, as it is told at the end of a call."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

FIRST_MAINTENANCE_MONTHS = 3
"""After delivery (department's rules, section 4)."""
MAINTENANCE_MONTHS = 6
"""After the last visit."""
MAINTENANCE_KM = 5_000
"""After the last odometer reading."""


def months_after(day: date, months: int) -> date:
    """The same day so many calendar months later; the last of the month where there is no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


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
