"""Thinning keeps what an office could still want, whatever the clock does, and touches nothing that is not its own."""

from __future__ import annotations

import shutil
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_app.safety.backup import backup
from desktop_app.safety.backup_thinning import (
    ASIDE_AT_LEAST,
    ASIDE_DAYS,
    DAYS,
    WEEKS,
    Dated,
    superfluous,
    superfluous_aside,
    thin,
)
from desktop_app.session import Session
from tests.safety.folders import NOW, names_in

TODAY = NOW.date()
MOMENTS = st.lists(
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)), unique=True, min_size=1, max_size=120
)
DAYS_ON = st.dates(date(2019, 1, 1), date(2031, 1, 1))


def dated(*moments: datetime) -> list[Dated]:
    return [Dated(moment, f"crdesk-{moment:%Y%m%d-%H%M%S-%f}.backup") for moment in moments]


def left(found: list[Dated], today: date) -> list[Dated]:
    gone = superfluous(found, today)
    return [one for one in found if one.name not in gone]


def half_hourly(days: int) -> list[Dated]:
    """Every half hour from nine to six, each day up to today."""
    return dated(
        *(
            datetime(TODAY.year, TODAY.month, TODAY.day, 9)
            - timedelta(days=back)
            + timedelta(minutes=30 * step)
            for back in reversed(range(days))
            for step in range(19)
        )
    )


def test_all_of_today_stays_and_the_last_of_each_day_before() -> None:
    kept = left(half_hourly(5), TODAY)
    assert sum(one.moment.date() == TODAY for one in kept) == 19
    assert [one.moment for one in kept[:4]] == [datetime(2026, 10, day, 18) for day in range(27, 31)]


def test_after_three_years_of_work_about_a_hundred_are_left() -> None:
    kept = left(half_hourly(3 * 365), TODAY)
    days = {one.moment.date() for one in kept}
    assert sorted(days)[-DAYS:] == [TODAY - timedelta(days=back) for back in reversed(range(DAYS))]
    within, same = 5, 2  # weeks that end within the 30 days; ends of months that are kept already
    assert len(days) == DAYS + WEEKS - within + 36 - same
    assert len(kept) == len(days) + 18


def test_the_last_of_every_month_stays_for_ever() -> None:
    kept = left(half_hourly(3 * 365), TODAY)
    for year, month in {(one.moment.year, one.moment.month) for one in half_hourly(3 * 365)}:
        last = max(
            one for one in half_hourly(3 * 365) if (one.moment.year, one.moment.month) == (year, month)
        )
        assert last in kept


def test_thinned_each_day_or_all_at_once_the_ends_of_months_are_the_same() -> None:
    standing: list[Dated] = []
    everything = half_hourly(400)
    for back in reversed(range(400)):
        today = TODAY - timedelta(days=back)
        standing = left(standing + [one for one in everything if one.moment.date() == today], today)
    assert standing == left(everything, TODAY)


@settings(deadline=None)
@given(MOMENTS, DAYS_ON)
def test_the_newest_always_stays(moments: list[datetime], today: date) -> None:
    found = dated(*moments)
    assert max(found) in left(found, today)


@settings(deadline=None)
@given(MOMENTS, DAYS_ON)
def test_nothing_of_today_or_later_goes_however_far_the_clock_was_put_back(
    moments: list[datetime], today: date
) -> None:
    found = dated(*moments)
    assert {one for one in found if one.moment.date() >= today} <= set(left(found, today))


@settings(deadline=None)
@given(MOMENTS, DAYS_ON)
def test_every_month_that_had_one_has_its_last(moments: list[datetime], today: date) -> None:
    found = dated(*moments)
    kept = left(found, today)
    for one in found:
        assert any((one.moment.year, one.moment.month) == (other.moment.year, other.moment.month)
                   and other >= one for other in kept)  # fmt: skip


