"""The stored standing always equals what the events say, in whatever order they are stored or removed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Attempt, Callback
from db.bulk import insert_all
from db.callbacks import DISPOSITIONS
from db.connection import first, rows
from desktop_app.callbacks.events import AT_ONCE, events_of
from desktop_app.callbacks.history import History
from desktop_app.callbacks.restanding import restand
from desktop_app.session import Session
from tests.callbacks.scenes import (
    a_callback,
    a_car,
    a_confirmed_correction,
    a_reopening,
    an_attempt,
    an_sms_score,
)

START = datetime(2026, 10, 1, 9)
FAILED = {"out_of_service", "rejected", "busy", "no_answer", "unreachable", "powered_off", "barred"}


@contextmanager
def taken_back(session: Session) -> Iterator[None]:
    """A transaction that leaves nothing behind, so that many examples share one data file."""
    with session.data.atomic() as transaction:
        yield
        transaction.rollback()


def stored(callback: int) -> History:
    columns = [getattr(Callback, name) for name in History._fields]
    found = first(Callback.select(*columns).where(Callback.id == callback))
    assert found
    return History(*found)


def score_at(at: datetime) -> float:
    """Another score for every moment, so that the wrong one shows."""
    return 1 + at.hour / 3


def told(events: list[tuple[str, datetime, Any]]) -> dict[str, Any]:
    """The same in plain words, counted from the list of events."""
    attempts = sorted((at, what) for kind, at, what in events if kind == "attempt")
    ends = [at for at, what in attempts if what in ("completed", "refused")]
    answers = [at for kind, at, what in events if kind == "sms" and what is not None]
    last_at, last = attempts[-1] if attempts else (None, None)
    reopened = [at for kind, at, _ in events if kind == "reopened" and (last_at is None or at >= last_at)]
    confirmed = [at for kind, at, _ in events if kind == "confirmed" and last_at and at >= last_at]
    return {
        "tries": len(attempts),
        "failed_tries": len([1 for _, what in attempts if what in FAILED]),
        "last_at": last_at,
        "last_disposition": last,
        "agreed_at": last_at + timedelta(days=1) if last_at and last == "agreed" else None,
        "corrected_at": max(confirmed, default=None) if last in ("invalid_number", "wrong_number") else None,
        "reopened_at": max(reopened, default=None),
        "completed": any(what == "completed" for _, what in attempts),
        "score": max(((at, score_at(at)) for at, what in attempts if what == "completed"), default=(0, None))[
            1
        ],
        "closed_at": min(ends + answers, default=None),
    }


moments = st.integers(0, 60 * 24).map(lambda hours: START + timedelta(hours=hours))
events_in_any_order = st.lists(
    st.one_of(
        st.tuples(st.just("attempt"), moments, st.sampled_from(DISPOSITIONS)),
        st.tuples(st.just("sms"), moments, st.sampled_from([None, 1, 9])),
        st.tuples(st.just("confirmed"), moments, st.none()),
        st.tuples(st.just("reopened"), moments, st.none()),
    ),
    max_size=9,
    unique_by=lambda event: event[:2],
)


def store(session: Session, callback: int, event: tuple[str, datetime, Any]) -> None:
    kind, at, what = event
    if kind == "attempt":
        agreed = at + timedelta(days=1) if what == "agreed" else None
        score = score_at(at) if what == "completed" else None
        an_attempt(session, callback, at, what, agreed_at=agreed, overall=score)
    elif kind == "sms":
        an_sms_score(session, callback, at, what)
    elif kind == "confirmed":
        a_confirmed_correction(session, callback, at)
    else:
        a_reopening(session, callback, at)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=80)
@given(events=events_in_any_order, data=st.data())
def test_stored_standing_is_what_the_events_say_in_any_order(
    session: Session, events: list[tuple[str, datetime, Any]], data: st.DataObject
) -> None:
    with taken_back(session):
        callback = a_callback(session, date(2026, 9, 28))
        for event in events:
            store(session, callback, event)
        assert stored(callback)._asdict() == told(events)
        upto = data.draw(moments)
        seen = [event for event in events if event[1] <= upto]
        assert events_of([callback], upto).history(callback)._asdict() == told(seen)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(events=events_in_any_order, removed=st.sets(st.integers(0, 8)))
def test_taking_attempts_back_restores_the_standing_without_them(
    session: Session, events: list[tuple[str, datetime, Any]], removed: set[int]
) -> None:
    with taken_back(session):
        callback = a_callback(session, date(2026, 9, 28))
        for event in events:
            store(session, callback, event)
        gone = {event for number, event in enumerate(events) if number in removed and event[0] == "attempt"}
        for _, at, _ in gone:
            Attempt.delete().where((Attempt.callback == callback) & (Attempt.at == at)).execute()
        restand(session, [callback])
        assert stored(callback)._asdict() == told([event for event in events if event not in gone])


def test_the_correction_of_one_file_says_nothing_about_another(session: Session) -> None:
    with session.saving():
        mine, other = (a_callback(session, date(2026, 9, 28)) for _ in range(2))
        for callback in (mine, other):
            an_attempt(session, callback, START, "wrong_number")
        a_confirmed_correction(session, mine, START + timedelta(days=1))
        a_confirmed_correction(session, mine, None)
        restand(session, [other])
    assert stored(mine).corrected_at == START + timedelta(days=1)
    assert stored(other).corrected_at is None


def test_a_correction_frees_every_callback_of_the_car(session: Session) -> None:
    with session.saving():
        car = a_car(session)
        both = [a_callback(session, date(2026, 9, day), car=car) for day in (20, 28)]
        for callback in both:
            an_attempt(session, callback, START, "invalid_number")
        a_confirmed_correction(session, both[0], START + timedelta(days=1))
        restand(session, both)
    assert {stored(callback).corrected_at for callback in both} == {START + timedelta(days=1)}


def test_many_callbacks_are_brought_up_to_date_together(session: Session) -> None:
    car, day = a_car(session), date(2026, 9, 28)
    ids = range(1, AT_ONCE[-1] + 71)
    with session.saving():
        names = ("id", "kind", "file", "reference", "event_on", "month", "due_from", "due_to")
        insert_all(Callback, names, ((one, "service", car, f"WX{one}", day, 202609, day, day) for one in ids))
        names = ("callback", "at", "recorded_at", "caller", "disposition")
        insert_all(Attempt, names, ((one, START, START, "周小满", "busy") for one in ids))
        restand(session, [*ids, *ids[:3]])
    assert rows(Callback.select(Callback.tries, Callback.failed_tries).distinct()) == [(1, 1)]


def test_an_unknown_callback_is_nobodys_business(session: Session) -> None:
    with session.saving():
        restand(session, [])
        restand(session, [4711])
    assert rows(Callback.select()) == []


@pytest.mark.parametrize("field", History._fields)
def test_every_stored_standing_column_is_one_that_history_tells(field: str) -> None:
    assert field in Callback._meta.fields
