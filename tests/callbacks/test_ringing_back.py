"""A customer rings back: found by number, name or plate, with the callback to open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from desktop_app.archive.indexing import reindex
from desktop_app.callbacks.ringing_back import ringing_back
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback, a_car, an_attempt


def found(session: Session, text: str) -> list[tuple[str, str | None]]:
    return [(one.name, one.reference) for one in ringing_back(session, text)]


def test_by_number_name_or_plate_with_the_open_callback(session: Session) -> None:
    car = a_car(session, name="沈佳宁", phone="13812345678", plate="皖N3K827")
    a_callback(session, date(2026, 10, 26), ref="WX1", car=car)
    reindex(session)
    for text in ("13812345678", "5678", "沈佳宁", "sjn", "3K827"):
        assert found(session, text) == [("沈佳宁", "WX1")]
    assert found(session, "没有这个人") == []


def test_who_waits_for_a_call_comes_before_who_does_not(session: Session) -> None:
    done, waiting = a_car(session, name="沈佳宁"), a_car(session, name="沈佳宁")
    an_attempt(
        session, a_callback(session, date(2026, 10, 26), car=done), datetime(2026, 10, 30, 9), "refused"
    )
    a_callback(session, date(2026, 10, 26), ref="WX2", car=waiting)
    reindex(session)
    assert found(session, "沈佳宁") == [("沈佳宁", "WX2"), ("沈佳宁", None)]


def test_of_two_the_last_due_and_none_that_lapsed_long_ago(session: Session) -> None:
    car, old = a_car(session, name="沈佳宁"), a_car(session, name="罗文博")
    a_callback(session, date(2026, 10, 20), ref="WX1", car=car)
    a_callback(session, date(2026, 10, 27), ref="WX2", car=car)
    a_callback(session, date(2026, 3, 1), ref="WX3", car=old)
    reindex(session)
    assert found(session, "沈佳宁") == [("沈佳宁", "WX2")]
    assert found(session, "罗文博") == [("罗文博", None)]


def test_who_may_not_see_whole_numbers_sees_them_covered(session: Session) -> None:
    a_car(session, name="沈佳宁", phone="13812345678")
    reindex(session)
    receptionist = replace(session, person=Person("前台", frozenset({RECEPTIONIST})))
    assert ringing_back(session, "5678")[0].phone == "13812345678"
    assert "1234" not in ringing_back(receptionist, "5678")[0].phone
