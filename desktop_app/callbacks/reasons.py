"""Why a callback is or is not on the list, in the words of the list's second line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from desktop_app.callbacks.candidates import Candidate
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS, FAILED_TRIES, WAITING_FOR_THE_CUSTOMER
from desktop_app.callbacks.history import Try
from desktop_app.callbacks.standing import (
    CORRECTED_NUMBER_DAYS,
    KEPT_APPOINTMENT_DAYS,
    Facts,
    Line,
    Rules,
    Standing,
)

NOON, EVENING = 12, 18
"""Hours at which a day's parts begin."""
DAY_PARTS = ("上午", "下午", "晚上")
GROUP_LABELS: dict[str, str] = {
    "appointment": "预约",
    "overdue": "逾期",
    "due": "今日到期",
    "open": "窗口内",
    "sms": "待短信",
    "complaint": "投诉回访",
    "care": "关怀",
}
"""What each group of the list is called."""


def day_text(day: date, today: date) -> str:
    """A day as the list shows it: ``10-08``, with the year when it is not this year's."""
    return f"{day:%m-%d}" if day.year == today.year else f"{day:%Y-%m-%d}"


def moment_text(moment: datetime, today: date) -> str:
    """A moment as the list shows it: the time alone when it is today, else ``10-08 10:30``."""
    time = f"{moment:%H:%M}"
    return time if moment.date() == today else f"{day_text(moment.date(), today)} {time}"


class Written(NamedTuple):
    """The newest SMS about a callback: when it was sent or, while it waits, written."""

    at: datetime
    state: str


def reason_of(
    one: Candidate, standing: Standing, today: date, tried: Sequence[Try], written: Written | None = None
) -> str:
    """The second line of a row: ``第 9 天/7–10 · 2 次无人接听 · 没试过晚上 · 喜欢晚上``; ``tried`` in order of time."""
    facts = one.facts
    parts = (
        f"第 {(today - facts.event_on).days} 天/{_window(facts)}",
        _message(written, today) or _occasion(facts, standing.line, today),
        _tries(tried, agreed=standing.line == "appointment"),
        _untried(tried) if facts.failed_tries else "",
        f"喜欢{one.preferred_hours}" if one.preferred_hours else "",
        "" if one.number else "没有电话",
    )
    return " · ".join(filter(None, parts))


def _message(written: Written | None, today: date) -> str:
    if written is None:
        return ""
    if written.state == "waiting":
        return "短信待发"
    told = "短信没发出去" if written.state == "failed" else "已发短信"
    return f"{moment_text(written.at, today)} {told}"


def low_score_reason(score: int, text: str, at: datetime, now: datetime) -> str:
    """The second line of a low score by SMS: ``10-30 09:12 短信打了 3 分 · 请立案或写明原因 · “3，空调不凉”``."""
    parts = [f"{moment_text(at, now.date())} 短信打了 {score} 分", "请立案或写明原因"]
    return " · ".join([*parts, f"“{text}”"] if text.strip() != str(score) else parts)


def _window(facts: Facts) -> str:
    return f"{(facts.first_on - facts.event_on).days}–{(facts.last_on - facts.event_on).days}"


def _occasion(facts: Facts, line: Line, today: date) -> str:
    if line == "appointment" and facts.agreed_at:
        return f"约定 {moment_text(facts.agreed_at, today)}"
    if line == "number_corrected" and facts.corrected_at:
        return f"{day_text(facts.corrected_at.date(), today)} 号码已更正"
    if line == "reopened" and facts.reopened_at:
        return f"{day_text(facts.reopened_at.date(), today)} 重新列入"
    return "可改发短信" if line == "sms" else ""


def _tries(tried: Sequence[Try], *, agreed: bool) -> str:
    """The failed tries by their ending, and how the last one went where that is not told already."""
    if not tried:
        return "从未拨打"
    last = tried[-1].disposition
    counted: dict[str, int] = {}
    for one in tried:
        if one.disposition in FAILED_TRIES:
            counted[one.disposition] = counted.get(one.disposition, 0) + 1
    often = sorted(counted.items(), key=lambda item: -item[1]) if len(counted) > 1 else counted.items()
    parts = [f"{times} 次{DISPOSITION_LABELS[code]}" for code, times in often]
    told = agreed or last in FAILED_TRIES
    return "、".join(parts if told else [*parts, f"上次{DISPOSITION_LABELS[last]}"])


