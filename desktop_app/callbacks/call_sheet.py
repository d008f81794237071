"""Everything a caller sees when a callback is opened: customer, car, visits, cases, promises, earlier calls."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from db import Attempt, Callback, VehicleFile
from db.connection import first, rows
from desktop_app import settings
from desktop_app.archive.events_of_file import Delivery, Order, deliveries, orders
from desktop_app.archive.masking import phone_for
from desktop_app.callbacks.candidates import Candidate, of_id
from desktop_app.callbacks.claims import Held, claims_held
from desktop_app.callbacks.drafts import load_draft
from desktop_app.callbacks.questionnaire_file import Kind, Questionnaire
from desktop_app.callbacks.questionnaires import begun_with
from desktop_app.callbacks.standing import Standing, rules_of, stand
from desktop_app.callbacks.why import answer
from desktop_app.complaints.earlier import EarlierCase, Who, earlier_of
from desktop_app.complaints.promises import Promise, promises
from desktop_app.problems import Refused
from desktop_app.session import Session, require

EARLIER_CALLS = 10
"""How many earlier calls about the car are shown."""
_FILE = VehicleFile
_CUSTOMER = (
    _FILE.name, _FILE.sex, _FILE.is_company, _FILE.phone, _FILE.landline, _FILE.other_phone, _FILE.preferred_contact,
    _FILE.preferred_hours, _FILE.member_level, _FILE.is_vip, _FILE.do_not_call_at, _FILE.information_incorrect,
)  # fmt: skip
_CAR = (_FILE.vin, _FILE.series, _FILE.model, _FILE.plate, _FILE.next_service_on, _FILE.next_service_odometer)
_REMARKS = (_FILE.personal_remark, _FILE.vehicle_remark)


@dataclass(frozen=True, slots=True)
class Customer:
    """Whom to call and how; phones as the person may have them, to be covered by the screen."""

    name: str
    sex: str | None
    is_company: bool | None
    phone: str | None
    landline: str | None
    other_phone: str | None
    preferred_contact: str | None
    preferred_hours: str | None
    member_level: str | None
    is_vip: bool | None
    do_not_call_at: datetime | None
    information_incorrect: bool


@dataclass(frozen=True, slots=True)
class Car:
    """The car called about, and when it should be serviced next."""

    vin: str
    series: str | None
    model: str | None
    plate: str | None
    next_service_on: date | None
    next_service_odometer: int | None


@dataclass(frozen=True, slots=True)
class EarlierCall:
    """One attempt on the car, for this callback or another; ``score`` is the overall."""

    at: datetime
    reference: str
    caller: str
    disposition: str
    agreed_at: datetime | None
    score: float | None
    words: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """A callback opened for calling, as of the clock.

    ``about`` is the delivery or repair order it follows, ``last_visit`` the newest repair order of the car.
    ``cases`` are the customer's cases by car or phone, closed ones too, newest first; ``promises`` the open ones.
    ``reason`` says why it is or isn't listed. ``draft`` is what was typed in a call that was left half-way.
    """

    callback_id: int
    kind: Kind
    reference: str
    file_id: int
    event_on: date
    due_from: date
    due_to: date
    standing: Standing
    reason: str
    customer: Customer
    car: Car
    about: Delivery | Order | None
    last_visit: Order | None
    cases: tuple[EarlierCase, ...]
    promises: tuple[Promise, ...]
    remarks: tuple[str, ...]
    earlier: tuple[EarlierCall, ...]
    questionnaire: Questionnaire
    draft: dict[str, Any] | None
    claim: Held | None


def open_call(session: Session, callback_id: int) -> Call:
    """Open a callback; nothing is stored by it. Raises Refused when there is no such callback."""
    require(session, "see")
    now = session.now()
    with session.connected():
        one = of_id(callback_id, now)
        if one is None:
            raise Refused("这条回访已不存在，可能已随导入一起撤销，请刷新名单。")
        return _sheet(session, one)


def _sheet(session: Session, one: Candidate) -> Call:
    values, facts = settings.get_all(session), one.facts
    customer, car, remarks = _file(one.file_id)
    visits, draft = orders(one.file_id, session.today()), load_draft(session, one.callback_id)
    kind: Kind = "sales" if one.kind == "sales" else "service"
    return Call(
        callback_id=one.callback_id,
        kind=kind,
        reference=one.reference,
        file_id=one.file_id,
        event_on=facts.event_on,
        due_from=facts.first_on,
        due_to=facts.last_on,
        standing=stand(facts, session.today(), rules_of(values)),
        reason=answer(one, session, rules_of(values)).reason,
        customer=_as_seen(session, customer),
        car=car,
        about=_about(one, kind, visits, session.today()),
        last_visit=visits[0] if visits else None,
        cases=earlier_of(session, Who(car.vin, _numbers(customer), frozenset())),
        promises=promises(session, vin=car.vin),
        remarks=remarks,
        earlier=_earlier_calls(one.file_id, session.now()),
        questionnaire=begun_with(session, kind, draft),
        draft=draft,
        claim=claims_held(session.now(), values["claim_minutes"]).get(one.callback_id),
    )


def _file(file_id: int) -> tuple[Customer, Car, tuple[str, ...]]:
    found = first(_FILE.select(*_CUSTOMER, *_CAR, *_REMARKS).where(_FILE.id == file_id)) or ()
    customer, car = found[: len(_CUSTOMER)], found[len(_CUSTOMER) : len(_CUSTOMER) + len(_CAR)]
    remarks = (str(text).strip() for text in found[-len(_REMARKS) :] if text)
    return Customer(*customer), Car(*car), tuple(text for text in remarks if text)


def _as_seen(session: Session, customer: Customer) -> Customer:
    return replace(
        customer,
        phone=phone_for(session, customer.phone),
        landline=phone_for(session, customer.landline),
        other_phone=phone_for(session, customer.other_phone),
    )


def _about(one: Candidate, kind: Kind, visits: tuple[Order, ...], today: date) -> Delivery | Order | None:
    events: tuple[Delivery | Order, ...] = deliveries(one.file_id, today) if kind == "sales" else visits
    return next((event for event in events if event.reference == one.reference), None)


def _numbers(customer: Customer) -> frozenset[str]:
    return frozenset(filter(None, (customer.phone, customer.landline)))


def _earlier_calls(file_id: int, now: datetime) -> tuple[EarlierCall, ...]:
    query = (
        Attempt.select(
            Attempt.at, Callback.reference, Attempt.caller, Attempt.disposition, Attempt.agreed_at, Attempt.overall,
            Attempt.words, Attempt.remark,
        )
        .join(Callback)
        .where(Callback.file == file_id, Attempt.at <= now)
        .order_by(Attempt.at.desc())
        .limit(EARLIER_CALLS)
    )  # fmt: skip
    return tuple(EarlierCall(*row) for row in rows(query))
