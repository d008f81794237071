"""The month's reports all at once (本月报表包)."""

from __future__ import annotations

from datetime import date

from desktop_app.session import Session, require
from desktop_app.statistics.period import month_days
from desktop_app.statistics.registry import REPORTS, take, with_references
from desktop_app.statistics.report import Report


def month_pack(session: Session, month: int) -> tuple[Report, ...]:
    """Every report of one month (202610), in the order of ``REPORTS``, with references."""
    require(session, "see")
    return period_pack(session, *month_days(month))


def period_pack(session: Session, start: date, end: date) -> tuple[Report, ...]:
    """Every report of the days from ``start`` to ``end``, all as of one moment."""
    require(session, "see")
    at_once = session.at(session.now())
    with session.connected():
        return tuple(with_references(at_once, take(at_once, kind.name, start, end)) for kind in REPORTS)
