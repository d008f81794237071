"""Files that come in → records: one transaction, tried first if wished, watched, cancelled, taken back as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop_app import settings
from desktop_app.callbacks.questionnaire_file import KINDS
from desktop_app.callbacks.questionnaires import current
from desktop_app.exchange.batches import Batch, close_batch, imported_before, keep_refused, open_batch
from desktop_app.exchange.call_rows import read_calls
from desktop_app.exchange.call_saving import store_calls
from desktop_app.exchange.card_saving import read_cards, store_cards
from desktop_app.exchange.event_rows import read_events
from desktop_app.exchange.event_saving import store_events
from desktop_app.exchange.event_tables import EVENT_TABLES
from desktop_app.exchange.headings import kind_of
from desktop_app.exchange.mapping import ChosenFor
from desktop_app.exchange.reading import Table, read_table
from desktop_app.exchange.refused_rows import RefusedRow
from desktop_app.exchange.reply_saving import read_replies, store_replies
from desktop_app.exchange.row_reading import Refusal, Remarks, Warned
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.session import Changed, Session, changed, require

FEATURES = ("archive", "callbacks", "statistics", "settings")

Store = Callable[[Batch, Watch], None]
Prepare = Callable[[Session, Table, Remarks, Watch], Store]


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or with ``check_only`` would do; then ``batch`` is None and nothing is stored.

    ``created``, ``updated``, ``unchanged`` and ``refused`` add up to ``read``, the rows that are not blank.
    ``warnings`` and ``refusals`` are in the file's order; row 0 is about the whole file; ``refused_rows``
    are those rows with their cells (``refused_of_batch.save_refused``). ``notes`` is what
    a person may like to know besides; ``new_people`` and ``new_teams`` were added to the staff list and the teams.
    """

    kind: str
    file_name: str
    read: int
    created: int
    updated: int
    unchanged: int
    refused: int
    refusals: tuple[Refusal, ...]
    refused_rows: tuple[RefusedRow, ...]
    warnings: tuple[Warned, ...]
    batch: int | None
    headings: tuple[str, ...]
    unused_headings: tuple[str, ...]
    notes: tuple[str, ...]
    new_people: tuple[str, ...]
    new_teams: tuple[str, ...]
    changed: Changed


class _OnlyTried(Exception):
    """Rolls a trial back."""


def import_file(
    session: Session,
    path: Path,
    kind: str,
    *,
    check_only: bool = False,
    chosen_for: ChosenFor | None = None,
    watch: Watch = UNWATCHED,
) -> Imported:
    """Import one file of a kind (``headings.KINDS``); the same file twice changes nothing the second time.

    Rows are read and checked before the transaction begins, so that it is short. Raises WrongUsage for an unknown
    kind, Refused for a file that can't be read or a person who may not import, Unavailable when the disk fails,
    Cancelled; then nothing is stored.
    """
    require(session, "import")
    kind_of(kind)
    table = read_table(path, kind, chosen_for=chosen_for, watch=watch)
    remarks = Remarks()
    if table.damaged:
        remarks.warn(0, f"文件中有 {table.damaged} 个字符无法识别，已显示为“�”")
    store = PREPARATIONS[kind](session, table, remarks, watch)
    with session.connected():
        notes = _repetition(path)
        with suppress(_OnlyTried), session.saving():
            batch = _store(session, path, table, store, remarks, watch)
            if check_only:
                raise _OnlyTried
    return _imported(batch, path, table, remarks, notes, check_only=check_only)


def _store(session: Session, path: Path, table: Table, store: Store, remarks: Remarks, watch: Watch) -> Batch:
    """Everything of an import that is stored, inside its transaction."""
    batch = open_batch(session, table.mapping.kind, path, table.mapping.headings)
    store(batch, watch)
    batch.counts.refused = len(remarks.refusals)
    keep_refused(batch, remarks.refusals, table.rows)
    close_batch(batch, len(table.rows), len(remarks.warnings))
    watch.step(len(table.rows), len(table.rows))
    return batch


def _imported(
    batch: Batch, path: Path, table: Table, remarks: Remarks, notes: tuple[str, ...], *, check_only: bool
) -> Imported:
    counts = batch.counts
    return Imported(
        kind=table.mapping.kind,
        file_name=path.name,
        read=len(table.rows),
        created=counts.created,
        updated=counts.updated,
        unchanged=counts.unchanged,
        refused=counts.refused,
        refusals=tuple(sorted(remarks.refusals)),
        refused_rows=tuple(_refused_rows(table, remarks)),
        warnings=tuple(sorted(remarks.warnings)),
        batch=None if check_only else batch.id,
        headings=table.mapping.headings,
        unused_headings=table.mapping.unused,
        notes=notes,
        new_people=tuple(batch.new_people),
        new_teams=tuple(batch.new_teams),
        changed=changed() if check_only else changed(*FEATURES, reference=str(batch.id)),
    )


def _refused_rows(table: Table, remarks: Remarks) -> Iterator[RefusedRow]:
    reasons = dict(remarks.refusals)
    return (
        RefusedRow(row.number, reasons[row.number], row.cells) for row in table.rows if row.number in reasons
    )


def _repetition(path: Path) -> tuple[str, ...]:
    before = imported_before(path)
    if before is None:
        return ()
    number, at = before
    return (f"这个文件已在 {at:%Y-%m-%d %H:%M} 导入过（第 {number} 批），同样的行不会再改动任何内容。",)


def _prepare_events(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Store:
    kept = frozenset(settings.get(session, "kept_sensitive_fields"))
    stored = EVENT_TABLES[table.mapping.kind]
    told = read_events(table, stored.shape, session.now(), kept, remarks, watch)

    def store(batch: Batch, watch: Watch) -> None:
        store_events(session, stored, told, batch, remarks, watch)

    return store


def _prepare_calls(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Store:
    versions = {kind: current(session, kind) for kind in KINDS}
    told = read_calls(table, versions, session.now(), remarks, watch)

    def store(batch: Batch, watch: Watch) -> None:
        store_calls(session, told, versions, batch, remarks, watch)

    return store


def _prepare_cards(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Store:
    told = read_cards(table, frozenset(settings.get(session, "kept_sensitive_fields")), remarks)

    def store(batch: Batch, watch: Watch) -> None:
        store_cards(session, told, batch, remarks, watch)

    return store


def _prepare_replies(session: Session, table: Table, remarks: Remarks, watch: Watch) -> Store:
    told = read_replies(table, session.now(), remarks)

    def store(batch: Batch, watch: Watch) -> None:
        store_replies(session, told, batch, watch)

    return store


PREPARATIONS: dict[str, Prepare] = {
    "deliveries": _prepare_events,
    "repair-orders": _prepare_events,
    "callbacks": _prepare_calls,
    "cards": _prepare_cards,
    "sms-replies": _prepare_replies,
}
"""Kind → reads and checks the rows of a file, and returns what stores them.

To add a kind: its words in ``resources/import_headings.toml``, its name in ``headings.KINDS``, a preparation here, its
record in ``undone.OWN_RECORDS`` and how it is taken back in ``undoing.UNDO``.
"""
