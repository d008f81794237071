"""What is stored where for the two kinds of event: deliveries and repair orders."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from db import RepairOrder, Sale
from desktop_app.exchange.event_rows import DELIVERIES, REPAIR_ORDERS, EventShape


@dataclass(frozen=True, slots=True)
class EventTable:
    """The record of one kind of event, the callback it makes, and who is named in it."""

    shape: EventShape
    model: Any
    entity: str
    reference_label: str
    callback_kind: str
    window_setting: str
    role: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that an import fills: day, person, facts, and what the row reported."""
        return (self.shape.day, self.shape.person, *self.shape.facts, "reported")

    @property
    def keys(self) -> tuple[str, ...]:
        """Those of them that are rows of the staff list or the teams."""
        return (self.shape.person, "team") if "team" in self.shape.facts else (self.shape.person,)


EVENT_TABLES = {
    "deliveries": EventTable(DELIVERIES, Sale, "sale", "协议号", "sales", "sales_window", "sales_consultant"),
    "repair-orders": EventTable(
        REPAIR_ORDERS,
        RepairOrder,
        "repair_order",
        "维修工单号",
        "service",
        "service_window",
        "service_advisor",
    ),
}
