"""The events that callbacks stand by, read from the records: up to a moment, or all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, reduce
from itertools import islice
from operator import or_
from typing import Any

from peewee import Select, fn

from db import Attempt, Callback, Correction, Reopening, SmsMessage, SmsReply, database
from db.prepared import Prepared, slot, slots
from desktop_app.callbacks.history import History, Try, history

AT_ONCE = (1, 16, 64, 256, 1_024, 4_096)
"""How many callbacks one query may ask about; the most is far below the engine's limit of bound values."""
NOBODY = 0
"""No callback has this number: it fills a portion up."""
END_OF_TIME = datetime.max
_Build = Callable[[list[Any]], Any]


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
    for kept, build in (
        (found.answered, _answers),
        (found.confirmed, _confirmations),
        (found.reopened, _reopenings),
    ):
        kept.update((number, datetime.fromisoformat(moment)) for number, moment in _rows(build, wanted, upto))
    return found


def attempts_of(callback_ids: Iterable[int], upto: datetime | None = None) -> dict[int, list[Try]]:
    """The attempts of these callbacks alone, in order of time; callbacks without any are left out."""
    found: dict[int, list[Try]] = {}
    for number, at, disposition, agreed_at, overall, caller in _rows(_attempts, callback_ids, upto):
        agreed = datetime.fromisoformat(agreed_at) if agreed_at else None
        attempt = Try(datetime.fromisoformat(at), disposition, agreed, overall, caller)
        found.setdefault(number, []).append(attempt)
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


def _rows(build: _Build, callback_ids: Iterable[int], upto: datetime | None) -> Iterator[tuple[Any, ...]]:
    """Rows of one query about any number of callbacks, asked in portions of a few sizes compiled once."""
    remaining = iter(callback_ids)
    while ids := tuple(islice(remaining, AT_ONCE[-1])):
        size = next(size for size in AT_ONCE if size >= len(ids))
        padded = ids + (NOBODY,) * (size - len(ids))
        yield from _prepared(build, size).rows(ids=padded, upto=upto or END_OF_TIME)


@cache
def _prepared(build: _Build, size: int) -> Prepared:
    return Prepared(lambda: build(slots("ids", size)))


def _attempts(ids: list[Any]) -> Any:
    columns = (Attempt.at, Attempt.disposition, Attempt.agreed_at, Attempt.overall, Attempt.caller)
    seen = Attempt.callback.in_(ids) & (Attempt.at <= slot("upto"))
    return Attempt.select(Attempt.callback, *columns).where(seen).order_by(Attempt.callback, Attempt.at)


def _answers(ids: list[Any]) -> Any:
    query = SmsReply.select(SmsMessage.callback, fn.MIN(SmsReply.at)).join(SmsMessage)
    seen = SmsMessage.callback.in_(ids) & SmsReply.score.is_null(False) & (SmsReply.at <= slot("upto"))
    return query.where(seen).group_by(SmsMessage.callback)


def _confirmations(ids: list[Any]) -> Any:
    of_the_car = Correction.file == Callback.file
    query = Callback.select(Callback.id, fn.MAX(Correction.confirmed_at)).join(Correction, on=of_the_car)
    return query.where(Callback.id.in_(ids) & (Correction.confirmed_at <= slot("upto"))).group_by(Callback.id)


def _reopenings(ids: list[Any]) -> Any:
    seen = Reopening.callback.in_(ids) & (Reopening.at <= slot("upto"))
    return Reopening.select(Reopening.callback, fn.MAX(Reopening.at)).where(seen).group_by(Reopening.callback)
