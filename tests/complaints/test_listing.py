"""The case list, the counts and the follow-up calls say what the clock says."""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime, timedelta

import pytest

from desktop_app.complaints.cases import CaseFilter, Counts, case_list, counts, follow_ups, open_case
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, PHONE, VIN, Take
from tests.complaints.moving import bring, use

HOUR = timedelta(hours=1)


def test_a_new_case_waits_for_its_hand_over_first(desk: Session, take: Take) -> None:
    number = take(words="说好一小时。" * 30).number
    (row,) = case_list(desk.at(ACCEPTED + 20 * HOUR))
    assert (row.number, row.grade, row.accepted, row.colour) == (number, "complaint", ACCEPTED, "yellow")
    assert (row.step, row.step_label, row.round) == ("accepted", "待转交", 1)
    assert row.next_deadline == ACCEPTED + timedelta(minutes=30)
    assert row.next_clock is not None
    assert row.next_clock.kind == "hand_over"
    assert (row.customer, row.model, row.department, row.vin) == ("曹立夏", "锐志", "", VIN)
    assert row.words == ("说好一小时。" * 30)[:80]
    assert (row.cause, row.cause_name, row.owner) == ("waiting", "时间过长", "测试员")
    assert (row.clock_runs, row.rung_due) == (True, "department_manager")


def test_the_next_deadline_counts_promises_and_the_regulators_date(desk: Session, take: Take) -> None:
    number = take(channel="12315", regulator_due_on=date(2026, 10, 16)).number
    for verb in ("hand_over", "contact", "result"):
        use(desk, number, verb)
    (row,) = case_list(desk)
    assert row.next_deadline == datetime(2026, 10, 16, 23, 59, 59)
    use(desk, number, "promise", due_at=ACCEPTED + HOUR)
    (row,) = case_list(desk)
    assert row.next_deadline == ACCEPTED + HOUR
    assert row.next_clock is not None
    assert row.next_clock.label == "承诺"


def test_running_clocks_stand_first_by_colour_then_frozen_ones_then_closed_ones(
    desk: Session, take: Take
) -> None:
    taken = {
        "white": take(accepted=ACCEPTED - 3 * HOUR).number,
        "red": take(accepted=ACCEPTED - 25 * HOUR).number,
        "yellow": take(accepted=ACCEPTED - 21 * HOUR).number,
        "frozen": take(accepted=ACCEPTED - 30 * HOUR).number,
        "closed": take(accepted=ACCEPTED - 40 * HOUR).number,
        "closed later": take(accepted=ACCEPTED - 41 * HOUR).number,
        "urgent": take(accepted=ACCEPTED - 4 * HOUR, grade="紧急投诉").number,
    }
    use(desk, taken["frozen"], "contact")
    use(desk, taken["closed"], "close", at=ACCEPTED - HOUR)
    use(desk, taken["closed later"], "close")
    rows = case_list(desk)
    names = {number: name for name, number in taken.items()}
    assert [names[row.number] for row in rows] == [
        "red", "yellow", "urgent", "white", "frozen", "closed later", "closed",
    ]  # fmt: skip
    assert [row.colour for row in rows] == ["red", "yellow", "yellow", "white", "red", "grey", "grey"]
    assert counts(desk) == Counts(open=5, red=1, yellow=2, follow_up=0)
    assert [names[row.number] for row in case_list(desk, open_only=True)][-1] == "frozen"
    assert [names[row.number] for row in case_list(desk, filters=CaseFilter(closed_only=True, limit=1))] == [
        "closed later"
    ]


def test_filters_narrow_the_list(desk: Session, take: Take) -> None:
    september = take(accepted=datetime(2026, 9, 30, 23, 59, 59), cause="attitude").number
    october = take(grade="紧急投诉", model="皇冠").number
    use(desk, october, "hand_over", department="销售部")

    def listed(**wanted: object) -> list[str]:
        return [row.number for row in case_list(desk, filters=CaseFilter(**wanted))]  # type: ignore[arg-type]

    assert listed(start=date(2026, 10, 1)) == listed(grade="urgent") == listed(model="皇冠") == [october]
    assert listed(department="销售部") == listed(cause="waiting") == [october]
    assert listed(end=date(2026, 9, 30)) == listed(cause="attitude") == [september]
    assert len(listed(start=date(2026, 9, 30), end=date(2026, 10, 15))) == 2


