"""Taking back SMS replies: messages and callbacks stand as without them."""

from __future__ import annotations

from db import SmsMessage, SmsReply
from db.connection import rows
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.undoing_people import remove
from desktop_app.exchange.undone import Work
from desktop_app.problems import Refused


def undo_replies(work: Work) -> None:
    """Remove the replies that the import made; their messages have their state again."""
    made = rows(
        SmsReply.select(SmsReply.id, SmsMessage.callback)
        .left_outer_join(SmsMessage)
        .where(SmsReply.batch == work.batch)
    )
    work.expect(len(made))
    _refuse_handled(work.batch)
    for number, before in work.before("sms_message").items():
        SmsMessage.update(**before).where(SmsMessage.id == number).execute()
    remove(SmsReply, [number for number, _ in made], work)
    restand(work.session, {callback for _, callback in made if callback})
    work.removed += len(made)
    work.restored += len(work.before("sms_message"))


def _refuse_handled(batch: int) -> None:
    """What somebody has done about a reply would go with it."""
    query = SmsReply.select(SmsReply.number).where(
        SmsReply.batch == batch, SmsReply.handled_at.is_null(False)
    )
    for _ in rows(query.limit(1)):
        raise Refused("其中的短信回复已有人处理过，整批撤销会丢掉处理结果，所以没有撤销。")
