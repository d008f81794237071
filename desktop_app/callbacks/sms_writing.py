"""Writing messages: one preview a person before anything goes, then all of them into the queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import NamedTuple

from db import Callback, SmsMessage, VehicleFile
from db.bulk import insert_all
from db.connection import rows
from db.portions import pages, within
from desktop_app import settings
from desktop_app.callbacks.addressing import address
from desktop_app.callbacks.sms_permission import Known, known, why_not
from desktop_app.callbacks.sms_texts import Length, SmsWords, check_text, fill, length, missing
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require


@dataclass(frozen=True, slots=True)
class Target:
    """Whom a message is for: a file, the callback it is about where there is one, and the day it speaks of.

    ``day`` None means the day of the callback's delivery or hand-over.
    """

    file_id: int
    callback_id: int | None = None
    day: date | datetime | None = None


@dataclass(frozen=True, slots=True)
class SmsDraft:
    """One message as it would go out. ``why_not`` says why it doesn't, ``lacking`` what the file has no word for."""

    target: Target
    name: str
    number: str
    text: str
    length: Length
    why_not: str = ""
    lacking: tuple[str, ...] = ()

    @property
    def goes(self) -> bool:
        """Whether it is sent."""
        return not (self.why_not or self.lacking)


@dataclass(frozen=True, slots=True)
class Queued:
    """What went into the queue; ``left`` are those that something spoke against, with the reason."""

    stored: int
    left: tuple[SmsDraft, ...]
    changed: Changed


class _Customer(NamedTuple):
    name: str
    sex: str | None
    is_company: bool | None
    phone: str | None
    model: str | None
    plate: str | None


def drafts(session: Session, kind: str, text: str, targets: Iterable[Target]) -> tuple[SmsDraft, ...]:
    """The message to each of them, with its length and what speaks against it; the first to a number counts.

    Raises Refused, field ``text``, for a text that can't be filled or must not be sent as it is.
    """
    require(session, "callbacks")
    check_text(kind, text)
    wanted = tuple(dict.fromkeys(targets))
    with session.connected():
        return _drafts(session, kind, text, wanted)


def queue(session: Session, kind: str, written: Sequence[SmsDraft]) -> Queued:
    """Put into the queue what may go, asking again what speaks against it; sends nothing yet.

    The texts are stored as previewed. Doing it twice stores once: the second time they were just written to.
    """
    require(session, "callbacks")
    with session.saving():
        facts = _facts(session, {one.target.file_id: one.number for one in written})
        asked = tuple(_first_to_a_number(_again(one, kind, facts) for one in written))
        going = [one for one in asked if one.goes]
        insert_all(
            SmsMessage,
            ("file", "callback", "number", "name", "kind", "text", "state", "created_at", "account"),
            (_row(session, kind, one) for one in going),
        )
        if going:
            record_deed(session, "write_sms", "sms_message", new=f"{kind} {len(going)}")
    return Queued(len(going), tuple(one for one in asked if not one.goes), changed("callbacks", "statistics"))


def _drafts(session: Session, kind: str, text: str, targets: Sequence[Target]) -> tuple[SmsDraft, ...]:
    customers = _customers({one.file_id for one in targets})
    days = _days({one.callback_id for one in targets if one.callback_id})
    shop = str(settings.get(session, "shop_name")).strip()
    facts = _facts(session, {number: one.phone or "" for number, one in customers.items()})
    made = (
        _draft(kind, text, target, customers[target.file_id], days, shop, facts)
        for target in targets
        if target.file_id in customers
    )
    return tuple(_first_to_a_number(made))


def _facts(session: Session, numbers: dict[int, str]) -> Known:
    between = settings.get(session, "sms_days_between")
    return known(session, filter(None, numbers.values()), numbers, between)


def _draft(
    kind: str, text: str, target: Target, customer: _Customer, days: dict[int, date], shop: str, facts: Known
) -> SmsDraft:
    day = target.day or (days.get(target.callback_id) if target.callback_id else None)
    words = SmsWords(
        dealership=shop,
        customer=address(customer.name, customer.sex, is_company=customer.is_company),
        model=customer.model or "爱车",
        plate=customer.plate or "",
        day=_spoken(day),
    )
    filled, number = fill(text, words).strip(), customer.phone or ""
    reason = why_not(kind, number, target.file_id, facts)
    return SmsDraft(
        target, customer.name, number, filled, length(filled), reason, () if reason else missing(text, words)
    )


def _first_to_a_number(made: Iterable[SmsDraft]) -> Iterable[SmsDraft]:
    """Two cars, one phone: the customer hears from us once."""
    seen: set[str] = set()
    for one in made:
        if one.goes and one.number in seen:
            yield replace(one, why_not="同一个号码已在这批里")
        else:
            yield one
            if one.goes:
                seen.add(one.number)


def _again(one: SmsDraft, kind: str, facts: Known) -> SmsDraft:
    return replace(one, why_not=one.why_not or why_not(kind, one.number, one.target.file_id, facts))


def _row(session: Session, kind: str, one: SmsDraft) -> tuple[object, ...]:
    target = one.target
    return (
        target.file_id, target.callback_id, one.number, one.name, kind, one.text, "waiting", session.now(),
        session.person.name,
    )  # fmt: skip


def _customers(file_ids: set[int]) -> dict[int, _Customer]:
    file = VehicleFile
    found: dict[int, _Customer] = {}
    for page in pages(sorted(file_ids)):
        query = file.select(
            file.id, file.name, file.sex, file.is_company, file.phone, file.model, file.plate
        ).where(within(file.id, page))
        found |= {row[0]: _Customer(*row[1:]) for row in rows(query)}
    return found


def _days(callback_ids: set[int]) -> dict[int, date]:
    found: dict[int, date] = {}
    for page in pages(sorted(callback_ids)):
        query = Callback.select(Callback.id, Callback.event_on).where(within(Callback.id, page))
        found |= dict(rows(query))
    return found


def _spoken(day: date | datetime | None) -> str:
    if day is None:
        return ""
    spoken = f"{day.month} 月 {day.day} 日"
    return f"{spoken} {day:%H:%M}" if isinstance(day, datetime) else spoken
