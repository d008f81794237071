"""The refused rows of a batch, as they were kept in the data, written out to be mended and imported again."""

from __future__ import annotations

from pathlib import Path

from db import ImportBatch, RefusedRow
from db.connection import first, rows
from desktop_app.exchange import refused_rows
from desktop_app.exchange.batches import decoded
from desktop_app.exchange.refused_rows import write_refused
from desktop_app.problems import Refused
from desktop_app.safety.exports import record_export
from desktop_app.session import Session, require


def save_refused(session: Session, batch: int, target: Path) -> int:
    """Write the refused rows of a batch in the file's own columns; returns how many there are.

    Raises Refused for an unknown batch or one without refused rows, Unavailable where the disk says no.
    """
    require(session, "import")
    with session.connected():
        found = first(ImportBatch.select(ImportBatch.headings, ImportBatch.at).where(ImportBatch.id == batch))
        kept = rows(
            RefusedRow.select(RefusedRow.row, RefusedRow.reason, RefusedRow.cells)
            .where(RefusedRow.batch == batch)
            .order_by(RefusedRow.row)
        )
    if found is None or not kept:
        raise Refused(f"导入批次 {batch} 没有被拒绝的行。", field="batch")
    headings, taken = found
    lines = [refused_rows.RefusedRow(number, reason, decoded(cells)) for number, reason, cells in kept]
    write_refused(target, headings, lines, taken)
    with session.saving():
        record_export(session, f"导入批次 {batch} 未导入的行", "改好后再导入", len(lines), str(target))
    return len(lines)
