"""往来: everything that happened between a customer and the house, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import floor
from typing import Any, Literal

from db import Attempt, Callback, Cause, Complaint, Correction, Promise, SmsMessage, SmsReply
from db.connection import rows
from desktop_app.archive.events_of_file import deliveries, orders
from desktop_app.archive.vocabulary import REPAIR_KIND_LABELS, SMS_KIND_LABELS, SMS_STATE_LABELS
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.complaints.vocabulary import GRADE_LABELS
from desktop_app.session import Session, require

EventKind = Literal["sale", "visit", "call", "case", "sms", "promise", "correction"]
Tone = Literal["plain", "good", "warn", "bad"]

EVENT_LABELS: dict[EventKind, str] = {
    "visit": "来店",
    "call": "通话",
    "case": "投诉",
    "sms": "短信",
    "promise": "承诺",
    "sale": "购车",
    "correction": "更正",
}
"""Kinds in the order of the filter above the timeline."""

CALLBACK_LABELS = {"sales": "销售回访", "service": "售后回访", "courtesy": "关怀回访"}
BAD_SCORE_BELOW = 6


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened: ``title``, a line of ``detail``, and at the right how it came out.

    ``at`` is None where only the day is known. ``reference`` names the order, sale or case that it opens.
    """

    kind: EventKind
    on: date
    at: datetime | None
    title: str
    detail: str = ""
    outcome: str = ""
    tone: Tone = "plain"
    reference: str = ""


def timeline(session: Session, file_id: int) -> tuple[Event, ...]:
    """Everything on the file whose own time is not later than the clock."""
    require(session, "see")
    now = session.now()
    with session.connected():
        found = [event for source in SOURCES for event in source(file_id, now)]
    return tuple(sorted(found, key=lambda event: (event.on, event.at or _late(event.on)), reverse=True))


def _late(day: date) -> datetime:
    """What has no time of day happened at its end: a hand-over before the calls of later days, after its own."""
    return datetime(day.year, day.month, day.day, 23, 59, 59)


def _sales(file_id: int, now: datetime) -> Iterator[Event]:
    for sale in deliveries(file_id, now.date()):
        detail = _joined(sale.consultant and f"销售顾问 {sale.consultant}")
        yield Event("sale", sale.on, None, f"新车交付 {sale.reference}", detail, reference=sale.reference)


def _visits(file_id: int, now: datetime) -> Iterator[Event]:
    for order in orders(file_id, now.date()):
        detail = _joined(
            order.odometer is not None and f"{order.odometer:,} km",
            order.advisor and f"服务顾问 {order.advisor}",
            order.team,
            order.work,
        )
        title = f"{REPAIR_KIND_LABELS.get(order.kind or '', order.kind) or '维修'} {order.reference}"
        outcome = "" if order.amount_fen is None else money(order.amount_fen)
        yield Event("visit", order.on, None, title, detail, outcome, reference=order.reference)


def _calls(file_id: int, now: datetime) -> Iterator[Event]:
    query = (
        Attempt.select(
            Attempt.callback, Callback.kind, Callback.reference, Attempt.at, Attempt.caller, Attempt.disposition,
            Attempt.overall, Attempt.agreed_at, Attempt.words, Attempt.remark, Attempt.dissatisfied,
        )
        .join(Callback)
        .where(Callback.file == file_id, Attempt.at <= now)
        .order_by(Attempt.at)
    )  # fmt: skip
    times: dict[int, int] = {}
    for callback, *call in rows(query):
        times[callback] = times.get(callback, 0) + 1
        yield _call(times[callback], *call)


def _call(
    nth: int, kind: str, reference: str, at: datetime, caller: str, disposition: str, overall: float | None,
    agreed_at: datetime | None, words: str | None, remark: str | None, dissatisfied: bool,
) -> Event:  # fmt: skip
    detail = _joined(
        caller, f"{at:%H:%M}", agreed_at and f"约定 {agreed_at:%m-%d %H:%M}", words and f"客户说：{words}",
        remark and f"备注：{remark}",
    )  # fmt: skip
    bad = dissatisfied or (overall is not None and overall < BAD_SCORE_BELOW)
    tone: Tone = "bad" if bad else "good" if disposition == "completed" else "plain"
    outcome = DISPOSITION_LABELS[disposition] + (f" {score(overall)} 分" if overall is not None else "")
    return Event(
        "call", at.date(), at, f"{CALLBACK_LABELS[kind]} 第 {nth} 次", detail, outcome, tone, reference
    )


