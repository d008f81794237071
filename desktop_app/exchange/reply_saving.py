"""SMS replies that a platform hands back as a file: read, matched with the message they answer, stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from db import SmsMessage, SmsReply
from db.bulk import insert_all
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.phones import read_phones
from desktop_app.exchange.reading import Table
from desktop_app.exchange.reply_matching import REPLIED, Sent, answered, messages_to
from desktop_app.exchange.reply_text import read_reply
from desktop_app.exchange.row_reading import FieldReader, Reader, Remarks
from desktop_app.exchange.times import past_reader
from desktop_app.exchange.values import Cell, Reading, read_text, text_of
from desktop_app.exchange.watching import Tally, Watch
from desktop_app.session import Session


class ReplyRow(NamedTuple):
    """One reply as a row tells it."""

    row: int
    number: str
    at: datetime
    text: str


def read_mobile(cell: Cell) -> Reading[str]:
    """A mobile number: only one of those can have sent a reply."""
    number = read_phones(cell).mobile
    text = text_of(cell)
    return Reading(number or None, f"“{text}”不是手机号" if text and not number else "")


def read_replies(table: Table, now: datetime, remarks: Remarks) -> list[ReplyRow]:
    """The rows that can be taken, in the file's order."""
    readers: dict[str, Reader] = {"number": read_mobile, "at": past_reader(now), "text": read_text}
    reader = FieldReader(table.mapping, readers, frozenset(readers))
    replies: list[ReplyRow] = []
    for row in table.rows:
        values, faults = reader.read(row)
        if refusal := reader.refusal(row, values, faults):
            remarks.refuse(row.number, refusal)
        else:
            replies.append(ReplyRow(row.number, values["number"], values["at"], values["text"]))
    return replies


def match_replies(told: Sequence[ReplyRow], batch: Batch, watch: Watch) -> MatchedReplies:
    """Find the replies that are not known yet; a known number and moment is unchanged, whatever its text."""
    known = _known({row.number for row in told})
    new: dict[tuple[str, datetime], ReplyRow] = {}
    for row in sorted(told, key=lambda each: (each.at, each.number, each.text)):
        if (row.number, row.at) in known or (row.number, row.at) in new:
            batch.counts.unchanged += 1
        else:
            new[row.number, row.at] = row
            batch.counts.created += 1
    messages = messages_to({row.number for row in new.values()})
    meant = {key: answered(messages.get(row.number, ()), row.at) for key, row in new.items()}
    watch.step(len(told), len(told))
    return MatchedReplies(new, meant)


def store_replies(session: Session, found: MatchedReplies, batch: Batch, tally: Tally) -> None:
    """Store what was matched inside the import's transaction."""
    _insert(found.new, found.answered, batch, tally)
    restand(session, {one.callback for one in found.answered.values() if one and one.callback})


@dataclass(frozen=True, slots=True)
class MatchedReplies:
    """New replies by number and moment, and the message that each answers."""

    new: Mapping[tuple[str, datetime], ReplyRow]
    answered: Mapping[tuple[str, datetime], Sent | None]

    @property
    def size(self) -> int:
        """About how many records will be written."""
        return len(self.new)


def _known(numbers: Iterable[str]) -> set[tuple[str, datetime]]:
    query = SmsReply.select(SmsReply.number, SmsReply.at)
    return {
        row for page in pages(sorted(numbers)) for row in rows(query.where(within(SmsReply.number, page)))
    }


def _insert(
    new: Mapping[tuple[str, datetime], ReplyRow],
    meant: Mapping[tuple[str, datetime], Sent | None],
    batch: Batch,
    tally: Tally,
) -> None:
    columns = ("number", "at", "text", "message", "score", "opt_out", "batch")
    insert_all(SmsReply, columns, (_record(row, meant[key], batch.id) for key, row in tally(new.items())))
    for message in {one for one in meant.values() if one and one.state != REPLIED}:
        SmsMessage.update(state=REPLIED).where(SmsMessage.id == message.id).execute()
        batch.note_change("sms_message", message.id, {"state": message.state})
        batch.trail("sms_message", message.id, message.file_id, REPLIED)


def _record(row: ReplyRow, message: Sent | None, batch: int) -> tuple[Any, ...]:
    reply = read_reply(row.text)
    return row.number, row.at, row.text, message.id if message else None, reply.score, reply.opt_out, batch
