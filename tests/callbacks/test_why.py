"""Why a customer is not on my list: there is an answer for every reference and every moment."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from desktop_app.callbacks.reopening import reopen
from desktop_app.callbacks.why import why
from desktop_app.callbacks.worklist import worklist
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.callbacks.scenes import (
    a_callback,
    a_car,
    a_confirmed_correction,
    an_attempt,
    an_sms_score,
)

TODAY = date(2026, 10, 31)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(days_ago: int, hour: int = 10) -> datetime:
    return datetime.combine(ago(days_ago), datetime.min.time()).replace(hour=hour)


def answered(session: Session, callback_days_ago: int, *tries: tuple[int, str], kind: str = "service") -> str:
    callback = a_callback(session, ago(callback_days_ago), ref="R1", kind=kind)
    for hour, (days, disposition) in enumerate(tries, 9):
        agreed = at(days - 4, 15) if disposition == "agreed" else None
        an_attempt(session, callback, at(days, hour), disposition, agreed_at=agreed)
    said = why(session, "R1")
    assert said.listed is ("R1" in {entry.ref for entry in worklist(session)})
    return said.reason


@pytest.mark.parametrize(
    ("days", "tries", "reason"),
    [
        (5, [], "在名单上，窗口内：第 5 天/3–7 · 从未拨打。"),
        (7, [(1, "no_answer")], "在名单上，今日到期：第 7 天/3–7 · 1 次无人接听 · 没试过下午、晚上。"),
        (20, [], "在名单上，逾期：第 20 天/3–7 · 从未拨打。"),
        (20, [(9, "not_the_person")], "在名单上，逾期：第 20 天/3–7 · 上次非本人。"),
        (5, [(1, "busy")] * 4, "在名单上，待短信：第 5 天/3–7 · 可改发短信 · 4 次占线 · 没试过晚上。"),
        (9, [(4, "agreed")], "在名单上，预约：第 9 天/3–7 · 约定 15:00。"),
        (
            6,
            [(3, "powered_off"), (2, "no_answer"), (1, "no_answer")],
            "在名单上，窗口内：第 6 天/3–7 · 2 次无人接听、1 次关机 · 没试过下午、晚上。",
        ),
        (6, [(3, "busy"), (2, "other")], "在名单上，窗口内：第 6 天/3–7 · 1 次占线、上次其他 · 没试过下午、晚上。"),
        (9, [(4, "completed")], "不在名单上：已于 10-27 完成回访。"),
        (9, [(4, "completed"), (2, "completed")], "不在名单上：已于 10-27 完成回访。"),
        (9, [(4, "refused")], "不在名单上：客户 10-27 拒访，这一次不再打。"),
        (5, [(1, "wrong_number")], "不在名单上：10-30 打过是错误号码，等号码更正并确认后再打。"),
        (5, [(1, "agreed")], "不在名单上：客户约定 11-03 15:00 再访，到那一天上名单。"),
        (1, [], "不在名单上：今天是第 1 天，第 3 天（11-02）起回访。"),
        (9, [(4, "busy")], "不在名单上：回访窗口 10-25 至 10-29 已过，打过 1 次没有打通，回访已失效，可重新列入。"),
        (
            38,
            [(33, "busy"), (32, "not_the_person")],
            "不在名单上：回访窗口 09-26 至 09-30 已过 30 天以上，回访已失效，可重新列入。",
        ),
        (40, [], "不在名单上：回访窗口 09-24 至 09-28 已过 30 天以上，回访已失效，可重新列入。"),
        (60, [(50, "agreed")], "不在名单上：约定的 09-15 已过 30 天，回访已失效，可重新列入。"),
    ],
)  # fmt: skip
def test_the_answer_says_what_decides(
    session: Session, days: int, tries: list[tuple[int, str]], reason: str
) -> None:
    assert answered(session, days, *tries) == reason


def test_a_sales_callback_is_answered_by_its_own_window(session: Session) -> None:
    assert answered(session, 3, kind="sales") == "不在名单上：今天是第 3 天，第 7 天（11-04）起回访。"


def test_last_years_days_carry_their_year(session: Session) -> None:
    callback = a_callback(session, date(2025, 12, 20), ref="R1")
    an_attempt(session, callback, datetime(2025, 12, 25, 10), "completed")
    assert why(session, "R1").reason == "不在名单上：已于 2025-12-25 完成回访。"


def test_an_answer_by_sms_and_a_wish_not_to_be_called_are_told(session: Session) -> None:
    an_sms_score(session, a_callback(session, ago(5), ref="sms"), at(1), 9)
    a_callback(session, ago(5), ref="wish", car=a_car(session, do_not_call_at=at(3)))
    assert why(session, "sms").reason == "不在名单上：客户 10-30 已用短信打分。"
    assert why(session, "wish").reason == "不在名单上：客户 10-28 要求不再致电。"


def test_a_corrected_number_is_told_and_so_is_its_end(session: Session) -> None:
    callback = a_callback(session, ago(60), ref="R1")
    an_attempt(session, callback, at(55), "invalid_number")
    a_confirmed_correction(session, callback, at(31))
    assert why(session, "R1").reason == (
        "不在名单上：号码 09-30 已更正，30 天内没有再打，回访已失效，可重新列入。"
    )
    assert (
        why(session, "R1", ago(1)).reason
        == "在名单上，今日到期：第 59 天/3–7 · 09-30 号码已更正 · 上次空号。"
    )


def test_the_answer_for_an_earlier_day_knows_only_what_was_known(session: Session) -> None:
    callback = a_callback(session, ago(5), ref="R1")
    an_attempt(session, callback, at(0), "completed")
    assert why(session, "R1", ago(1)).listed
    assert why(session, "R1", ago(8)).reason == "不在名单上：到这一天还没有交车，交车日期是 10-26。"


def test_of_two_callbacks_of_one_reference_the_listed_one_answers(session: Session) -> None:
    for kind in ("sales", "service"):
        a_callback(session, ago(5), ref="R1", kind=kind)
    assert why(session, "R1").reason == "在名单上，窗口内：第 5 天/3–7 · 从未拨打。"


def test_a_reference_nobody_knows_is_answered_too(session: Session) -> None:
    said = why(session, " XS404 ")
    assert (said.listed, said.reason) == (
        False, "没有单号“XS404”的交车、维修或投诉记录，请核对单号，或先导入这份数据。",
    )  # fmt: skip


def test_a_lapsed_callback_is_listed_again_by_hand_until_its_next_attempt(session: Session) -> None:
    callback = a_callback(session, ago(60), ref="R1")
    assert not why(session, "R1").listed
    reopen(session, callback, "客户来电要求回访")
    assert why(session, "R1").reason == "在名单上，逾期：第 60 天/3–7 · 10-31 重新列入 · 从未拨打。"
    assert [(entry.ref, entry.group) for entry in worklist(session)] == [("R1", "overdue")]
    an_attempt(session, callback, datetime(2026, 10, 31, 18, 31), "no_answer")
    assert not why(session.at(datetime(2026, 10, 31, 18, 32)), "R1").listed


@pytest.mark.parametrize(
    ("days", "ending", "why_not"),
    [
        (5, None, "就在名单上"),
        (60, "completed", "完成回访"),
        (60, "refused", "拒访"),
        (60, "wrong_number", "更正"),
    ],
)
def test_only_a_lapsed_callback_can_be_reopened(
    session: Session, days: int, ending: str | None, why_not: str
) -> None:
    callback = a_callback(session, ago(days))
    if ending:
        an_attempt(session, callback, at(days - 1), ending)
    with pytest.raises(Refused, match=why_not):
        reopen(session, callback)
