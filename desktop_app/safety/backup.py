"""Backups (备份): made while people work, reopened and counted before they count as one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from db.backup import Copied, Progress, copy_data, count_records
from db.connection import DatabaseError, DataFile, refuse_foreign, unlocked
from db.latest import latest
from db.migrate import NewerSchema, newest
from db.soundness import broken_structure, damaged_pages
from db.whole_files import PART, sync_folder
from desktop_app.explaining import explain
from desktop_app.fault_sentences import DAMAGED
from desktop_app.problems import Unavailable
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup_file import (
    ENDING,
    BackupFile,
    Notes,
    append_notes,
    damaged,
    digest_of,
    name_for,
    read_backup,
)
from desktop_app.safety.file_lock import held
from desktop_app.safety.folder_layout import BACKUPS, KEYS
from desktop_app.safety.second_place import NOWHERE, Kept, keep_elsewhere, remember
from desktop_app.session import Session, require

STRUCTURE_BELOW = 200 * 1024 * 1024
"""Bytes up to which a new backup is checked table by table: one second at most."""
BUSY_MARK = "crdesk.backing-up"
OWN_DEEDS = ("backup", "rehearse", "sign_in", "sign_out")
"""Deeds in the audit trail that are no change of the records."""
OWN_SETTINGS = "backup_"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was reopened with the data key and whose records were counted.

    ``elsewhere`` is its copy in the second place, if there is one; ``trouble`` says in one sentence why not.
    """

    file: Path
    made_at: datetime
    records: int
    verified: bool = True
    elsewhere: Path | None = None
    trouble: str = ""


def backup(session: Session, to: Path | None = None, *, progress: Progress | None = None) -> Made:
    """Make a verified backup in the folder ``to``, or in ``backups`` beside the data, while others may work on.

    Refused without the duty; Unavailable when the place is missing, full or read-only, or the copy does not
    come out equal; nothing half-made stays there. One beside the data is copied to the second place as well,
    whose trouble is told in the result and harms nothing.
    """
    require(session, "manage_office")
    return make(session, to, progress=progress)


def make(
    session: Session, to: Path | None = None, *, why: str | None = None, progress: Progress | None = None
) -> Made:
    """The same without asking for a duty, for what the program does by itself; ``why`` goes into the audit trail."""
    made = back_up_folder(session.data.path.parent, session.data, session.now(), to=to, progress=progress)
    kept = keep_elsewhere(session, made.file, made.made_at) if to is None else NOWHERE
    _note(session, made, kept, why)
    return replace(made, elsewhere=kept.file, trouble=kept.trouble)


def back_up_folder(
    folder: Path,
    data: DataFile,
    moment: datetime,
    *,
    to: Path | None = None,
    progress: Progress | None = None,
) -> Made:
    """The same before there is a session: before an upgrade."""
    place = to or folder / BACKUPS
    with _writing(place), _alone(place):
        part = _free_name(place, moment)
        try:
            copied = copy_data(data.path, part, data.key, look=state_of, progress=progress)
            _complete(part, data, (folder / KEYS).read_bytes(), moment, copied)
            verify(read_backup(part), data.key)
            file = part.rename(part.with_suffix(""))
        finally:
            part.unlink(missing_ok=True)
        sync_folder(place)
    return Made(file, moment, sum(copied.counts.values()))


def state_of(handle: Any) -> dict[str, str]:
    """How far the records have got, leaving out what a backup itself writes down."""
    return latest(handle, deeds_apart=OWN_DEEDS, settings_apart=OWN_SETTINGS)


def verify(found: BackupFile, key: str, *, thorough: bool = False) -> int:
    """Open a backup and count it against its manifest; returns its records.

    Up to ``STRUCTURE_BELOW`` how its tables and indexes hold together is checked as well; when ``thorough`` that
    and every page's checksum, whatever its size. Unavailable when anything is amiss, ``NewerSchema`` when a
    newer program made it.
    """
    if found.schema > newest():
        raise NewerSchema(found.schema, newest())
    expected = found.counts(key)
    handle = _opened(found, key)
    try:
        refuse_foreign(handle)
        if _amiss(handle, found, thorough=thorough) or count_records(handle) != expected:
            raise damaged(found.path)
    except DatabaseError as error:
        raise damaged(found.path) from error
    finally:
        handle.close()
    return sum(expected.values())


def _amiss(handle: Any, found: BackupFile, *, thorough: bool) -> list[str]:
    pages = damaged_pages(handle) if thorough else []
    whole = thorough or found.data_bytes < STRUCTURE_BELOW
    return pages or (broken_structure(handle) if whole else [])


def _opened(found: BackupFile, key: str) -> Any:
    try:
        return unlocked(found.path, key, frozen=True)
    except DatabaseError as error:
        raise damaged(found.path) from error


def last_verified(folder: Path) -> BackupFile | None:
    """The newest backup beside the data that is complete; its soundness was checked when it was made."""
    return next(newest_first(folder), None)


def newest_first(folder: Path) -> Iterator[BackupFile]:
    """The complete backups beside the data."""
    for path in sorted((folder / BACKUPS).glob(f"*{ENDING}"), key=lambda one: one.stem, reverse=True):
        try:
            yield read_backup(path)
        except (Unavailable, OSError):
            continue


def _complete(part: Path, data: DataFile, keys_file: bytes, moment: datetime, copied: Copied) -> None:
    handle = unlocked(part, data.key, frozen=True)
    try:
        schema = int(handle.execute("PRAGMA user_version").fetchone()[0])
    finally:
        handle.close()
    digest = digest_of(part, part.stat().st_size)
    append_notes(part, data.key, keys_file, Notes(moment, schema, digest, copied.counts, copied.seen))


@contextmanager
def _writing(place: Path) -> Iterator[None]:
    """The place made if only its last part is missing, and its faults told as the backup's, not the data's."""
    try:
        place.mkdir(exist_ok=True)
        yield
    except Unavailable:
        raise
    except Exception as error:
        told = explain(error)
        if told.kind != "unavailable":
            raise
        data = told.data if told.title == DAMAGED.title else "客户数据没有受影响；没有留下半份备份。"
        raise Unavailable(f"备份没有做成：{told.title}", data=data, todo=told.todo, ways=told.ways) from error


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    lock = held(place / BUSY_MARK)
    if lock is None:
        raise Unavailable("另一份备份正在进行。", data="客户数据没有受影响。", todo="等它做完，再试一次。")
    try:
        for left in place.glob(f"*{ENDING}{PART}"):
            left.unlink()
        yield
    finally:
        lock.remove()


def _free_name(place: Path, moment: datetime) -> Path:
    """A name not yet taken, with the ending of what is still being written."""
    names = (name_for(moment) + (f"-{number}" if number else "") for number in range(1000))
    name = next(name for name in names if not (place / (name + ENDING)).exists())
    return place / (name + ENDING + PART)


def _note(session: Session, made: Made, kept: Kept, why: str | None) -> None:
    """Write it into the audit trail; a full disk must not deny that the backup elsewhere was made."""
    try:
        with session.saving():
            record_deed(session, "backup", "data_folder", new=made.file.name, reason=why)
            remember(session, kept)
    except Exception as error:
        if explain(error).kind != "unavailable":
            raise
