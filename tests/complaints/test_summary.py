"""A closed case answers the department's questions."""

from __future__ import annotations

from datetime import timedelta

from desktop_app.complaints.cases import repeat_call
from desktop_app.complaints.summary import answers
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, Take, complaint
from tests.complaints.moving import bring, use

DAY = timedelta(days=1)


def test_a_closed_case_answers_who_what_how_when_and_whether_it_came_back(desk: Session, take: Take) -> None:
    number = take(name="曹小夏", phone="13712349025", demands="要道歉").number
    for verb in ("hand_over", "contact", "result", "check", "follow_up"):
        use(desk, number, verb)
    use(desk, number, "review", avoidable=True, improvement="先约好时间")
    use(desk.at(ACCEPTED + DAY), number, "close", reason=None)
    later = desk.at(ACCEPTED + 3 * DAY)
    same_cause, other_cause = take(later).number, take(later, cause="attitude").number
    again = repeat_call(later, number, complaint(cause="product", again_reason="又等了两小时")).number
    assert answers(later, number) == (
        ("谁投诉的", "曹小夏"),
        ("客户要什么", "要道歉"),
        ("怎样处理", "处理结果：已重新清洗（由徐师傅处理）"),
        ("何时结案", "10-16 12:38"),
        ("客户反应", "再次回访 满意：可以了"),
        ("能否避免", "可以避免"),
        ("原因", "时间过长"),
        ("改进措施", "先约好时间"),
        ("责任人", "方禾"),
        ("是否再次发生", f"{same_cause}、{again}"),
    )
    assert other_cause not in dict(answers(later, number))["是否再次发生"]
    assert dict(answers(desk.at(ACCEPTED + 2 * DAY), number))["是否再次发生"] == "没有再次发生"


def test_an_open_case_says_what_is_not_known_yet(desk: Session, case: str) -> None:
    found = dict(answers(desk, case))
    assert found["客户要什么"] == "说好一个小时，等了三个小时。"
    assert (found["怎样处理"], found["何时结案"], found["能否避免"]) == ("—", "未结案", "—")
    bring(desk, case, "offered")
    assert dict(answers(desk, case))["怎样处理"] == "解决方案 方禾：免费洗车一次"
