"""The working calendar: China's holidays and make-up days, what the office enters, hints before days off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from db import AuditEntry
from desktop_app.holidays import ANNOUNCED
from desktop_app.problems import Refused
from desktop_app.safety.duties import CALLBACK_SPECIALIST
from desktop_app.session import Person, Session
from desktop_app.working_calendar import (
    break_after,
    hint_before_days_off,
    hint_of_missing_year,
    is_working_day,
    longest,
    next_working_day,
    set_working_weekdays,
    set_year,
)
from tests.callbacks.caring import evening

DAY = timedelta(days=1)
WORKED = {2024: 251, 2025: 248, 2026: 248}
"""Working days of the years announced, counted from the notices: weekdays less days off plus make-up days."""
WEEKDAYS = {2024: 262, 2025: 261, 2026: 261}


@pytest.mark.parametrize("year", ANNOUNCED)
def test_a_year_has_as_many_working_days_as_announced(session: Session, year: int) -> None:
    days = [date(year, 1, 1) + step * DAY for step in range(366)]
    assert sum(is_working_day(session, day) for day in days if day.year == year) == WORKED[year]
    off, work = ANNOUNCED[year].off, ANNOUNCED[year].work
    assert WEEKDAYS[year] - sum(day.weekday() < 5 for day in off) + len(work) == WORKED[year]
    assert all(day.weekday() >= 5 for day in work)
    assert not off & work


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ((2026, 1, 1), False), ((2026, 1, 4), True), ((2026, 2, 14), True), ((2026, 2, 15), False),
        ((2026, 2, 23), False), ((2026, 2, 24), True), ((2026, 2, 28), True), ((2026, 3, 1), False),
        ((2026, 5, 9), True), ((2026, 9, 20), True), ((2026, 10, 7), False), ((2026, 10, 8), True),
        ((2026, 10, 10), True), ((2026, 10, 11), False), ((2027, 1, 1), True), ((2027, 1, 2), False),
    ],
)  # fmt: skip
def test_a_day_is_worked_or_not(session: Session, day: tuple[int, int, int], worked: bool) -> None:
    assert is_working_day(session, date(*day)) == worked


def test_the_next_working_day_lies_behind_the_holidays(session: Session) -> None:
    assert next_working_day(session, date(2026, 9, 30)) == date(2026, 10, 8)
    assert next_working_day(session, date(2026, 10, 9)) == date(2026, 10, 10)
    assert next_working_day(session, date(2026, 10, 10)) == date(2026, 10, 12)


def test_who_comes_before_days_off_is_named_on_the_last_working_day(session: Session) -> None:
    eve = session.at(evening(date(2026, 9, 30)))
    ends: list[date | None] = [date(2026, 9, 30)] * 5 + [
        date(2026, 10, 3),
        None,
        date(2026, 10, 8),
        date(2026, 9, 1),
    ]
    assert hint_before_days_off(eve, ends) == (
        "明天起放假 7 天：今天是最后一天的 5 位请先打，放假期间到期的 1 位也请提前打。"
    )
    assert hint_before_days_off(eve, []) == "明天起放假 7 天。"
    assert hint_before_days_off(session.at(evening(date(2026, 10, 16))), []) == "明天起休息 2 天。"
    for day in (date(2026, 9, 29), date(2026, 10, 1), date(2026, 10, 9)):
        assert hint_before_days_off(session.at(evening(day)), ends) == "", day
    found = break_after(session, date(2026, 9, 30))
    assert found
    assert (found.first, found.last, found.days) == (date(2026, 10, 1), date(2026, 10, 7), 7)


def test_a_year_that_is_not_known_is_asked_for_from_november_on(session: Session) -> None:
    assert hint_of_missing_year(session.at(evening(date(2026, 10, 31)))) == ""
    november = session.at(evening(date(2026, 11, 5)))
    assert hint_of_missing_year(november).startswith("2027 年的节假日还没有录入")
    set_year(november, 2027, [date(2027, 1, 1)], [date(2027, 1, 9)])
    assert hint_of_missing_year(november) == ""
    assert not is_working_day(november, date(2027, 1, 1))
    assert is_working_day(november, date(2027, 1, 9))


def test_what_the_office_enters_beats_what_came_with_the_program_and_is_in_the_trail(
    session: Session,
) -> None:
    set_year(session, 2026, [date(2026, 11, 2)], [])
    assert not is_working_day(session, date(2026, 11, 2))
    assert is_working_day(session, date(2026, 10, 1))
    entry = AuditEntry.get()
    assert (entry.field, entry.old, entry.new) == (
        "days_off", "放假 33 天，调休上班 6 天", "放假 1 天，调休上班 0 天",
    )  # fmt: skip
    set_working_weekdays(session, [5, 6, 0])
    assert is_working_day(session, date(2026, 10, 31))
    assert not is_working_day(session, date(2026, 10, 30))


OFF = [date(2027, 2, 6)]


@pytest.mark.parametrize(
    ("off", "work", "field"),
    [
        ([date(2026, 2, 6)], [], "off"), (OFF, OFF, "work"), (OFF, [date(2027, 2, 8)], "work"),
        ([date(2027, 1, 1) + step * DAY for step in range(31)], [], "off"),
    ],
)  # fmt: skip
def test_a_calendar_that_cannot_be_is_refused(
    session: Session, off: list[date], work: list[date], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        set_year(session, 2027, off, work)
    assert refused.value.field == field
    assert not AuditEntry.select().count()


def test_only_the_manager_changes_the_calendar(session: Session) -> None:
    caller = replace(session, person=Person("许知微", frozenset({CALLBACK_SPECIALIST})))
    for change in (lambda: set_year(caller, 2027, OFF, []), lambda: set_working_weekdays(caller, [0])):
        with pytest.raises(Refused, match="客关部经理"):
            change()
    with pytest.raises(Refused, match="至少"):
        set_working_weekdays(session, [])


def test_the_longest_run_of_days() -> None:
    assert longest([]) == 0
    assert longest([date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 9)]) == 2
