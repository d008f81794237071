"""What happened to a callback, told from its events: the stored standing columns and the facts of any moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from desktop_app.callbacks.dispositions import FAILED_TRIES, FINAL, NUMBER_INVALID


class Try(NamedTuple):
    """One attempt, as far as standing depends on it."""

    at: datetime
    disposition: str
    agreed_at: datetime | None = None
    overall: float | None = None
    caller: str = ""


class History(NamedTuple):
    """What all events of one callback seen so far add up to; the names are those of the stored columns."""

    tries: int = 0
    failed_tries: int = 0
    last_at: datetime | None = None
    last_disposition: str | None = None
    agreed_at: datetime | None = None
    corrected_at: datetime | None = None
    reopened_at: datetime | None = None
    completed: bool = False
    score: float | None = None
    closed_at: datetime | None = None


def history(
    attempts: Iterable[Try], *, answered_by_sms_at: datetime | None = None,
    confirmed_at: datetime | None = None, reopened_at: datetime | None = None,
) -> History:  # fmt: skip
    """Add up the events of one callback; the order in which the attempts are given does not matter.

    ``answered_by_sms_at`` is its first SMS reply with a score, ``confirmed_at`` the newest confirmation of a
    correction of its file, ``reopened_at`` its newest reopening.
    """
    tries = sorted(attempts, key=lambda one: one.at)
    if not tries:
        return History(reopened_at=reopened_at, closed_at=answered_by_sms_at)
    last = tries[-1]
    done = [one for one in tries if one.disposition == "completed"]
    final = [one.at for one in tries if one.disposition in FINAL]
    return History(
        tries=len(tries),
        failed_tries=sum(one.disposition in FAILED_TRIES for one in tries),
        last_at=last.at,
        last_disposition=last.disposition,
        agreed_at=last.agreed_at,
        corrected_at=_since(last, confirmed_at) if last.disposition in NUMBER_INVALID else None,
        reopened_at=_since(last, reopened_at),
        completed=bool(done),
        score=next((one.overall for one in reversed(done) if one.overall is not None), None),
        closed_at=min([*final, answered_by_sms_at] if answered_by_sms_at else final, default=None),
    )


def _since(last: Try, moment: datetime | None) -> datetime | None:
    return moment if moment and moment >= last.at else None