def _untried(tried: Sequence[Try]) -> str:
    done = {(one.at.hour >= NOON) + (one.at.hour >= EVENING) for one in tried}
    return _parts_left(frozenset(done))


@cache
def _parts_left(done: frozenset[int]) -> str:
    left = [name for part, name in enumerate(DAY_PARTS) if part not in done]
    return f"没试过{'、'.join(left)}" if left else ""


def follow_up_reason(round_: int, due_at: datetime, *, checked: bool, now: datetime) -> str:
    """The second line of a follow-up call: ``再次回访 · 10-12 18:00 前 · 第 2 轮``."""
    due = moment_text(due_at, now.date())
    parts = ["再次回访", f"{due} 前" if now <= due_at else f"{due} 已超时"]
    parts += [f"第 {round_} 轮"] if round_ > 1 else []
    return " · ".join(parts if checked else [*parts, "处理结果还没核对"])


def unlisted_reason(facts: Facts, standing: Standing, today: date, rules: Rules) -> str:
    """Why a callback is not on the list of a day, as one clause without a full stop."""
    return _UNLISTED[standing.line](facts, today, rules)


def _on(moment: datetime | None, today: date) -> str:
    return day_text(moment.date(), today) if moment else ""


def _too_early(facts: Facts, today: date, rules: Rules) -> str:
    n, first = ((day - facts.event_on).days for day in (today, facts.first_on))
    return f"今天是第 {n} 天，第 {first} 天（{day_text(facts.first_on, today)}）起回访"


def _number_invalid(facts: Facts, today: date, rules: Rules) -> str:
    ending = DISPOSITION_LABELS[facts.last_disposition or "invalid_number"]
    return f"{_on(facts.last_at, today)} 打过是{ending}，等号码更正并确认后再打"


def _agreed_later(facts: Facts, today: date, rules: Rules) -> str:
    assert facts.agreed_at
    return f"客户约定 {moment_text(facts.agreed_at, today)} 再访，到那一天上名单"


def _appointment_lapsed(facts: Facts, today: date, rules: Rules) -> str:
    return f"约定的 {_on(facts.agreed_at, today)} 已过 {KEPT_APPOINTMENT_DAYS} 天，回访已失效，可重新列入"


def _correction_lapsed(facts: Facts, today: date, rules: Rules) -> str:
    return (
        f"号码 {_on(facts.corrected_at, today)} 已更正，{CORRECTED_NUMBER_DAYS} 天内没有再打，"
        "回访已失效，可重新列入"
    )


def _lapsed(facts: Facts, today: date, rules: Rules) -> str:
    window = f"回访窗口 {day_text(facts.first_on, today)} 至 {day_text(facts.last_on, today)} 已过"
    if facts.failed_tries and facts.last_disposition not in WAITING_FOR_THE_CUSTOMER:
        return f"{window}，打过 {facts.failed_tries} 次没有打通，回访已失效，可重新列入"
    return f"{window} {rules.overdue_days} 天以上，回访已失效，可重新列入"


_UNLISTED = {
    "completed": lambda facts, today, _: f"已于 {_on(facts.completed_at, today)} 完成回访",
    "refused": lambda facts, today, _: f"客户 {_on(facts.refused_at, today)} 拒访，这一次不再打",
    "answered_by_sms": lambda facts, today, _: f"客户 {_on(facts.answered_by_sms_at, today)} 已用短信打分",
    "do_not_call": lambda facts, today, _: f"客户 {_on(facts.do_not_call_at, today)} 要求不再致电",
    "number_invalid": _number_invalid,
    "agreed_later": _agreed_later,
    "appointment_lapsed": _appointment_lapsed,
    "correction_lapsed": _correction_lapsed,
    "too_early": _too_early,
    "lapsed": _lapsed,
}
