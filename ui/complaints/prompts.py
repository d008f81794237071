"""What each step of a case asks for on screen: one row of prompts a verb, and the rule it calls.

To add a step: its verb in ``complaints.course``, its function, and one row in ``STEPS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from desktop_app.complaints import closing, compensation, escalation, promises, words, workflow
from desktop_app.complaints.cases import Case
from desktop_app.complaints.course import Verb
from desktop_app.complaints.editing import link
from desktop_app.complaints.vocabulary import (
    ACCEPTANCE_LABELS,
    CLOSING_REASON_LABELS,
    COMPENSATION_LABELS,
    GRADE_LABELS,
    RUNG_LABELS,
)
from desktop_app.session import Changed, Session

Kind = Literal[
    "text", "long", "choice", "yes_no", "money", "day", "moment", "department", "staff", "satisfied"
]
Choices = tuple[tuple[str, str], ...]


def _nothing(_case: Case) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One field of a step: the argument it fills, its label, how it is typed, its choices as (code, words)."""

    name: str
    label: str
    kind: Kind = "text"
    choices: Choices = ()
    hint: str = ""
    blank: bool = False
    """Of a choice: whether it may stay open."""
    start: Callable[[Case], str] = _nothing
    """What stands there at first, as a code or as typed; an answer nobody may guess starts open."""


@dataclass(frozen=True, slots=True)
class StepForm:
    """A verb's dialog: what it asks, the rule that takes the answers, and the icon and keys of its button.

    ``call`` is called as ``call(session, number, key=…, **answers)``.
    """

    verb: Verb
    prompts: tuple[Prompt, ...]
    call: Callable[..., Any]
    icon: str
    keys: str = ""


def _promise(
    session: Session, number: str, *, what: str, due_at: datetime, by_whom: str, key: str
) -> promises.Promised:
    """A promise may belong to a file instead of a case, so its rule takes the number by name."""
    return promises.make_promise(session, what=what, due_at=due_at, by_whom=by_whom, number=number, key=key)


def _link(session: Session, number: str, *, vin: str, key: str) -> Changed:
    """Linking twice is linking once, so the rule needs no key."""
    del key
    return link(session, number, vin)


def _field(name: str) -> Callable[[Case], str]:
    return lambda case: str(case.fields.get(name) or "")


def _next_rung(case: Case) -> str:
    """The rung that is due, or the one above the last."""
    rungs = tuple(RUNG_LABELS)
    above = min(rungs.index(case.rung) + 1, len(rungs) - 1)
    return case.rung_due or rungs[above]


def _grade(case: Case) -> str:
    return case.grade


def _escalated(case: Case) -> str:
    return "yes" if case.escalated else "no"


GRADES, RUNGS = tuple(GRADE_LABELS.items()), tuple(RUNG_LABELS.items())
COMPENSATIONS, REASONS = tuple(COMPENSATION_LABELS.items()), tuple(CLOSING_REASON_LABELS.items())
ACCEPTANCE = Prompt("acceptance", "接受程度", "choice", tuple(ACCEPTANCE_LABELS.items()), blank=True)
COST = Prompt("cost_fen", "费用（元）", "money", hint="没有就不填")

