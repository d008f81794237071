"""What was written by SMS about callbacks: their rows on the list say so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from db import SmsMessage
from db.bulk import among
from db.connection import rows
from desktop_app.callbacks.reasons import Written


def written_about(callback_ids: Sequence[int], now: datetime) -> dict[int, Written]:
    """Callback → its newest message seen at ``now``; must run on an open connection."""
    if not callback_ids:
        return {}
    sms = SmsMessage
    query = (
        sms.select(sms.callback, sms.created_at, sms.sent_at, sms.state)
        .where(sms.callback.in_(among(callback_ids)) & (sms.created_at <= now))
        .order_by(sms.created_at, sms.id)
    )
    return {callback: _seen(created, sent, state, now) for callback, created, sent, state in rows(query)}


def _seen(created: datetime, sent: datetime | None, state: str, now: datetime) -> Written:
    """A message that was sent later waited then."""
    return Written(created, "waiting") if sent is None or sent > now else Written(sent, state)
