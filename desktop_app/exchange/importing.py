"""Files that come in → records: one transaction, tried first if wished, watched, cancelled, taken back as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from desktop_app.exchange.batches import (
    Batch,
    close_batch,
    enter_batch,
    imported_before,
    keep_refused,
)
from desktop_app.exchange.headings import kind_of
from desktop_app.exchange.kinds import PREPARATIONS, Matching
from desktop_app.exchange.mapping import ChosenFor
from desktop_app.exchange.plans import Plan, carried_out, planned
from desktop_app.exchange.reading import Table, read_table
from desktop_app.exchange.refused_rows import RefusedRow
from desktop_app.exchange.row_reading import Refusal, Remarks, Warned
from desktop_app.exchange.search_of_batch import catch_up, learn
from desktop_app.exchange.steady_file import steady
from desktop_app.exchange.watching import UNWATCHED, Tally, Watch
from desktop_app.safety.backup_schedule import back_up_if_changed
from desktop_app.session import Changed, Session, changed, require

FEATURES = ("archive", "callbacks", "statistics", "settings")


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


class _File(NamedTuple):
    """A file that was read: what it is called, its digest, its table, and what matching its rows takes."""

    name: str
    sha256: str
    table: Table
    remarks: Remarks
    matching: Matching


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

    Rows are read, checked and matched beside other people's saves; only writing them is a transaction in which
    those wait. A trial writes nothing and makes nobody wait. Raises WrongUsage for an unknown kind, Refused for a
    file that can't be read or a person who may not import, Unavailable when the disk fails, Cancelled; then
    nothing is stored.
    """
    require(session, "import")
    kind_of(kind)
    file = _read(session, path, kind, chosen_for, watch)
    with session.connected():
        notes = _repetition(file.sha256)
        if check_only:
            watch.phase("matching")
            plan = planned(session, lambda: _match(session, file, watch))
        else:
            back_up_if_changed(session, "import", lambda _done, _total: watch.step(0))
            plan = carried_out(
                session,
                lambda: _match(session, file, watch),
                lambda plan: _write(session, file, plan, watch),
                watch,
            )
            watch.phase("indexing")
            catch_up(session, watch.only_told())
    return _imported(plan, file, notes, check_only=check_only)


def _read(session: Session, path: Path, kind: str, chosen_for: ChosenFor | None, watch: Watch) -> _File:
    """The rows of a file, read and checked; nothing of the records is needed for that."""
    watch.phase("reading")
    with steady(path) as sha256:
        table = read_table(path, kind, chosen_for=chosen_for, watch=watch)
    remarks = Remarks()
    if table.damaged:
        remarks.warn(0, f"文件中有 {table.damaged} 个字符无法识别，已显示为“�”")
    watch.phase("checking")
    return _File(path.name, sha256(), table, remarks, PREPARATIONS[kind](session, table, remarks, watch))


def _match(session: Session, file: _File, watch: Watch) -> Plan:
    """What the rows come to as the records stand now."""
    again = imported_before(file.sha256) is not None
    batch = Batch(session, f"导入 {file.name}", again)
    remarks = file.remarks.copied()
    matched = file.matching(batch, remarks, watch)
    batch.counts.refused = len(remarks.refusals)
    return Plan(batch, remarks, *matched)


def _write(session: Session, file: _File, plan: Plan, watch: Watch) -> None:
    """Everything of an import that is stored, inside its transaction."""
    watch.phase("writing")
    batch, table, remarks = plan.batch, file.table, plan.remarks
    tally = Tally(watch, plan.size, len(table.rows))
    enter_batch(batch, table.mapping.kind, file.name, file.sha256, table.mapping.headings)
    files = plan.write(tally)
    learn(session, batch, files)
    keep_refused(batch, remarks.refusals, table.rows)
    close_batch(batch, len(table.rows), len(remarks.warnings), tally)
    tally.finish()


def _imported(plan: Plan, file: _File, notes: tuple[str, ...], *, check_only: bool) -> Imported:
    batch, table, remarks = plan.batch, file.table, plan.remarks
    counts = batch.counts
    return Imported(
        kind=table.mapping.kind,
        file_name=file.name,
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


def _repetition(sha256: str) -> tuple[str, ...]:
    before = imported_before(sha256)
    if before is None:
        return ()
    number, at = before
    return (f"这个文件已在 {at:%Y-%m-%d %H:%M} 导入过（第 {number} 批），同样的行不会再改动任何内容。",)
