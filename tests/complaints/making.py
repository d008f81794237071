"""What the tests of complaints take in: one car, one customer, one moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from desktop_app.complaints.intake import Accepted
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.session import Session

VIN = "LFMBE84B2C0167345"
PHONE = "13712349025"
ACCEPTED = datetime(2026, 10, 15, 12, 38)

Take = Callable[..., Accepted]
As = Callable[[str], Session]


def complaint(**fields: Any) -> NewComplaint:
    plain = {"words": "说好一个小时，等了三个小时。", "grade": "投诉", "channel": "来电", "cause": "waiting"}
    if not {"vin", "phone", "name"} & set(fields):
        plain["phone"] = PHONE
    return NewComplaint(**(plain | fields))
