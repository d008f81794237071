"""The rows an import refused: kept with its batch, saved as .xlsx when somebody asks."""

from __future__ import annotations

from pathlib import Path

from db import ImportBatch
from db import RefusedRow as KeptRow
from db.connection import first, rows
from desktop_app.exchange.batches import decoded
from desktop_app.exchange.importing import Imported
from desktop_app.exchange.refused_rows import RefusedRow, write_refused
from desktop_app.problems import Refused
from desktop_app.safety.exports import record_export
from desktop_app.session import Session, require

WHAT = "导入时未接收的行"


def save_refused(session: Session, imported: Imported, target: Path, reason: str = "改正后重新导入") -> int:
    """Save the rows that an import just refused, a trial's too; returns how many. See ``save_refused_of``."""
    require(session, "import")
    return _save(session, imported.headings, imported.refused_rows, target, reason)


def save_refused_of(session: Session, batch: int, target: Path, reason: str = "改正后重新导入") -> int:
    """Save the rows that an earlier import refused, in the columns of its file; returns how many.

    Raises Refused for an unknown batch or one that refused nothing, Unavailable where the disk says no.
    """
    require(session, "import")
    with session.connected():
        headings = first(ImportBatch.select(ImportBatch.headings).where(ImportBatch.id == batch))
        if headings is None:
            raise Refused(f"没有第 {batch} 批导入。")
        kept = rows(
            KeptRow.select(KeptRow.row, KeptRow.reason, KeptRow.cells)
            .where(KeptRow.batch == batch)
            .order_by(KeptRow.row)
        )
    found = tuple(RefusedRow(row, reason, decoded(cells)) for row, reason, cells in kept)
    return _save(session, headings[0], found, target, reason)


def _save(
    session: Session, headings: tuple[str, ...], refused: tuple[RefusedRow, ...], target: Path, reason: str
) -> int:
    require(session, "import")
    if not refused:
        raise Refused("这次导入没有未接收的行，不用另存。")
    record_export(session, WHAT, reason, len(refused), str(target))
    write_refused(target, headings, refused, session.now())
    return len(refused)
