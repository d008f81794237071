"""A case as entries of a timeline: its steps round by round, what the customer said, promises, gifts, and changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from desktop_app.complaints.cases import Case, HistoryEntry
from desktop_app.complaints.compensation import Compensation
from desktop_app.complaints.promises import Promise
from desktop_app.complaints.sentences import sentence
from ui.complaints.history_words import deed_words, field_words, value_words
from ui.kit.items import Entry, Head, ListRow
from ui.kit.paint import Badge
from ui.kit.tones import Tone

STEP_LOOKS: dict[str, tuple[str, Tone]] = {
    "accept": ("message-square-warning", "red"), "hand_over": ("arrow-right-left", "accent"), "contact": ("phone", "accent"),
    "verify": ("scale", "neutral"), "opinion": ("clipboard-pen", "neutral"), "offer": ("handshake", "accent"),
    "solve_at_once": ("check-check", "green"), "result": ("clipboard-check", "green"), "check": ("badge-check", "green"),
    "follow_up": ("phone-call", "green"), "review": ("clipboard-list", "green"), "retell": ("megaphone", "neutral"),
    "close": ("archive", "grey"), "reopen": ("rotate-ccw", "red"), "escalate": ("arrow-up-from-line", "yellow"),
    "regrade": ("flag", "yellow"),
}  # fmt: skip
PROMISE_WORDS: dict[str, tuple[str, Tone]] = {
    "running": ("未到期", "neutral"),
    "overdue": ("已过期", "red"),
    "kept": ("已兑现", "green"),
    "missed": ("没有按时", "red"),
    "stopped": ("不再兑现", "grey"),
}
FEN = 100


def step_rows(case: Case) -> Iterator[ListRow]:
    """The steps of every round, the newest round first, each in the order of its own time; ``data`` is the whole text."""
    for round_ in reversed(case.rounds):
        if len(case.rounds) > 1:
            yield Head(f"第 {round_.number} 轮")
        for place, step in enumerate(round_.steps):
            icon, tone = STEP_LOOKS.get(step.verb, ("pencil", "neutral"))
            words = sentence(step)
            by = " · ".join(part for part in (f"{step.at:%H:%M}", step.account, step.person or "") if part)
            yield Entry(
                (round_.number, place), f"{step.at:%m-%d}", icon, _one_line(words), by, tone, data=words
            )


def word_rows(case: Case) -> Iterator[ListRow]:
    """What the customer said, word for word, the newest first."""
    for place, said in reversed(tuple(enumerate(case.words))):
        by = f"{said.at:%H:%M} · {said.account} 记"
        yield Entry(
            place,
            f"{said.at:%m-%d}",
            "message-square-text",
            _one_line(said.text),
            by,
            "accent",
            data=said.text,
        )


def promise_rows(case: Case, now: datetime) -> Iterator[ListRow]:
    """Promises, then what was given; ``data`` is the Promise or the Compensation."""
    if case.promises:
        yield Head("承诺", len(case.promises))
    yield from (_promise(promise, now) for promise in case.promises)
    if case.compensation:
        yield Head("补偿", len(case.compensation))
    yield from (_compensation(given) for given in case.compensation)


def _promise(promise: Promise, now: datetime) -> Entry:
    remark = f" · {promise.remark}" if promise.remark else ""
    return Entry(
        ("promise", promise.id),
        f"{promise.due_at:%m-%d}",
        "hand",
        _one_line(promise.what),
        f"{promise.due_at:%H:%M} 前 · {promise.by_whom} 兑现{remark}",
        "yellow",
        badge=Badge(*PROMISE_WORDS[promise.state(now)]),
        data=promise,
    )


def _compensation(given: Compensation) -> Entry:
    parts = (
        f"¥{given.cost_fen / FEN:,.2f}",
        f"{given.authorised_by} 批准" if given.authorised_by else "",
        given.remark,
    )
    return Entry(
        ("compensation", given.id),
        f"{given.at:%m-%d}",
        "gift",
        given.label,
        " · ".join(part for part in parts if part),
        "teal",
        badge=_approval(given),
        data=given,
    )


def _approval(given: Compensation) -> Badge | None:
    if given.waits:
        return Badge("待总经理批准", "yellow", "clock")
    if given.declined_at is not None:
        return Badge("未批准", "red", "ban")
    return Badge("总经理已批准", "green", "check") if given.approved_at is not None else None


def history_rows(case: Case) -> Iterator[ListRow]:
    """Who changed what, when, the newest first."""
    for place, entry in reversed(tuple(enumerate(case.history))):
        words = _change(entry) if entry.field else (entry.new or "")
        by = " · ".join(part for part in (f"{entry.at:%H:%M}", entry.account, entry.reason or "") if part)
        what = field_words(entry.field) if entry.field else deed_words(entry.action)
        told = f"{what}：{words}" if words else what
        icon = "pencil" if entry.field else STEP_LOOKS.get(entry.action, ("history", "neutral"))[0]
        yield Entry(place, f"{entry.at:%m-%d}", icon, _one_line(told), by, data=told)


def _change(entry: HistoryEntry) -> str:
    field = entry.field or ""
    return f"{value_words(field, entry.old) or '空'} → {value_words(field, entry.new) or '空'}"


def _one_line(words: str) -> str:
    return " ".join(words.split())
