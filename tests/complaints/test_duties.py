"""Who may do what in a case."""

from __future__ import annotations

import pytest

from db import Department, Staff
from desktop_app.complaints.cases import open_case
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.course import STATES, VERBS, targets
from desktop_app.complaints.intake import accept
from desktop_app.complaints.persons import departments, staff_names
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, As, Take, complaint
from tests.complaints.moving import bring, use


def test_a_receptionist_handles_only_the_cases_they_received(as_person: As, take: Take) -> None:
    front, other = as_person("何前台"), as_person("乔安")
    own, strange = take(front).number, take(other).number
    use(front, own, "hand_over")
    with pytest.raises(Refused, match="只能处理自己受理的案例，这一件由乔安负责"):
        use(front, strange, "hand_over")
    use(other, own, "contact")


@pytest.mark.parametrize("verb", VERBS)
def test_the_general_manager_sees_and_handles_nothing(
    as_person: As, desk: Session, case: str, verb: str
) -> None:
    shown = open_case(as_person("郑总"), case).verb(verb)
    assert shown.reason is not None
    assert shown.reason.startswith("您的职责不能")
    with pytest.raises(Refused, match="您的职责不能"):
        use(as_person("郑总"), case, verb)


@pytest.mark.parametrize("verb", ["verify", "opinion", "review", "close", "reopen"])
def test_only_the_cr_manager_decides(as_person: As, desk: Session, case: str, verb: str) -> None:
    state = next(state for state in STATES if targets(verb, state))
    bring(desk, case, state)
    for name in ("乔安", "何前台"):
        with pytest.raises(Refused, match="请由客关部经理操作"):
            use(as_person(name), case, verb)
    use(as_person("温经理"), case, verb)


def test_an_opinion_with_the_hand_over_is_the_cr_managers(as_person: As, case: str) -> None:
    with pytest.raises(Refused, match="处理意见"):
        use(as_person("乔安"), case, "hand_over", opinion="请道歉")
    use(as_person("温经理"), case, "hand_over", opinion="请道歉")


def test_the_follow_up_call_is_never_made_by_the_accused(as_person: As, desk: Session, take: Take) -> None:
    number = take(accused="乔安").number
    bring(desk, number, "checked")
    with pytest.raises(Refused, match="再次回访请由别人来做"):
        use(as_person("乔安"), number, "follow_up")
    with pytest.raises(Refused, match="您的职责不能再次回访"):
        use(as_person("何前台"), number, "follow_up")
    with pytest.raises(Refused, match="请由客关部经理处理"):
        use(as_person("乔安"), number, "contact")
    use(as_person("林若溪"), number, "follow_up")


def test_a_case_is_handed_to_departments_and_people_of_the_lists(desk: Session) -> None:
    assert [(one.name, one.manager) for one in departments(desk)] == [("售后部", "方禾"), ("销售部", "孟川")]
    with desk.saving():
        Staff.update(retired_on=ACCEPTED.date()).where(Staff.name == "徐师傅").execute()
    names = staff_names(desk)
    assert "徐师傅" not in names
    assert {"方禾", "唐宁", "乔安"} <= set(names)
    assert len(names) == len(set(names))


def test_the_contact_verb_is_called_first_only_once(desk: Session, case: str) -> None:
    assert open_case(desk, case).verb("contact").label == "首次联系"
    use(desk, case, "contact")
    assert open_case(desk, case).verb("contact").label == "联系客户"


def test_the_first_manager_named_for_a_department_is_taken_into_the_lists(desk: Session, case: str) -> None:
    with desk.saving():
        Department.insert(name="钣喷车间").execute()
    with pytest.raises(Refused, match="负责人") as refused:
        use(desk, case, "hand_over", department="钣喷车间")
    assert refused.value.field == "manager"
    use(desk, case, "hand_over", department="钣喷车间", manager="江主任")
    assert open_case(desk, case).fields["handler"] == "江主任"
    assert ("钣喷车间", "江主任") in [(one.name, one.manager) for one in departments(desk)]
    assert "江主任" in staff_names(desk)
    with pytest.raises(Refused, match="员工名单里没有“李主任”"):
        use(desk, case, "hand_over", department="钣喷车间", manager="李主任")


def test_a_new_house_without_lists_can_hand_over_as_well(session: Session) -> None:
    with session.saving():
        load_causes(session)
    number = accept(session, complaint()).number
    use(session, number, "hand_over", department="售后部", manager="方禾")
    assert [(one.name, one.manager) for one in departments(session)] == [("售后部", "方禾")]
