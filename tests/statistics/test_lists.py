"""The lists of a month: messages, audits, papers and dissatisfied customers, each as seen at the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from db import Attempt, Callback, RepairOrder, VehicleFile
from desktop_app.callbacks.questionnaire_file import shipped
from desktop_app.callbacks.questionnaires import keep_version
from desktop_app.session import Session
from desktop_app.statistics.archive_list import archive_list
from desktop_app.statistics.dissatisfied import dissatisfied_customers
from desktop_app.statistics.file_audit import file_audit
from desktop_app.statistics.report import Report
from desktop_app.statistics.sms_log import sms_log
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.statistics.desk import MORNING, a_case, a_message, a_reply, an_audit, papers_in

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
DAY = date(2026, 10, 8)
HOUR = timedelta(hours=1)


def rows(report: Report, *columns: str) -> list[tuple[Any, ...]]:
    places = [report.column(label) for label in columns]
    return [tuple(cells[place] for place in places) for cells in report.rows]


# 表13


def test_a_message_is_shown_as_it_stood_at_the_clock(session: Session) -> None:
    message = a_message(MORNING, created_at=MORNING - HOUR, state="replied")
    a_reply(message, MORNING + HOUR, "9分，谢谢", 9)
    seen = {
        MORNING - 2 * HOUR: [],
        MORNING - HOUR: [(None, "待发", "")],
        MORNING: [(MORNING, "已发", "")],
        MORNING + HOUR: [(MORNING, "已回复", "9分，谢谢")],
    }
    for now, shown in seen.items():
        assert rows(sms_log(session.at(now), *OCTOBER), "发送时间", "发送状态", "客户回复内容") == shown, now


def test_a_message_belongs_to_the_day_it_was_sent(session: Session) -> None:
    a_message(datetime(2026, 10, 1), created_at=datetime(2026, 9, 30, 23))
    a_message(datetime(2026, 10, 1), created_at=datetime(2026, 9, 30, 23), sent_at=None, state="waiting")
    a_message(datetime(2026, 11, 1), created_at=datetime(2026, 10, 31, 18), state="delivered")
    assert rows(sms_log(session.at(datetime(2026, 11, 5)), *OCTOBER), "发送状态") == [("已发",)]
    assert rows(sms_log(session, *OCTOBER), "发送状态") == [("已发",), ("待发",)]


def test_messages_are_told_in_words_and_add_up(session: Session) -> None:
    car = a_car(session, vin="LFMA1234567890123")
    a_message(MORNING, kind="care", state="delivered", file=car)
    a_message(MORNING + HOUR, kind="notice", state="failed", sent_at=None)
    report = sms_log(session, *OCTOBER)
    assert rows(report, "客户姓名", "手机号", "原因类型", "发送状态") == [
        ("沈佳", "13812345678", "关怀", "送达"),
        ("沈佳", "13812345678", "通知", "失败"),
    ]
    assert report.refs == (("LFMA1234567890123",), ())
    assert report.reconciliation == "短信 2 = 待发 0 + 已发 0 + 送达 1 + 失败 1 + 已回复 0"


# 表14


def test_audits_are_listed_by_their_day_with_what_was_found(session: Session) -> None:
    a_callback(session, DAY, kind="sales", ref="XS1")
    a_callback(session, DAY, ref="WX1")
    audited = {"audited_at": datetime(2026, 10, 13, 10)}
    an_audit(
        "XS1", date(2026, 9, 28), normal=False, finding="缺行驶证", responsible="林澄", advice="补收",
        done_at=datetime(2026, 10, 20), **audited,
    )  # fmt: skip
    an_audit("WX1", date(2026, 10, 12), normal=True, audited_at=datetime(2026, 11, 1))
    report = file_audit(session, *OCTOBER)
    assert [row[1:] for row in report.rows] == [
        ("售后", "WX1", "待检核", None, None, None),
        ("售时", "XS1", "异常", "缺行驶证", "林澄", "补收（2026-10-20 已落实）"),
    ]
    assert report.reconciliation == "检核 2 = 正常 0 + 异常 1 + 待检核 1"
    assert len(file_audit(session.at(datetime(2026, 11, 2)), *OCTOBER).rows) == 1
    earlier = file_audit(session.at(datetime(2026, 10, 12, 12)), date(2026, 9, 1), date(2026, 9, 30))
    assert rows(earlier, "检核状态(正常/异常)", "异常状态描述") == [("待检核", None)]


# 客户档案管理汇总表


def test_each_sale_and_each_visit_is_one_row(session: Session) -> None:
    car = a_car(session)
    a_callback(session, DAY, kind="sales", ref="XS1", car=car)
    a_callback(session, date(2026, 10, 20), ref="WX1", car=car)
    a_callback(session, date(2026, 10, 20), ref="WX2", car=car)
    a_callback(session, date(2026, 10, 21), ref="WX3", car=car)
    report = archive_list(session, *OCTOBER)
    assert report.refs == (("XS1",), ("WX1", "WX2"), ("WX3",))
    assert rows(report, "序号", "日期", "类别(售时/售后)") == [
        (1, DAY, "售时"),
        (2, date(2026, 10, 20), "售后"),
        (3, date(2026, 10, 21), "售后"),
    ]
    assert report.reconciliation == "档案 3 = 售时 1 + 售后 2"
    assert archive_list(session.at(datetime(2026, 10, 20, 8)), *OCTOBER).refs == (("XS1",), ("WX1", "WX2"))


def test_papers_are_complete_only_with_those_of_every_order_of_the_visit(session: Session) -> None:
    car = a_car(session)
    a_callback(session, DAY, ref="WX1", car=car)
    a_callback(session, DAY, ref="WX2", car=car)
    service = ("预检单", "派工单", "结算单")
    found = []
    for reference, names in (("WX1", service), ("WX2", service[:2]), ("WX2", service[2:])):
        papers_in(reference, names, date(2026, 10, 10), cabinet=f"B-{reference[-1]}")
        found += rows(archive_list(session, *OCTOBER), "资料是否齐全", "柜号/盒号")
    assert found == [("缺 3 份", "B-1"), ("缺 1 份", "B-1、B-2"), ("齐全", "B-1、B-2")]
    then = archive_list(session.at(datetime(2026, 10, 9)), *OCTOBER)
    assert rows(then, "资料是否齐全", "柜号/盒号") == [("缺 6 份", None)]


def test_a_company_brings_its_organisation_code(session: Session) -> None:
    a_callback(session, DAY, kind="sales", ref="XS1", car=a_car(session, name="皋城贸易公司"))
    person = ("新车销售合同", "身份证复印件", "驾驶证复印件", "车辆行驶证复印件", "开票通知书", "新车准备表")
    papers_in("XS1", person, DAY)
    assert rows(archive_list(session, *OCTOBER), "资料是否齐全") == [("缺 1 份",)]
    papers_in("XS1", ("组织机构代码证复印件",), DAY)
    assert rows(archive_list(session, *OCTOBER), "资料是否齐全") == [("齐全",)]


def test_every_sale_and_order_of_the_samples_is_on_the_list(office: Session) -> None:
    report = archive_list(office, *OCTOBER)
    listed = sorted(reference for refs in report.refs for reference in refs)
    wanted = Callback.select(Callback.reference).where(Callback.month == 202610).tuples()
    assert listed == sorted(reference for (reference,) in wanted)
    assert len(listed) > RepairOrder.select().where(RepairOrder.handed_over_on.between(*OCTOBER)).count()


# 不满意客户清单


def a_bad_call(session: Session, at: datetime, **fields: Any) -> int:
    callback = a_callback(session, DAY, kind=fields.pop("kind", "service"))
    return an_attempt(session, callback, at, "completed", dissatisfied=True, **fields)


def test_a_dissatisfied_call_tells_why_in_questions_and_words(session: Session) -> None:
    with session.saving():
        version = keep_version(session, shipped("service"))
    answers = {"1": 7, "5": False, "9": 4}
    a_bad_call(session, MORNING, overall=7.0, questionnaire=version, answers=answers, words="等太久")
    (row,) = rows(dissatisfied_customers(session, *OCTOBER), "回访日期", "总分", "不满意的问题", "客户原话")
    assert row == (date(2026, 10, 12), "7.0", "问题5 按时交车：否；问题9 诊断能力：4", "等太久")


@pytest.mark.parametrize(
    ("overall", "told"), [(5.0, "总分 5.0"), (None, "回访专员认定"), (9.0, "回访专员认定")]
)
def test_without_answers_the_score_or_the_caller_says_why(
    session: Session, overall: float | None, told: str
) -> None:
    a_bad_call(session, MORNING, overall=overall)
    assert rows(dissatisfied_customers(session, *OCTOBER), "不满意的问题") == [(told,)]


def test_each_has_a_case_or_a_reason_or_is_outstanding(session: Session) -> None:
    with_case = a_bad_call(session, MORNING, overall=3.0)
    a_bad_call(session, MORNING + HOUR, overall=3.0, no_case_reason="客户只是抱怨天气")
    a_bad_call(session, MORNING + 2 * HOUR, overall=3.0)
    number = a_case(session, MORNING + HOUR, attempt_id=with_case)
    report = dissatisfied_customers(session, *OCTOBER)
    assert rows(report, "案例编号或不立案原因") == [(number,), ("客户只是抱怨天气",), ("待补处理",)]
    assert report.reconciliation == "不满意 3 = 已立案 1 + 写明不立案原因 1 + 待补处理 1"
    before = dissatisfied_customers(session.at(MORNING), *OCTOBER)
    assert rows(before, "案例编号或不立案原因") == [("待补处理",)]


def test_the_list_is_of_the_calls_made_in_the_period(session: Session) -> None:
    a_bad_call(session, datetime(2026, 10, 1))
    a_bad_call(session, datetime(2026, 10, 31, 18, 30))
    a_bad_call(session, datetime(2026, 10, 31, 18, 31))
    a_bad_call(session, datetime(2026, 9, 30, 23, 59))
    Attempt.insert(
        callback=a_callback(session, DAY),
        at=MORNING,
        recorded_at=MORNING,
        caller="许知微",
        disposition="busy",
    ).execute()
    assert len(dissatisfied_customers(session, *OCTOBER).rows) == 2
    assert VehicleFile.select().count() == 5