STEPS: tuple[StepForm, ...] = (
    StepForm("hand_over", (
        Prompt("department", "责任部门", "department", start=_field("department")),
        Prompt("manager", "部门负责人", "staff", hint="不填就是该部门的负责人"),
        Prompt("handler", "处理责任人", "staff", hint="不填就是部门负责人；不能是被投诉的人", start=_field("handler")),
        Prompt("opinion", "客服部处理意见", "long", hint="由客关部经理填写，可以以后再写"),
        Prompt("said", "交代了什么", "long"),
    ), workflow.hand_over, "arrow-right-left", "F5"),
    StepForm("contact", (
        Prompt("reached", "联系上了吗", "yes_no"), Prompt("person", "联系到的人", hint="不填就是投诉人"),
        Prompt("said", "与客户说了什么", "long"),
    ), workflow.contact, "phone", "F6"),
    StepForm("verify", (
        Prompt("reason_sufficient", "理由充分吗", "yes_no"), Prompt("reason_ground", "理由的依据", "long"),
        Prompt("demand_reasonable", "要求合理吗", "yes_no"), Prompt("demand_ground", "要求的依据", "long"),
    ), workflow.verify, "scale"),
    StepForm("opinion", (Prompt("opinion", "客服部处理意见", "long"),), workflow.give_opinion, "clipboard-pen"),
    StepForm("solve_at_once", (
        Prompt("what", "怎样解决的", "long"), Prompt("by_whom", "由谁处理", "staff"), COST,
    ), workflow.solve_at_once, "check-check"),
    StepForm("offer", (
        Prompt("plan", "解决方案", "long"), Prompt("by_whom", "由谁提出", "staff", start=_field("handler")), ACCEPTANCE,
    ), workflow.offer, "handshake", "F7"),
    StepForm("result", (
        Prompt("what", "处理完毕报告：做了什么", "long"),
        Prompt("by_whom", "由谁处理", "staff", start=_field("handler")),
        Prompt("done_on", "处理完毕日期", "day"), COST,
    ), workflow.report_result, "clipboard-check", "F8"),
    StepForm("check", (
        Prompt("passed", "核对通过吗", "yes_no"), Prompt("said", "核对情况", "long", hint="退回时要写明原因"),
    ), workflow.check, "badge-check", "F9"),
    StepForm("follow_up", (
        Prompt("satisfied", "客户的答复", "satisfied"), Prompt("said", "客户怎么说", "long"), ACCEPTANCE,
    ), closing.follow_up, "phone-call", "F11"),
    StepForm("review", (
        Prompt("opinion", "客服部复核意见", "long"), Prompt("avoidable", "本来可以避免吗", "yes_no", blank=True),
        Prompt("improvement", "日后改进", "long"),
    ), closing.review, "clipboard-list", "F12"),
    StepForm("retell", (Prompt("to_whom", "转述给谁"), Prompt("said", "转述了什么", "long")), closing.retell, "megaphone"),
    StepForm("escalate", (
        Prompt("rung", "上报到", "choice", RUNGS, start=_next_rung),
        Prompt("wants", "投诉再确认：客户现在要什么", "long"), Prompt("plan", "对应方案", "long"),
        Prompt("outcome", "结果", "long", hint="还没有结果，以后再报一次补上"),
        Prompt("policy", "厂家方针", hint="上报厂家时填写"), Prompt("policy_from", "方针来自"),
    ), escalation.escalate, "arrow-up-from-line"),
    StepForm("regrade", (
        Prompt("grade", "分级", "choice", GRADES, start=_grade), Prompt("escalated", "升级", "yes_no", start=_escalated),
        Prompt("reason", "调整的原因", "long"),
    ), escalation.regrade, "flag"),
    StepForm("close", (
        Prompt("reason", "不经再次回访结案的原因", "choice", REASONS, blank=True, hint="回访满意并复核过的，不用选"),
        Prompt("said", "情况", "long"),
    ), closing.close, "archive", "Ctrl+F12"),
    StepForm("reopen", (Prompt("reason", "重开的原因", "long"),), closing.reopen, "rotate-ccw"),
    StepForm("add_words", (Prompt("text", "客户原话", "long", hint="照原话记，以前记下的不会改"),),
             words.add_words, "message-square-plus"),
    StepForm("promise", (
        Prompt("what", "承诺了什么", "long"), Prompt("due_at", "最晚什么时候兑现", "moment", hint="例如：明天 15:00、11-03"),
        Prompt("by_whom", "由谁兑现", "staff"),
    ), _promise, "hand"),
    StepForm("compensate", (
        Prompt("kind", "补偿方式", "choice", COMPENSATIONS), COST,
        Prompt("authorised_by", "由谁批准", "staff"), Prompt("remark", "备注"),
    ), compensation.compensate, "gift"),
    StepForm("link", (Prompt("vin", "车架号", hint="案例里空着的客户和车辆资料会从档案补上"),), _link, "link"),
)  # fmt: skip

BY_VERB: dict[Verb, StepForm] = {form.verb: form for form in STEPS}
NOT_A_STEP: frozenset[Verb] = frozenset({"edit"})
"""Verbs without a dialog: editing is typing into the paper form."""
NEXT_STEPS: tuple[Verb, ...] = (
    "hand_over", "contact", "offer", "result", "check", "follow_up", "review", "close", "reopen",
)  # fmt: skip
"""Verbs in the order of the course; some of them stand as buttons, everything else in the menu."""
NATURAL_STEP: dict[str, Verb] = {
    "accepted": "hand_over", "verified": "hand_over", "new_round": "hand_over", "unfounded": "contact",
    "handed_over": "offer", "offered": "result", "reported": "check", "checked": "follow_up", "satisfied": "review",
    "reviewed": "close", "closed": "reopen",
}  # fmt: skip
"""State → the step that comes next; before the first contact with the customer it is that contact."""
SHOWN_STEPS = 5
