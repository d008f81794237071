"""The course of a case: its states, the (from, to) pairs of every verb, and why a verb has to wait.

To add a verb: 1. its name in ``VERB_LABELS``, 2. its pairs in ``TRANSITIONS`` and, if special, its duty in
``ACTIONS``, 3. one function in ``workflow``; the exhaustive test asks for all of them.
"""

from __future__ import annotations

from typing import Literal

State = Literal[
    "accepted", "verified", "unfounded", "new_round", "handed_over", "offered", "reported", "checked",
    "satisfied", "reviewed", "closed",
]  # fmt: skip
Verb = Literal[
    "regrade", "verify", "opinion", "hand_over", "contact", "solve_at_once", "offer", "result", "check",
    "follow_up", "review", "retell", "escalate", "close", "reopen", "add_words", "promise", "compensate",
    "edit", "link",
]  # fmt: skip

STATE_LABELS: dict[State, str] = {
    "accepted": "待转交",
    "verified": "已核实，待转交",
    "unfounded": "不成立，待说明",
    "new_round": "待重新转交",
    "handed_over": "待解决方案",
    "offered": "待处理结果",
    "reported": "待核对",
    "checked": "待再次回访",
    "satisfied": "待复核",
    "reviewed": "待结案",
    "closed": "已结案",
}
"""What a case in that state waits for."""

AWAITING_CONTACT = "待首次联系"
"""What a handed-over case waits for until the customer was spoken to."""

VERB_LABELS: dict[Verb, str] = {
    "regrade": "调整分级",
    "verify": "核实",
    "opinion": "处理意见",
    "hand_over": "转交",
    "contact": "首次联系",
    "solve_at_once": "当场解决",
    "offer": "解决方案",
    "result": "处理结果",
    "check": "最终核对",
    "follow_up": "再次回访",
    "review": "客服部复核",
    "retell": "情况转述",
    "escalate": "上报",
    "close": "结案",
    "reopen": "重开",
    "add_words": "补记客户原话",
    "promise": "加承诺",
    "compensate": "补偿",
    "edit": "修改",
    "link": "关联档案",
}
LATER_CONTACT = "联系客户"
"""What a contact after the first one is called."""

STATES: tuple[State, ...] = tuple(STATE_LABELS)
VERBS: tuple[Verb, ...] = tuple(VERB_LABELS)
OPEN: tuple[State, ...] = tuple(state for state in STATES if state != "closed")
BEGINNING: tuple[State, ...] = ("accepted", "verified", "new_round")
IN_DEPARTMENT: tuple[State, ...] = ("handed_over", "offered")


def _from(sources: tuple[State, ...], target: State) -> frozenset[tuple[State, State]]:
    return frozenset((source, target) for source in sources)


def _staying(states: tuple[State, ...]) -> frozenset[tuple[State, State]]:
    return frozenset((state, state) for state in states)


TRANSITIONS: dict[Verb, frozenset[tuple[State, State]]] = {
    "regrade": _staying(OPEN),
    "verify": _from(("accepted", "verified", "unfounded"), "verified")
    | _staying(("new_round", *IN_DEPARTMENT))
    | _from((*BEGINNING, *IN_DEPARTMENT, "unfounded"), "unfounded"),
    "opinion": _staying(OPEN),
    "hand_over": _from((*BEGINNING, "handed_over"), "handed_over"),
    "contact": _staying(OPEN),
    "solve_at_once": _from(BEGINNING, "reported"),
    "offer": _from(IN_DEPARTMENT, "offered"),
    "result": _from(IN_DEPARTMENT, "reported"),
    "check": frozenset({("reported", "checked"), ("reported", "handed_over")}),
    "follow_up": frozenset({("checked", "satisfied"), ("checked", "new_round"), ("checked", "checked")}),
    "review": frozenset({("satisfied", "reviewed")}),
    "retell": _staying(OPEN),
    "escalate": _staying(OPEN),
    "close": _from(OPEN, "closed"),
    "reopen": frozenset({("closed", "new_round")}),
    "add_words": _staying(OPEN),
    "promise": _staying(OPEN),
    "compensate": _staying(OPEN),
    "edit": _staying(OPEN),
    "link": _staying(OPEN),
}
"""Verb → the moves it can make; what is not listed is refused."""

ACTIONS: dict[Verb, str] = {
    **dict.fromkeys(VERBS, "handle_complaints"),
    **dict.fromkeys(("verify", "opinion", "review", "close", "reopen"), "decide_complaints"),
    "follow_up": "follow_up_calls",
}
"""Verb → the action of the duty matrix that it needs."""

NEEDS_CONTACT: frozenset[Verb] = frozenset({"offer", "result"})
"""Verbs that wait for the first contact with the customer."""

_ORDER: tuple[tuple[State, ...], ...] = (
    BEGINNING, ("handed_over",), ("offered",), ("reported",), ("checked",), ("satisfied",), ("reviewed",),
)  # fmt: skip

_TOO_EARLY: dict[Verb, str] = {
    "offer": "先转交责任部门，才能填解决方案。",
    "result": "先转交责任部门，才能填处理结果。",
    "check": "先填处理结果，才能核对。",
    "follow_up": "先填处理结果并核对，才能再次回访。",
    "review": "再次回访满意后才能复核。",
    "reopen": "案例还没有结案，不用重开。",
}
_TOO_LATE: dict[Verb, str] = {
    "verify": "处理结果已回报，不再核实。",
    "hand_over": "解决方案已提出，不能再转交。",
    "solve_at_once": "已转交责任部门，由其回报处理结果。",
    "offer": "处理结果已回报，不用再填解决方案。",
    "result": "本轮处理结果已回报。",
    "check": "处理结果已核对。",
    "follow_up": "客户已表示满意，不用再次回访。",
    "review": "已经复核过。",
    "reopen": "案例还没有结案，不用重开。",
}
CLOSED_REASON = "案例已结案，不能再改；需要继续处理请先重开。"
UNFOUNDED_REASON = "核实为不成立：向客户说明后结案，或重新核实。"
CONTACT_REASON: dict[Verb, str] = {
    "offer": "先完成首次联系，才能填解决方案。",
    "result": "先完成首次联系，才能填处理结果。",
}


def targets(verb: Verb, state: State) -> frozenset[State]:
    """Where the verb can lead from there; empty when it is not possible."""
    return frozenset(to for source, to in TRANSITIONS[verb] if source == state)


def waits_for(verb: Verb, state: State, *, contacted: bool) -> str | None:
    """Why the verb is not possible in that state, one Chinese sentence; None when it is."""
    if targets(verb, state):
        return CONTACT_REASON[verb] if verb in NEEDS_CONTACT and not contacted else None
    if state == "closed":
        return CLOSED_REASON
    if state == "unfounded" and verb != "reopen":
        return UNFOUNDED_REASON
    return (_TOO_EARLY if _before(verb, state) else _TOO_LATE)[verb]


def _before(verb: Verb, state: State) -> bool:
    """Whether the case has yet to come to where the verb is possible."""
    possible = [place for place, states in enumerate(_ORDER) if any(targets(verb, one) for one in states)]
    here = next((place for place, states in enumerate(_ORDER) if state in states), 0)
    return not possible or here < max(possible)


def state_label(state: State, *, contacted: bool) -> str:
    """What the case waits for, in Chinese."""
    return AWAITING_CONTACT if state == "handed_over" and not contacted else STATE_LABELS[state]
