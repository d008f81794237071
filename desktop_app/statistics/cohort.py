"""The callbacks of a period and where each stands: as stored, or replayed at an earlier moment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from peewee import NodeList, fn

from db import Attempt, Callback, RepairOrder, Sale
from db.connection import first
from desktop_app.session import Session
from desktop_app.statistics.period import Span, spans


class Standing(NamedTuple):
    """Query terms that say where a callback stands."""

    completed: Any
    last: Any
    score: Any
    last_at: Any
    tries: Any


STORED = Standing(
    Callback.completed, Callback.last_disposition, Callback.score, Callback.last_at, Callback.tries
)


@dataclass(frozen=True, slots=True)
class Cohort:
    """The callbacks of some kinds whose delivery or hand-over lies in a period (department's rules, section 5).

    ``end`` is never later than what the clock can see; ``replayed`` says that calls were made after ``now``, so
    that the stored standing is not yet the standing.
    """

    kinds: tuple[str, ...]
    start: date
    end: date
    now: datetime
    replayed: bool

    @property
    def standing(self) -> Standing:
        """The terms to read the standing by, in a query on ``Callback``."""
        return standing_at(self.now) if self.replayed else STORED

    @property
    def condition(self) -> Any:
        """What a query on ``Callback`` must ask for to find exactly these callbacks."""
        return _of_kinds(self.kinds) & _in_span(Span(self.start, self.end, whole=False))


def cohort_of(session: Session, kinds: Iterable[str], start: date, end: date) -> Cohort:
    """The cohort as the session's clock sees it."""
    now = session.now()
    with session.connected():
        if end > now.date() and _is_event_after(now.date()):
            end = now.date()
        return Cohort(tuple(kinds), start, end, now, _any(Attempt.select(Attempt.id).where(Attempt.at > now)))


def _is_event_after(day: date) -> bool:
    return _any(Sale.select(Sale.id).where(Sale.delivered_on > day)) or _any(
        RepairOrder.select(RepairOrder.id).where(RepairOrder.handed_over_on > day)
    )


def _any(query: Any) -> bool:
    return first(query.limit(1)) is not None


def standing_at(moment: datetime) -> Standing:
    """The same terms counted from the attempts made until ``moment``, whenever they were typed in."""
    call = Attempt.alias("call")
    seen = (call.callback == Callback.id) & (call.at <= moment)
    newest = call.at.desc()
    done = seen & (call.disposition == "completed")
    scored = done & call.overall.is_null(False)
    return Standing(
        fn.EXISTS(call.select(call.id).where(done)),
        _one_value(call.select(call.disposition).where(seen).order_by(newest).limit(1)),
        _one_value(call.select(call.overall).where(scored).order_by(newest).limit(1)),
        _one_value(call.select(fn.MAX(call.at)).where(seen)),
        _one_value(call.select(fn.COUNT(call.id)).where(seen)),
    )


def _one_value(query: Any) -> Any:
    """A select of one value as a term that can be compared."""
    return NodeList((query,))


def as_moment(value: datetime | str | None) -> datetime | None:
    """A moment out of a replayed ``last_at``, which the driver gives as text."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def relations(cohort: Cohort) -> tuple[Any, ...]:
    """One relation (person_id, team_id, month, completed, last, score) for each span of the period.

    Over whole months on the stored standing it is answered by the covering index alone.
    """
    standing = cohort.standing
    return tuple(
        Callback.select(
            Callback.person,
            Callback.team,
            Callback.month,
            standing.completed.alias("completed"),
            standing.last.alias("last"),
            standing.score.alias("score"),
        ).where(_of_kinds(cohort.kinds) & _in_span(span))
        for span in _spans(cohort)
    )


def _spans(cohort: Cohort) -> tuple[Span, ...]:
    return spans(cohort.start, cohort.end) if cohort.start <= cohort.end else ()


def _of_kinds(kinds: tuple[str, ...]) -> Any:
    return Callback.kind == kinds[0] if len(kinds) == 1 else Callback.kind.in_(kinds)


def _in_span(span: Span) -> Any:
    low, high = span.months
    months = Callback.month == low if low == high else Callback.month.between(low, high)
    return months if span.whole else months & Callback.event_on.between(span.start, span.end)
