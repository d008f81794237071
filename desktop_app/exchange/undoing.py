"""Taking an import back as a whole: what it made goes, what it changed is as before, later work stands in the way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from db import ImportBatch, ImportChange
from db.connection import first, rows
from desktop_app.exchange.search_of_batch import catch_up
from desktop_app.exchange.undoing_calls import undo_calls
from desktop_app.exchange.undoing_cards import undo_cards
from desktop_app.exchange.undoing_events import FILE, undo_events
from desktop_app.exchange.undoing_people import remove_unused_people
from desktop_app.exchange.undoing_replies import undo_replies
from desktop_app.exchange.undone import Undone, Work
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.long_writes import long_write
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup_schedule import back_up_if_changed
from desktop_app.session import Session, changed, require

FEATURES = ("archive", "callbacks", "statistics", "settings")

UNDO: dict[str, Callable[[Work], None]] = {
    "deliveries": undo_events,
    "repair-orders": undo_events,
    "callbacks": undo_calls,
    "cards": undo_cards,
    "sms-replies": undo_replies,
}
"""Kind → takes back what an import of that kind stored."""


def newest_import(session: Session) -> tuple[int, str, datetime] | None:
    """Number, file name and moment of the last import that still stands; None where there is none."""
    require(session, "undo_import")
    with session.connected():
        found = first(
            ImportBatch.select(ImportBatch.id, ImportBatch.file_name, ImportBatch.at)
            .where(ImportBatch.undone_at.is_null())
            .order_by(ImportBatch.id.desc())
            .limit(1)
        )
    return None if found is None else (found[0], found[1], found[2])


def undo_import(session: Session, batch: int, watch: Watch = UNWATCHED) -> Undone:
    """Take one import back, in one transaction; Cancelled leaves it as it was.

    Raises Refused, naming what stands in the way, for an unknown batch or one taken back before, when a later
    import changed the same records (take that back first), or when somebody has worked with what came in so that
    taking it back would lose that work. What can stay by itself stays, and is told in ``kept``.
    """
    require(session, "undo_import")
    back_up_if_changed(session, "undo_import")
    with session.saving(), long_write(session.data):
        watch.phase("removing")
        work = Work(session, batch, _kind_of(batch), _changes_of(batch), watch)
        _refuse_later_imports(work)
        _refuse_later_cards(work)
        UNDO[work.kind](work)
        remove_unused_people(work)
        ImportBatch.update(undone_at=session.now(), undone_by=session.person.name).where(
            ImportBatch.id == batch
        ).execute()
        record_deed(session, "undo_import", "import_batch", batch, new=f"{work.removed} / {work.restored}")
    watch.phase("indexing")
    catch_up(session, watch.only_told())
    return Undone(work.removed, work.restored, tuple(work.kept), changed(*FEATURES, reference=str(batch)))


def _kind_of(batch: int) -> str:
    found = first(ImportBatch.select(ImportBatch.kind, ImportBatch.undone_at).where(ImportBatch.id == batch))
    if found is None:
        raise Refused(f"没有第 {batch} 批导入，请核对批次号。")
    kind, undone_at = found
    if undone_at:
        raise Refused(f"第 {batch} 批导入已在 {undone_at:%Y-%m-%d %H:%M} 撤销过。")
    return str(kind)


def _changes_of(batch: int) -> list[tuple[str, int, Any]]:
    query = ImportChange.select(ImportChange.table, ImportChange.record_id, ImportChange.before)
    return rows(query.where(ImportChange.batch == batch).order_by(ImportChange.id))


def _refuse_later_imports(work: Work) -> None:
    """A later import that changed a record which this one made or changed must go first."""
    own = work.own_records()
    later = (
        ImportChange.select(ImportChange.batch, ImportChange.record_id)
        .join(ImportBatch)
        .where(ImportBatch.id > work.batch, ImportBatch.undone_at.is_null(), ImportChange.table == work.table)
    )
    for batch, record_id in rows(later):
        if record_id in own:
            raise Refused(f"第 {batch} 批导入后来又改动了同样的记录，请先撤销那一批。")


def _refuse_later_cards(work: Work) -> None:
    """Card details that a later import has put into files which this one opened would go with them."""
    opened = work.noted_as_made(FILE)
    later = (
        ImportChange.select(ImportChange.batch, ImportChange.record_id)
        .join(ImportBatch)
        .where(
            ImportBatch.id > work.batch, ImportBatch.undone_at.is_null(), ImportBatch.kind == "cards",
            ImportChange.table == FILE,
        )
    )  # fmt: skip
    for batch, file_id in rows(later) if opened else ():
        if file_id in opened:
            raise Refused(f"第 {batch} 批导入后来在这些档案里补充了卡片内容，请先撤销那一批。")
