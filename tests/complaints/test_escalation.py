"""Raising a case: rungs, grades, and what colour and replay make of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from desktop_app.complaints.cases import open_case
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED
from tests.complaints.moving import use


def test_escalation_climbs_and_never_descends(desk: Session, case: str) -> None:
    use(desk, case, "escalate", rung="general_manager", outcome="同意回购")
    with pytest.raises(Refused, match="已经上报到总经理"):
        use(desk, case, "escalate", rung="部门经理")
    use(desk, case, "escalate", rung="厂家", policy="质保外善意维修", policy_from="华东区服务经理")
    risen = open_case(desk, case)
    assert risen.rung == "manufacturer"
    assert risen.rounds[0].steps[-1].detail["policy_from"] == "华东区服务经理"
    with pytest.raises(Refused, match="投诉再确认"):
        use(desk, case, "escalate", rung="厂家", wants="")


def test_a_missed_deadline_shows_the_next_rung_until_it_is_recorded(desk: Session, case: str) -> None:
    assert open_case(desk.at(ACCEPTED + timedelta(minutes=30)), case).rung_due is None
    late = desk.at(ACCEPTED + timedelta(minutes=30, seconds=1))
    assert open_case(late, case).rung_due == "department_manager"
    use(late, case, "hand_over")
    assert open_case(late, case).rung_due == "department_manager"
    use(late, case, "escalate")
    assert open_case(late, case).rung_due is None
    day_later = desk.at(ACCEPTED + timedelta(hours=24, seconds=1))
    assert open_case(day_later, case).rung_due == "general_manager"


def test_regrading_changes_the_colour_until_the_first_contact_froze_it(desk: Session, case: str) -> None:
    five = desk.at(ACCEPTED + timedelta(hours=5))
    assert open_case(five, case).colour == "white"
    use(five, case, "regrade")
    assert (open_case(five, case).colour, open_case(five, case).grade) == ("red", "urgent")
    earlier = open_case(desk.at(ACCEPTED + timedelta(hours=5, seconds=-1)), case)
    assert (earlier.colour, earlier.grade) == ("white", "complaint")


def test_the_frozen_colour_outlives_a_later_grade(desk: Session, case: str) -> None:
    five, six = desk.at(ACCEPTED + timedelta(hours=5)), desk.at(ACCEPTED + timedelta(hours=6))
    use(five, case, "contact")
    use(six, case, "regrade", escalated=True)
    regraded = open_case(six, case)
    assert (regraded.colour, regraded.grade, regraded.escalated) == ("white", "urgent", True)
    assert regraded.fields["escalated_reason"] == "客户说刹车失灵"


REPLAY: tuple[tuple[timedelta, str, str, str], ...] = (
    (timedelta(0), "accepted", "white", "待转交"),
    (timedelta(minutes=20), "handed_over", "white", "待首次联系"),
    (timedelta(hours=20), "handed_over", "yellow", "待首次联系"),
    (timedelta(hours=21), "handed_over", "yellow", "待解决方案"),
    (timedelta(hours=30), "reported", "yellow", "待核对"),
    (timedelta(hours=31), "checked", "yellow", "待再次回访"),
    (timedelta(hours=50), "satisfied", "yellow", "待复核"),
    (timedelta(hours=51), "closed", "grey", "已结案"),
    (timedelta(hours=60), "new_round", "yellow", "待重新转交"),
)


def test_any_earlier_moment_can_be_replayed_whenever_it_was_typed_in(desk: Session, case: str) -> None:
    typed = desk.at(ACCEPTED + timedelta(days=9))
    for verb, hours in (
        ("hand_over", 1 / 3),
        ("contact", 21),
        ("result", 30),
        ("check", 31),
        ("follow_up", 50),
    ):
        use(typed, case, verb, at=ACCEPTED + timedelta(hours=hours))
    use(typed, case, "close", at=ACCEPTED + timedelta(hours=51))
    use(typed, case, "reopen", at=ACCEPTED + timedelta(hours=60))
    for after, state, colour, label in REPLAY:
        seen = open_case(desk.at(ACCEPTED + after), case)
        assert (seen.step, seen.colour, seen.step_label) == (state, colour, label), after
