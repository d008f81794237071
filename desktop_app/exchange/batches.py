"""One import as it is recorded: its counts, what it changed, its audit trail, and the rows it refused."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from db import AuditEntry, ImportBatch, ImportChange, RefusedRow
from db.bulk import insert_all
from db.connection import first
from desktop_app.exchange.row_reading import Refusal
from desktop_app.exchange.sheets import Row
from desktop_app.exchange.values import Cell
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
    """An import under way, inside its transaction: what it will leave on record when it is done.

    ``again`` says that this very file came in before and still stands: then it only fills what is blank.
    """

    session: Session
    id: int
    reason: str
    again: bool = False
    counts: Counts = field(default_factory=Counts)
    new_people: list[str] = field(default_factory=list)
    new_teams: list[str] = field(default_factory=list)
    _changes: list[tuple[int, str, int, Any]] = field(default_factory=list)
    _trail: list[tuple[Any, ...]] = field(default_factory=list)

    def note_new(self, table: str, record_id: int) -> None:
        """A record that exists only through this import, where the record itself doesn't name its batch."""
        self._changes.append((self.id, table, record_id, None))

    def note_change(self, table: str, record_id: int, before: Mapping[str, Any]) -> None:
        """The fields of a record as they were before this import, for taking it back."""
        self._changes.append(
            (self.id, table, record_id, {name: plain(value) for name, value in before.items()})
        )

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

    def store(self) -> None:
        """Write everything noted; called once, at the end of the transaction."""
        insert_all(ImportChange, ("batch", "table", "record_id", "before"), self._changes)
        insert_all(AuditEntry, _AUDIT_COLUMNS, self._trail)

    def _line(
        self,
        entity: str,
        entity_id: int,
        file_id: int | None,
        name: str | None,
        old: str | None,
        new: str | None,
    ) -> None:
        session = self.session
        self._trail.append(
            (
                session.now(),
                session.person.name,
                ACTION,
                entity,
                entity_id,
                file_id,
                name,
                old,
                new,
                self.reason,
            )
        )


def open_batch(session: Session, kind: str, file: Path, headings: Sequence[str]) -> Batch:
    """Record that a file is being imported; inside ``session.saving()``."""
    again = imported_before(file) is not None
    blank = dict.fromkeys(("read", "created", "updated", "unchanged", "refused", "warnings"), 0)
    number = ImportBatch.insert(
        kind=kind, file_name=file.name, sha256=digest_of(file), at=session.now(), account=session.person.name,
        headings=list(headings), **blank,
    ).execute()  # fmt: skip
    return Batch(session, int(number), f"导入 {file.name}", again)


def close_batch(batch: Batch, read: int, warnings: int) -> None:
    """Write the batch's counts, changes and audit trail."""
    counts = batch.counts
    batch.store()
    ImportBatch.update(
        read=read, created=counts.created, updated=counts.updated, unchanged=counts.unchanged,
        refused=counts.refused, warnings=warnings,
    ).where(ImportBatch.id == batch.id).execute()  # fmt: skip


def keep_refused(batch: Batch, refusals: Iterable[Refusal], rows: Iterable[Row]) -> None:
    """Keep the refused rows with the batch, cell by cell as they stood."""
    cells = {row.number: row.cells for row in rows}
    kept = ((batch.id, refusal.row, refusal.reason, encoded(cells[refusal.row])) for refusal in refusals)
    insert_all(RefusedRow, ("batch", "row", "reason", "cells"), kept)


def imported_before(file: Path) -> tuple[int, datetime] | None:
    """The batch that took this very file before and still stands, and when; connected."""
    same = (ImportBatch.sha256 == digest_of(file)) & ImportBatch.undone_at.is_null()
    found = first(
        ImportBatch.select(ImportBatch.id, ImportBatch.at).where(same).order_by(ImportBatch.id.desc())
    )
    return (found[0], found[1]) if found else None


def digest_of(file: Path) -> str:
    """The file's SHA-256."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


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
