"""编号: the running number of a file, given once; it runs on and is never used again."""

from __future__ import annotations

from db import Counter
from db.connection import scalar

SERIES = "D"


def take_numbers(count: int = 1) -> list[str]:
    """The next numbers, ``D000001`` first; taken in the saving transaction, so inside ``session.saving()``."""
    last = int(scalar(Counter.select(Counter.value).where(Counter.name == SERIES)) or 0)
    Counter.insert(name=SERIES, value=last + count).on_conflict(
        conflict_target=[Counter.name], preserve=[Counter.value]
    ).execute()
    return [f"{SERIES}{number:06}" for number in range(last + 1, last + count + 1)]
