"""表3 and 表4: who was not reached and whose number is wrong, each with the last call, balanced against 表7 and 表8."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db import Attempt, Callback, Correction, VehicleFile
from db.connection import scalar
from desktop_app.session import Session
from desktop_app.statistics.incorrect_info import incorrect_info
from desktop_app.statistics.registry import records_behind
from desktop_app.statistics.report import Report
from desktop_app.statistics.satisfaction import sales_satisfaction, service_satisfaction
from desktop_app.statistics.unreached import unreached
from tests.statistics.scenes import MONTH_END, MONTH_START, Call, Event, events, store
from tests.statistics.test_satisfaction import LATE, MANY, numbers, rolled_back

DELIVERY = Event("sales", date(2026, 9, 10), "林澄", None, ())
WRONG = ("invalid_number", "wrong_number")


def taken(session: Session, take: Any, now: datetime = LATE) -> Report:
    report = take(session.at(now), MONTH_START, MONTH_END)
    assert isinstance(report, Report)
    return report


def refs(report: Report) -> list[str]:
    return [reference for (reference,) in report.refs]


@MANY
@given(told=st.lists(events, max_size=12))
def test_forms_3_and_4_divide_those_tried_in_vain(session: Session, told: list[Event]) -> None:
    with rolled_back(session):
        store(session, told)
        mine = [event for event in told if MONTH_START <= event.day <= MONTH_END]
        vain = [event for event in mine if event.calls and all(c.ending != "completed" for c in event.calls)]
        wrong = [event for event in vain if event.seen(LATE)[-1].ending in WRONG]
        report = taken(session, unreached)
        assert len(report.rows) == len(vain) - len(wrong)
        assert numbers(report, None) == {
            "tried": len(vain),
            "unreached": len(report.rows),
            "wrong": len(wrong),
        }
        assert report.reconciles
        tables = [sales_satisfaction, service_satisfaction]
        told_off = [numbers(taken(session, table), None) for table in tables]
        assert sum(found["failure"] + found.get("other", 0) for found in told_off) == len(vain)
        for key, number in numbers(report, None).items():
            assert len(records_behind(session, report, None, key)) == number
        for row, reference in enumerate(refs(report)):
            assert [record.reference for record in records_behind(session, report, row, 1)] == [reference]


def test_a_row_of_form_3_tells_the_last_call(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(7, "no_answer", None), Call(8, "powered_off", None)))])
    VehicleFile.update(phone="13812345678", model="卡罗拉", vin="LFMA1234567890123").execute()
    Attempt.update(remark="晚上再打").where(Attempt.disposition == "powered_off").execute()
    (row,) = taken(session, unreached).rows
    name = scalar(VehicleFile.select(VehicleFile.name))
    assert row == (
        1, "LFMA1234567890123", name, "13812345678", "卡罗拉", "关机", "许知微", datetime(2026, 9, 18, 9, 1),
        "林澄", "无法接通", "共拨打 2 次；晚上再打",
    )  # fmt: skip


def a_correction(**fields: Any) -> int:
    told = {
        "file": VehicleFile.get().id,
        "opened_at": datetime(2026, 9, 18, 10),
        "opened_by": "许知微",
        "reason": "空号",
    }
    return int(Correction.insert(told | fields).execute())


def test_a_wrong_number_stands_once_with_the_correction_it_opened(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(8, "invalid_number", None),))])
    a_correction(
        callback=1, department="销售部", sent_at=datetime(2026, 9, 19), corrected_at=datetime(2026, 9, 21),
        found_name="沈佳宁", found_phone="13900001111", confirmed_at=datetime(2026, 9, 22), remark="客户换号",
    )  # fmt: skip
    report = taken(session, incorrect_info)
    assert refs(report) == ["XS" + refs(report)[0][2:]]
    (row,) = report.rows
    assert row[5:7] == ("是", "空号")
    assert row[10:] == ("沈佳宁", "13900001111", None, "已确认；客户换号")


def test_replay_shows_a_correction_as_far_as_it_had_come(session: Session) -> None:
    store(session, [replace(DELIVERY, calls=(Call(8, "invalid_number", None),))])
    a_correction(
        callback=1, department="销售部", sent_at=datetime(2026, 9, 19), corrected_at=datetime(2026, 9, 21),
        found_phone="13900001111", confirmed_at=datetime(2026, 9, 22),
    )  # fmt: skip
    states = {
        datetime(2026, 9, 18, 12): ("否", None, "待转交"),
        datetime(2026, 9, 20): ("否", None, "部门更正中（销售部）"),
        datetime(2026, 9, 21, 9): ("否", "13900001111", "待确认（销售部）"),
        datetime(2026, 9, 22): ("是", "13900001111", "已确认"),
    }
    for now, (valid, phone, state) in states.items():
        (row,) = taken(session, incorrect_info, now).rows
        assert (row[5], row[11], row[13]) == (valid, phone, state)


def test_a_correction_is_listed_while_open_and_in_the_month_it_was_opened(session: Session) -> None:
    store(session, [replace(DELIVERY, day=date(2026, 1, 5))])
    vin = scalar(VehicleFile.select(VehicleFile.vin))
    a_correction(opened_at=datetime(2026, 7, 3), confirmed_at=datetime(2026, 9, 30, 23, 59))
    a_correction(
        opened_at=datetime(2026, 9, 30, 23, 59), confirmed_at=datetime(2026, 10, 2), reason="地址不详"
    )
    a_correction(opened_at=datetime(2026, 8, 1), reason="姓名有误")
    a_correction(opened_at=datetime(2026, 10, 1))
    report = taken(session, incorrect_info)
    assert refs(report) == [vin, vin]
    assert [row[9] for row in report.rows] == ["地址不详", "姓名有误"]
    assert [record.file_id for record in records_behind(session, report, 0, 0)] == [VehicleFile.get().id]
    august = incorrect_info(session.at(LATE), date(2026, 8, 1), date(2026, 8, 31))
    assert [row[9] for row in august.rows] == ["空号", "姓名有误"]


def test_a_number_that_was_put_right_before_the_customer_was_reached_stays_listed_by_its_vin(
    session: Session,
) -> None:
    store(session, [replace(DELIVERY, calls=(Call(8, "invalid_number", None), Call(12, "completed", 9.0)))])
    a_correction(callback=1, confirmed_at=datetime(2026, 9, 20), found_phone="13900001111")
    report = taken(session, incorrect_info)
    assert refs(report) == [scalar(VehicleFile.select(VehicleFile.vin))]
    assert report.rows[0][11] == "13900001111"


def test_a_correction_of_a_callback_nobody_called_is_listed(session: Session) -> None:
    store(session, [DELIVERY])
    a_correction(callback=Callback.get().id)
    assert len(taken(session, incorrect_info).rows) == 1
