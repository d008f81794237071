"""The taking back of one import under way, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from db import Attempt, RepairOrder, Sale, SmsReply, VehicleFile
from db.connection import rows
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.session import Changed, Session

_PORTION = 1_000

OWN_RECORDS: dict[str, tuple[str, Any]] = {
    "deliveries": ("sale", Sale),
    "repair-orders": ("repair_order", RepairOrder),
    "callbacks": ("attempt", Attempt),
    "cards": ("vehicle_file", VehicleFile),
    "sms-replies": ("sms_reply", SmsReply),
}
"""Kind → the name in import changes, and the record, of what one row is."""


@dataclass(frozen=True, slots=True)
class Undone:
    """``removed`` records that only the import had made, ``restored`` ones that are as before it.

    ``kept`` says in one sentence each what people have worked with since and therefore stays.
    """

    removed: int
    restored: int
    kept: tuple[str, ...]
    changed: Changed


def typed_fields_stay(files: int) -> str:
    """What is told of fields that a person has typed since."""
    return f"{files} 份档案里人工改过的字段没有动，保持改后的内容。"


@dataclass(slots=True)
class Work:
    """One batch being taken back, inside the transaction; ``changes`` are (table, record, fields before or None)."""

    session: Session
    batch: int
    kind: str
    changes: list[tuple[str, int, Any]]
    watch: Watch = UNWATCHED
    removed: int = 0
    restored: int = 0
    kept: list[str] = field(default_factory=list)
    _steps: int = 0
    _done: int = 0

    def expect(self, records: int) -> None:
        """So many records will be gone through, some more than once."""
        self._steps = max(records, 1)

    def pages(self, values: Iterable[Any]) -> Iterator[list[Any]]:
        """Values in portions, each told when it is taken; raises Cancelled between two of them."""
        left = iter(values)
        while page := list(islice(left, _PORTION)):
            self.watch.step(min(self._done, self._steps), self._steps)
            yield page
            self._done += len(page)

    @property
    def table(self) -> str:
        """The name of the import's own records in ``changes``."""
        return OWN_RECORDS[self.kind][0]

    @property
    def model(self) -> Any:
        """The import's own record."""
        return OWN_RECORDS[self.kind][1]

    def before(self, table: str) -> dict[int, dict[str, Any]]:
        """The records of a table that the import changed, with their fields before; the earliest note of each."""
        notes = [
            (number, before) for name, number, before in self.changes if name == table and before is not None
        ]
        found: dict[int, dict[str, Any]] = {}
        for number, before in notes:
            found[number] = before | found.get(number, {})
        return found

    def noted_as_made(self, table: str) -> set[int]:
        """The records of a table that exist only through the import and don't name their batch themselves."""
        return {number for name, number, before in self.changes if name == table and before is None}

    def own_records(self) -> set[int]:
        """The import's own records, made or changed."""
        changed = set(self.before(self.table))
        if "batch" not in self.model._meta.fields:
            return changed
        return changed | {
            number
            for (number,) in rows(self.model.select(self.model.id).where(self.model.batch == self.batch))
        }
