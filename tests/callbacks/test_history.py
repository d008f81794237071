"""What the events of one callback add up to, told without a data file."""

from __future__ import annotations

from datetime import datetime, timedelta

from desktop_app.callbacks.history import History, Try, history

START = datetime(2026, 10, 3, 9)


def hours(count: int) -> datetime:
    return START + timedelta(hours=count)


def test_no_events_are_an_untouched_callback() -> None:
    assert history(()) == History()


def test_of_two_completed_calls_the_newest_gives_the_score_and_the_first_the_end() -> None:
    told = history([Try(hours(5), "completed", overall=8.5), Try(hours(1), "completed", overall=4.0)])
    assert (told.completed, told.score, told.closed_at) == (True, 8.5, hours(1))


def test_a_completed_call_without_a_score_is_completed_all_the_same() -> None:
    told = history([Try(hours(1), "completed")])
    assert (told.completed, told.score) == (True, None)


def test_an_agreed_time_counts_only_while_no_later_attempt_was_made() -> None:
    agreed = Try(hours(1), "agreed", agreed_at=hours(30))
    assert history([agreed]).agreed_at == hours(30)
    assert history([Try(hours(2), "busy"), agreed]).agreed_at is None


def test_a_confirmation_before_the_number_was_found_invalid_says_nothing() -> None:
    invalid = Try(hours(2), "invalid_number")
    assert history([invalid], confirmed_at=hours(1)).corrected_at is None
    assert history([invalid], confirmed_at=hours(2)).corrected_at == hours(2)
    assert history([Try(hours(2), "busy")], confirmed_at=hours(3)).corrected_at is None


def test_an_sms_answer_and_a_refusal_close_at_the_earlier_of_the_two() -> None:
    refusal = Try(hours(4), "refused")
    assert history([refusal], answered_by_sms_at=hours(2)).closed_at == hours(2)
    assert history([refusal], answered_by_sms_at=hours(6)).closed_at == hours(4)
    assert history((), answered_by_sms_at=hours(6)).closed_at == hours(6)
