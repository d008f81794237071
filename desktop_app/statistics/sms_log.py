"""表13 短信发送记录表: the messages of a period and what the customers answered."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any, NamedTuple

from peewee import JOIN

from db import Callback, SmsMessage, SmsReply, VehicleFile
from db.connection import rows
from desktop_app.archive.vocabulary import SMS_KIND_LABELS, SMS_STATE_LABELS
from desktop_app.session import Session
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import Balance, Column, Part, Report, balance_lines

NAME = "sms-log"

COLUMNS = (
    Column("客户姓名", width=10),
    Column("手机号", "phone", 14),
    Column("原因类型", width=10),
    Column("发送时间", "time", 17),
    Column("发送状态", width=10),
    Column("客户回复内容", width=36),
)


class Message(NamedTuple):
    """One message as recorded, with its car and callback where it has them."""

    id: int
    name: str
    number: str
    kind: str
    state: str
    created_at: datetime
    sent_at: datetime | None
    account: str
    text: str
    file_id: int | None
    vin: str | None
    model: str | None
    reference: str | None


class Shown(NamedTuple):
    """A message as seen at a moment."""

    message: Message
    sent_at: datetime | None
    state: str
    replies: str

    @property
    def moment(self) -> datetime:
        """When it was sent; of one still waiting, when it was written."""
        return self.sent_at or self.message.created_at

    @property
    def day(self) -> date:
        """The day of that moment."""
        return self.moment.date()


def sms_log(session: Session, start: date, end: date) -> Report:
    """表13 of the messages sent from ``start`` to ``end`` (those that still wait: written), by time."""
    check_period(start, end)
    with session.connected():
        shown = _shown(session.now(), start, end)
    balance = _balance(shown)
    return Report(
        name=NAME,
        title="表13 短信发送记录表",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(
            (
                one.message.name,
                one.message.number,
                SMS_KIND_LABELS[one.message.kind],
                one.sent_at,
                SMS_STATE_LABELS[one.state],
                one.replies,
            )
            for one in shown
        ),
        totals=None,
        refs=tuple(_reference(one.message) for one in shown),
        reconciliation=balance_lines((balance,)),
        reconciles=balance.holds,
        balances=(balance,),
        keys=tuple(str(one.message.id) for one in shown),
    )


def sms_records(session: Session, report: Report, row: int | None, column: int | str) -> tuple[Record, ...]:
    """The message of a row; for ``row`` None those in the state that ``column`` names."""
    with session.connected():
        shown = _shown(report.taken, report.start, report.end)
    if row is None:
        return tuple(_record(one) for one in shown if column in (one.state, ""))
    return tuple(_record(one) for one in shown if str(one.message.id) == report.keys[row])


def _shown(now: datetime, start: date, end: date) -> list[Shown]:
    sms, file, wanted = SmsMessage, VehicleFile, _of_period(now, start, end)
    query = (
        sms.select(
            sms.id, sms.name, sms.number, sms.kind, sms.state, sms.created_at, sms.sent_at, sms.account, sms.text,
            sms.file, file.vin, file.model, Callback.reference,
        )
        .join(file, JOIN.LEFT_OUTER)
        .switch(sms)
        .join(Callback, JOIN.LEFT_OUTER)
        .where(wanted)
        .order_by(sms.created_at, sms.id)
    )  # fmt: skip
    replies = _replies(sms.select(sms.id).where(wanted), now)
    messages = (Message(*row) for row in rows(query))
    shown = (_as_seen(message, replies.get(message.id), now) for message in messages)
    return sorted((one for one in shown if start <= one.day <= end), key=lambda one: one.moment)


def _of_period(now: datetime, start: date, end: date) -> Any:
    sms, first, last = SmsMessage, datetime.combine(start, time.min), datetime.combine(end, time.max)
    waits = sms.sent_at.is_null() | (sms.sent_at > now)
    return (sms.created_at <= now) & (
        sms.sent_at.between(first, last) | (sms.created_at.between(first, last) & waits)
    )


def _replies(messages: Any, now: datetime) -> dict[int, str]:
    found: dict[int, str] = {}
    query = SmsReply.select(SmsReply.message, SmsReply.text).where(
        SmsReply.message.in_(messages), SmsReply.at <= now
    )
    for message, text in rows(query.order_by(SmsReply.at)):
        found[message] = f"{found[message]}；{text}" if message in found else text
    return found


def _as_seen(message: Message, replies: str | None, now: datetime) -> Shown:
    """What came later than the clock is not seen: neither the sending nor the reply."""
    sent_at = message.sent_at if message.sent_at and message.sent_at <= now else None
    if replies is not None:
        return Shown(message, sent_at, "replied", replies)
    if sent_at is None:
        never_left = message.state == "failed" and message.sent_at is None
        return Shown(message, None, "failed" if never_left else "waiting", "")
    return Shown(message, sent_at, "sent" if message.state in ("replied", "waiting") else message.state, "")


def _balance(shown: list[Shown]) -> Balance:
    states = [one.state for one in shown]
    parts = tuple(Part(label, states.count(state), state) for state, label in SMS_STATE_LABELS.items())
    return Balance(None, Part("短信", len(shown), ""), parts)


def _reference(message: Message) -> tuple[str, ...]:
    """The callback it was sent for, else the car; none for a number without a file."""
    found = message.reference or message.vin
    return (found,) if found else ()


def _record(one: Shown) -> Record:
    message = one.message
    return Record(
        next(iter(_reference(message)), ""),
        message.file_id,
        message.name,
        person=message.account,
        event_on=one.day,
        last_at=one.sent_at,
        outcome=SMS_STATE_LABELS[one.state],
        model=message.model or "",
        remark=one.replies or message.text,
    )
