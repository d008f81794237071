"""关怀效果表: answers by kind, who came within thirty days, and the records behind each number."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from desktop_app.session import Session
from desktop_app.statistics.care import care_effect
from desktop_app.statistics.registry import records_behind
from tests.callbacks.caring import visited
from tests.callbacks.scenes import a_car
from tests.statistics.desk import cared_for

CALLED = datetime(2026, 9, 1, 10)
DAY = timedelta(days=1)
MONTH = date(2026, 9, 1), date(2026, 9, 30)


@pytest.mark.parametrize(("days", "came"), [(-1, 0), (0, 1), (1, 1), (30, 1), (31, 0)])
def test_a_visit_counts_for_thirty_days_from_the_day_of_the_call(
    session: Session, days: int, came: int
) -> None:
    car = a_car(session)
    cared_for("insurance", CALLED, accepted=True, car=car)
    visited(car, CALLED.date() + days * DAY)
    report = care_effect(session, *MONTH)
    assert report.rows == (("保险到期", 1, 1, 0, 0, Fraction(1), came, Fraction(came), 0),)


def test_kinds_stand_in_their_order_and_add_up(session: Session) -> None:
    cars = [a_car(session) for _ in range(4)]
    for car, accepted in zip(cars, (True, True, False, None), strict=True):
        cared_for("birthday", CALLED, accepted=accepted, car=car)
    cared_for("recall", CALLED, accepted=True, car=cars[0])
    visited(cars[0], date(2026, 9, 5))
    visited(cars[2], date(2026, 9, 6))
    report = care_effect(session, *MONTH)
    assert report.rows == (
        ("召回", 1, 1, 0, 0, Fraction(1), 1, Fraction(1), 0),
        ("生日", 4, 2, 1, 1, Fraction(1, 2), 1, Fraction(1, 2), 1),
    )
    assert report.totals == ("合计", 5, 3, 1, 1, Fraction(3, 5), 2, Fraction(2, 3), 1)
    assert report.reconciliation.endswith("联系数 5 = 接受 3 + 不接受 1 + 稍后再打 1")
    assert [len(refs) for refs in report.refs] == [1, 4]
    (came_anyway,) = records_behind(session, report, 1, 8)
    assert (came_anyway.file_id, came_anyway.outcome, came_anyway.remark) == (cars[2], "不接受", "09-06 到店")


def test_the_last_answer_in_the_period_counts(session: Session) -> None:
    car = a_car(session)
    cared_for("birthday", CALLED, accepted=None, car=car)
    cared_for("birthday", CALLED + 2 * DAY, accepted=True, car=car, due_on=CALLED.date())
    cared_for("birthday", CALLED + 40 * DAY, accepted=False, car=car, due_on=CALLED.date())
    assert care_effect(session, *MONTH).rows[0][1:5] == (1, 1, 0, 0)
    assert care_effect(session.at(CALLED + DAY), *MONTH).rows[0][1:5] == (1, 0, 0, 1)


def test_what_may_still_come_is_noted(session: Session) -> None:
    cared_for("birthday", CALLED, accepted=True, car=a_car(session))
    (_, still) = care_effect(session.at(CALLED + 10 * DAY), *MONTH).notes
    assert still == "已接受的还有 1 项未满 30 天、尚未到店。"
    assert len(care_effect(session.at(CALLED + 31 * DAY), *MONTH).notes) == 1


def test_a_month_without_care_calls_has_an_empty_total(session: Session) -> None:
    report = care_effect(session, *MONTH)
    assert (report.rows, report.totals) == ((), ("合计", 0, 0, 0, 0, None, 0, None, 0))
    assert report.reconciles
