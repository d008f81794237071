"""A line of the case list: colour by ground, bar, icon and word, what is next, who, and what it is about."""

from __future__ import annotations

from datetime import datetime

from desktop_app.complaints.clocks import COLOUR_LABELS
from desktop_app.complaints.listing import CaseRow
from desktop_app.complaints.vocabulary import GRADE_LABELS
from ui.complaints.time_words import hours, left, near_day
from ui.kit.cells import Column, Row, Text, Tint
from ui.kit.tones import Tone

COLUMNS = (
    Column("state", "状态", 128, sortable=False, least=118),
    Column("number", "案例 / 步骤", 138, sortable=False, least=124),
    Column("customer", "客户", 80, sortable=False, least=64),
    Column("words", "内容 / 部门", 160, stretch=1, sortable=False, least=90),
)
LOOKS: dict[str, tuple[str, Tone, Tint]] = {
    "white": ("clock", "", ""),
    "yellow": ("triangle-alert", "yellow", "yellow"),
    "red": ("octagon-alert", "red", "red"),
    "grey": ("archive", "grey", "grey"),
}
STATE_WORDS = {"white": "按时", "yellow": "将到期", "red": "超时", "grey": "已结"}
CONTACTED = "circle-dot"
EXCERPT = 40
SHORT_CLOCKS = {
    "hand_over": "转交", "first_contact": "联系", "solution": "方案", "result": "结果", "follow_up": "回访",
    "promise": "承诺", "regulator": "期限",
}  # fmt: skip
"""Clocks in two characters, for the narrow column."""
BY_DAY = ("follow_up", "promise", "regulator")
"""Clocks whose day says more than the hours left."""


def row_of(case: CaseRow, now: datetime) -> Row:
    """One case; the key is its number."""
    icon, tone, tint = LOOKS[case.colour]
    word = STATE_WORDS[case.colour]
    if case.colour != "grey" and not case.clock_runs:
        icon, word = CONTACTED if case.colour == "white" else icon, "已联系"
    state = f"{COLOUR_LABELS[case.colour]} · {word}"
    grade = GRADE_LABELS[case.grade] + ("·升级" if case.escalated else "")
    about = " · ".join(part for part in (grade, case.department or case.cause_name) if part)
    step = case.step_label + (f" · 第 {case.round} 轮" if case.round > 1 else "")
    quiet: Tone = "grey" if case.colour == "grey" else ""
    return Row(
        case.number,
        (
            Text(state, time_of(case, now), tone, strong=True, icon=icon),
            Text(case.number, step, quiet, strong=True),
            Text(case.customer, case.model, quiet),
            Text(_excerpt(case.words), about, quiet, tip=case.words),
        ),
        tint,
        spoken=f"{state}，{time_of(case, now)}，{case.number}，{case.customer}，{step}，{about}，{case.words}",
        data=case,
    )


def time_of(case: CaseRow, now: datetime) -> str:
    """The second line: time left to the next deadline, or when it was closed; short enough never to be cut."""
    if case.closed_at is not None:
        return f"{case.closed_at:%m-%d} 结案"
    if case.next_deadline is None or case.next_clock is None:
        return case.step_label
    if case.clock_runs:
        return left(case.next_deadline, now)
    name = SHORT_CLOCKS[case.next_clock.kind]
    if case.next_deadline < now:
        return f"{name} 超 {hours(now - case.next_deadline)}"
    far = case.next_deadline.date() > now.date() and case.next_clock.kind in BY_DAY
    return f"{name} {near_day(case.next_deadline, now) if far else hours(case.next_deadline - now)}"


def _excerpt(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= EXCERPT else plain[:EXCERPT] + "…"