def test_the_list_can_be_replayed_through_closing_and_reopening(desk: Session, take: Take) -> None:
    number = take().number
    typed = desk.at(ACCEPTED + 99 * HOUR)
    use(typed, number, "close", at=ACCEPTED + 2 * HOUR)
    use(typed, number, "reopen", at=ACCEPTED + 4 * HOUR)
    use(typed, number, "close", at=ACCEPTED + 6 * HOUR)
    shown = {}
    for hours in (1, 3, 5, 7):
        now = desk.at(ACCEPTED + hours * HOUR)
        (row,) = case_list(now)
        shown[hours] = (row.step, row.round, len(case_list(now, open_only=True)))
    assert shown == {1: ("accepted", 1, 1), 3: ("closed", 1, 0), 5: ("new_round", 2, 1), 7: ("closed", 2, 0)}


@pytest.mark.parametrize("state", ["accepted", "handed_over", "checked", "new_round", "unfounded", "closed"])
def test_a_row_of_the_list_and_the_open_case_agree(desk: Session, take: Take, state: str) -> None:
    number = take(regulator_due_on=date(2026, 12, 1)).number
    bring(desk, number, state)
    for after in (timedelta(0), 21 * HOUR, 100 * HOUR):
        now = desk.at(ACCEPTED + after)
        (row,), case = case_list(now), open_case(now, number)
        same = {field.name for field in fields(row)} & {field.name for field in fields(case)} - {
            "words",
            "cause",
        }
        assert len(same) >= 12
        assert {name: getattr(row, name) for name in same} == {name: getattr(case, name) for name in same}
        assert row.next_deadline == case.next_deadline


# follow-up calls


def test_a_follow_up_call_stands_in_the_worklist_from_the_day_after_the_result(
    desk: Session, take: Take
) -> None:
    number = take().number
    use(desk, number, "hand_over")
    use(desk, number, "contact")
    reported = desk.at(datetime(2026, 10, 16, 9, 30))
    use(reported, number, "result")
    assert follow_ups(reported, date(2026, 10, 16)) == ()
    (call,) = follow_ups(reported, date(2026, 10, 17))
    assert (call.number, call.vin, call.name, call.phone, call.model) == (
        number,
        VIN,
        "曹立夏",
        PHONE,
        "锐志",
    )
    assert (call.due_from, call.due_at) == (date(2026, 10, 17), datetime(2026, 10, 18, 9, 30))
    assert (call.round, call.checked) == (1, False)
    assert follow_ups(desk.at(reported.now() - HOUR), date(2026, 10, 17)) == ()
    use(reported, number, "check")
    (call,) = follow_ups(reported, date(2026, 10, 30))
    assert call.checked
    assert counts(reported).follow_up == 1
    use(reported, number, "follow_up", satisfied=False)
    assert follow_ups(reported, date(2026, 10, 30)) == ()


def test_follow_up_calls_come_by_deadline_and_go_to_whoever_called(desk: Session, take: Take) -> None:
    first = take(name="曹小夏", caller_phone="13811112222", accused="唐宁").number
    second = take(name="韦青", phone="0564-3312345", vin="LFMBE84B2C0167300").number
    for number, minutes in ((first, 9), (second, 5)):
        use(desk.at(ACCEPTED + timedelta(minutes=minutes)), number, "solve_at_once")
    calls = follow_ups(desk.at(ACCEPTED + HOUR), date(2026, 10, 16))
    assert [(call.number, call.name, call.phone, call.accused) for call in calls] == [
        (second, "韦青", "05643312345", None), (first, "曹小夏", "13811112222", "唐宁"),
    ]  # fmt: skip
