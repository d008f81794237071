"""概览 shows the same numbers as the reports, and every one of them opens its records."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from desktop_app.session import Session
from desktop_app.statistics.overview import month_figures, overview
from desktop_app.statistics.registry import records_behind, take
from tests.callbacks.scenes import a_callback
from tests.statistics.desk import MORNING, a_case, a_step
from tests.statistics.sample_office import expected

HOUR = timedelta(hours=1)
NUMBERS = ("whole", "success", "failure", "untried", "full", "basic", "bad", "unscored")


def test_the_months_are_those_of_the_samples(office: Session) -> None:
    found = overview(office, 202610)
    assert [figures.month for figures in found.sales][-4:] == [202607, 202608, 202609, 202610]
    assert len(found.sales) == len(found.service) == 12
    for report, months in (("sales", found.sales), ("service", found.service)):
        for figures in months[-3:]:
            told = expected()[report][f"{figures.month // 100}-{figures.month % 100:02}"]["合计"]
            assert figures.whole == told["D"]
            assert figures.success_rate == Fraction(told["S"], told["D"])
            assert (figures.full, figures.basic, figures.bad) == (told["full"], told["basic"], told["bad"])
    assert found.sales[0].success_rate is None


@pytest.mark.parametrize("report", ["sales-satisfaction", "service-satisfaction"])
def test_a_month_of_the_chart_opens_the_records_of_the_report(office: Session, report: str) -> None:
    for figures in month_figures(office, report, 202610, 3):
        taken = take(office, report, figures.start, figures.end)
        for number in NUMBERS:
            assert len(records_behind(office, taken, None, number)) == getattr(figures, number)


def test_the_shares_of_the_bands_make_a_whole(office: Session) -> None:
    (figures,) = month_figures(office, "service-satisfaction", 202610, 1)
    shares = [figures.share(band) for band in ("full", "basic", "bad")]  # type: ignore[arg-type]
    assert sum(share for share in shares if share is not None) == 1
    assert figures.full_rate == Fraction(figures.full, figures.success)


def test_a_month_replayed_is_the_month_as_it_stood(office: Session) -> None:
    then = office.at(datetime(2026, 9, 15, 18, 30))
    figures = month_figures(then, "sales-satisfaction", 202610, 2)
    assert figures[-1].whole == 0
    assert (
        figures[-2].whole == take(then, "sales-satisfaction", figures[0].start, figures[0].end).cells(None)[1]
    )


def test_still_callable_are_the_uncompleted_whose_window_has_not_ended(office: Session) -> None:
    for report, references in overview(office, 202610).still_callable.items():
        for record in references:
            assert record.outcome != "成功"
            assert record.event_on
            window = 10 if report == "sales-satisfaction" else 7
            assert record.event_on + timedelta(days=window) >= office.today()
        assert references
    assert overview(office, 202611).still_callable == {"sales-satisfaction": (), "service-satisfaction": ()}


def test_open_cases_are_counted_by_colour_and_the_next_due_come_first(session: Session) -> None:
    late, soon, fresh, done = (a_case(session, MORNING + n * HOUR) for n in (0, 5, 24, 1))
    a_step(done, "close", HOUR, state="closed", reason="unreachable")
    found = overview(session.at(MORNING + 25 * HOUR), 202610)
    assert {bar.label: [record.reference for record in bar.records] for bar in found.open_cases} == {
        "白": [fresh],
        "黄": [soon],
        "红": [late],
    }
    assert [row.number for row in found.next_due] == [late, soon, fresh]


def test_the_causes_of_three_months_are_ordered_by_number_with_their_cases(session: Session) -> None:
    wanted = [
        a_case(session, datetime(2026, 8, 1), cause="waiting"),
        a_case(session, MORNING, cause="waiting"),
    ]
    other = a_case(session, MORNING, cause="attitude")
    a_case(session, datetime(2026, 7, 31, 23, 59), cause="promise")
    found = overview(session, 202610)
    assert [(bar.label, bar.number) for bar in found.causes] == [("时间过长", 2), ("服务态度", 1)]
    assert [record.reference for record in found.causes[0].records] == wanted
    assert [record.reference for record in found.causes[1].records] == [other]
    assert found.cause_total == 3


def test_first_contacts_in_time_are_counted_of_those_decided(session: Session) -> None:
    kept, missed, urgent, fresh = (
        a_case(session, MORNING + n * HOUR, grade="紧急投诉" if n == 2 else "投诉") for n in range(4)
    )
    a_step(kept, "contact", HOUR, reached=True)
    a_step(missed, "contact", 24 * HOUR + timedelta(seconds=1), reached=True)
    a_case(session, datetime(2026, 9, 30))
    cases = overview(session.at(MORNING + 26 * HOUR), 202610).cases
    assert len(cases.accepted) == 4
    assert cases.accepted_before == 1
    assert [record.reference for record in cases.urgent] == [urgent]
    assert [record.reference for record in cases.contacts_kept] == [kept]
    assert cases.contacts_decided == 3
    assert cases.contact_rate == Fraction(1, 3)
    assert fresh


def test_a_window_that_ends_today_has_not_ended(session: Session) -> None:
    for days, on in ((10, "2026-10-21"), (11, "2026-10-20")):
        a_callback(session, date.fromisoformat(on), kind="sales", ref=f"XS{days}")
    references = overview(session, 202610).still_callable["sales-satisfaction"]
    assert [record.reference for record in references] == ["XS10"]
