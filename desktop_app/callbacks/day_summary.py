"""今日小结: what the day came to, and what tomorrow's list will hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from db import Attempt, Complaint
from desktop_app.callbacks.crm_queue import crm_count
from desktop_app.callbacks.outstanding import outstanding
from desktop_app.callbacks.progress import Progress, progress
from desktop_app.callbacks.slips import slips
from desktop_app.callbacks.worklist import Part, counts_by_group, worklist
from desktop_app.session import Session, require

CALLS: frozenset[Part] = frozenset({"calls"})
"""What the day's progress counts, as over the worklist: care reminders may wait."""


@dataclass(frozen=True, slots=True)
class DaySummary:
    """One day up to the clock.

    ``dissatisfied`` are today's dissatisfied calls, ``cases`` the complaints accepted today whatever their channel,
    ``to_enter`` the completed calls not yet entered in the manufacturer's CRM, ``to_settle`` the imported
    dissatisfied ones without case or reason, ``slips`` the departments that get one. ``tomorrow`` has the rows of
    tomorrow's list by group.
    """

    made: Progress
    dissatisfied: int
    cases: int
    to_enter: int
    to_settle: int
    slips: int
    tomorrow: Mapping[str, int]


def day_summary(session: Session) -> DaySummary:
    """What happened today and what is left."""
    require(session, "see")
    since = datetime.combine(session.today(), time())
    return DaySummary(
        progress(session, worklist(session, parts=CALLS)),
        _count(
            session, Attempt.select().where(Attempt.at.between(since, session.now()) & Attempt.dissatisfied)
        ),
        _count(session, Complaint.select().where(Complaint.accepted_at.between(since, session.now()))),
        crm_count(session),
        len(outstanding(session)),
        len(slips(session)),
        counts_by_group(worklist(session, session.today() + timedelta(days=1))),
    )


def _count(session: Session, found: Any) -> int:
    with session.connected():
        return int(found.count())
