"""投诉月报 counts cases by everything the department answers for, and each item adds up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from db import Complaint
from desktop_app.complaints.clocks import CLOCK_LABELS
from desktop_app.session import Session
from desktop_app.statistics.complaint_report import complaint_records, complaint_report
from desktop_app.statistics.report import Report
from tests.statistics.desk import MORNING, a_case, a_step, given

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
HOUR = timedelta(hours=1)


def classed(report: Report, item: str) -> dict[str, int]:
    return {str(row[1]): int(str(row[2])) for row in report.rows if row[0] == item}


def taken(session: Session, now: datetime | None = None) -> Report:
    return complaint_report(session.at(now) if now else session, *OCTOBER)


def test_a_month_without_cases_has_no_number_but_zero(session: Session) -> None:
    report = taken(session)
    assert report.totals == ("合计", "受理案例", 0, 0, None)
    assert all(row[2] == 0 for row in report.rows)
    assert report.reconciliation == "受理 0 = 抱怨 0 + 投诉 0 + 紧急投诉 0"
    assert report.reconciles


def test_cases_are_counted_by_grade_cause_channel_party_and_occasion(session: Session) -> None:
    first = a_case(
        session,
        grade="抱怨",
        cause="attitude",
        channel="来人",
        responsible_party="销售店",
        phone="13812345678",
    )
    a_case(session, grade="投诉", cause="waiting", phone="13812345678")
    a_case(session, grade="紧急投诉", cause="waiting", escalated=True, escalated_reason="媒体")
    Complaint.update(department="售后部", model="卡罗拉").where(Complaint.number == first).execute()
    report = taken(session)
    assert classed(report, "分级") == {"抱怨": 1, "投诉": 1, "紧急投诉": 1}
    assert classed(report, "升级") == {"已升级": 1, "未升级": 2}
    assert classed(report, "原因") == {"时间过长": 2, "服务态度": 1}
    assert list(classed(report, "原因")) == ["时间过长", "服务态度"]
    assert classed(report, "反映渠道") == {"来电": 2, "来人": 1}
    assert classed(report, "责任部门") == {"售后部": 1, "未填": 2}
    assert list(classed(report, "车型")) == ["卡罗拉", "未填"]
    assert classed(report, "责任方") == {"厂商": 0, "销售店": 1, "顾客": 0, "未定": 2}
    assert classed(report, "投诉次数") == {"首次": 2, "再次": 1}
    assert report.cells(0)[2:] == (1, 3, Fraction(1, 3))
    assert report.reconciles


def test_a_clock_is_kept_missed_still_running_or_needless(session: Session) -> None:
    kept, missed, late, fresh, closed = (a_case(session, MORNING + n * HOUR) for n in range(5))
    a_step(kept, "contact", 24 * HOUR, reached=True)
    a_step(missed, "contact", 24 * HOUR + timedelta(seconds=1), reached=True)
    a_step(closed, "close", 2 * HOUR, state="closed", reason="unreachable")
    assert fresh != late
    report = taken(session, MORNING + 2 * HOUR + 24 * HOUR + timedelta(minutes=5))
    assert classed(report, "时限：首次联系") == {"按时": 1, "超时": 2, "未到期": 1, "不再适用": 1}
    by_number = {
        record.reference for record in complaint_records(session, report, None, "clock-first_contact:missed")
    }
    assert by_number == {missed, late}
    assert "时限：承诺" not in {row[0] for row in report.rows}


def test_an_urgent_case_has_four_hours(session: Session) -> None:
    number = a_case(session, grade="紧急投诉")
    a_step(number, "contact", 4 * HOUR + timedelta(seconds=1), reached=True)
    assert classed(taken(session), "时限：首次联系")["超时"] == 1


def test_clocks_are_counted_one_by_one_and_records_with_them(session: Session) -> None:
    number = a_case(session)
    a_step(number, "hand_over", HOUR, state="handed_over")
    a_step(number, "result", 2 * HOUR, state="reported")
    a_step(number, "follow_up", 3 * HOUR, state="new_round", satisfied=False)
    Complaint.update(round=2).execute()
    report = taken(session)
    item = f"时限：{CLOCK_LABELS['result']}"
    row = next(place for place, cells in enumerate(report.rows) if cells[0] == item and cells[1] == "按时")
    assert [record.reference for record in complaint_records(session, report, row, 2)] == [number]
    assert classed(report, "处理后满意度") == {"满意": 0, "不满意": 1, "尚无再次回访结果": 0}


def test_satisfaction_is_the_result_of_the_last_call_that_reached_the_customer(session: Session) -> None:
    number = a_case(session)
    a_step(number, "follow_up", HOUR, satisfied=False, reached=True)
    a_step(number, "follow_up", 2 * HOUR, satisfied=True, reached=True)
    a_step(number, "follow_up", 3 * HOUR, satisfied=None, reached=False)
    assert classed(taken(session), "处理后满意度")["满意"] == 1
    assert classed(taken(session, MORNING + HOUR), "处理后满意度")["不满意"] == 1


def test_progress_shows_open_cases_by_colour_at_the_moment_taken(session: Session) -> None:
    a_case(session)
    done = a_case(session)
    a_step(done, "close", 30 * HOUR, state="closed", reason="unreachable")
    wanted: dict[timedelta, dict[str, int]] = {
        HOUR: {"未结案（白）": 2},
        20 * HOUR: {"未结案（黄）": 2},
        25 * HOUR: {"未结案（红）": 2},
        31 * HOUR: {"已结案": 1, "未结案（红）": 1},
    }
    for after, progress in wanted.items():
        found = classed(taken(session, MORNING + after), "进展")
        assert {label: number for label, number in found.items() if number} == progress


def test_compensation_is_counted_and_summed_and_what_was_declined_is_not(session: Session) -> None:
    number = a_case(session)
    given(number, MORNING + HOUR, "free_wash", 3000)
    given(number, MORNING + HOUR, "free_wash", 4550)
    given(number, MORNING + 2 * HOUR, "discount", 123_456_00)
    given(number, MORNING + HOUR, "gift", 99, declined_at=MORNING + 3 * HOUR)
    report = taken(session)
    assert classed(report, "补偿") == {"免费洗车（¥75.50）": 2, "折扣（¥123,456.00）": 1}
    assert report.notes == ("补偿 3 项，合计 ¥123,531.50。",)
    assert classed(taken(session, MORNING + HOUR), "补偿") == {"免费洗车（¥75.50）": 2, "赠品（¥0.99）": 1}


def test_the_avoidable_share_counts_those_not_yet_judged_apart(session: Session) -> None:
    for answer in (True, False, None, None):
        Complaint.update(avoidable=answer).where(Complaint.number == a_case(session)).execute()
    assert classed(taken(session), "能否避免") == {"可以避免": 1, "不可避免": 1, "未判定": 2}


def test_only_cases_accepted_in_the_period_count(session: Session) -> None:
    def total(**when: Any) -> object:
        report = complaint_report(session, when["start"], when["end"])
        return report.cells(None)[2]

    a_case(session, datetime(2026, 10, 12, 0, 0))
    a_case(session, datetime(2026, 10, 12, 23, 59, 59))
    day = date(2026, 10, 12)
    assert total(start=day, end=day) == 2
    assert total(start=date(2026, 10, 1), end=date(2026, 10, 11)) == 0
    assert total(start=date(2026, 10, 13), end=date(2026, 10, 31)) == 0


def test_a_grade_that_no_class_knows_shows_as_not_reconciling(session: Session, monkeypatch: Any) -> None:
    from desktop_app.statistics import complaint_report as module

    a_case(session, grade="抱怨")
    monkeypatch.setattr(module, "GRADE_LABELS", {"complaint": "投诉", "urgent": "紧急投诉"})
    report = taken(session)
    assert not report.reconciles
    assert report.reconciliation == "受理 1 ≠ 投诉 0 + 紧急投诉 0"
