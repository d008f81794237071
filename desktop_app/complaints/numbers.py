"""Case numbers: by month of acceptance, in order of registration, no gap, never used twice."""

from __future__ import annotations

from datetime import datetime

from db import Counter
from db.connection import scalar


def take_number(accepted_at: datetime) -> str:
    """The next number of that month, e.g. ``TS-202610-0007``; inside ``session.saving()``.

    The counter moves in the caller's transaction: a case that is not stored has taken no number.
    """
    series = f"TS-{accepted_at:%Y%m}"
    Counter.insert(name=series, value=1).on_conflict(
        conflict_target=[Counter.name], update={Counter.value: Counter.value + 1}
    ).execute()
    value: int = scalar(Counter.select(Counter.value).where(Counter.name == series))
    return f"{series}-{value:04d}"