@settings(deadline=None)
@given(MOMENTS, DAYS_ON)
def test_thinning_twice_is_thinning_once(moments: list[datetime], today: date) -> None:
    kept = left(dated(*moments), today)
    assert left(kept, today) == kept


@settings(deadline=None)
@given(MOMENTS)
def test_a_clock_set_years_ahead_costs_no_day_its_backup(moments: list[datetime]) -> None:
    """Ages would make every one of them old; the newest days and weeks stay whatever the clock says."""
    found = dated(*moments)
    newest_days = sorted({one.moment.date() for one in found})[-DAYS:]
    assert {one.moment.date() for one in left(found, date(2060, 1, 1))} >= set(newest_days)


@settings(deadline=None)
@given(MOMENTS, DAYS_ON)
def test_one_more_day_never_brings_more_than_it_should(moments: list[datetime], today: date) -> None:
    before = [one for one in left(dated(*moments), today) if one.moment.date() < today]
    months = {(one.moment.year, one.moment.month) for one in before}
    assert len(before) <= DAYS + WEEKS + len(months)


def test_folders_put_aside_stay_thirty_days_and_the_newest_three_for_good() -> None:
    moments = [NOW - timedelta(days=back) for back in (400, 300, 200, 100, 31, 30, 0)]
    found = dated(*moments)
    assert superfluous_aside(found, TODAY) == {one.name for one in found[:4]}
    assert superfluous_aside(found[:ASIDE_AT_LEAST], TODAY) == set()
    assert superfluous_aside(found, TODAY - timedelta(days=1000)) == set()
    many = dated(*(NOW - timedelta(days=back) for back in range(ASIDE_DAYS + 1)))
    assert superfluous_aside(many, TODAY) == set()


@pytest.fixture
def place(desk: Session, folder: Path) -> Path:
    """Three backups of one old day beside one of today."""
    for hours in (0, 1, 2):
        backup(desk.at(NOW - timedelta(days=50, hours=hours)))
    backup(desk)
    return folder / "backups"


EARLY, LATE = "crdesk-20260911-163000.backup", "crdesk-20260911-183000.backup"


def test_what_is_superfluous_goes(desk: Session, place: Path) -> None:
    assert thin(place, desk.data.key, TODAY) == (EARLY, "crdesk-20260911-173000.backup")
    assert names_in(place) == {LATE, "crdesk-20261031-183000.backup"}


def test_a_damaged_last_one_is_no_reason_to_remove_the_good_one_before(desk: Session, place: Path) -> None:
    (place / LATE).write_bytes((place / LATE).read_bytes()[:-100])
    assert thin(place, desk.data.key, TODAY) == (EARLY,)
    assert LATE in names_in(place), "a damaged one is left for people to see"


def test_what_is_not_ours_stays(desk: Session, place: Path) -> None:
    for name in ("notes.txt", "crdesk-20260911-170000.backup", "crdesk-99999999-000000.backup", "old.backup"):
        (place / name).write_bytes(b"somebody's")
    shutil.copy(place / EARLY, place / "copy for the boss.backup")
    (place / "before-restore-plan").mkdir()
    before = names_in(place)
    gone = thin(place, desk.data.key, TODAY)
    assert names_in(place) == before - set(gone)
    assert set(gone) == {EARLY, "crdesk-20260911-173000.backup"}


def test_another_shop_s_backups_in_the_same_place_stay(place: Path) -> None:
    assert thin(place, "0f" * 32, TODAY) == ()


def test_old_folders_put_aside_go(desk: Session, place: Path) -> None:
    for days in (90, 80, 70, 60, 50):
        name = f"before-restore-{NOW - timedelta(days=days):%Y%m%d-%H%M%S}"
        (place / name).mkdir()
        (place / name / "crdesk.db").write_bytes(b"old")
    assert {"before-restore-20260802-183000", "before-restore-20260812-183000"} < set(
        thin(place, desk.data.key, TODAY)
    )
    assert len(list(place.glob("before-restore-*"))) == 3
