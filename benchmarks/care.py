"""The care rows of a day against one raw select of the same customers: what finding and explaining them costs."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.invented import Size, copy_of, raw
from benchmarks.measure import Row, in_turn, median
from desktop_app.callbacks.care_calls import care_calls

ROUNDS = 7
_CUSTOMERS = """
SELECT id, vin, name, phone, landline, model, plate, preferred_contact, preferred_hours
FROM vehicle_file WHERE id IN ({cars}) ORDER BY vin
"""


def rows(size: Size) -> Iterator[Row]:
    """One row; every kind is on, and each car has its reminders explained."""
    with copy_of(size) as session:
        handle, ours = raw(session), partial(care_calls, session)
        cars = ",".join(str(call.customer.file_id) for call in ours())
        floor = partial(_customers, handle, _CUSTOMERS.format(cars=cars))
        assert sorted(call.customer.vin for call in ours()) == [row[1] for row in floor()], "the cars differ"
        mine, theirs = in_turn([ours] * ROUNDS, [floor] * ROUNDS)
        yield Row(
            f"care rows of a day, {len(floor()):,} cars",
            "raw select of those customers",
            median(mine),
            median(theirs),
            10,
        )


def _customers(handle: Any, query: str) -> list[tuple[Any, ...]]:
    return list(handle.execute(query).fetchall())
