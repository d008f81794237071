"""One import as it is recorded: its counts, what it changed, its audit trail, and the rows it refused."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db import AuditEntry, ImportBatch, ImportChange, RefusedRow
from db.bulk import insert_all
from db.connection import first
from desktop_app.exchange.row_reading import Refusal
from desktop_app.exchange.sheets import Row
from desktop_app.exchange.values import Cell
from desktop_app.exchange.watching import Tally
from desktop_app.safety.audit_trail import as_text
from desktop_app.session import Session

ACTION = "import"

_AUDIT_COLUMNS = (
    "at", "account", "action", "entity", "entity_id", "file_id", "field", "old", "new", "reason",
)  # fmt: skip


@dataclass(slots=True)
class Counts:
    """How the rows ended; the four add up to the rows read."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


@dataclass(slots=True)
class Batch:
    """An import under way: what it will leave on record when it is done; ``id`` is 0 until it is entered.

    ``again`` says that this very file came in before and still stands: then it only fills what is blank.
    """

    session: Session
    reason: str
    again: bool = False
    id: int = 0
    counts: Counts = field(default_factory=Counts)
    new_people: list[str] = field(default_factory=list)
    new_teams: list[str] = field(default_factory=list)
    _changes: list[tuple[str, int, Any]] = field(default_factory=list)
    _trail: list[tuple[Any, ...]] = field(default_factory=list)

    def note_new(self, table: str, record_id: int) -> None:
        """A record that exists only through this import, where the record itself doesn't name its batch."""
        self._changes.append((table, record_id, None))

    def note_change(self, table: str, record_id: int, before: Mapping[str, Any]) -> None:
        """The fields of a record as they were before this import, for taking it back."""
        self._changes.append((table, record_id, {name: plain(value) for name, value in before.items()}))

    def trail(self, entity: str, entity_id: int, file_id: int | None, new: str) -> None:
        """A line of the audit trail: a record came in by this import."""
        self._line(entity, entity_id, file_id, None, None, new)

    def trail_changes(
        self,
        entity: str,
        entity_id: int,
        file_id: int | None,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
    ) -> None:
        """A line of the audit trail for each field that this import changed."""
        for name, old in before.items():
            self._line(entity, entity_id, file_id, name, as_text(plain(old)), as_text(plain(after[name])))

    def store(self, tally: Tally) -> None:
        """Write everything noted; called once, at the end of the transaction."""
        changes = ((self.id, *change) for change in tally(self._changes))
        insert_all(ImportChange, ("batch", "table", "record_id", "before"), changes)
        who = self.session.now(), self.session.person.name, ACTION
        insert_all(AuditEntry, _AUDIT_COLUMNS, ((*who, *line, self.reason) for line in tally(self._trail)))

    def _line(
        self,
        entity: str,
        entity_id: int,
        file_id: int | None,
        name: str | None,
        old: str | None,
        new: str | None,
    ) -> None:
        self._trail.append((entity, entity_id, file_id, name, old, new))


def enter_batch(batch: Batch, kind: str, file_name: str, sha256: str, headings: Sequence[str]) -> None:
    """Record that a file comes in, and give the batch its number; inside ``session.saving()``."""
    blank = dict.fromkeys(("read", "created", "updated", "unchanged", "refused", "warnings"), 0)
    number = ImportBatch.insert(
        kind=kind, file_name=file_name, sha256=sha256, at=batch.session.now(), account=batch.session.person.name,
        headings=list(headings), **blank,
    ).execute()  # fmt: skip
    batch.id = int(number)


def close_batch(batch: Batch, read: int, warnings: int, tally: Tally) -> None:
    """Write the batch's counts, changes and audit trail."""
    counts = batch.counts
    batch.store(tally)
    ImportBatch.update(
        read=read, created=counts.created, updated=counts.updated, unchanged=counts.unchanged,
        refused=counts.refused, warnings=warnings,
    ).where(ImportBatch.id == batch.id).execute()  # fmt: skip


def keep_refused(batch: Batch, refusals: Iterable[Refusal], rows: Iterable[Row]) -> None:
    """Keep the refused rows with the batch, cell by cell as they stood."""
    cells = {row.number: row.cells for row in rows}
    kept = ((batch.id, refusal.row, refusal.reason, encoded(cells[refusal.row])) for refusal in refusals)
    insert_all(RefusedRow, ("batch", "row", "reason", "cells"), kept)


def imported_before(sha256: str) -> tuple[int, datetime] | None:
    """The batch that took this very file before and still stands, and when; connected."""
    same = (ImportBatch.sha256 == sha256) & ImportBatch.undone_at.is_null()
    found = first(
        ImportBatch.select(ImportBatch.id, ImportBatch.at).where(same).order_by(ImportBatch.id.desc())
    )
    return (found[0], found[1]) if found else None


def plain(value: Any) -> Any:
    """A value as JSON holds it: days and moments as ISO text."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else value


def encoded(cells: Sequence[Cell]) -> list[Any]:
    """Cells as JSON holds them; a day or moment remembers that it was one."""
    return [_encoded(cell) for cell in cells]


def decoded(cells: Sequence[Any]) -> list[Cell]:
    """Cells back from JSON with their types."""
    return [_decoded(cell) for cell in cells]


def _encoded(cell: Cell) -> Any:
    if isinstance(cell, datetime):
        return {"moment": cell.isoformat()}
    if isinstance(cell, date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)


def _decoded(cell: Any) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[no-any-return]
    return datetime.fromisoformat(cell["moment"]) if "moment" in cell else date.fromisoformat(cell["day"])
