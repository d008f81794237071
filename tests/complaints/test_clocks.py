"""The clocks keep the department's times to the second."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from desktop_app.complaints.clocks import (
    Clock,
    RoundTimes,
    colour,
    first_contact_clock,
    follow_up_from,
    next_deadline,
    regulator_clock,
    response_within,
    round_clocks,
    rung_due,
    yellow_from,
)
from desktop_app.complaints.standing import RUNGS

START = datetime(2026, 10, 15, 12, 38)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("grade", "escalated", "hours"),
    [
        ("grumble", False, 24), ("complaint", False, 24), ("grumble", True, 8), ("complaint", True, 8),
        ("urgent", False, 4), ("urgent", True, 4),
    ],
)  # fmt: skip
def test_the_response_time_follows_grade_and_mark(grade: str, escalated: bool, hours: int) -> None:
    assert response_within(grade, escalated=escalated) == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("hours", "yellow_after"),
    [(24, timedelta(hours=20)), (8, timedelta(hours=6, minutes=40)), (4, timedelta(hours=3, minutes=20))],
)
def test_a_case_is_white_to_five_sixths_yellow_to_the_limit_and_red_beyond_to_the_second(
    hours: int, yellow_after: timedelta
) -> None:
    within = timedelta(hours=hours)
    shown = {
        timedelta(0): "white",
        yellow_after - SECOND: "white",
        yellow_after: "yellow",
        within - SECOND: "yellow",
        within: "yellow",
        within + SECOND: "red",
        within + timedelta(days=400): "red",
    }
    assert {after: colour(START, within, START + after) for after in shown} == shown
    assert yellow_from(START, within) == START + yellow_after


def test_the_clocks_of_a_round_run_from_its_start() -> None:
    hand_over, solution, result = round_clocks(RoundTimes(2, START))
    assert [clock.kind for clock in (hand_over, solution, result)] == ["hand_over", "solution", "result"]
    assert hand_over.deadline == datetime(2026, 10, 15, 13, 8)
    assert solution.deadline == datetime(2026, 10, 16, 12, 38)
    assert result.deadline == datetime(2026, 10, 17, 12, 38)
    assert {clock.round for clock in (hand_over, solution, result)} == {2}


def test_the_follow_up_call_is_due_the_day_after_the_result_and_overdue_after_48_hours() -> None:
    reported = datetime(2026, 10, 16, 23, 59, 59)
    follow_up = round_clocks(RoundTimes(1, START, reported_at=reported))[-1]
    assert follow_up.kind == "follow_up"
    assert follow_up_from(reported) == date(2026, 10, 17)
    assert follow_up.deadline == datetime(2026, 10, 18, 23, 59, 59)
    assert follow_up.state(follow_up.deadline) == "running"
    assert follow_up.state(follow_up.deadline + SECOND) == "overdue"


@pytest.mark.parametrize(
    ("met", "stopped", "now", "state"),
    [
        (None, None, 0, "running"), (None, None, 1, "overdue"), (0, None, 99, "kept"), (1, None, 99, "missed"),
        (None, -1, 99, "stopped"), (None, 1, 99, "missed"),
    ],
)  # fmt: skip
def test_a_clock_is_kept_on_its_last_second_and_missed_one_later(
    met: int | None, stopped: int | None, now: int, state: str
) -> None:
    end = START + timedelta(minutes=30)
    moments = (None if after is None else end + after * SECOND for after in (met, stopped))
    assert Clock("hand_over", 1, START, end, *moments).state(end + now * SECOND) == state


def test_what_was_met_is_not_stopped_any_more() -> None:
    times = RoundTimes(1, START, handed_over_at=START + SECOND, stopped_at=START + 5 * SECOND)
    hand_over, solution, _ = round_clocks(times)
    assert (hand_over.met_at, hand_over.stopped_at) == (START + SECOND, None)
    assert (solution.met_at, solution.stopped_at) == (None, START + 5 * SECOND)
    assert not solution.is_open


def test_the_next_deadline_is_the_earliest_open_one_even_if_it_has_passed() -> None:
    times = RoundTimes(1, START, handed_over_at=START + SECOND)
    first = first_contact_clock(START, timedelta(hours=4), None, None)
    promise = Clock("promise", 1, START, START + timedelta(hours=3))
    kept = Clock("promise", 1, START, START + timedelta(hours=1), START + SECOND)
    assert next_deadline([*round_clocks(times), first]) == first
    assert next_deadline([*round_clocks(times), first, promise, kept]) == promise
    assert next_deadline([kept]) is None


def test_the_regulators_date_is_kept_by_its_last_second_and_ends_only_with_the_case() -> None:
    clock = regulator_clock(START, date(2026, 10, 20), None)
    assert clock.deadline == datetime(2026, 10, 20, 23, 59, 59)
    assert clock.is_open
    assert regulator_clock(START, date(2026, 10, 20), datetime(2026, 10, 21)).state(START) == "missed"


def test_a_missed_deadline_asks_for_the_next_rung_until_it_is_recorded() -> None:
    late = Clock("hand_over", 1, START, START + timedelta(minutes=30))
    end, hour = late.deadline, timedelta(hours=1)
    assert rung_due([late], end, RUNGS, "advisor", None) is None
    assert rung_due([late], end + SECOND, RUNGS, "advisor", None) == "department_manager"
    assert rung_due([late], end + hour, RUNGS, "department_manager", end + SECOND) is None
    later = Clock("promise", 1, START, end + hour)
    assert (
        rung_due([late, later], end + hour + SECOND, RUNGS, "department_manager", end + SECOND)
        == "general_manager"
    )
    assert rung_due([late], end + hour, RUNGS, "manufacturer", START) is None


def test_a_deadline_met_late_still_asks_for_the_next_rung() -> None:
    late = Clock("hand_over", 1, START, START + timedelta(minutes=30), START + timedelta(minutes=31))
    assert rung_due([late], START + timedelta(days=1), RUNGS, "advisor", None) == "department_manager"
