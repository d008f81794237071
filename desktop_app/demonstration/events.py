"""Storing the invented customers: files, sales, repair orders, and the callback that each of them makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, Literal

from db import Callback, RepairOrder, Sale, VehicleFile
from db.bulk import insert_all
from db.callbacks import month_number
from db.connection import rows
from desktop_app import settings
from desktop_app.archive.from_events import REPORTED_FIELDS
from desktop_app.archive.numbers import take_numbers
from desktop_app.demonstration.customers import Customer
from desktop_app.demonstration.staff import Crew
from desktop_app.session import Session

WORKSHOP_REPORTS = ("name", "phone", "plate", "model")
"""What an export of repair orders says of the customer."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One callback to be made, with the person whose work it asks about."""

    id: int
    kind: Literal["sales", "service"]
    reference: str
    file_id: int
    customer: Customer
    event_on: date
    due_from: date
    due_to: date
    person: str


def store(session: Session, customers: Sequence[Customer], crew: Crew) -> list[Duty]:
    """Store everything and return the callbacks by day of event; inside ``session.saving()``."""
    _store_files(customers)
    _give_references(customers)
    _store_sales(customers, crew)
    _store_orders(customers, crew)
    return _store_callbacks(session, customers, crew)


def _store_files(customers: Sequence[Customer]) -> None:
    numbers = take_numbers(len(customers))
    names = tuple(dict.fromkeys(name for customer in customers for name in customer.fields))
    insert_all(
        VehicleFile,
        ("number", "opened_at", *names),
        (
            (
                number,
                datetime.combine(customer.first_on, time(17, 30)),
                *(customer.fields.get(name) for name in names),
            )
            for number, customer in zip(numbers, customers, strict=True)
        ),
    )
    ids = dict(rows(VehicleFile.select(VehicleFile.vin, VehicleFile.id)))
    for customer in customers:
        customer.file_id = ids[customer.fields["vin"]]


def _give_references(customers: Sequence[Customer]) -> None:
    """协议号 and 工单号 run on by day, as dealer systems give them."""
    numbers = count(1)
    buyers = [customer for customer in customers if customer.bought_on]
    for customer in sorted(buyers, key=lambda one: (one.bought_on, one.file_id)):
        customer.sale_reference = f"XS{customer.bought_on:%y%m}{next(numbers):04}"
    numbers = count(1)
    visits = [(visit.on, customer.file_id, visit) for customer in customers for visit in customer.visits]
    for on, _, visit in sorted(visits, key=lambda one: one[:2]):
        visit.reference = f"WX{on:%y%m}{next(numbers):05}"


def _store_sales(customers: Sequence[Customer], crew: Crew) -> None:
    insert_all(
        Sale,
        ("reference", "file", "delivered_on", "consultant", "reported"),
        (
            (one.sale_reference, one.file_id, one.bought_on, crew.consultants[one.consultant], _reported(one))
            for one in customers
            if one.bought_on
        ),
    )


def _store_orders(customers: Sequence[Customer], crew: Crew) -> None:
    names = ("reference", "file", "received_on", "handed_over_on", "advisor", "team", "kind", "odometer", "amount_fen",
             "work", "reported")  # fmt: skip
    insert_all(
        RepairOrder,
        names,
        (
            (
                visit.reference, one.file_id, visit.on - timedelta(days=visit.kind == "body"), visit.on,
                crew.advisors[visit.advisor], crew.teams[visit.team], visit.kind, visit.odometer, visit.amount_fen,
                visit.work, {name: one.fields[name] for name in WORKSHOP_REPORTS},
            )
            for one in customers
            for visit in one.visits
        ),
    )  # fmt: skip


def _reported(customer: Customer) -> dict[str, Any]:
    """What an export of deliveries says: the fields that are not blank, as JSON values."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in customer.fields.items()
        if name in REPORTED_FIELDS and value not in (None, "")
    }


def _store_callbacks(session: Session, customers: Sequence[Customer], crew: Crew) -> list[Duty]:
    windows = {kind: settings.get(session, f"{kind}_window") for kind in ("sales", "service")}
    found = sorted(_events(customers), key=lambda event: (event[2], event[1]))
    duties = [
        Duty(
            row, kind, reference, customer.file_id, customer, on, on + timedelta(days=windows[kind][0]),
            on + timedelta(days=windows[kind][1]), person,
        )
        for row, (kind, reference, on, customer, person, _) in enumerate(found, 1)
    ]  # fmt: skip
    teams = {event[1]: event[5] for event in found}
    insert_all(
        Callback,
        ("id", "kind", "reference", "file", "event_on", "month", "due_from", "due_to", "person", "team"),
        (
            (
                duty.id, duty.kind, duty.reference, duty.file_id, duty.event_on, month_number(duty.event_on),
                duty.due_from, duty.due_to, (crew.consultants | crew.advisors)[duty.person],
                crew.teams.get(teams[duty.reference]),
            )
            for duty in duties
        ),
    )  # fmt: skip
    return duties


def _events(
    customers: Sequence[Customer],
) -> list[tuple[Literal["sales", "service"], str, date, Customer, str, str]]:
    found: list[tuple[Literal["sales", "service"], str, date, Customer, str, str]] = []
    for one in customers:
        if one.bought_on:
            found.append(("sales", one.sale_reference, one.bought_on, one, one.consultant, ""))
        found += [
            ("service", visit.reference, visit.on, one, visit.advisor, visit.team) for visit in one.visits
        ]
    return found
