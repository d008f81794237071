"""The events that callbacks stand by, read from the records: up to a moment, or all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any

from peewee import Select, fn

from db import Attempt, Callback, Correction, Reopening, SmsMessage, SmsReply, database
from db.connection import rows
from db.prepared import Prepared, slot
from desktop_app.callbacks.history import History, Try, history

AT_ONCE = 5_000
"""How many callbacks one query asks about; far below the engine's limit of bound values."""


@dataclass(frozen=True, slots=True)
class Events:
    """The events of some callbacks, by callback id (corrections: of the callback's file)."""

    attempts: dict[int, list[Try]] = field(default_factory=dict)
    answered: dict[int, datetime] = field(default_factory=dict)
    confirmed: dict[int, datetime] = field(default_factory=dict)
    reopened: dict[int, datetime] = field(default_factory=dict)

    def history(self, callback_id: int) -> History:
        """What the events of one callback add up to."""
        return history(
            self.attempts.get(callback_id, ()),
            answered_by_sms_at=self.answered.get(callback_id),
            confirmed_at=self.confirmed.get(callback_id),
            reopened_at=self.reopened.get(callback_id),
        )


def events_of(callback_ids: Iterable[int], upto: datetime | None = None) -> Events:
    """All events of these callbacks whose own time is not later than ``upto``; must run on an open connection."""
    wanted = tuple(callback_ids)
    found = Events(attempts_of(wanted, upto))
    for ids in _portions(wanted):
        found.answered.update(rows(_answers(ids, upto)))
        found.confirmed.update(rows(_confirmations(ids, upto)))
        found.reopened.update(rows(_reopenings(ids, upto)))
    return found


def attempts_of(callback_ids: Iterable[int], upto: datetime | None = None) -> dict[int, list[Try]]:
    """The attempts of these callbacks alone, in order of time; callbacks without any are left out."""
    found: dict[int, list[Try]] = {}
    for ids in _portions(callback_ids):
        for callback_id, *attempt in rows(_attempts(ids, upto)):
            found.setdefault(callback_id, []).append(Try(*attempt))
    return found


def is_replay(moment: datetime) -> bool:
    """Whether something is recorded that happened after ``moment``, so that stored standing is not of then."""
    return bool(_LATER.rows(moment=moment)[0][0])


def _later() -> Any:
    moment = slot("moment")
    later = (
        Attempt.select(Attempt.id).where(Attempt.at > moment),
        SmsReply.select(SmsReply.id).where(SmsReply.score.is_null(False) & (SmsReply.at > moment)),
        Correction.select(Correction.id).where(Correction.confirmed_at > moment),
        Reopening.select(Reopening.id).where(Reopening.at > moment),
    )
    return Select(columns=[reduce(or_, (fn.EXISTS(query) for query in later))]).bind(database)


_LATER = Prepared(_later)


def _portions(callback_ids: Iterable[int]) -> Iterator[Sequence[int]]:
    remaining = iter(callback_ids)
    while ids := tuple(islice(remaining, AT_ONCE)):
        yield ids


def _seen(condition: Any, moment: Any, upto: datetime | None) -> Any:
    return condition if upto is None else condition & (moment <= upto)


def _attempts(ids: Sequence[int], upto: datetime | None) -> Any:
    names = (
        Attempt.callback,
        Attempt.at,
        Attempt.disposition,
        Attempt.agreed_at,
        Attempt.overall,
        Attempt.caller,
    )
    seen = _seen(Attempt.callback.in_(ids), Attempt.at, upto)
    return Attempt.select(*names).where(seen).order_by(Attempt.callback, Attempt.at)


def _answers(ids: Sequence[int], upto: datetime | None) -> Any:
    scored = SmsMessage.callback.in_(ids) & SmsReply.score.is_null(False)
    return (
        SmsReply.select(SmsMessage.callback, fn.MIN(SmsReply.at))
        .join(SmsMessage)
        .where(_seen(scored, SmsReply.at, upto))
        .group_by(SmsMessage.callback)
    )


def _confirmations(ids: Sequence[int], upto: datetime | None) -> Any:
    confirmed = Callback.id.in_(ids) & Correction.confirmed_at.is_null(False)
    return (
        Callback.select(Callback.id, fn.MAX(Correction.confirmed_at))
        .join(Correction, on=(Correction.file == Callback.file))
        .where(_seen(confirmed, Correction.confirmed_at, upto))
        .group_by(Callback.id)
    )


def _reopenings(ids: Sequence[int], upto: datetime | None) -> Any:
    return (
        Reopening.select(Reopening.callback, fn.MAX(Reopening.at))
        .where(_seen(Reopening.callback.in_(ids), Reopening.at, upto))
        .group_by(Reopening.callback)
    )
