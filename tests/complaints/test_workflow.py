"""What the verbs of a case leave behind: rounds, results, endings, and the trail of it all."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from db import AuditEntry, Complaint, ComplaintStep
from db.connection import rows, scalar
from desktop_app.complaints.cases import open_case
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, Take
from tests.complaints.moving import UNFOUNDED, bring, use


@pytest.mark.parametrize("verb", ["offer", "result"])
def test_solution_and_result_wait_for_the_first_contact(desk: Session, case: str, verb: str) -> None:
    use(desk, case, "hand_over")
    assert open_case(desk, case).step_label == "待首次联系"
    with pytest.raises(Refused, match="先完成首次联系"):
        use(desk, case, verb)
    use(desk, case, "contact", reached=False)
    with pytest.raises(Refused, match="先完成首次联系"):
        use(desk, case, verb)
    use(desk, case, "contact")
    use(desk, case, verb)


COURSE = ("verify", "hand_over", "contact", "offer", "result", "check", "follow_up", "review", "retell")


def test_the_whole_course_of_a_founded_case(desk: Session, case: str) -> None:
    for place, verb in enumerate(COURSE, start=1):
        use(desk.at(ACCEPTED + place * timedelta(minutes=10)), case, verb)
    later = desk.at(ACCEPTED + timedelta(hours=30))
    use(later, case, "close", reason=None, said="")
    closed = open_case(later, case)
    assert (closed.step, closed.colour, closed.next_deadline) == ("closed", "grey", None)
    assert closed.closed_at == ACCEPTED + timedelta(hours=30)
    assert [step.verb for step in closed.rounds[0].steps] == ["accept", *COURSE, "close"]
    assert [step.label for step in closed.rounds[0].steps][:4] == ["受理", "核实", "转交", "首次联系"]
    assert {clock.kind: clock.state(later.now()) for clock in closed.clocks} == dict.fromkeys(
        ("hand_over", "first_contact", "solution", "result", "follow_up"), "kept"
    )


def test_a_dissatisfied_customer_begins_the_next_round_with_clocks_anew_and_the_colour_stays(
    desk: Session, case: str
) -> None:
    for verb in ("hand_over", "contact", "result", "check"):
        use(desk, case, verb)
    late = ACCEPTED + timedelta(hours=30)
    use(desk.at(late), case, "follow_up", satisfied=False, said="还是没洗干净")
    now = desk.at(late + timedelta(days=2))
    second = open_case(now, case)
    assert (second.round, second.step, second.colour, second.clock_runs) == (2, "new_round", "white", False)
    assert [step.verb for step in second.rounds[1].steps] == ["follow_up"]
    assert {clock.kind: clock.deadline for clock in second.rounds[1].clocks} == {
        "hand_over": late + timedelta(minutes=30), "solution": late + timedelta(hours=24),
        "result": late + timedelta(hours=48),
    }  # fmt: skip
    assert second.next_deadline == late + timedelta(minutes=30)
    assert second.rounds[0].clocks[-1].met_at == late
    for verb in ("hand_over", "result", "check", "follow_up", "review", "close"):
        use(now, case, verb)
    third = open_case(now, case)
    assert (third.step, third.round, len(third.rounds)) == ("closed", 2, 2)
    assert [len(times.clocks) for times in third.rounds] == [5, 4]


def test_a_customer_not_reached_leaves_the_follow_up_open(desk: Session, case: str) -> None:
    bring(desk, case, "checked")
    use(desk, case, "follow_up", satisfied=None, said="无人接听")
    tried = open_case(desk, case)
    assert (tried.step, tried.round) == ("checked", 1)
    assert tried.next_clock is not None
    assert tried.next_clock.kind == "follow_up"


def test_a_result_that_is_not_so_goes_back_to_the_department(desk: Session, case: str) -> None:
    bring(desk, case, "reported")
    with pytest.raises(Refused, match="退回责任部门的原因"):
        use(desk, case, "check", passed=False)
    use(desk, case, "check", passed=False, said="车门缝里还有泥")
    back = open_case(desk, case)
    assert back.step == "handed_over"
    assert [clock.kind for clock in back.rounds[0].clocks if clock.is_open] == ["result"]
    use(desk, case, "result")
    assert open_case(desk, case).step == "reported"


def test_a_case_solved_at_once_needs_no_department(desk: Session, case: str) -> None:
    use(desk, case, "solve_at_once", cost_fen=2000)
    solved = open_case(desk, case)
    assert [clock.kind for clock in solved.clocks if clock.is_open] == ["follow_up"]
    assert solved.fields["handled_on"] == date(2026, 10, 15)


def test_handing_over_again_changes_the_department_and_not_the_time_it_took(desk: Session, case: str) -> None:
    use(desk.at(ACCEPTED + timedelta(minutes=9)), case, "hand_over")
    later = desk.at(ACCEPTED + timedelta(hours=2))
    use(later, case, "hand_over", department="销售部")
    again = open_case(later, case)
    assert again.fields["department_manager"] == "孟川"
    assert again.rounds[0].clocks[0].met_at == ACCEPTED + timedelta(minutes=9)


def test_an_unfounded_case_is_explained_before_it_is_closed(desk: Session, case: str) -> None:
    use(desk, case, "contact")
    with pytest.raises(Refused, match="请先核实"):
        use(desk, case, "close", reason="核实不成立")
    later = desk.at(ACCEPTED + timedelta(hours=1))
    use(later, case, "verify", **UNFOUNDED)
    assert [clock.kind for clock in open_case(later, case).clocks if clock.is_open] == []
    with pytest.raises(Refused, match="先向客户说明"):
        use(later, case, "close", reason="unfounded")
    use(later, case, "contact", said="已说明保修条款", reached=False)
    with pytest.raises(Refused, match="先向客户说明"):
        use(later, case, "close", reason="unfounded")
    use(later, case, "contact", said="已说明保修条款")
    use(later, case, "close", reason="unfounded", said="不在保修范围")
    assert open_case(later, case).rounds[0].steps[-1].detail == {"reason": "unfounded"}


def test_an_unfounded_case_still_owes_the_customer_a_talk(desk: Session, case: str) -> None:
    use(desk, case, "verify", **UNFOUNDED)
    assert [clock.kind for clock in open_case(desk, case).clocks if clock.is_open] == ["first_contact"]


def test_closing_without_a_follow_up_needs_a_listed_reason_and_its_circumstances(
    desk: Session, case: str
) -> None:
    with pytest.raises(Refused, match="请选择原因"):
        use(desk, case, "close", reason=None)
    with pytest.raises(Refused, match="可用：核实不成立、联系不上客户、已移交厂家、已移交主管部门"):
        use(desk, case, "close", reason="太忙")
    with pytest.raises(Refused, match="结案的情况"):
        use(desk, case, "close", said=" ")
    use(desk, case, "close", reason="已移交厂家")
    assert scalar(Complaint.select(Complaint.closed_at)) == ACCEPTED


def test_a_reopened_case_goes_into_its_next_round(desk: Session, case: str) -> None:
    bring(desk, case, "closed")
    later = desk.at(ACCEPTED + timedelta(days=5))
    use(later, case, "reopen")
    reopened = open_case(later, case)
    assert (reopened.round, reopened.closed_at, reopened.colour) == (2, None, "white")
    assert scalar(Complaint.select(Complaint.closed_at)) is None
    assert reopened.next_deadline == later.now() + timedelta(minutes=30)


def test_the_same_key_twice_is_one_step(desk: Session, case: str) -> None:
    first = use(desk, case, "hand_over", key="k1")
    again = use(desk, case, "hand_over", key="k1", department="没有的部门")
    assert (first.reference, again.reference, again.features) == (case, case, frozenset())
    assert rows(ComplaintStep.select(ComplaintStep.verb)) == [("accept",), ("hand_over",)]
    with pytest.raises(ValueError, match="another step"):
        use(desk, case, "contact", key="k1")


def test_a_steps_own_time_lies_between_the_last_move_and_now(desk: Session, case: str) -> None:
    now = desk.at(ACCEPTED + timedelta(hours=5))
    with pytest.raises(Refused, match="还没有到") as refused:
        use(now, case, "hand_over", at=now.now() + timedelta(seconds=1))
    assert refused.value.field == "at"
    use(now, case, "hand_over", at=ACCEPTED + timedelta(hours=2))
    with pytest.raises(Refused, match="不能早于上一步"):
        use(now, case, "contact", at=ACCEPTED - timedelta(seconds=1))
    use(now, case, "contact", at=ACCEPTED + timedelta(hours=1))
    with pytest.raises(Refused, match="不能早于上一步"):
        use(now, case, "result", at=ACCEPTED + timedelta(hours=2) - timedelta(seconds=1))
    use(now, case, "result", at=ACCEPTED + timedelta(hours=3))
    steps = open_case(now, case).rounds[0].steps
    assert [step.verb for step in steps] == ["accept", "contact", "hand_over", "result"]
    assert {step.recorded_at for step in steps[1:]} == {now.now()}
    assert {step.account for step in steps} == {"测试员"}


def test_every_step_is_audited_with_the_fields_it_changed(desk: Session, case: str) -> None:
    use(desk, case, "hand_over", opinion="请当面道歉", handler="徐师傅")
    entry = AuditEntry
    trail = rows(entry.select(entry.action, entry.field, entry.new).where(entry.id > 1).order_by(entry.id))
    assert trail == [
        ("hand_over", None, "方禾"), ("edit", "department", "售后部"), ("edit", "department_manager", "方禾"),
        ("edit", "handler", "徐师傅"), ("edit", "desk_opinion", "请当面道歉"),
    ]  # fmt: skip
    history = open_case(desk, case).history
    assert [(line.action, line.field) for line in history][:2] == [("accept", None), ("hand_over", None)]


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"department": "食堂"}, "department", "可用：售后部、销售部"),
        ({"department": " "}, "department", "请选择责任部门"),
        ({"handler": "路人"}, "handler", "员工名单里没有“路人”"),
        ({"handler": "徐师傅"}, "handler", "相关责任人"),
        ({"manager": "徐师傅"}, "manager", "相关责任人"),
    ],
)
def test_a_case_is_handed_to_someone_of_the_list_but_never_to_the_accused(
    desk: Session, take: Take, changes: dict[str, str], field: str, message: str
) -> None:
    number = take(accused="徐师傅").number
    with pytest.raises(Refused) as refused:
        use(desk, number, "hand_over", **changes)
    assert refused.value.field == field
    assert message in refused.value.message


def test_a_moment_is_cut_to_the_second(desk: Session, case: str) -> None:
    use(desk.at(datetime(2026, 10, 15, 13, 0, 0, 999_999)), case, "hand_over")
    assert open_case(desk.at(datetime(2026, 10, 15, 13)), case).step == "handed_over"
