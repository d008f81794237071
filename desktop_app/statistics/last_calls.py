"""The last attempt of each callback in a cohort, with the customer and the car: the lines of 表3 and 表4."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from peewee import JOIN

from db import Attempt, Callback, Staff, VehicleFile
from db.connection import rows
from desktop_app.callbacks.dispositions import CATEGORY_OF, DISPOSITION_LABELS
from desktop_app.statistics.cohort import Cohort

CLASS_LABELS = {
    "completed": "成功",
    "refuse": "拒访",
    "noanswer": "无人接听",
    "unreach": "无法接通",
    "other": "其他",
}
"""The classes of 表7 and 表8 in words."""


class LastCall(NamedTuple):
    """A tried callback: whose, about which car, and how the last call of ``tries`` went."""

    callback: int
    reference: str
    vin: str
    name: str
    phone: str | None
    landline: str | None
    address: str | None
    mailing_address: str | None
    model: str | None
    person: str | None
    tries: int
    at: datetime
    disposition: str
    caller: str
    words: str | None
    remark: str | None

    @property
    def number(self) -> str:
        """The number to reach the customer by."""
        return self.phone or self.landline or ""

    @property
    def outcome(self) -> str:
        """How the call ended, in words (回访状态)."""
        return DISPOSITION_LABELS[self.disposition]

    @property
    def reason(self) -> str:
        """Why it did not succeed: as the customer said, else as 表7 and 表8 class it."""
        return self.words or CLASS_LABELS[CATEGORY_OF[self.disposition]]


def last_calls(cohort: Cohort, *conditions: Any) -> list[LastCall]:
    """The cohort's tried callbacks that meet the conditions, by reference; must run connected."""
    standing, file = cohort.standing, VehicleFile
    found = rows(
        Callback.select(
            Callback.id, Callback.reference, file.vin, file.name, file.phone, file.landline, file.address,
            file.mailing_address, file.model, Staff.name, standing.tries, Attempt.at, Attempt.disposition,
            Attempt.caller, Attempt.words, Attempt.remark,
        )
        .join(file)
        .join(Staff, JOIN.LEFT_OUTER, on=(Callback.person == Staff.id))
        .join(Attempt, on=(Attempt.callback == Callback.id) & (Attempt.at == standing.last_at))
        .where(cohort.condition, *conditions)
        .order_by(Callback.reference, Callback.kind)
    )  # fmt: skip
    return [LastCall(*row) for row in found]
