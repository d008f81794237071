"""Cars and messages for the tests of the SMS rules, and a clock inside the hours in which messages may go."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from db import Callback, SmsMessage, SmsReply
from db.connection import scalar
from desktop_app.callbacks.sms_writing import Target
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car

NOON = datetime(2026, 10, 31, 12, 0)
TEXT = "【云岭汽车】{客户称呼}您好，请回复 1 到 10 分。"
CARE_TEXT = TEXT + "回复TD退订"


def at_noon(session: Session) -> Session:
    """The same session at twelve on its day."""
    return session.at(NOON)


def a_target(session: Session, **fields: Any) -> Target:
    """A car that was handed back on 25 October, with its callback."""
    car = a_car(session, **fields)
    return Target(car, a_callback(session, datetime(2026, 10, 25).date(), car=car))


def number_of(session: Session, target: Target) -> str:
    """The car's number as messages go to it."""
    from db import VehicleFile

    return str(scalar(VehicleFile.select(VehicleFile.phone).where(VehicleFile.id == target.file_id)))


def a_message(session: Session, target: Target, at: datetime, **fields: Any) -> int:
    """A message sent to the car's number."""
    row = {
        "file": target.file_id, "callback": target.callback_id, "number": number_of(session, target),
        "name": "沈佳", "kind": "service_callback", "text": "请回复 1–10", "state": "sent", "created_at": at,
        "sent_at": at, "account": "许知微",
    }  # fmt: skip
    return int(SmsMessage.insert(row | fields).execute())


def a_reply(session: Session, number: str, at: datetime, text: str, **fields: Any) -> int:
    """A reply as it is stored."""
    return int(SmsReply.insert({"number": number, "at": at, "text": text} | fields).execute())


def event_day(session: Session, callback: int) -> Any:
    """The day of the hand-over that a callback follows."""
    return scalar(Callback.select(Callback.event_on).where(Callback.id == callback))
