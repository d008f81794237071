"""What customers answer by SMS: where sixty texts land, which message they answer, and what a person then does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import pytest

from db import AuditEntry, Callback, SmsMessage, SmsReply
from db.connection import first, rows, scalar
from desktop_app.callbacks.calls import open_call
from desktop_app.callbacks.sms_gateway import Incoming, Outgoing, Told
from desktop_app.callbacks.sms_permission import OPTED_OUT
from desktop_app.callbacks.sms_replies import (
    low_scores,
    no_case,
    open_case,
    open_replies,
    read_by_person,
    take_in,
)
from desktop_app.callbacks.sms_writing import drafts
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from tests.callbacks.sms_scenes import NOON, TEXT, a_message, a_target, at_noon, number_of

SCORES = {
    "1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "6": 6, "7": 7, "8": 8, "9": 9, "10": 10, "９": 9, "１０": 10, "9分": 9,
    "10分": 10, "１０分": 10, "一": 1, "二": 2, "两分": 2, "三": 3, "四分": 4, "五": 5, "六": 6, "七分": 7, "八": 8,
    "九": 9, "九分": 9, "十": 10, "十分": 10, " 9 ": 9, "9\n": 9, "9，服务好": 9, "9,师傅耐心": 9, "10分，没得说": 10,
    "九，等得久了点": 9, "3，空调还是不凉": 3,
}  # fmt: skip
OPT_OUTS = ("TD", "td", "T", "t", "退订", "ＴＤ", " TD ")
FOR_A_PERSON = (
    "很满意", "十分满意", "8-9", "8.5", "100", "0", "11", "-1", "9 10", "服务好，9", "T恤", "不满意", "好", "？",
    "9！很好", "给9分", "谢谢", "二十", "TD退订吗",
)  # fmt: skip
ALL = [*SCORES, *OPT_OUTS, *FOR_A_PERSON]
CASE = NewComplaint(words="空调还是不凉", grade="complaint", channel="callback", cause="repair quality")


class Inbox:
    """A gateway with letters in it."""

    def __init__(self, *letters: Incoming) -> None:
        self.letters, self.stored = letters, list[Incoming]()

    def incoming(self) -> tuple[Incoming, ...]:
        return self.letters

    def taken(self, messages: Iterable[Incoming]) -> None:
        self.stored += messages

    def hand_over(self, messages: Sequence[Outgoing], now: datetime) -> tuple[Told, ...]:
        return ()

    def ask(self, ids: Iterable[int], now: datetime) -> tuple[Told, ...]:
        return ()


def answer(session: Session, text: str, after: timedelta = timedelta(hours=2)) -> tuple[int, int]:
    """A car that was written to at ten the day before and answers; (callback, reply)."""
    target = a_target(session, name="沈佳")
    sent = NOON - timedelta(days=1)
    a_message(session, target, sent)
    take_in(at_noon(session), Inbox(Incoming(number_of(session, target), sent + after, text, "IN1")))
    assert target.callback_id
    return target.callback_id, int(scalar(SmsReply.select(SmsReply.id).order_by(SmsReply.id.desc())))


def test_there_are_sixty_texts() -> None:
    assert len(ALL) == len(set(ALL)) >= 60


@pytest.mark.parametrize("text", ALL)
def test_each_reply_lands_where_the_rules_put_it(session: Session, text: str) -> None:
    callback, reply = answer(session, text)
    stored = first(SmsReply.select(SmsReply.score, SmsReply.opt_out).where(SmsReply.id == reply))
    assert stored == (SCORES.get(text), text in OPT_OUTS)
    waits = {one.id: one.needs_case for one in open_replies(at_noon(session))}
    if text in FOR_A_PERSON:
        assert waits == {reply: False}
    else:
        assert waits == ({reply: True} if SCORES.get(text, 10) < 6 else {})
    line = open_call(at_noon(session), callback).standing.line
    assert (line == "answered_by_sms") == (text in SCORES)


def test_a_reply_belongs_to_the_newest_message_of_seven_days(session: Session) -> None:
    target = a_target(session)
    number = number_of(session, target)
    old = a_message(session, target, NOON - timedelta(days=5))
    new = a_message(session, target, NOON - timedelta(days=2))
    a_message(session, target, NOON + timedelta(hours=1))
    letters = [
        Incoming(number, NOON - timedelta(days=3), "9", "a"),
        Incoming(number, NOON, "8", "b"),
        Incoming(number, NOON + timedelta(days=20), "7", "c"),
    ]
    take_in(session.at(NOON + timedelta(days=21)), Inbox(*letters))
    assert rows(SmsReply.select(SmsReply.message).order_by(SmsReply.at)) == [(old,), (new,), (None,)]
    assert scalar(SmsMessage.select(SmsMessage.state).where(SmsMessage.id == new)) == "replied"


@pytest.mark.parametrize(("days", "belongs"), [(7, True), (7.001, False)])
def test_the_seven_days_are_counted_to_the_second(session: Session, days: float, belongs: bool) -> None:
    callback, _ = answer(session, "9", timedelta(days=days))
    assert (scalar(SmsReply.select(SmsReply.message)) is not None) == belongs
    assert (scalar(Callback.select(Callback.closed_at).where(Callback.id == callback)) is not None) == belongs


def test_taking_in_twice_stores_once_and_tells_the_gateway(session: Session) -> None:
    target = a_target(session)
    box = Inbox(Incoming(number_of(session, target), NOON - timedelta(hours=1), "9", "IN1"))
    came = [take_in(at_noon(session), box) for _ in range(2)]
    assert [one.new for one in came] == [1, 0]
    assert len(box.stored) == 2
    assert scalar(SmsReply.select(SmsReply.id)) is not None


def test_two_replies_of_one_second_do_not_bar_the_inbox(session: Session) -> None:
    number, at = number_of(session, a_target(session)), NOON - timedelta(hours=1)
    box = Inbox(Incoming(number, at, "9", "IN1"), Incoming(number, at, "谢谢", "IN2"))
    assert take_in(at_noon(session), box).new == 1
    assert rows(SmsReply.select(SmsReply.text)) == [("9",)]
    assert len(box.stored) == 2


def test_an_unclear_reply_is_ticked_by_a_person(session: Session) -> None:
    _, reply = answer(session, "很满意")
    read_by_person(at_noon(session), reply, note="口头满意")
    assert open_replies(at_noon(session)) == ()
    deed = first(
        AuditEntry.select(AuditEntry.entity_id, AuditEntry.reason).where(AuditEntry.action == "handle_reply")
    )
    assert deed == (reply, "口头满意")
    with pytest.raises(Refused, match="已经由别人处理"):
        read_by_person(at_noon(session), reply)


def test_a_person_reads_that_somebody_wants_no_more(session: Session) -> None:
    callback, reply = answer(session, "别再给我发了")
    read_by_person(at_noon(session), reply, opt_out=True)
    target = a_target(session, phone=scalar(SmsReply.select(SmsReply.number)))
    (one,) = drafts(session.at(NOON + timedelta(days=30)), "service_callback", TEXT, [target])
    assert one.why_not == OPTED_OUT
    assert callback


def test_a_low_score_asks_for_a_case_or_a_reason(session: Session) -> None:
    callback, reply = answer(session, "3，空调还是不凉")
    (low,) = open_replies(at_noon(session))
    assert (low.score, low.name, low.callback_id, low.asked) == (3, "沈佳", callback, "请回复 1–10")
    assert low_scores(NOON) == (low,)
    assert low_scores(NOON - timedelta(days=1)) == ()
    with pytest.raises(Refused, match="请立案"):
        read_by_person(at_noon(session), reply)
    with pytest.raises(Refused, match="不立案的原因"):
        no_case(at_noon(session), reply, "  ")
    no_case(at_noon(session), reply, "客户按错了，电话里说给 8 分")
    assert open_replies(at_noon(session)) == ()


def test_a_case_is_opened_from_a_reply_once(session: Session) -> None:
    with session.saving():
        load_causes(session)
    _, reply = answer(session, "2")
    made = open_case(at_noon(session), reply, CASE)
    assert made.reference
    assert made.reference.startswith("TS-202610-")
    with pytest.raises(Refused, match="已经由别人处理"):
        open_case(at_noon(session), reply, CASE)
    assert open_replies(at_noon(session)) == ()


def test_a_reply_to_come_is_not_seen_yet(session: Session) -> None:
    _, reply = answer(session, "很满意")
    assert [one.id for one in open_replies(at_noon(session))] == [reply]
    assert open_replies(session.at(NOON - timedelta(days=1))) == ()


def test_who_may_not_call_handles_no_reply(session: Session) -> None:
    _, reply = answer(session, "很满意")
    desk = Session(Person("接待", frozenset({"receptionist"})), lambda: NOON, session.data)
    for work in (
        lambda: take_in(desk, Inbox()),
        lambda: read_by_person(desk, reply),
        lambda: no_case(desk, reply, "原因"),
        lambda: open_case(desk, reply, CASE),
    ):
        with pytest.raises(Refused):
            work()
