"""The appointments that a reminder tells of: one's own, today's and those missed."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desktop_app.callbacks.own_appointments import own_appointments
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car, an_attempt

CALLED = datetime(2026, 10, 30, 9)


def agreed(session: Session, ref: str, at: datetime, caller: str = "测试员", **car: object) -> int:
    callback = a_callback(session, date(2026, 10, 26), ref=ref, car=a_car(session, **car))
    an_attempt(session, callback, CALLED, "agreed", agreed_at=at, caller=caller)
    return callback


def refs(session: Session) -> list[str]:
    return [one.reference for one in own_appointments(session)]


def test_ones_own_of_today_and_missed_ones_in_order_of_time(session: Session) -> None:
    agreed(session, "WX1", datetime(2026, 10, 31, 19))
    agreed(session, "WX2", datetime(2026, 10, 31, 9), name="沈佳宁")
    agreed(session, "WX3", datetime(2026, 11, 1, 9))
    agreed(session, "WX4", datetime(2026, 10, 31, 9), caller="周小满")
    assert refs(session) == ["WX2", "WX1"]
    first = own_appointments(session)[0]
    assert (first.name, first.at) == ("沈佳宁", datetime(2026, 10, 31, 9))


def test_an_attempt_made_since_ends_it(session: Session) -> None:
    callback = agreed(session, "WX1", datetime(2026, 10, 31, 19))
    an_attempt(session, callback, CALLED + timedelta(hours=1))
    assert refs(session) == []


def test_who_agreed_last_has_it(session: Session) -> None:
    callback = agreed(session, "WX1", datetime(2026, 10, 31, 10))
    later = CALLED + timedelta(hours=1)
    an_attempt(session, callback, later, "agreed", agreed_at=datetime(2026, 10, 31, 11), caller="周小满")
    assert refs(session) == []


def test_who_asked_not_to_be_called_is_not_called(session: Session) -> None:
    agreed(session, "WX1", datetime(2026, 10, 31, 19), do_not_call_at=CALLED)
    assert refs(session) == []
