"""A complaint as it is taken in, before it is a case: what the dialog, a call or another program hands over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NewComplaint:
    """What is known at intake; all texts as typed, blank where unknown.

    ``grade``, ``channel``, ``cause``, ``responsible_party`` and ``usage`` take the code or the Chinese name.
    One of VIN, phone and name must be there. What is left blank of customer and car comes from the file.
    """

    words: str
    """The customer's own words."""
    grade: str
    channel: str
    cause: str
    vin: str = ""
    phone: str = ""
    name: str = ""
    demands: str = ""
    accepted: datetime | None = None
    """When it was accepted; None means now."""
    idempotency_key: str | None = None
    attempt_id: int | None = None
    """The call (row of ``attempt``) in which it was heard."""
    sub_cause: str = ""
    responsible_party: str = "undecided"
    escalated: bool = False
    escalated_reason: str = ""
    again: bool | None = None
    """再次: None means that an earlier case of the same car or phone decides."""
    again_reason: str = ""
    external_number: str = ""
    regulator_due_on: date | None = None
    accused: str = ""
    """相关责任人: the person complained about."""
    caller_name: str = ""
    """Who called, where that is not the customer."""
    caller_phone: str = ""
    # prompts of the intake (时间 地点 经过 顾客的看法 判断依据 理由 需求)
    happened: str = ""
    place: str = ""
    course: str = ""
    customer_view: str = ""
    evidence: str = ""
    reason: str = ""
    need: str = ""
    # the customer and the car
    sex: str = ""
    landline: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""
    usage: str = ""
    model: str = ""
    plate: str = ""
    odometer: int | None = None
    advisor: str = ""
    customer_overview: str = ""
    repair_description: str = ""
    other_information: str = ""
