"""The sale, orders and complaints of one file as seen at the clock, in the shapes that its card is computed from."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from peewee import fn

from db import Complaint, RepairOrder, Sale, Staff, Team
from db.connection import rows, scalar


class Delivery(NamedTuple):
    """A sale of the car."""

    id: int
    reference: str
    on: date
    consultant: str | None


class Order(NamedTuple):
    """A repair order on the car; ``amount_fen`` is its amount in hundredths of a yuan."""

    id: int
    reference: str
    on: date
    received_on: date | None
    advisor: str | None
    team: str | None
    kind: str | None
    odometer: int | None
    amount_fen: int | None
    work: str | None


def deliveries(file_id: int, today: date) -> tuple[Delivery, ...]:
    """The sales of a file up to a day, the newest first; connected."""
    query = (
        Sale.select(Sale.id, Sale.reference, Sale.delivered_on, Staff.name)
        .left_outer_join(Staff, on=(Sale.consultant == Staff.id))
        .where(Sale.file == file_id, Sale.delivered_on <= today)
        .order_by(Sale.delivered_on.desc(), Sale.id.desc())
    )
    return tuple(Delivery(*row) for row in rows(query))


def orders(file_id: int, today: date) -> tuple[Order, ...]:
    """The repair orders of a file handed over up to a day, the newest first; connected."""
    query = (
        RepairOrder.select(
            RepairOrder.id, RepairOrder.reference, RepairOrder.handed_over_on, RepairOrder.received_on, Staff.name,
            Team.name, RepairOrder.kind, RepairOrder.odometer, RepairOrder.amount_fen, RepairOrder.work,
        )
        .left_outer_join(Staff, on=(RepairOrder.advisor == Staff.id))
        .left_outer_join(Team, on=(RepairOrder.team == Team.id))
        .where(RepairOrder.file == file_id, RepairOrder.handed_over_on <= today)
        .order_by(RepairOrder.handed_over_on.desc(), RepairOrder.id.desc())
    )  # fmt: skip
    return tuple(Order(*row) for row in rows(query))


def complaints_of(file_id: int, now: datetime) -> int:
    """How many complaints the file has had; connected."""
    query = Complaint.select(fn.COUNT(Complaint.id)).where(
        Complaint.file == file_id, Complaint.accepted_at <= now
    )
    return int(scalar(query))
