"""Whether a customer may be sent a message: the number, the wish to be left alone, consent, and not too often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from db import Callback, Consent, Correction, SmsMessage, SmsReply
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.callbacks.sms_texts import NEEDS_CONSENT
from desktop_app.exchange.phones import is_mobile
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

CONSENT_SUBJECT = "messages"
"""What a customer agrees to who wants care and notices by SMS."""
NO_NUMBER = "没有手机号"
NUMBER_WRONG = "号码不对，更正还没有确认"
OPTED_OUT = "客户回复过退订"
NO_CONSENT = "客户没有同意接收关怀和通知"


@dataclass(frozen=True, slots=True)
class Known:
    """What bears on messages to some customers at one moment, by number and by file."""

    opted_out: frozenset[str]
    written_at: Mapping[str, datetime]
    consenting: frozenset[int]
    wrong: frozenset[int]


def known(session: Session, numbers: Iterable[str], file_ids: Iterable[int], days_between: int) -> Known:
    """Read it for all of them at once; must run on an open connection."""
    every, files, now = sorted(set(numbers)), sorted(set(file_ids)), session.now()
    return Known(
        frozenset(_opted_out(every, now)),
        _written(every, now - timedelta(days=days_between), now),
        frozenset(_consenting(files, now)),
        frozenset(_wrong(files)),
    )


def why_not(kind: str, number: str | None, file_id: int, facts: Known) -> str:
    """Why this customer is not sent a message of this kind now; empty when nothing speaks against it."""
    if not number or not is_mobile(number):
        return NO_NUMBER
    if file_id in facts.wrong:
        return NUMBER_WRONG
    if number in facts.opted_out:
        return OPTED_OUT
    if kind in NEEDS_CONSENT and file_id not in facts.consenting:
        return NO_CONSENT
    if written := facts.written_at.get(number):
        return f"{written:%m-%d} 刚发过"
    return ""


def quiet_until(now: datetime, quiet_from: str, quiet_to: str) -> datetime | None:
    """When the quiet hours (``20:00`` to ``09:00``) end that ``now`` lies in; None outside them."""
    start, end = time.fromisoformat(quiet_from), time.fromisoformat(quiet_to)
    if start == end:
        return None
    at = now.time()
    across = start > end
    quiet = (at >= start or at < end) if across else start <= at < end
    if not quiet:
        return None
    day = now.date() + timedelta(days=1 if across and at >= start else 0)
    return datetime.combine(day, end)


def consent_since(session: Session, file_id: int) -> datetime | None:
    """Since when the customer agrees to care and notices by SMS; None for one who doesn't."""
    require(session, "see")
    with session.connected():
        return _holding(file_id, session.now())


def give_consent(session: Session, file_id: int) -> Changed:
    """The customer agrees to care and notices by SMS."""
    require(session, "edit_files")
    with session.saving():
        if file_id not in _consenting([file_id], session.now()):
            Consent.insert(
                file=file_id, subject=CONSENT_SUBJECT, given_at=session.now(), account=session.person.name
            ).execute()
            record_deed(
                session, "consent", "vehicle_file", file_id, file_id=file_id, new="同意接收关怀和通知"
            )
    return changed("archive")


def withdraw_consent(session: Session, file_id: int) -> Changed:
    """The customer wants no care and notices any more."""
    require(session, "edit_files")
    with session.saving():
        standing = (
            (Consent.file == file_id) & (Consent.subject == CONSENT_SUBJECT) & Consent.withdrawn_at.is_null()
        )
        if Consent.update(withdrawn_at=session.now()).where(standing).execute():
            record_deed(
                session, "consent", "vehicle_file", file_id, file_id=file_id, new="不再接收关怀和通知"
            )
    return changed("archive")


def _opted_out(numbers: list[str], now: datetime) -> Iterable[str]:
    wish = SmsReply.opt_out & (SmsReply.at <= now)
    for page in pages(numbers):
        yield from _column(SmsReply.select(SmsReply.number).where(within(SmsReply.number, page) & wish))


def _written(numbers: list[str], since: datetime, now: datetime) -> dict[str, datetime]:
    """Number → when it was last written to; one that failed did not reach anyone."""
    found: dict[str, datetime] = {}
    for page in pages(numbers):
        query = SmsMessage.select(SmsMessage.number, SmsMessage.created_at, SmsMessage.sent_at).where(
            within(SmsMessage.number, page) & (SmsMessage.state != "failed") & (SmsMessage.created_at <= now)
        )
        for number, created, sent in rows(query):
            at = sent or created
            if at > since:
                found[number] = max(at, found.get(number, at))
    return found


def _consenting(files: list[int], now: datetime) -> Iterable[int]:
    for page in pages(files):
        yield from _column(Consent.select(Consent.file).where(within(Consent.file, page) & _holds(now)))


def _holding(file_id: int, now: datetime) -> datetime | None:
    query = Consent.select(Consent.given_at).where((Consent.file == file_id) & _holds(now))
    return min(_column(query), default=None)


def _holds(now: datetime) -> Any:
    return (
        (Consent.subject == CONSENT_SUBJECT)
        & (Consent.given_at <= now)
        & (Consent.withdrawn_at.is_null() | (Consent.withdrawn_at > now))
    )


def _wrong(files: list[int]) -> Iterable[int]:
    """Files whose number was found invalid and has no confirmed correction since."""
    for page in pages(files):
        last_wrong = Callback.last_disposition.in_(sorted(NUMBER_INVALID))
        mended = Callback.corrected_at.is_null() | (Callback.corrected_at < Callback.last_at)
        yield from _column(
            Callback.select(Callback.file).where(within(Callback.file, page) & last_wrong & mended)
        )
        open_one = Correction.confirmed_at.is_null() & Correction.callback.is_null(False)
        yield from _column(Correction.select(Correction.file).where(within(Correction.file, page) & open_one))


def _column(query: Any) -> list[Any]:
    return [value for (value,) in rows(query)]
