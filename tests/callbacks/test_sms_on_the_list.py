"""Messages and the day's list: a row says that it was written to, a low score asks for a case."""

from __future__ import annotations

from datetime import datetime, timedelta

from db import SmsMessage
from desktop_app.callbacks.sms_replies import no_case
from desktop_app.callbacks.worklist import Entry, worklist
from desktop_app.session import Session
from tests.callbacks.scenes import an_attempt
from tests.callbacks.sms_scenes import NOON, a_message, a_reply, a_target, at_noon, number_of


def tried_four_times(session: Session) -> tuple[int, int]:
    """A car in the group of messages: (callback, message sent yesterday)."""
    target = a_target(session, name="沈佳")
    assert target.callback_id
    for day in range(26, 30):
        an_attempt(session, target.callback_id, datetime(2026, 10, day, 10))
    return target.callback_id, a_message(session, target, NOON - timedelta(days=1))


def row_of(session: Session, group: str) -> Entry | None:
    return next((one for one in worklist(session) if one.group == group), None)


def reason(session: Session) -> str:
    row = row_of(session, "sms")
    assert row
    return row.reason


def test_a_row_that_was_written_to_says_so_and_stays(session: Session) -> None:
    tried_four_times(session)
    assert "10-30 12:00 已发短信" in reason(at_noon(session))
    assert "可改发短信" not in reason(at_noon(session))
    assert row_of(session.at(NOON + timedelta(days=1)), "sms")


def test_before_it_was_sent_it_waits_and_before_it_was_written_nothing_is_said(session: Session) -> None:
    _, message = tried_four_times(session)
    SmsMessage.update(created_at=NOON - timedelta(days=2)).where(SmsMessage.id == message).execute()
    assert "短信待发" in reason(session.at(NOON - timedelta(days=1, hours=1)))
    assert "可改发短信" in reason(session.at(NOON - timedelta(days=2, hours=1)))


def test_a_message_that_failed_is_told(session: Session) -> None:
    _, message = tried_four_times(session)
    SmsMessage.update(state="failed").where(SmsMessage.id == message).execute()
    assert "短信没发出去" in reason(at_noon(session))


def test_a_low_score_stands_on_the_list_until_it_is_settled(session: Session) -> None:
    target = a_target(session, name="沈佳")
    message = a_message(session, target, NOON - timedelta(days=1))
    at = NOON - timedelta(hours=20)
    reply = a_reply(session, number_of(session, target), at, "3，空调不凉", message=message, score=3)
    row = row_of(at_noon(session), "complaint")
    assert row
    assert (row.reply_id, row.kind, row.name, row.callback_id) == (reply, "service", "沈佳", None)
    assert row.reason == "10-30 16:00 短信打了 3 分 · 请立案或写明原因 · “3，空调不凉”"
    assert row.deadline == at + timedelta(hours=24)
    no_case(at_noon(session), reply, "客户按错了")
    assert row_of(at_noon(session), "complaint") is None
    assert row_of(session.at(NOON - timedelta(hours=1)), "complaint")


def test_a_good_score_makes_no_row(session: Session) -> None:
    target = a_target(session)
    message = a_message(session, target, NOON - timedelta(days=1))
    a_reply(session, number_of(session, target), NOON - timedelta(hours=2), "6", message=message, score=6)
    assert row_of(at_noon(session), "complaint") is None
