"""Taking back SMS replies: messages and callbacks stand as without them."""

from __future__ import annotations

from db import SmsMessage, SmsReply
from db.connection import rows
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.undoing_people import remove
from desktop_app.exchange.undone import Work


def undo_replies(work: Work) -> None:
    """Remove the replies that the import made; their messages have their state again."""
    made = rows(
        SmsReply.select(SmsReply.id, SmsMessage.callback)
        .left_outer_join(SmsMessage)
        .where(SmsReply.batch == work.batch)
    )
    for number, before in work.before("sms_message").items():
        SmsMessage.update(**before).where(SmsMessage.id == number).execute()
    remove(SmsReply, [number for number, _ in made])
    restand(work.session, {callback for _, callback in made if callback})
    work.removed += len(made)
    work.restored += len(work.before("sms_message"))
