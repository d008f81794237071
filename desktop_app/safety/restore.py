"""Restoring (恢复): a verified backup takes the place of the data, after a copy of what stood there was put aside.

Sound data is replaced through the engine's backup interface, in one transaction. Data that cannot be opened any
more, or was encrypted with another key, is replaced as a file (``replacing``). Killed at any moment, either way
leaves all of the old or all of the new.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import Account
from db.backup import Progress, count_records, put_back
from db.connection import DatabaseError, NotOurData, connect, open_data, raw_handle, unlocked
from db.migrate import migrate
from db.soundness import broken_structure, damaged_pages
from db.whole_files import PART, sync_file, sync_folder
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import verify
from desktop_app.safety.backup_file import BackupFile, DamagedBackup, damaged, read_backup
from desktop_app.safety.backup_offers import newest_good
from desktop_app.safety.duties import allows, reason
from desktop_app.safety.file_lock import held
from desktop_app.safety.folder_layout import BACKUPS, DATA, JOURNAL, KEYS
from desktop_app.safety.key_file import write_ring
from desktop_app.safety.keys import clean_name, unlock, unlock_by_code
from desktop_app.safety.opening_faults import refuse_unwritable, told
from desktop_app.safety.presence import checked, look
from desktop_app.safety.replacing import RESTORING, finish_restore, replace_files
from desktop_app.session import Clock, Person, Session, wall_clock

PAGE = 4096
BY_CODE = "恢复码"
"""Who restored, in the audit trail, when it was whoever held the printed code."""


@dataclass(frozen=True, slots=True)
class Restored:
    """``made_at`` is the moment the data is back at; ``kept`` is the folder with what stood there before."""

    made_at: datetime
    records: int
    kept: Path | None


def restore(
    folder: Path, file: Path, account: str, password: str, clock: Clock = wall_clock, *,
    recovery_code: str | None = None, progress: Progress | None = None,
) -> Restored:  # fmt: skip
    """Put the data of a backup back in ``folder``, which nobody may have open.

    The name and password, or the recovery code, are those of the backup's time, and so are the accounts
    afterwards. Refused for wrong ones or a missing duty, Unavailable for a damaged backup, a folder in use, or a
    disk that does not take it; then everything is as it was, as it is when ``progress`` raises.
    """
    with told(folder), _offering(folder, file):
        found = read_backup(file)
        key = _allowed_key(found, account, password, recovery_code)
        records = verify(found, key, thorough=True)
        who = clean_name(account) if recovery_code is None else BY_CODE
        with _alone(folder):
            if progress:
                progress(0, found.data_bytes // PAGE)
            kept = _put_aside(folder, clock())
            _put(found, folder, key, _while_it_can_stop(progress))
            _note(folder, key, who, clock, found)
    return Restored(found.made_at, records, kept)


def bring_back_keys(folder: Path, file: Path, account: str, password: str) -> None:
    """Give a folder that lost its keys file the one from a backup; the data stays as it is.

    Refused for a wrong name or password of that time, Unavailable when those keys do not open this data.
    """
    with told(folder):
        found = read_backup(file)
        unlocked(folder / DATA, unlock(found.ring, account, password), frozen=True).close()
        write_ring(folder / KEYS, found.ring)


def try_keys(file: Path, account: str, password: str, *, recovery_code: str | None = None) -> None:
    """Refuse what ``restore`` would refuse of a name and password or a code, so that it can be put right before
    the data is closed; changes nothing."""
    _allowed_key(read_backup(file), account, password, recovery_code)


@contextmanager
def _offering(folder: Path, file: Path) -> Iterator[None]:
    """Name the newest good backup beside the data when this one is damaged."""
    try:
        yield
    except DamagedBackup as error:
        other = newest_good(folder, leaving_out=file)
        if other is None:
            raise
        raise DamagedBackup(
            error.message,
            data=error.data,
            todo=f"换用 {other.made_at:%Y-%m-%d %H:%M} 的这一份，它是完好的：{other.path}\n{error.todo}",
            ways=error.ways,
        ) from error


def _allowed_key(found: BackupFile, account: str, password: str, recovery_code: str | None) -> str:
    if recovery_code is not None:
        return unlock_by_code(found.ring, recovery_code)
    key = unlock(found.ring, account, password)
    _require(found, key, clean_name(account))
    return key


def _require(found: BackupFile, key: str, account: str) -> None:
    """Ask the accounts of the backup, since those of damaged data cannot be asked."""
    question = "SELECT duties, retired_at FROM account WHERE name = ?"
    try:
        with closing(unlocked(found.path, key, frozen=True)) as handle:
            row = handle.execute(question, (account,)).fetchone()
    except DatabaseError as error:
        raise damaged(found.path) from error
    if row is None or row[1] is not None:
        raise Refused("这个账号在做备份时已停用，请找客关部经理。", field="account")
    if not allows(frozenset(Account.duties.python_value(row[0])), "manage_office"):
        raise Refused(reason("manage_office"))


def _account(path: Path, key: str, name: str) -> tuple[str, str | None] | None:
    handle = unlocked(path, key, frozen=True)
    try:
        found: tuple[str, str | None] | None = handle.execute(
            "SELECT duties, retired_at FROM account WHERE name = ?", (name,)
        ).fetchone()
    finally:
        handle.close()
    return found


def _refuse_in_use(folder: Path) -> None:
    if look(folder).live:
        raise Unavailable(
            "数据正开在一个窗口或命令里，不能恢复。",
            data="数据没有改动。",
            todo="关闭所有窗口，等命令做完，再恢复。",
        )


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else restores, and nobody opens: whoever opens looks for this lock after saying that he is there."""
    folder.mkdir(parents=True, exist_ok=True)
    refuse_unwritable(folder)
    finish_restore(folder)
    lock = held(folder / RESTORING)
    if lock is None:
        raise Unavailable("另一次恢复正在进行。", data="数据没有改动。", todo="等它做完，再看数据。")
    try:
        _refuse_in_use(folder)
        yield
    finally:
        lock.remove()


