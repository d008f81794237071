"""表7 and 表8 count what the rules say, for any records, now and at any earlier moment, and everything adds up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Attempt, Callback, SmsMessage, SmsReply
from desktop_app import settings as shop
from desktop_app.callbacks.dispositions import CATEGORY_OF
from desktop_app.problems import Refused
from desktop_app.session import Session
from desktop_app.statistics import cohort as cohorts
from desktop_app.statistics.registry import records_behind, references
from desktop_app.statistics.report import Report
from desktop_app.statistics.satisfaction import sales_satisfaction, service_satisfaction
from desktop_app.statistics.satisfaction_layout import SALES, SERVICE
from tests.statistics.scenes import (
    MONTH_END,
    MONTH_START,
    Call,
    Event,
    counted,
    events,
    moment,
    standing,
    store,
)

LATE = datetime(2026, 12, 1)
MANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def rolled_back(session: Session) -> Iterator[None]:
    """Whatever is stored inside is gone afterwards, so that each example begins empty."""
    with session.data.atomic() as transaction:
        yield
        transaction.rollback()


def both(session: Session, start: date = MONTH_START, end: date = MONTH_END) -> tuple[Report, Report]:
    return sales_satisfaction(session, start, end), service_satisfaction(session, start, end)


def numbers(report: Report, row: int | None) -> dict[str, int]:
    return {part.key: part.number for b in report.balances if b.row == row for part in (b.whole, *b.parts)}


def check_counts(report: Report, row: int | None, told: list[Event], now: datetime) -> None:
    wanted = counted(told, now)
    failures = ("refuse", "noanswer", "unreach", *(["other"] if report.name == SERVICE.name else []))
    wanted["failure"] = sum(wanted[name] for name in failures)
    layout = SALES if report.name == SALES.name else SERVICE
    cells = dict(zip(layout.measures, report.cells(row), strict=True))
    assert {name: cells[name] for name in cells if name} == {name: wanted[name] for name in cells if name}
    assert {name: wanted[name] for name in numbers(report, row)} == numbers(report, row)


def of(told: list[Event], kind: str, start: date, end: date) -> list[Event]:
    return [event for event in told if event.kind == kind and start <= event.day <= end]


def check_every_row(report: Report, told: list[Event], now: datetime) -> None:
    check_counts(report, None, told, now)
    teams_from = report.sections[1][0] if report.sections else len(report.rows)
    for row, cells in enumerate(report.rows):
        name = None if cells[0] == "未填" else cells[0]
        mine = [one for one in told if (one.person if row < teams_from else one.team) == name]
        assert mine
        check_counts(report, row, mine, now)
    people = {event.person for event in told}
    teams = {event.team for event in told} if report.name == SERVICE.name else set()
    assert len(report.rows) == len(people) + len(teams)
    assert report.reconciles


@MANY
@given(told=st.lists(events, max_size=12), hours=st.integers(0, 24 * 45))
def test_every_number_is_what_the_rules_say_now_and_at_any_earlier_moment(
    session: Session, told: list[Event], hours: int
) -> None:
    moment = datetime(2026, 8, 28) + timedelta(hours=hours)
    with rolled_back(session):
        store(session, told)
        for now in (LATE, moment):
            sales, service = both(session.at(now))
            for report, kind in ((sales, "sales"), (service, "service")):
                end = min(MONTH_END, now.date())
                check_every_row(report, of(told, kind, MONTH_START, end), now)


@MANY
@given(told=st.lists(events, min_size=1, max_size=8), days=st.tuples(st.integers(0, 35), st.integers(0, 35)))
def test_any_days_can_be_asked_for_not_only_whole_months(
    session: Session, told: list[Event], days: tuple[int, int]
) -> None:
    start, end = (MONTH_START - timedelta(days=3) + timedelta(days=day) for day in sorted(days))
    with rolled_back(session):
        store(session, told)
        sales, service = both(session.at(LATE), start, end)
        check_every_row(sales, of(told, "sales", start, end), LATE)
        check_every_row(service, of(told, "service", start, end), LATE)


@MANY
@given(told=st.lists(events, max_size=8))
def test_the_stored_standing_and_the_replayed_one_give_the_same_report(
    session: Session, told: list[Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    with rolled_back(session):
        store(session, told)
        stored = both(session.at(LATE))
        with monkeypatch.context() as patch:
            patch.setattr(cohorts, "STORED", cohorts.standing_at(LATE))
            assert both(session.at(LATE)) == stored


@MANY
@given(told=st.lists(events, min_size=1, max_size=8), hours=st.one_of(st.none(), st.integers(0, 24 * 45)))
def test_behind_every_number_stand_as_many_records_as_it_shows(
    session: Session, told: list[Event], hours: int | None
) -> None:
    now = LATE if hours is None else datetime(2026, 8, 28) + timedelta(hours=hours)
    with rolled_back(session):
        store(session, told)
        for report in both(session.at(now)):
            check_records(session, report)


def check_records(session: Session, report: Report) -> None:
    refs = references(session, report)
    for row in (None, *range(len(report.rows))):
        cells = report.cells(row)
        for column, cell in enumerate(cells):
            ratio = report.columns[column].ratio
            shown = cells[1] if column == 0 else cells[ratio[0]] if ratio else cell
            assert len(records_behind(session, report, row, column)) == shown
        for key, number in numbers(report, row).items():
            assert len(records_behind(session, report, row, key)) == number
        if row is not None:
            behind = records_behind(session, report, row, 0)
            assert sorted(record.reference for record in behind) == sorted(refs[row])


@MANY
@given(
    told=st.lists(events, min_size=1, max_size=6),
    days=st.tuples(st.integers(0, 35), st.integers(0, 35)),
)
def test_two_periods_side_by_side_count_what_one_over_both_counts(
    session: Session, told: list[Event], days: tuple[int, int]
) -> None:
    start = MONTH_START - timedelta(days=3)
    cut = start + timedelta(days=days[0])
    end = cut + timedelta(days=days[1])
    with rolled_back(session):
        store(session, told)
        late = session.at(LATE)
        halves = [sales_satisfaction(late, start, cut), sales_satisfaction(late, cut + timedelta(days=1), end)] \
            if cut < end else [sales_satisfaction(late, start, cut)]  # fmt: skip
        whole = sales_satisfaction(late, start, end)
        assert sum(int(str(half.cells(None)[1])) for half in halves) == whole.cells(None)[1]


DELIVERY = Event("sales", date(2026, 9, 10), "林澄", None, ())


@pytest.mark.parametrize("ending", sorted(CATEGORY_OF))
def test_one_callback_of_every_ending_stands_in_exactly_one_class(session: Session, ending: str) -> None:
    event = replace(DELIVERY, calls=(Call(7, ending, None),))
    store(session, [event])
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    found = numbers(report, 0)
    others = {"success", "failure", "other", "untried"} - {"failure"}
    assert report.reconciles
    assert sum(found[name] for name in others) + found["failure"] == 1
    name, _ = standing(event, LATE)
    assert found["failure" if name in ("refuse", "noanswer", "unreach") else name] == 1


def test_an_ending_that_no_class_counts_shows_as_not_reconciling(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "busy", None),))])
    from desktop_app.statistics import tally

    monkeypatch.setattr(tally, "CLASSED", tally.CLASSED.replace("'busy', ", ""))
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    assert not report.reconciles
    assert report.reconciliation.startswith("新车交付量 1 ≠ 回访成功 0 + 回访未成功 0 + 其他 0 + 未拨打 0")


def test_the_reconciliation_is_one_line_with_every_class_and_band(session: Session) -> None:
    told = [
        replace(DELIVERY, calls=(Call(7, "completed", 9.0),)),
        replace(DELIVERY, calls=(Call(7, "completed", None),)),
        replace(DELIVERY, calls=(Call(7, "refused", None),)),
        replace(DELIVERY, calls=(Call(7, "agreed", None),)),
        DELIVERY,
    ]
    store(session, told)
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    assert report.reconciliation == (
        "新车交付量 5 = 回访成功 2 + 回访未成功 1 + 其他 1 + 未拨打 1；"
        "回访成功 2 = 完全满意 1 + 基本满意 0 + 不满意 0 + 未评分 1"
    )
    assert report.notes == ("回访成功但没有评分的有 1 条：计入回访成功数，不计入任何满意度档。",)


def test_rates_are_exact_and_a_rate_of_nothing_is_none(session: Session) -> None:
    told = [replace(DELIVERY, calls=(Call(7, "completed", score),)) for score in (9.0, 8.0, 7.0)]
    store(session, [*told, replace(DELIVERY, person="周岚")])
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    lin, zhou = report.rows
    assert lin[0] == "林澄"
    assert lin[7:9] == (Fraction(1), Fraction(0))
    assert lin[12:] == (Fraction(2, 3), Fraction(1, 3), Fraction(0))
    assert zhou[7:9] == (Fraction(0), Fraction(0))
    assert zhou[12:] == (None, None, None)


def test_a_month_without_deliveries_is_an_empty_report_of_zeros(session: Session) -> None:
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    assert report.rows == ()
    assert report.totals == ("合计", 0, 0, 0, 0, 0, 0, None, None, 0, 0, 0, None, None, None)
    assert report.reconciles


def test_the_largest_row_comes_first_and_the_unnamed_last(session: Session) -> None:
    people = [None, None, None, "周岚", "林澄", "林澄"]
    store(session, [replace(DELIVERY, person=name) for name in people])
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    assert [row[0] for row in report.rows] == ["林澄", "周岚", "未填"]


def test_the_bands_are_a_setting_and_the_note_says_so(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "completed", 8.0),))])
    with session.saving():
        shop.put(session, "full_band_from", 9)
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    assert report.cells(None)[9:12] == (0, 1, 0)
    assert report.notes == ("满意度分档按设置：9 分起为完全满意，6 分起为基本满意。",)
    check_records(session, report)


def test_an_sms_score_stands_on_a_line_of_its_own_and_in_no_number(session: Session) -> None:
    store(session, [DELIVERY, replace(DELIVERY, kind="service"), DELIVERY])
    for callback, score in zip((1, 2, 3), (9, 2, 10), strict=True):
        message = SmsMessage.insert(
            callback=callback, number=f"1380000000{callback}", kind="sales_callback", text="请回复", state="replied",
            created_at=datetime(2026, 9, 20), sent_at=datetime(2026, 9, 20, 10), account="许知微",
        ).execute()  # fmt: skip
        SmsReply.insert(
            number=f"1380000000{callback}",
            at=datetime(2026, 9, 20, 11),
            text=str(score),
            message=message,
            score=score,
        ).execute()
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    assert report.notes == ("短信回复评分 2 条，平均 9.5 分，另计，不计入上表。",)
    assert report.cells(None)[2] == 0
    before = sales_satisfaction(session.at(datetime(2026, 9, 20, 10, 30)), MONTH_START, MONTH_END)
    assert before.notes == ()


def test_a_call_typed_in_late_counts_from_its_own_time(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "completed", 9.0),))])
    Attempt.update(recorded_at=datetime(2026, 10, 20)).execute()
    earlier = sales_satisfaction(session.at(datetime(2026, 9, 18)), MONTH_START, MONTH_END)
    assert earlier.cells(None)[2] == 1
    assert sales_satisfaction(session.at(datetime(2026, 9, 16)), MONTH_START, MONTH_END).cells(None)[2] == 0


def test_a_report_taken_earlier_still_opens_the_records_of_its_moment(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "busy", None), Call(9, "completed", 9.0)))])
    report = sales_satisfaction(session.at(datetime(2026, 9, 18)), MONTH_START, MONTH_END)
    (record,) = records_behind(session, report, 0, "failure")
    assert (record.outcome, record.tries, record.last_at) == ("占线", 1, datetime(2026, 9, 17, 9))
    assert records_behind(session, report, 0, "success") == ()


def test_a_record_says_who_when_how_often_and_with_which_car(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "busy", None), Call(8, "powered_off", None)))])
    Attempt.update(remark="晚上再打").where(Attempt.disposition == "powered_off").execute()
    (record,) = records_behind(session, sales_satisfaction(session, MONTH_START, MONTH_END), 0, "unreach")
    assert record.customer.startswith("沈佳")
    assert record.person == "林澄"
    assert record.event_on == date(2026, 9, 10)
    assert record.last_at == datetime(2026, 9, 18, 9, 1)
    assert (record.outcome, record.tries, record.remark) == ("关机", 2, "晚上再打")
    assert record.file_id == Callback.get().file_id


def test_a_period_that_ends_before_it_begins_is_refused(session: Session) -> None:
    with pytest.raises(Refused, match="起止日期颠倒"):
        sales_satisfaction(session, MONTH_END, MONTH_START)


def test_the_covering_index_alone_answers_a_whole_month(session: Session) -> None:
    from desktop_app.statistics.tally import PAPER, aggregate

    cohort = cohorts.cohort_of(session, ("service",), MONTH_START, MONTH_END)
    (relation,) = cohorts.relations(cohort)
    sql, values = aggregate(relation, PAPER, "person_id, team_id").sql()
    plan = " ".join(
        str(row) for row in session.data.execute_sql(f"EXPLAIN QUERY PLAN {sql}", values).fetchall()
    )
    assert "USING COVERING INDEX callback_kind_month" in plan


def test_a_call_at_the_very_second_of_the_clock_is_seen_and_one_a_second_later_is_not(
    session: Session,
) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "refused", None), Call(8, "completed", 9.0)))])
    made = datetime(2026, 9, 17, 9)
    assert sales_satisfaction(session.at(made), MONTH_START, MONTH_END).cells(None)[4] == 1
    before = made - timedelta(seconds=1)
    assert sales_satisfaction(session.at(before), MONTH_START, MONTH_END).cells(None)[4] == 0


@pytest.mark.parametrize(
    ("score", "band"),
    [
        (10.0, "full"),
        (8.0, "full"),
        (7.99, "basic"),
        (6.0, "basic"),
        (5.99, "bad"),
        (1.0, "bad"),
        (None, "unscored"),
    ],
)
def test_every_score_lies_in_one_band_and_opens_there(
    session: Session, score: float | None, band: str
) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "completed", score),))])
    report = sales_satisfaction(session, MONTH_START, MONTH_END)
    bands = ("full", "basic", "bad", "unscored")
    assert {name: numbers(report, None)[name] for name in bands} == {
        name: int(name == band) for name in bands
    }
    check_records(session, report)


@pytest.mark.parametrize("asked_after", [(9.0, None), (None, 9.0), (5.0, 9.0)])
def test_a_call_completed_without_a_score_takes_nothing_from_one_that_has_it(
    session: Session, asked_after: tuple[float | None, ...]
) -> None:
    calls = tuple(Call(after, "completed", score) for after, score in enumerate(asked_after, 7))
    store(session, [replace(DELIVERY, calls=(*calls, Call(40, "no_answer", None)))])
    for now in (session, session.at(moment(DELIVERY.day, calls[-1], calls))):
        totals = sales_satisfaction(now, MONTH_START, MONTH_END).totals
        assert totals is not None
        assert totals[9:12] == (1, 0, 0)
