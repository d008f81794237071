"""From the preview to the queue and out: who may be written to, when, and never twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import ExportEntry, SmsMessage, VehicleFile
from db.connection import rows, scalar
from desktop_app import settings
from desktop_app.callbacks.sms_gateway import Incoming, Outgoing, Told
from desktop_app.callbacks.sms_permission import (
    NO_CONSENT,
    NO_NUMBER,
    NUMBER_WRONG,
    OPTED_OUT,
    give_consent,
    quiet_until,
    withdraw_consent,
)
from desktop_app.callbacks.sms_sending import (
    choose_gateway,
    gateway,
    send_waiting,
    waiting,
    withdraw,
    write_recipients,
)
from desktop_app.callbacks.sms_writing import Target, drafts, queue
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback, a_car, a_confirmed_correction, an_attempt
from tests.callbacks.sms_scenes import CARE_TEXT, NOON, TEXT, a_message, a_reply, a_target, at_noon, number_of

ROUND = datetime(2026, 10, 31, 12)


class Desk:
    """A gateway that keeps what it was given, and answers as told."""

    def __init__(self, state: str = "sent") -> None:
        self.state, self.taken_over = state, list[Outgoing]()

    def hand_over(self, messages: Sequence[Outgoing], now: datetime) -> tuple[Told, ...]:
        self.taken_over += messages
        return tuple(Told(one.id, self.state, now) for one in messages)  # type: ignore[arg-type]

    def ask(self, ids: Iterable[int], now: datetime) -> tuple[Told, ...]:
        return tuple(Told(one, self.state, now) for one in ids)  # type: ignore[arg-type]

    def incoming(self) -> tuple[Incoming, ...]:
        return ()

    def taken(self, messages: Iterable[Incoming]) -> None: ...


def reason(session: Session, target: Target, kind: str = "service_callback") -> str:
    return drafts(at_noon(session), kind, TEXT if kind.endswith("callback") else CARE_TEXT, [target])[
        0
    ].why_not


def states(session: Session) -> list[str]:
    return [state for (state,) in rows(SmsMessage.select(SmsMessage.state).order_by(SmsMessage.id))]


def test_a_preview_is_filled_for_each_customer(session: Session) -> None:
    settings.put(session, "shop_name", "云岭汽车")
    target = a_target(session, name="沈佳", sex="女", model="卡罗拉")
    text = "【{店名}】{客户称呼}，{日期}您的{车型}来店，请打分。"
    (one,) = drafts(at_noon(session), "service_callback", text, [target])
    assert one.text == "【云岭汽车】沈女士，10 月 25 日您的卡罗拉来店，请打分。"
    assert (one.goes, one.length.parts) == (True, 1)


def test_what_the_file_lacks_keeps_a_message_back(session: Session) -> None:
    target = a_target(session, plate=None)
    (one,) = drafts(at_noon(session), "service_callback", "{客户称呼}{车牌号}", [target])
    assert (one.goes, one.lacking) == (False, ("车牌号",))


@pytest.mark.parametrize("phone", [None, "0564-3312345", "1381234567"])
def test_only_a_mobile_number_is_written_to(session: Session, phone: str | None) -> None:
    assert reason(session, a_target(session, phone=phone)) == NO_NUMBER


def test_a_wrong_number_waits_for_its_correction(session: Session) -> None:
    target = a_target(session)
    assert target.callback_id
    an_attempt(session, target.callback_id, datetime(2026, 10, 29, 10), "invalid_number")
    assert reason(session, target) == NUMBER_WRONG
    a_confirmed_correction(session, target.callback_id, datetime(2026, 10, 30, 10))
    assert reason(session, target) == ""


def test_who_opted_out_gets_nothing_of_any_kind(session: Session) -> None:
    target = a_target(session)
    a_reply(session, number_of(session, target), datetime(2025, 1, 1, 9), "TD", opt_out=True)
    give_consent(session, target.file_id)
    assert {reason(session, target, kind) for kind in ("service_callback", "care", "notice")} == {OPTED_OUT}


def test_care_and_notices_need_consent_and_callbacks_do_not(session: Session) -> None:
    target = a_target(session)
    assert reason(session, target) == ""
    assert {reason(session, target, kind) for kind in ("care", "notice")} == {NO_CONSENT}
    give_consent(session.at(NOON - timedelta(hours=1)), target.file_id)
    assert {reason(session, target, kind) for kind in ("care", "notice")} == {""}
    withdraw_consent(session.at(NOON - timedelta(minutes=1)), target.file_id)
    assert reason(session, target, "care") == NO_CONSENT


@pytest.mark.parametrize(("days", "words"), [(6, "10-25 刚发过"), (7, ""), (8, "")])
def test_a_number_is_written_to_once_in_seven_days(session: Session, days: int, words: str) -> None:
    target = a_target(session)
    a_message(session, target, NOON - timedelta(days=days))
    assert reason(session, target) == words


def test_a_message_that_failed_does_not_count(session: Session) -> None:
    target = a_target(session)
    a_message(session, target, NOON - timedelta(days=1), state="failed")
    assert reason(session, target) == ""


def test_two_cars_with_one_phone_are_written_to_once(session: Session) -> None:
    one = a_target(session, phone="13800000001")
    two = a_target(session, phone="13800000001")
    made = drafts(at_noon(session), "service_callback", TEXT, [one, two, one])
    assert [draft.why_not for draft in made] == ["", "同一个号码已在这批里"]


def test_the_queue_takes_what_may_go_and_says_what_may_not(session: Session) -> None:
    then = at_noon(session)
    targets = [a_target(session), a_target(session, phone=None)]
    queued = queue(then, "service_callback", drafts(then, "service_callback", TEXT, targets))
    assert (queued.stored, [one.why_not for one in queued.left]) == (1, [NO_NUMBER])
    assert [one.text for one in waiting(then)] == [drafts(then, "service_callback", TEXT, targets)[0].text]


def test_pressing_twice_stores_once(session: Session) -> None:
    then = at_noon(session)
    made = drafts(then, "service_callback", TEXT, [a_target(session)])
    assert [queue(then, "service_callback", made).stored for _ in range(2)] == [1, 0]
    assert states(session) == ["waiting"]


def test_a_withdrawn_message_is_never_sent(session: Session) -> None:
    then = at_noon(session)
    queue(then, "service_callback", drafts(then, "service_callback", TEXT, [a_target(session)]))
    withdraw(then, [one.id for one in waiting(then)])
    desk = Desk()
    assert send_waiting(then, desk).sent == 0
    assert desk.taken_over == []


@pytest.mark.parametrize(
    ("at", "until"),
    [
        ("19:59", None), ("20:00", "11-01 09:00"), ("23:59", "11-01 09:00"), ("00:00", "10-31 09:00"),
        ("08:59", "10-31 09:00"), ("09:00", None), ("12:00", None),
    ],
)  # fmt: skip
def test_quiet_hours_run_from_eight_in_the_evening_to_nine(at: str, until: str | None) -> None:
    now = datetime.combine(ROUND.date(), datetime.strptime(at, "%H:%M").time())
    found = quiet_until(now, "20:00", "09:00")
    assert (found and f"{found:%m-%d %H:%M}") == until


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    assert quiet_until(ROUND, "12:00", "14:00") == datetime(2026, 10, 31, 14)
    assert quiet_until(ROUND, "13:00", "14:00") is None
    assert quiet_until(ROUND, "09:00", "09:00") is None


def test_in_the_quiet_hours_everything_waits(session: Session, tmp_path: Path) -> None:
    late = session.at(datetime(2026, 10, 31, 20))
    queue(late, "service_callback", drafts(late, "service_callback", TEXT, [a_target(session)]))
    desk = Desk()
    with pytest.raises(Refused, match="11-01 09:00 以后再发"):
        send_waiting(late, desk)
    with pytest.raises(Refused, match="不发短信"):
        write_recipients(late, tmp_path / "list.xlsx", reason="回访")
    assert (desk.taken_over, states(session), list(tmp_path.glob("list*"))) == ([], ["waiting"], [])


@pytest.mark.parametrize("state", ["sent", "failed", "waiting"])
def test_what_the_gateway_tells_is_noted(session: Session, state: str) -> None:
    then = at_noon(session)
    queue(then, "service_callback", drafts(then, "service_callback", TEXT, [a_target(session)]))
    came = send_waiting(then, Desk(state))
    assert (came.sent, came.failed, came.waiting) == tuple(
        int(state == one) for one in ("sent", "failed", "waiting")
    )
    assert states(session) == [state]
    assert scalar(SmsMessage.select(SmsMessage.sent_at)) == (None if state == "waiting" else NOON)


def test_a_list_of_recipients_goes_out_as_a_file(session: Session, tmp_path: Path) -> None:
    then, target = at_noon(session), a_target(session, name="沈佳")
    queue(then, "service_callback", drafts(then, "service_callback", TEXT, [target]))
    came = write_recipients(then, tmp_path / "list.xlsx", reason="四次未通")
    cells = [cell for row in load_workbook(tmp_path / "list.xlsx").active.values for cell in row]
    assert {number_of(session, target), "沈佳", "手机号", "短信内容"} <= set(cells)
    assert (came.sent, states(session)) == (1, ["sent"])
    assert rows(ExportEntry.select(ExportEntry.what, ExportEntry.rows)) == [("短信发送名单", 1)]
    with pytest.raises(Refused, match="没有待发的短信"):
        write_recipients(then, tmp_path / "list.xlsx", reason="再来")


def test_the_gateway_is_chosen_with_folders_that_are_there(session: Session, tmp_path: Path) -> None:
    assert gateway(session) is None
    with pytest.raises(Refused) as refused:
        choose_gateway(session, "gammu", {"outbox": str(tmp_path), "sent": str(tmp_path / "none")})
    assert refused.value.field == "sent"
    choose_gateway(session, "gammu", dict.fromkeys(("outbox", "sent", "failed", "inbox"), str(tmp_path)))
    assert gateway(session) is not None
    choose_gateway(session, "file", {})
    assert gateway(session) is None


def test_who_may_not_call_sends_nothing(session: Session) -> None:
    desk = Session(Person("接待", frozenset({"receptionist"})), lambda: NOON, session.data)
    for work in (
        lambda: drafts(desk, "service_callback", TEXT, []),
        lambda: queue(desk, "service_callback", []),
        lambda: send_waiting(desk, Desk()),
        lambda: waiting(desk),
        lambda: withdraw(desk, []),
        lambda: gateway(desk),
    ):
        with pytest.raises(Refused):
            work()


def test_a_car_that_is_gone_is_left_out(session: Session) -> None:
    made = drafts(at_noon(session), "service_callback", TEXT, [Target(12345)])
    assert made == ()
    assert scalar(VehicleFile.select(VehicleFile.id).where(VehicleFile.id == 12345)) is None


def test_a_callback_without_a_day_says_none(session: Session) -> None:
    car = a_car(session)
    callback = a_callback(session, datetime(2026, 10, 25).date(), car=car)
    given = Target(car, callback, datetime(2026, 11, 3, 15, 0))
    (one,) = drafts(at_noon(session), "appointment", "{日期}见", [given])
    assert one.text == "11 月 3 日 15:00见"