def _put_aside(folder: Path, moment: datetime) -> Path | None:
    """Copy the files as they are, damaged ones too; a data folder of its own that can be opened."""
    present = [folder / name for name in (DATA, JOURNAL, KEYS) if (folder / name).exists()]
    if not present:
        return None
    (folder / BACKUPS).mkdir(exist_ok=True)
    kept = _free_folder(folder / BACKUPS / f"before-restore-{moment:%Y%m%d-%H%M%S}")
    part = kept.with_name(kept.name + PART)
    shutil.rmtree(part, ignore_errors=True)
    try:
        part.mkdir()
        for path in present:
            sync_file(Path(shutil.copyfile(path, part / path.name)))
        part.rename(kept)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    sync_folder(kept.parent)
    return kept


def _free_folder(wanted: Path) -> Path:
    names = (wanted if not number else wanted.with_name(f"{wanted.name}-{number}") for number in range(1000))
    return next(path for path in names if not path.exists())


def _put(found: BackupFile, folder: Path, key: str, progress: Progress | None) -> None:
    if _is_sound(folder / DATA, key):
        put_back(found.path, folder / DATA, key, progress=progress)
        write_ring(folder / KEYS, found.ring)
    else:
        replace_files(found, folder, key, progress=progress)
    checked(folder)


def _while_it_can_stop(progress: Progress | None) -> Progress | None:
    """Told of the last page, the engine has the new data in place already: raising then would come too late."""
    if progress is None:
        return None
    tell = progress

    def step(done: int, total: int) -> None:
        if done < total:
            tell(done, total)

    return step


def _is_sound(path: Path, key: str) -> bool:
    """Whether the engine can write into it with this key; damage hidden deep inside counts as damage."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    try:
        handle = connect(path, key)
    except NotOurData:
        return False
    except DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in (11, 26):  # SQLITE_CORRUPT, SQLITE_NOTADB
            return False
        raise
    try:
        return not damaged_pages(handle)
    finally:
        handle.close()


def _note(folder: Path, key: str, who: str, clock: Clock, found: BackupFile) -> None:
    """Check what now stands there, bring it up to this program, and write the deed into its audit trail."""
    data = open_data(folder / DATA, key)
    with data.connection_context():
        handle = raw_handle(data)
        if broken_structure(handle) or count_records(handle) != found.counts(key):
            raise damaged(found.path)
        migrate(data)
        session = Session(Person(who, frozenset()), clock, data)
        with session.saving():
            record_deed(session, "restore", "data_folder", new=found.path.name)