def _cases(file_id: int, now: datetime) -> Iterator[Event]:
    query = (
        Complaint.select(
            Complaint.number, Complaint.accepted_at, Complaint.grade, Cause.name, Complaint.sub_cause,
            Complaint.first_receiver, Complaint.closed_at,
        )
        .join(Cause)
        .where(Complaint.file == file_id, Complaint.accepted_at <= now)
    )  # fmt: skip
    for number, at, grade, cause, sub_cause, receiver, closed_at in rows(query):
        closed = closed_at is not None and closed_at <= now
        detail = _joined(sub_cause, f"{receiver} 受理", closed and f"{closed_at:%m-%d} 结案")
        outcome = "已结" if closed else "处理中"
        tone: Tone = "plain" if closed else "bad"
        yield Event(
            "case", at.date(), at, f"{GRADE_LABELS[grade]} {number} {cause}", detail, outcome, tone, number
        )


def _messages(file_id: int, now: datetime) -> Iterator[Event]:
    sent = SmsMessage.select(
        SmsMessage.id,
        SmsMessage.kind,
        SmsMessage.text,
        SmsMessage.state,
        SmsMessage.sent_at,
        SmsMessage.created_at,
    ).where(SmsMessage.file == file_id, SmsMessage.created_at <= now)
    kinds: dict[int, str] = {}
    for message, kind, text, state, sent_at, created_at in rows(sent):
        kinds[message] = SMS_KIND_LABELS[kind]
        at = sent_at or created_at
        tone: Tone = "warn" if state == "failed" else "plain"
        yield Event("sms", at.date(), at, f"短信：{kinds[message]}", text, SMS_STATE_LABELS[state], tone)
    replies = SmsReply.select(SmsReply.message, SmsReply.at, SmsReply.text, SmsReply.score)
    for message, at, text, points in rows(
        replies.where(SmsReply.message.in_(list(kinds)), SmsReply.at <= now)
    ):
        bad = points is not None and points < BAD_SCORE_BELOW
        outcome = "" if points is None else f"{points} 分"
        yield Event(
            "sms", at.date(), at, f"短信回复：{kinds[message]}", text, outcome, "bad" if bad else "plain"
        )


def _promises(file_id: int, now: datetime) -> Iterator[Event]:
    query = (
        Promise.select(
            Promise.made_at, Promise.what, Promise.due_at, Promise.by_whom, Promise.kept_at, Promise.broken_at
        )
        .left_outer_join(Complaint, on=(Promise.complaint == Complaint.id))
        .where((Promise.file == file_id) | (Complaint.file == file_id), Promise.made_at <= now)
    )
    for made_at, what, due_at, by_whom, kept_at, broken_at in rows(query):
        outcome, tone = _promise_stands(due_at, kept_at, broken_at, now)
        detail = f"{by_whom} 承诺 · {due_at:%m-%d} 前兑现"
        yield Event("promise", made_at.date(), made_at, f"承诺：{what}", detail, outcome, tone)


def _promise_stands(
    due_at: datetime, kept_at: datetime | None, broken_at: datetime | None, now: datetime
) -> tuple[str, Tone]:
    if kept_at and kept_at <= now:
        return "已兑现", "good"
    if broken_at and broken_at <= now:
        return "未能兑现", "bad"
    days = (due_at.date() - now.date()).days
    if due_at < now:
        return ("已逾期" if days == 0 else f"逾期 {-days} 天"), "bad"
    return ("今天到期" if days == 0 else f"还剩 {days} 天"), "warn"


def _corrections(file_id: int, now: datetime) -> Iterator[Event]:
    query = Correction.select(
        Correction.opened_at,
        Correction.reason,
        Correction.opened_by,
        Correction.department,
        Correction.confirmed_at,
    ).where(Correction.file == file_id, Correction.opened_at <= now)
    for at, reason, account, department, confirmed_at in rows(query):
        done = confirmed_at is not None and confirmed_at <= now
        detail = _joined(f"{account} 登记", department and f"转交 {department}")
        outcome, tone = (f"{confirmed_at:%m-%d} 已确认", "good") if done else ("更正中", "warn")
        yield Event("correction", at.date(), at, f"信息不正确：{reason}", detail, outcome, tone)  # type: ignore[arg-type]


SOURCES: tuple[Callable[[int, datetime], Iterator[Event]], ...] = (
    _sales, _visits, _calls, _cases, _messages, _promises, _corrections,
)  # fmt: skip


def money(fen: int) -> str:
    """An amount as people write it: ¥1,286 or ¥1,286.50."""
    yuan, rest = divmod(fen, 100)
    return f"¥{yuan:,}" + (f".{rest:02}" if rest else "")


def score(value: float) -> str:
    """A score with at most one decimal, half up: 9, 8.7."""
    return f"{floor(value * 10 + 0.5) / 10:g}"


def _joined(*parts: Any) -> str:
    return " · ".join(str(part) for part in parts if part)
