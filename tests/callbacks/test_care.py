"""Care reminders: every kind from the day before its lead day to the day after its last, and what keeps it off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import VehicleFile
from desktop_app import settings
from desktop_app.archive.visits import months_before
from desktop_app.callbacks.care import CARE_ROW_DAYS, KINDS, REMINDERS
from desktop_app.callbacks.care_calls import care_call, care_calls
from desktop_app.callbacks.care_scene import anniversaries
from desktop_app.callbacks.maintenance import distance_due, maintenance_due, months_after
from desktop_app.session import Session
from tests.callbacks.caring import a_wish, evening, sold, visited
from tests.callbacks.scenes import a_car

DUE = date(2026, 6, 15)
DAY = timedelta(days=1)
Make = Callable[[Session], int]


def _out_of_warranty(session: Session) -> int:
    return visited(sold(session, date(2020, 3, 1)), months_before(DUE, 6))


def _with_licence(session: Session) -> int:
    return a_car(session, licence_until=DUE)


def _wedded(session: Session) -> int:
    with session.saving():
        settings.put(session, "kept_sensitive_fields", ["wedding_anniversary"])
    return a_car(session, wedding_anniversary=date(2011, 6, 15))


KINDS_ON_THEIR_OWN: dict[str, tuple[Make, date]] = {
    "recall": (lambda s: _wished(s, "recall", DUE), DUE),
    "please_come_in": (lambda s: _wished(s, "please_come_in", DUE - 3 * DAY), DUE),
    "first_maintenance": (lambda s: sold(s, date(2026, 3, 15)), DUE),
    "next_maintenance": (lambda s: visited(a_car(s), date(2025, 12, 15)), date(2026, 6, 1)),
    "advised_work": (lambda s: _wished(s, "advised_work", date(2026, 5, 1)), date(2026, 6, 1)),
    "warranty": (lambda s: sold(s, date(2023, 6, 15)), date(2026, 5, 15)),
    "warranty_again": (lambda s: sold(s, date(2023, 6, 15)), date(2026, 6, 1)),
    "insurance": (lambda s: a_car(s, insured_on=date(2024, 6, 15)), date(2026, 5, 16)),
    "inspection": (lambda s: a_car(s, inspection_on=DUE), date(2026, 5, 16)),
    "licence": (_with_licence, date(2026, 5, 16)),
    "free_check": (_out_of_warranty, DUE),
    "yearly_contact": (lambda s: visited(a_car(s), date(2024, 6, 15)), DUE),
    "birthday": (lambda s: a_car(s, birthday=date(1986, 6, 15)), DUE),
    "wedding": (_wedded, DUE),
    "car_birthday": (lambda s: sold(s, date(2024, 6, 15)), date(2026, 6, 1)),
}
"""How a car gets a reminder of each kind about 15 June 2026, and its lead day, counted on a paper calendar."""


def _wished(session: Session, kind: str, noted_on: date) -> int:
    car = a_car(session)
    a_wish(car, kind, DUE, noted_on)
    return car


def kinds_on(session: Session, day: date) -> dict[str, date]:
    """The kinds of all reminders that stand on a day, with the day each is about."""
    calls = care_calls(session.at(evening(day)))
    return {one.kind: one.due_on for call in calls for one in call.reminders}


def test_every_kind_has_its_line_here() -> None:
    assert set(KINDS_ON_THEIR_OWN) == set(KINDS) == {kind.code for kind in REMINDERS}


@pytest.mark.parametrize("kind", KINDS_ON_THEIR_OWN)
def test_a_reminder_stands_from_its_lead_day_for_thirty_days(session: Session, kind: str) -> None:
    make, lead_on = KINDS_ON_THEIR_OWN[kind]
    make(session)
    for day in range(-3, CARE_ROW_DAYS + 4):
        found = kinds_on(session, lead_on + day * DAY)
        wanted = 0 <= day <= CARE_ROW_DAYS or (KINDS[kind].lasts and day >= 0)
        assert found.get(kind) == (DUE if wanted else None), (kind, day, found)


@pytest.mark.parametrize("kind", KINDS_ON_THEIR_OWN)
def test_a_row_says_its_window_its_day_and_what_it_is_about(session: Session, kind: str) -> None:
    make, lead_on = KINDS_ON_THEIR_OWN[kind]
    make(session)
    calls = [
        one for one in care_calls(session.at(evening(lead_on))) if kind in {r.kind for r in one.reminders}
    ]
    (reminder,) = [one for one in calls[0].reminders if one.kind == kind]
    last = None if KINDS[kind].lasts else lead_on + CARE_ROW_DAYS * DAY
    assert (reminder.lead_on, reminder.until, reminder.due_on) == (lead_on, last, DUE)


@pytest.mark.parametrize("kind", KINDS_ON_THEIR_OWN)
def test_who_asked_not_to_be_called_is_never_reminded(session: Session, kind: str) -> None:
    make, lead_on = KINDS_ON_THEIR_OWN[kind]
    car = make(session)
    VehicleFile.update(do_not_call_at=evening(lead_on)).where(VehicleFile.id == car).execute()
    assert kind not in kinds_on(session, lead_on)
    assert (
        kind in kinds_on(session.at(evening(lead_on)), lead_on - DAY) or KINDS[kind].lead_on(DUE) == lead_on
    )


@pytest.mark.parametrize("kind", KINDS_ON_THEIR_OWN)
def test_the_office_can_switch_a_kind_off(session: Session, kind: str) -> None:
    make, lead_on = KINDS_ON_THEIR_OWN[kind]
    make(session)
    with session.saving():
        settings.put(session, "care_kinds_off", [kind])
    assert kind not in kinds_on(session, lead_on)


COMES = {
    "first_maintenance": True, "next_maintenance": True, "advised_work": True, "warranty_again": True,
    "free_check": True, "yearly_contact": True, "please_come_in": True, "recall": False, "warranty": False,
    "insurance": False, "inspection": False, "licence": False, "birthday": False, "wedding": False,
    "car_birthday": False,
}  # fmt: skip
"""Whether a reminder has done its work once the car comes for maintenance on its lead day."""


@pytest.mark.parametrize("kind", KINDS_ON_THEIR_OWN)
def test_some_reminders_have_done_their_work_when_the_car_comes(session: Session, kind: str) -> None:
    make, lead_on = KINDS_ON_THEIR_OWN[kind]
    car = make(session)
    visited(car, lead_on, kind="maintenance", work="更换机油")
    assert (kind not in kinds_on(session, lead_on + DAY)) == COMES[kind]
    assert kind not in kinds_on(session, lead_on - DAY)


def test_nothing_that_lies_ahead_is_seen(session: Session) -> None:
    car = visited(sold(session, date(2026, 3, 15)), date(2026, 9, 1), kind="first_maintenance")
    assert "first_maintenance" in kinds_on(session, DUE)
    assert "first_maintenance" not in kinds_on(session, date(2026, 3, 14))
    a_wish(car, "recall", date(2026, 6, 1), date(2026, 9, 20))
    assert "recall" not in kinds_on(session, DUE)


def test_the_first_maintenance_is_not_done_by_the_body_shop(session: Session) -> None:
    car = visited(sold(session, date(2026, 3, 15)), date(2026, 4, 2), kind="body")
    assert "first_maintenance" in kinds_on(session, DUE)
    visited(car, date(2026, 5, 30))
    assert "first_maintenance" not in kinds_on(session, DUE)


def test_a_wedding_is_no_reminder_while_the_field_is_off(session: Session) -> None:
    a_car(session, wedding_anniversary=date(2011, 6, 15))
    assert kinds_on(session, DUE) == {}


def test_a_company_has_no_birthday(session: Session) -> None:
    a_car(session, birthday=date(1986, 6, 15), is_company=True)
    assert kinds_on(session, DUE) == {}
    a_car(session, birthday=date(1986, 6, 15), is_company=False)
    assert kinds_on(session, DUE) == {"birthday": DUE}


def test_a_car_that_went_too_far_is_out_of_warranty(session: Session) -> None:
    car = sold(session, date(2023, 6, 15))
    visited(car, date(2025, 12, 1), 99_999)
    assert "warranty" in kinds_on(session, date(2026, 5, 15))
    visited(car, date(2025, 12, 10), 100_000)
    assert not {"warranty", "warranty_again"} & kinds_on(session, date(2026, 6, 1)).keys()
    assert kinds_on(session, date(2026, 6, 10))["free_check"] == date(2026, 6, 10)


def test_a_car_in_warranty_is_not_invited_until_the_warranty_ends(session: Session) -> None:
    visited(sold(session, date(2023, 9, 1)), date(2025, 12, 15), 30_000)
    assert "free_check" not in kinds_on(session, DUE)
    assert kinds_on(session, date(2026, 9, 1))["free_check"] == date(2026, 9, 1)


def test_the_warranty_is_a_setting(session: Session) -> None:
    sold(session, date(2024, 6, 15))
    with session.saving():
        settings.put(session, "warranty_months", 24)
    assert kinds_on(session, date(2026, 5, 15))["warranty"] == DUE


def test_a_long_lost_customer_is_asked_after_each_year(session: Session) -> None:
    sold(session, date(2019, 6, 15))
    for year in range(2020, 2027):
        assert "yearly_contact" in kinds_on(session, date(year, 6, 20))
        assert "yearly_contact" not in kinds_on(session, date(year, 8, 1))


READINGS = [
    ([(date(2026, 1, 1), 10_000), (date(2026, 3, 2), 13_000)], date(2026, 6, 10), "60 days for 3,000 km"),
    ([(date(2026, 1, 1), 10_000), (date(2026, 1, 7), 13_000)], None, "less than seven days apart"),
    ([(date(2026, 1, 1), 10_000), (date(2026, 1, 8), 11_000)], date(2026, 2, 12), "seven days are enough"),
    ([(date(2026, 1, 1), 10_000), (date(2026, 3, 2), 10_000)], None, "not rising"),
    ([(date(2026, 1, 1), 10_000)], None, "one reading"),
    ([(date(2006, 1, 1), 10_000), (date(2026, 1, 1), 10_001)], date(2035, 12, 30), "hardly driven at all"),
    ([], None, "none"),
    (
        [(date(2025, 11, 2), 7_000), (date(2026, 1, 1), 10_000), (date(2026, 1, 3), 10_100)],
        date(2026, 4, 13), "the newest two are too close: the last and the one before them count",
    ),
    (
        [(date(2025, 11, 2), 7_000), (date(2026, 1, 1), 10_000), (date(2026, 3, 1), 900)],
        date(2026, 6, 9), "the newest was misread: the rate is that of the two before",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("readings", "due", "why"), READINGS, ids=[why for *_, why in READINGS])
def test_five_thousand_kilometres_are_forecast_from_the_last_rate(
    readings: list[tuple[date, int]], due: date | None, why: str
) -> None:
    assert distance_due(readings) == due


def test_the_earlier_of_time_and_distance_decides(session: Session) -> None:
    car = a_car(session)
    for day, odometer in ((date(2026, 1, 1), 10_000), (date(2026, 3, 2), 13_000)):
        visited(car, day, odometer)
    assert kinds_on(session, date(2026, 5, 27)) == {"next_maintenance": date(2026, 6, 10)}
    assert kinds_on(session, date(2026, 5, 26)) == {}
    assert maintenance_due([(date(2026, 1, 1), 1), (date(2026, 3, 2), 500)]) == date(2026, 9, 2)
    assert maintenance_due([]) is None
    late = maintenance_due([(date(2026, 1, 1), 10_000), (date(2026, 3, 2), 13_000), (date(2026, 8, 1), None)])
    assert late == date(2027, 2, 1), "a visit without a reading overtakes the forecast"


@given(st.lists(st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 300_000)), max_size=8))
def test_the_forecast_never_lies_before_the_last_reading(readings: list[tuple[date, int]]) -> None:
    due = distance_due(sorted(readings))
    assert due is None or due > max(readings)[0]


@given(st.dates(date(1920, 1, 1), date(2026, 12, 31)), st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_every_year_has_exactly_one_anniversary(day: date, low: date) -> None:
    found = list(anniversaries(day, low, months_after(low, 12) - DAY))
    if day < low:
        assert len(found) == 1 or day.month == 2
        assert all(one.month == day.month for one in found)


def test_several_kinds_of_one_car_are_one_call_in_the_order_of_their_weight(session: Session) -> None:
    car = sold(
        session,
        date(2024, 6, 15),
        birthday=date(1986, 6, 15),
        insured_on=date(2024, 6, 15),
        phone="13812345678",
    )
    a_wish(car, "recall", DUE, DUE, "气囊")
    a_car(session, birthday=date(1990, 6, 14), phone="13812345678")
    calls = care_calls(session.at(evening(DUE)))
    assert [[one.kind for one in call.reminders] for call in calls] == [
        ["birthday"], ["recall", "insurance", "yearly_contact", "birthday", "car_birthday"],
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS_ON_THEIR_OWN)
def test_asking_about_one_car_gives_that_car_alone(session: Session, kind: str) -> None:
    make, lead_on = KINDS_ON_THEIR_OWN[kind]
    cars = [make(session), make(session)]
    vin = str(VehicleFile.get_by_id(cars[1]).vin)
    found = care_call(session.at(evening(lead_on)), vin)
    assert found
    assert found.customer.vin == vin
    assert {one.file_id for one in found.reminders} == {cars[1]}
    assert found in care_calls(session.at(evening(lead_on)))


def test_replay_and_the_live_clock_give_the_same_list(session: Session) -> None:
    for make, _ in KINDS_ON_THEIR_OWN.values():
        make(session)
    live = care_calls(session.at(evening(DUE)))
    visited(a_car(session), date(2027, 1, 1))
    assert care_calls(session.at(evening(DUE))) == live
    assert len(live) >= len(KINDS) - 4


def test_a_moment_of_the_day_makes_no_difference_to_care(session: Session) -> None:
    sold(session, date(2026, 3, 15))
    assert care_calls(session.at(datetime(2026, 6, 15, 0, 0))) == care_calls(session.at(evening(DUE)))
