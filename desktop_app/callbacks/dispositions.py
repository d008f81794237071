"""How a call can end (回访状态): its Chinese names, and which endings count alike in rules and reports."""

from __future__ import annotations

from typing import Literal

Category = Literal["completed", "refuse", "noanswer", "unreach", "other"]
"""The columns of 表7 and 表8: 成功, 拒访, 无人接听, 无法接通, 其他."""

DISPOSITION_LABELS: dict[str, str] = {
    "completed": "成功",
    "refused": "拒访",
    "rejected": "拒接",
    "no_answer": "无人接听",
    "unreachable": "无法接通",
    "powered_off": "关机",
    "out_of_service": "停机",
    "busy": "占线",
    "barred": "呼入限制",
    "invalid_number": "空号",
    "wrong_number": "错误号码",
    "agreed": "约定再访",
    "not_the_person": "非本人",
    "other": "其他",
}
"""Stored code → the word in files, on screen and on paper."""

DISPOSITIONS_BY_LABEL: dict[str, str] = {label: code for code, label in DISPOSITION_LABELS.items()}

CATEGORY_OF: dict[str, Category] = {
    "completed": "completed",
    "refused": "refuse",
    "rejected": "refuse",
    "no_answer": "noanswer",
    "unreachable": "unreach",
    "powered_off": "unreach",
    "out_of_service": "unreach",
    "busy": "unreach",
    "barred": "unreach",
    "invalid_number": "other",
    "wrong_number": "other",
    "agreed": "other",
    "not_the_person": "other",
    "other": "other",
}
"""How a callback whose last attempt ended so is classed (department's rules, section 5)."""

FAILED_TRIES = frozenset(
    {"out_of_service", "rejected", "busy", "no_answer", "unreachable", "powered_off", "barred"}
)
"""Endings that count as a failed try; 其他 is neither a failed try nor an appointment (section 2)."""

NUMBER_INVALID = frozenset({"invalid_number", "wrong_number"})
"""空号 and 错误号码: nobody is called until the correction is confirmed."""

WAITING_FOR_THE_CUSTOMER = frozenset({"agreed", "not_the_person"})
"""约定再访 and 非本人: someone answered, so the customer is called on beyond the window and not sent an SMS."""

FINAL = frozenset({"completed", "refused"})
"""After one of these the callback never comes back for this event."""


def category(disposition: str) -> Category:
    """The column of 表7/表8 that counts a callback whose last attempt ended so; KeyError for an unknown code."""
    return CATEGORY_OF[disposition]


def codes_of(wanted: Category) -> tuple[str, ...]:
    """All endings of one category, for queries."""
    return tuple(code for code, found in CATEGORY_OF.items() if found == wanted)
