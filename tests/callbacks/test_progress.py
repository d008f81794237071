"""How far the day has come, and why there is nothing left to call."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from desktop_app.callbacks.progress import Progress, empty_reason, progress
from desktop_app.callbacks.worklist import worklist
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car, an_attempt

TODAY = date(2026, 10, 31)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def test_progress_counts_what_was_called_today_and_what_is_left(session: Session) -> None:
    done, again, yesterday = (a_callback(session, ago(5)) for _ in range(3))
    a_callback(session, ago(4))
    an_attempt(session, done, datetime(2026, 10, 31, 9), "completed")
    an_attempt(session, again, datetime(2026, 10, 31, 9, 30))
    an_attempt(session, again, datetime(2026, 10, 31, 10))
    an_attempt(session, yesterday, datetime(2026, 10, 30, 18))
    now = progress(session)
    assert now == Progress(calls=3, completed=1, done=2, left=2)
    assert now.total == 4
    assert progress(session, worklist(session)) == now
    assert progress(session.at(datetime(2026, 10, 31, 9, 10))) == Progress(1, 1, 1, 3)


def test_an_office_without_data_is_told_to_import(session: Session) -> None:
    assert "导入" in empty_reason(session)
    assert progress(session) == Progress(0, 0, 0, 0)


def test_an_empty_list_names_the_day_on_which_the_next_window_opens(session: Session) -> None:
    a_callback(session, ago(1))
    assert worklist(session) == ()
    assert empty_reason(session) == "今天没有要打的回访。下一批从 11-02 起。"


def test_an_agreed_time_may_come_before_the_next_window(session: Session) -> None:
    a_callback(session, ago(0))
    an_attempt(
        session, a_callback(session, ago(5)), datetime(2026, 10, 31, 9), "agreed", agreed_at=datetime(2026, 11, 1, 9)
    )  # fmt: skip
    assert empty_reason(session) == "今天的回访已做完：打了 1 个电话，完成 0 个。下一批从 11-01 起。"


def test_when_nothing_is_to_come_the_next_import_is_waited_for(session: Session) -> None:
    an_attempt(session, a_callback(session, ago(5)), datetime(2026, 10, 31, 9), "completed")
    assert empty_reason(session) == (
        "今天的回访已做完：打了 1 个电话，完成 1 个。已有的交车和维修都已回访完、拒访或失效，请导入新的数据。"
    )


def test_who_asked_not_to_be_called_makes_no_next_day(session: Session) -> None:
    a_callback(session, ago(1), car=a_car(session, do_not_call_at=datetime(2026, 10, 30)))
    an_attempt(session, a_callback(session, ago(2)), datetime(2026, 10, 30, 9), "wrong_number")
    assert "下一批" not in empty_reason(session)
