"""What customers answer by SMS: taken in from the gateway, and those that a person must deal with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from db import Callback, SmsMessage, SmsReply, VehicleFile
from db.connection import first, rows
from db.prepared import Prepared, slot
from desktop_app.callbacks.questionnaires import DISSATISFIED_BELOW
from desktop_app.callbacks.restanding import restand
from desktop_app.callbacks.sms_gateway import Incoming, SmsGateway
from desktop_app.complaints.intake import accept
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.exchange.reply_matching import REPLIED, answered, messages_to
from desktop_app.exchange.reply_text import Reply, read_reply
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

ENTITY = "sms_reply"
FEATURES = ("callbacks", "archive", "statistics")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came in: how many replies were new, and of those the scores, the opt-outs and what a person must read."""

    new: int
    scores: int
    opt_outs: int
    to_read: int
    changed: Changed


@dataclass(frozen=True, slots=True)
class OpenReply:
    """A reply that somebody must deal with: an unclear one, or a score below 6.

    ``asked`` is the text it answers and ``callback_id`` the callback that was about, where there is one.
    """

    id: int
    at: datetime
    number: str
    text: str
    score: int | None
    name: str
    file_id: int | None
    vin: str | None
    plate: str | None
    model: str | None
    callback_id: int | None
    reference: str | None
    kind: str | None
    asked: str | None

    @property
    def needs_case(self) -> bool:
        """Whether it takes a case or a written reason (a score below 6); the others are read and ticked."""
        return self.score is not None


def take_in(session: Session, way: SmsGateway) -> Taken:
    """Store what the gateway received and tell it so; a reply known already is not stored twice."""
    require(session, "callbacks")
    told = way.incoming()
    with session.saving():
        new = _unknown(told)
        read = [read_reply(one.text) for one in new]
        stored = [_store(one, reply) for one, reply in zip(new, read, strict=True)]
        touched = {callback for callback in stored if callback is not None}
        restand(session, touched)
        if new:
            record_deed(session, "take_sms_replies", ENTITY, new=str(len(new)))
    way.taken(told)
    scores = sum(one.score is not None for one in read)
    opt_outs = sum(one.opt_out for one in read)
    return Taken(len(new), scores, opt_outs, len(new) - scores - opt_outs, changed(*FEATURES))


def open_replies(session: Session) -> tuple[OpenReply, ...]:
    """Replies nobody has dealt with: scores below 6 first, then what must be read, oldest first."""
    require(session, "see")
    with session.connected():
        found = [OpenReply(*row) for row in rows(_open().where(SmsReply.at <= session.now()))]
    return tuple(sorted(found, key=lambda one: (not one.needs_case, one.at, one.id)))


def low_scores(now: datetime) -> tuple[OpenReply, ...]:
    """The scores below 6 that wait for a case or a reason at a moment; must run on an open connection."""
    ids = [reply_id for (reply_id,) in _LOW.rows(now=now)]
    if not ids:
        return ()
    found = rows(_replies().where(SmsReply.id.in_(ids)).order_by(SmsReply.at))
    return tuple(OpenReply(*row) for row in found)


def _low() -> Any:
    low = (SmsReply.score < DISSATISFIED_BELOW) & (SmsReply.at <= slot("now"))
    open_then = SmsReply.handled_at.is_null() | (SmsReply.handled_at > slot("now"))
    return SmsReply.select(SmsReply.id).where(low & open_then)


_LOW = Prepared(_low)


def read_by_person(session: Session, reply_id: int, *, opt_out: bool = False, note: str = "") -> Changed:
    """Tick an unclear reply; ``opt_out`` where the person reads in it that the customer wants no more messages."""
    require(session, "callbacks")
    with session.saving():
        reply = _the_open(reply_id)
        if reply.needs_case:
            raise Refused(f"客户打了 {reply.score} 分，请立案，或写明不立案的原因。", field="reason")
        _handle(session, reply, opt_out=opt_out, reason=note.strip() or None)
    return changed(*FEATURES)


def no_case(session: Session, reply_id: int, reason: str) -> Changed:
    """Say why a low score opens no case; Refused without a reason."""
    require(session, "callbacks")
    if not reason.strip():
        raise Refused("请写明不立案的原因。", field="reason")
    with session.saving():
        _handle(session, _the_open(reply_id), reason=reason.strip())
    return changed(*FEATURES)


def open_case(session: Session, reply_id: int, new: NewComplaint) -> Changed:
    """Open a case from a reply; ``new`` is filled in by the person, its words begin with the customer's text."""
    require(session, "callbacks")
    with session.saving():
        reply = _the_open(reply_id)
        made = accept(
            session,
            replace(
                new, vin=new.vin or reply.vin or "", idempotency_key=new.idempotency_key or f"sms {reply_id}"
            ),
        )
        _handle(session, reply, reason=made.number)
    return changed(*FEATURES, "complaints", reference=made.number)


# inside


def _unknown(told: Sequence[Incoming]) -> list[Incoming]:
    """Each number and moment once, as an import takes them: two in one second would fail the whole inbox."""
    first_told = {(one.number, one.at): one for one in reversed(told)}
    return [one for one in reversed(first_told.values()) if not _is_known(one)]


def _is_known(one: Incoming) -> bool:
    query = SmsReply.select(SmsReply.id).where((SmsReply.number == one.number) & (SmsReply.at == one.at))
    return first(query) is not None


def _store(one: Incoming, read: Reply) -> int | None:
    """Store a reply with the message it answers; returns the callback that message was about."""
    message = answered(messages_to([one.number]).get(one.number, ()), one.at)
    SmsReply.insert(
        number=one.number, at=one.at, text=one.text, message=message.id if message else None, score=read.score,
        opt_out=read.opt_out,
    ).execute()  # fmt: skip
    if message is None:
        return None
    SmsMessage.update(state=REPLIED).where(SmsMessage.id == message.id).execute()
    return message.callback


def _open() -> Any:
    unread = SmsReply.score.is_null() & ~SmsReply.opt_out
    low = SmsReply.score < DISSATISFIED_BELOW
    return _replies().where(SmsReply.handled_at.is_null() & (unread | low))


def _replies() -> Any:
    reply, message, file = SmsReply, SmsMessage, VehicleFile
    return (
        reply.select(
            reply.id, reply.at, reply.number, reply.text, reply.score, fn.COALESCE(message.name, ""), message.file,
            file.vin, file.plate, file.model, message.callback, Callback.reference, Callback.kind, message.text,
        )
        .join(message, JOIN.LEFT_OUTER, on=(reply.message == message.id))
        .join(file, JOIN.LEFT_OUTER, on=(message.file == file.id))
        .join(Callback, JOIN.LEFT_OUTER, on=(message.callback == Callback.id))
    )  # fmt: skip


def _the_open(reply_id: int) -> OpenReply:
    found = first(_open().where(SmsReply.id == reply_id))
    if found is None:
        raise Refused("这条回复已经由别人处理了，请刷新。")
    return OpenReply(*found)


def _handle(session: Session, reply: OpenReply, *, opt_out: bool = False, reason: str | None = None) -> None:
    told: dict[str, Any] = {"handled_at": session.now(), "handled_by": session.person.name}
    SmsReply.update(told | ({"opt_out": True} if opt_out else {})).where(SmsReply.id == reply.id).execute()
    record_deed(
        session, "handle_reply", ENTITY, reply.id, file_id=reply.file_id, reason=reason,
        new="opt_out" if opt_out else None,
    )  # fmt: skip
