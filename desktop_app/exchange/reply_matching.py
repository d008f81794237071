"""Which message a reply answers: the newest to its number in the seven days before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from db import SmsMessage
from db.connection import rows
from db.portions import pages, within

ANSWERS_WITHIN = timedelta(days=7)
"""How far back the message may lie (department's rules, section 2)."""
REPLIED = "replied"


class Sent(NamedTuple):
    """A message that may have been answered."""

    id: int
    sent_at: datetime
    state: str
    callback: int | None
    file_id: int | None


def messages_to(numbers: Iterable[str]) -> dict[str, list[Sent]]:
    """Number → what was sent to it; must run on an open connection."""
    columns = (SmsMessage.id, SmsMessage.sent_at, SmsMessage.state, SmsMessage.callback, SmsMessage.file)
    found: dict[str, list[Sent]] = {}
    for page in pages(sorted(numbers)):
        query = SmsMessage.select(SmsMessage.number, *columns).where(
            within(SmsMessage.number, page), SmsMessage.sent_at.is_null(False)
        )
        for number, *sent in rows(query):
            found.setdefault(number, []).append(Sent(*sent))
    return found


def answered(sent: Iterable[Sent], at: datetime) -> Sent | None:
    """The message that a reply of a moment answers."""
    recent = [one for one in sent if at - ANSWERS_WITHIN <= one.sent_at <= at]
    return max(recent, key=lambda one: (one.sent_at, one.id), default=None)
