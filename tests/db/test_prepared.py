"""Queries compiled once give what the same queries built anew would give."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from db import Claim, Draft, Setting
from db.connection import rows
from db.prepared import Prepared, slot, slots
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback


@pytest.fixture
def drafts(session: Session) -> list[int]:
    days = [datetime(2026, 10, day, 12) for day in (1, 2, 3)]
    return [
        Draft.insert(kind="call", key=str(day), account="许知微", content={}, updated_at=day).execute()
        for day in days
    ]


def test_moments_and_days_are_bound_as_they_are_stored(drafts: list[int]) -> None:
    since = Prepared(
        lambda: Draft.select(Draft.id).where(Draft.updated_at >= slot("since")).order_by(Draft.id)
    )
    assert since.rows(since=datetime(2026, 10, 2, 12)) == [(drafts[1],), (drafts[2],)]
    assert since.rows(since=date(2026, 10, 3)) == [(drafts[2],)]
    assert since.rows(since=datetime(2026, 10, 2, 12, 0, 1)) == [(drafts[2],)]


def test_a_sequence_fills_as_many_places_as_it_has(drafts: list[int]) -> None:
    named = Prepared(lambda: Draft.select(Draft.id).where(Draft.id.in_(slots("ids", 2))).order_by(Draft.id))
    assert named.rows(ids=(drafts[2], drafts[0])) == [(drafts[0],), (drafts[2],)]


def test_fixed_values_stay_what_they_were_when_it_was_compiled(drafts: list[int]) -> None:
    query = Prepared(lambda: Draft.select(Draft.id).where((Draft.kind == "call") & (Draft.id == slot("id"))))
    assert [query.rows(id=one) for one in drafts] == [[(one,)] for one in drafts]


def test_a_slot_without_a_value_is_our_mistake(drafts: list[int]) -> None:
    with pytest.raises(KeyError, match="id"):
        Prepared(lambda: Draft.select(Draft.id).where(Draft.id == slot("id"))).rows(ids=1)


def test_a_change_tells_how_many_rows_it_touched(session: Session) -> None:
    callback = a_callback(session, date(2026, 10, 26))
    Claim.insert(callback=callback, account="许知微", since=session.now()).execute()
    free = Prepared(lambda: Claim.delete().where(Claim.callback == slot("callback")))
    assert (free.run(callback=callback), free.run(callback=callback)) == (1, 0)
    assert rows(Setting.select()) == []
