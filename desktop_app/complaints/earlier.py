"""Earlier cases of the same customer: by phone, VIN or name, shown before a new one is saved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, Literal

from db import Complaint, VehicleFile
from db.connection import first, rows
from desktop_app.complaints.words import first_words
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.phones import read_phones
from desktop_app.session import Session, require

Sameness = Literal["vin", "phone", "name"]


@dataclass(frozen=True, slots=True)
class EarlierCase:
    """A case of the same car, phone or name; a name alone may be another person's."""

    number: str
    accepted_at: datetime
    grade: str
    words: str
    closed: bool
    same: tuple[Sameness, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """What to look for: one VIN, any of the phone numbers, any of the names; blanks match nothing."""

    vin: str | None
    phones: frozenset[str]
    names: frozenset[str]


def earlier(session: Session, vin: str = "", phone: str = "", name: str = "") -> tuple[EarlierCase, ...]:
    """Cases of the same VIN, phone or name, newest first; what is half typed matches nothing yet.

    A VIN that has a file stands for the file's phones as well.
    """
    require(session, "see")
    numbers = read_phones(phone)
    phones, car = frozenset(filter(None, (numbers.mobile, numbers.landline))), read_vin(vin).value
    with session.connected():
        return earlier_of(session, Who(car, phones | _phones_on_file(car), frozenset({name.strip()})))


def _phones_on_file(vin: str | None) -> frozenset[str]:
    """Whoever types a complaint may see them covered only, but the same customer is meant."""
    file = VehicleFile
    found = first(file.select(file.phone, file.landline).where(file.vin == vin)) if vin else None
    return frozenset(filter(None, found or ()))


def earlier_of(
    session: Session, who: Who, *, leaving_out: Collection[str] = (), registered_before: int | None = None
) -> tuple[EarlierCase, ...]:
    """The same for what a case knows of its customer; with a row number only cases registered before it; connected."""
    now, matching = session.now(), _matching(who)
    if matching is None:
        return ()
    case = Complaint
    if registered_before is not None:
        matching &= case.id < registered_before
    query = (
        case.select(
            case.number, case.accepted_at, case.grade, first_words(case), case.closed_at, case.vin, case.phone,
            case.caller_phone, case.landline, case.customer_name, case.caller_name,
        )
        .where(matching, case.accepted_at <= now, case.number.not_in(leaving_out))
        .order_by(case.accepted_at.desc(), case.id.desc())
    )  # fmt: skip
    return tuple(
        EarlierCase(
            number, accepted_at, grade, text or "", closed_at is not None and closed_at <= now,
            _sameness(who, vin, {*phones}, {*known_as}),
        )
        for number, accepted_at, grade, text, closed_at, vin, *phones_and_names in rows(query)
        for phones, known_as in ((phones_and_names[:3], phones_and_names[3:]),)
    )  # fmt: skip


def _matching(who: Who) -> Any:
    """The condition of having any of the signs, one index each; None where nothing is known to look for."""
    case, names = Complaint.alias(), who.names - {""}
    wanted = (
        (case.vin, {who.vin} - {None}), (case.phone, who.phones), (case.caller_phone, who.phones),
        (case.landline, who.phones), (case.customer_name, names), (case.caller_name, names),
    )  # fmt: skip
    selects = [case.select(case.id).where(column.in_(values)) for column, values in wanted if values]
    return Complaint.id.in_(reduce(or_, selects)) if selects else None


def _sameness(who: Who, vin: str | None, phones: set[str | None], names: set[str]) -> tuple[Sameness, ...]:
    found: dict[Sameness, bool] = {
        "vin": vin is not None and vin == who.vin,
        "phone": bool(who.phones & phones),
        "name": bool((who.names - {""}) & names),
    }
    return tuple(kind for kind, same in found.items() if same)
