"""The day's list: its order, its reasons, customers with several tasks, days gone by and days to come."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest

from db import Callback, Claim, Department, Staff, VehicleFile
from db.callbacks import DISPOSITIONS
from desktop_app import settings
from desktop_app.callbacks.candidates import of_reference, replayed, stored
from desktop_app.callbacks.drafts import park, save_draft
from desktop_app.callbacks.events import events_of
from desktop_app.callbacks.standing import Rules, current_rules, stand
from desktop_app.callbacks.worklist import Entry, counts_by_group, in_order, worklist
from desktop_app.complaints import workflow
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.intake import accept
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.session import Session
from tests.callbacks.caring import a_wish
from tests.callbacks.scenes import (
    a_callback,
    a_car,
    a_confirmed_correction,
    a_reopening,
    an_attempt,
    an_sms_score,
)

TODAY = date(2026, 10, 31)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def at(days_ago: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(ago(days_ago), datetime.min.time()).replace(hour=hour, minute=minute)


def refs(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.ref for entry in entries]


def only(entries: tuple[Entry, ...]) -> Entry:
    assert len(entries) == 1
    return entries[0]


def test_an_entry_tells_all_that_a_row_shows(session: Session) -> None:
    car = a_car(session, name="沈佳宁", phone="13812345678", preferred_hours="晚上", plate="皖N3K827")
    callback = a_callback(session, ago(5), ref="WX1", car=car)
    an_attempt(session, callback, at(1, 9))
    an_attempt(session, callback, at(2, 14), "powered_off")
    entry = only(worklist(session))
    assert (entry.kind, entry.ref, entry.name, entry.phone, entry.model) == (
        "service", "WX1", "沈佳宁", "13812345678", "卡罗拉",
    )  # fmt: skip
    assert (entry.due_from, entry.due_to, entry.day, entry.tries, entry.group) == (
        ago(2),
        ago(-2),
        5,
        2,
        "open",
    )
    assert (entry.file_id, entry.callback_id, entry.plate) == (car, callback, "皖N3K827")
    assert entry.reason == "第 5 天/3–7 · 1 次关机、1 次无人接听 · 没试过晚上 · 喜欢晚上"
    assert (entry.together, entry.claimed_by, entry.draft, entry.agreed_at) == (None, None, False, None)
    assert entry.last_at == at(1, 9)


def test_the_list_stands_in_the_order_of_the_department(session: Session) -> None:
    def service(ref: str, days: int) -> int:
        return a_callback(session, ago(days), ref=ref)

    def appointment(ref: str, agreed: datetime) -> None:
        an_attempt(session, service(ref, 6), at(1), "agreed", agreed_at=agreed)

    service("open-late", 3)
    tired = service("open-tired", 4)
    an_attempt(session, tired, at(1))
    service("open-b", 4)
    service("open-a", 4)
    sms = service("sms", 6)
    for hour in range(9, 13):
        an_attempt(session, sms, at(1, hour))
    service("due", 7)
    service("overdue-new", 9)
    service("overdue-old", 30)
    appointment("at-three", at(0, 15))
    appointment("at-ten", at(0, 10))
    appointment("yesterday", at(1, 16))
    corrected = service("corrected", 20)
    an_attempt(session, corrected, at(15), "wrong_number")
    a_confirmed_correction(session, corrected, at(3))
    assert refs(worklist(session)) == [
        "yesterday", "at-ten", "at-three", "overdue-old", "corrected", "overdue-new", "due",
        "open-a", "open-b", "open-tired", "open-late", "sms",
    ]  # fmt: skip


def test_ties_go_to_fewer_failed_tries_then_to_the_reference(session: Session) -> None:
    b, a = (a_callback(session, ago(5), ref=ref) for ref in ("B", "A"))
    an_attempt(session, a, at(1))
    assert refs(worklist(session)) == ["B", "A"]
    an_attempt(session, b, at(1))
    assert refs(worklist(session)) == ["A", "B"]


def test_tasks_of_one_car_or_one_phone_stand_together_after_the_first(session: Session) -> None:
    first = a_car(session, phone="13811112222")
    second = a_car(session, phone="13811112222")
    a_callback(session, ago(7), ref="due", car=first)
    a_callback(session, ago(6), ref="alone")
    a_callback(session, ago(3), ref="same-phone", car=second)
    a_callback(session, ago(8), ref="same-car", kind="sales", car=second)
    entries = worklist(session)
    assert [(entry.ref, entry.together) for entry in entries] == [
        ("due", 1), ("same-car", 1), ("same-phone", 1), ("alone", None),
    ]  # fmt: skip


@pytest.mark.parametrize("phone", [None, ""])
def test_customers_without_a_phone_are_not_one_customer(session: Session, phone: str | None) -> None:
    for ref in ("a", "b"):
        a_callback(session, ago(5), ref=ref, car=a_car(session, phone=phone))
    entries = worklist(session)
    assert [entry.together for entry in entries] == [None, None]
    assert {entry.phone for entry in entries} == {None}
    assert all("没有电话" in entry.reason for entry in entries)


@pytest.fixture
def reported_case(session: Session) -> str:
    """A case whose result was reported yesterday at eleven."""
    then = session.at(at(1, 11))
    with session.saving():
        load_causes(session)
        Department.insert(name="售后部", manager_name="方禾").execute()
    new = NewComplaint(
        words="等了两个小时",
        grade="投诉",
        channel="来电",
        cause="waiting",
        phone="13911112222",
        name="夏知秋",
    )
    number = accept(session.at(at(2, 11)), new).number
    workflow.hand_over(then, number, department="售后部")
    workflow.contact(then, number, said="已致歉")
    workflow.offer(then, number, plan="免费洗车")
    workflow.report_result(then, number, what="已洗车", by_whom="徐师傅")
    return number


def test_a_follow_up_call_of_a_case_is_a_row_from_the_day_after_the_result(
    session: Session, reported_case: str
) -> None:
    assert worklist(session, ago(1)) == ()
    entry = only(worklist(session))
    assert (entry.kind, entry.group, entry.ref, entry.name) == (
        "complaint",
        "complaint",
        reported_case,
        "夏知秋",
    )
    assert (entry.due_from, entry.due_to, entry.deadline) == (TODAY, ago(-1), at(-1, 11))
    assert (entry.day, entry.tries, entry.callback_id) == (None, None, None)
    assert entry.reason == "再次回访 · 11-01 11:00 前 · 处理结果还没核对"
    workflow.check(session, reported_case)
    assert only(worklist(session)).reason == "再次回访 · 11-01 11:00 前"
    assert only(worklist(session, ago(-2))).reason == "再次回访 · 11-01 11:00 已超时"


def test_a_case_and_a_callback_of_one_phone_are_taken_in_one_call(
    session: Session, reported_case: str
) -> None:
    a_callback(session, ago(3), ref="WX1", car=a_car(session, phone="13911112222"))
    a_callback(session, ago(5), ref="WX2")
    assert [(entry.ref, entry.together) for entry in worklist(session)] == [
        ("WX2", None), ("WX1", 1), (reported_case, 1),
    ]  # fmt: skip


def test_replay_sees_only_what_had_happened_by_then(session: Session) -> None:
    callback = a_callback(session, ago(5), ref="WX1")
    an_attempt(session, callback, at(1, 19), "completed")
    assert refs(worklist(session)) == []
    assert refs(worklist(session, ago(1))) == ["WX1"]  # 18:30 of yesterday, half an hour before the call
    assert refs(worklist(session.at(at(1, 20)))) == []
    assert refs(worklist(session, ago(3))) == []  # day two


def test_a_callback_tried_again_later_shows_the_tries_of_then(session: Session) -> None:
    callback = a_callback(session, ago(6), ref="WX1")
    for days in (3, 1, 0):
        an_attempt(session, callback, at(days))
    entry = only(worklist(session, ago(2)))
    assert (entry.tries, entry.last_at, entry.reason) == (
        1,
        at(3),
        "第 4 天/3–7 · 1 次无人接听 · 没试过下午、晚上",
    )


def test_a_day_to_come_shows_what_will_stand_on_it_if_nothing_happens(session: Session) -> None:
    a_callback(session, ago(1), ref="soon")
    later = a_callback(session, ago(4), ref="appointment")
    an_attempt(session, later, at(0), "agreed", agreed_at=at(-3, 14))
    assert refs(worklist(session)) == []
    assert [(entry.ref, entry.group, entry.day) for entry in worklist(session, ago(-3))] == [
        ("appointment", "appointment", 7), ("soon", "open", 4),
    ]  # fmt: skip


def test_an_appointment_is_its_makers_until_half_an_hour_after_its_time(session: Session) -> None:
    callback = a_callback(session, ago(5), ref="WX1")
    an_attempt(session, callback, at(1), "agreed", agreed_at=at(0, 18, 15), caller="周小满")
    assert only(worklist(session)).appointment_of == "周小满"
    assert only(worklist(session.at(at(0, 18, 45)))).appointment_of is None
    assert only(worklist(session)).reason == "第 5 天/3–7 · 约定 18:15"


def test_claims_and_drafts_show_in_the_row(session: Session) -> None:
    callback = a_callback(session, ago(5), ref="WX1")
    Claim.insert(callback=callback, account="周小满", since=at(0, 18, 10)).execute()
    save_draft(session, callback, {"answers": {"1": 9}})
    entry = only(worklist(session))
    assert (entry.claimed_by, entry.draft) == ("周小满", True)
    assert only(worklist(session.at(at(0, 18, 40)))).claimed_by is None


def test_who_asked_not_to_be_called_is_left_out_from_then_on(session: Session) -> None:
    car = a_car(session, do_not_call_at=at(1, 12))
    a_callback(session, ago(5), ref="WX1", car=car)
    assert worklist(session) == ()
    assert refs(worklist(session.at(at(1, 11)))) == ["WX1"]


def test_a_contact_beyond_the_window_is_found_however_old(session: Session) -> None:
    appointment = a_callback(session, ago(200), ref="appointment")
    an_attempt(session, appointment, at(190), "agreed", agreed_at=at(2))
    reopened = a_callback(session, ago(300), ref="reopened")
    a_reopening(session, reopened, at(100))
    corrected = a_callback(session, ago(250), ref="corrected")
    an_attempt(session, corrected, at(240), "invalid_number")
    a_confirmed_correction(session, corrected, at(30))
    assert refs(worklist(session)) == ["appointment", "reopened", "corrected"]


def test_a_contact_beyond_the_window_is_found_in_replay_too(session: Session) -> None:
    appointment = a_callback(session, ago(200), ref="appointment")
    an_attempt(session, appointment, at(190), "agreed", agreed_at=at(9))
    an_attempt(session, appointment, at(2), "completed")
    corrected = a_callback(session, ago(250), ref="corrected")
    an_attempt(session, corrected, at(240), "invalid_number")
    a_confirmed_correction(session, corrected, at(30))
    an_attempt(session, corrected, at(1), "refused")
    reopened = a_callback(session, ago(300), ref="reopened")
    a_reopening(session, reopened, at(100))
    an_attempt(session, reopened, at(1))
    assert worklist(session) == ()
    then = [entry for entry in worklist(session, ago(3)) if entry.kind != "care"]
    assert refs(then) == ["appointment", "reopened", "corrected"]


def test_an_early_appointment_outlasts_a_short_overdue_setting(session: Session) -> None:
    callback = a_callback(session, ago(36), ref="WX1")
    an_attempt(session, callback, at(34), "agreed", agreed_at=at(32))
    assert refs(worklist(session)) == ["WX1"]
    with session.saving():
        settings.put(session, "overdue_days", 10)
    assert refs(worklist(session)) == ["WX1"]


def test_an_answer_by_sms_that_came_later_is_not_seen_before(session: Session) -> None:
    an_sms_score(session, a_callback(session, ago(5), ref="WX1"), at(0, 12), 9)
    assert worklist(session) == ()
    assert refs(worklist(session.at(at(0, 11)))) == ["WX1"]


def test_a_number_corrected_in_the_second_it_was_found_wrong_counts_as_corrected(session: Session) -> None:
    callback = a_callback(session, ago(5), ref="WX1")
    an_attempt(session, callback, at(1), "wrong_number")
    a_confirmed_correction(session, callback, at(1))
    assert refs(worklist(session)) == ["WX1"]


def test_the_groups_are_counted_in_the_order_of_the_list(session: Session) -> None:
    for days in (3, 4, 7, 9):
        a_callback(session, ago(days))
    assert counts_by_group(worklist(session)) == {
        "appointment": 0, "overdue": 1, "due": 1, "open": 2, "sms": 0, "complaint": 0, "care": 0,
    }  # fmt: skip


def invented_office(session: Session, seed: int) -> None:
    """Sixty callbacks with every kind of event, some of them long ago, none after the clock."""
    draw = random.Random(seed)
    with session.saving():
        for number in range(60):
            event_on = ago(draw.choice((draw.randrange(50), draw.randrange(50), 200)))
            car = a_car(session, do_not_call_at=at(3) if draw.random() < 0.05 else None)
            kind = draw.choice(("sales", "service"))
            callback = a_callback(session, event_on, kind=kind, ref=f"R{number}", car=car)
            for _ in range(draw.choice((0, 0, 1, 2, 5))):
                _an_event(draw, session, callback, event_on)


def _an_event(draw: random.Random, session: Session, callback: int, event_on: date) -> None:
    moment = datetime.combine(event_on, datetime.min.time()) + timedelta(minutes=draw.randrange(60 * 24 * 45))
    if moment > session.now():
        return
    what = draw.random()
    if what < 0.8:
        disposition = draw.choice([*DISPOSITIONS, "agreed", "no_answer", "wrong_number"])
        agreed = (
            moment + timedelta(days=draw.randrange(1, 9))
            if disposition in ("agreed", "not_the_person")
            else None
        )
        an_attempt(session, callback, moment, disposition, agreed_at=agreed if draw.random() < 0.8 else None)
    elif what < 0.9:
        a_confirmed_correction(session, callback, moment)
    elif what < 0.95:
        a_reopening(session, callback, moment)
    else:
        an_sms_score(session, callback, moment, draw.choice((None, 8)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("overdue_days", [30, 10, 45])
def test_the_query_finds_exactly_what_the_rule_lists(session: Session, seed: int, overdue_days: int) -> None:
    invented_office(session, seed)
    with session.saving():
        settings.put(session, "overdue_days", overdue_days)
    rules = current_rules(session)
    for days in (0, 1, 4, 11, 30, 47):
        then = session.at(at(days, 18, 30))
        listed = sorted((entry.ref, entry.group) for entry in worklist(then) if entry.kind != "care")
        assert listed == _by_the_rule_alone(then, rules)


def _by_the_rule_alone(then: Session, rules: Rules) -> list[tuple[str, str]]:
    found = []
    for (ref,) in Callback.select(Callback.reference).tuples():
        for one in of_reference(ref, then.now()):
            standing = stand(one.facts, then.today(), rules)
            if standing.group:
                found.append((ref, str(standing.group)))
    return sorted(found)


@pytest.mark.parametrize("seed", range(4))
def test_stored_standing_and_replay_list_the_same_at_the_live_clock(session: Session, seed: int) -> None:
    invented_office(session, seed)
    now, rules = session.now(), current_rules(session)
    lists = [
        sorted(
            (one.reference, one.tries, one.facts)
            for one in source(now, rules)
            if stand(one.facts, now.date(), rules).listed
        )
        for source in (stored, replayed)
    ]
    assert lists[0] == lists[1]
    assert len(lists[0]) > 5


def test_events_recorded_late_count_from_their_own_time(session: Session) -> None:
    callback = a_callback(session, ago(5), ref="WX1")
    an_attempt(session, callback, at(2), recorded_at=at(0))
    assert events_of([callback], at(1)).history(callback).tries == 1
    assert only(worklist(session, ago(1))).tries == 1


def test_nothing_of_the_customer_is_lost_when_a_car_has_no_model(session: Session) -> None:
    a_callback(session, ago(5), car=a_car(session, model=None, plate=None))
    entry = only(worklist(session))
    assert (entry.model, entry.plate) == (None, None)
    assert VehicleFile.select().count() == 1


def test_the_list_is_read_in_two_parts_that_join_to_the_whole(session: Session) -> None:
    car = a_car(session, name="沈佳宁")
    a_callback(session, ago(5), ref="WX1", car=car)
    a_wish(car, "please_come_in", ago(0), ago(2))
    whole = worklist(session)
    calls = worklist(session, parts=frozenset({"calls"}))
    care = worklist(session, parts=frozenset({"care"}))
    assert [entry.group for entry in whole] == ["open", "care"]
    assert (refs(calls), [entry.group for entry in care]) == (["WX1"], ["care"])
    assert [entry.together for entry in (*calls, *care)] == [None, None]
    assert in_order((*care, *calls)) == whole
    assert {entry.together for entry in whole} == {1}


def test_whose_a_row_is(session: Session) -> None:
    advisor = Staff.insert(name="赵小雨", role="service_advisor").execute()
    callback = a_callback(session, ago(5), ref="WX1", person=advisor)
    an_attempt(session, callback, at(1), "agreed", agreed_at=at(0, 9), caller="周小满")
    park(session, callback, {"words": "写到一半"})
    entry = only(worklist(session))
    assert (entry.advisor, entry.agreed_by, entry.appointment_of) == ("赵小雨", "周小满", None)
    assert (entry.draft, entry.draft_of, entry.parked_at) == (True, "测试员", session.now())
    save_draft(session, callback, {"words": "接着写"})
    assert only(worklist(session)).parked_at is None
