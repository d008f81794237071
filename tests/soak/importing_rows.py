"""Whether an import left each of its rows whole or refused, told by the numbers of records."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.exchange.importing import Imported

RECORDS = {
    "deliveries": ("Sale", "Callback"),
    "repair-orders": ("RepairOrder", "Callback"),
    "callbacks": ("Attempt",),
}
"""Kind → the tables in which each new row has exactly one record."""


def whole_rows(done: Imported, before: Mapping[str, int], after: Mapping[str, int]) -> bool:
    """Each row counted once, each new one with all its records, each refused one kept with its reason."""
    grown = {table: after[table] - before[table] for table in after}
    return (
        done.read == done.created + done.updated + done.unchanged + done.refused
        and all(grown[table] == done.created for table in RECORDS[done.kind])
        and grown["RefusedRow"] == done.refused == len(done.refusals)
        and grown["ImportBatch"] == 1
        and all(refusal.reason for refusal in done.refusals)
    )
