"""Rehearsing a restore (恢复演练): a backup is put back into a folder of its own, looked through, and thrown away.

It is done in a process of its own, since a process has one data file open and this one goes on working with it.
"""

from __future__ import annotations

import multiprocessing
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

from db.backup import Progress
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import last_verified
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.file_lock import held
from desktop_app.safety.folder_layout import BACKUPS
from desktop_app.safety.rehearsal_child import DONE, PROGRESS, serve
from desktop_app.session import Session, require

REHEARSING = "crdesk.rehearsing"
STAGE = ".crdesk-rehearsal-"
NO_HARM = "数据和备份都没有改动。"


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """A restore that would work. ``findings`` are what a check of the restored data found, none when all is well.

    ``made_at`` is the moment of the backup, ``at`` that of the rehearsal; ``words`` tell the result in one line.
    """

    file: Path
    made_at: datetime
    at: datetime
    records: int
    findings: tuple[str, ...]
    words: str

    @property
    def ok(self) -> bool:
        """Whether the restored data was found to be in order."""
        return not self.findings


def rehearse(session: Session, file: Path | None = None, progress: Progress | None = None) -> Rehearsed:
    """Restore the newest backup, or ``file``, into a private folder, open and check it, count it, throw it away.

    Refused without the duty or without any backup; Unavailable when the backup cannot be restored or there is no
    room. What came of it stands in the audit trail either way. ``progress`` counts pages put back; raising in it
    stops the rehearsal.
    """
    require(session, "manage_office")
    folder = session.data.path.parent
    chosen = file or _newest(folder)
    try:
        made_at = read_backup(chosen).made_at
        with _stage(folder / BACKUPS) as stage:
            records, findings = _put_on(chosen, stage, session.data.key, progress)
    except Unavailable as error:
        _note(session, chosen, f"失败：{error.message}")
        raise
    words = _words(made_at, records, findings)
    _note(session, chosen, words)
    return Rehearsed(chosen, made_at, session.now(), records, findings, words)


def _newest(folder: Path) -> Path:
    newest = last_verified(folder)
    if newest is None:
        raise Refused("还没有备份可以演练，请先做一份备份。")
    return newest.path


def _words(made_at: datetime, records: int, findings: tuple[str, ...]) -> str:
    told = f"{made_at:%Y-%m-%d %H:%M} 的备份可以恢复，{records:,} 条记录都在"
    if not findings:
        return f"{told}，检查没有发现问题。"
    return f"{told}，但检查发现 {len(findings)} 处不符：{findings[0]}"


@contextmanager
def _stage(place: Path) -> Iterator[Path]:
    """An empty private folder beside the backups, gone afterwards; what a killed rehearsal left goes first."""
    place.mkdir(exist_ok=True)
    lock = held(place / REHEARSING)
    if lock is None:
        raise Unavailable("另一次恢复演练正在进行。", data=NO_HARM, todo="等它做完，再试一次。")
    try:
        for left in place.glob(f"{STAGE}*"):
            shutil.rmtree(left, ignore_errors=True)
        stage = place / f"{STAGE}{secrets.token_hex(4)}"
        stage.mkdir(mode=0o700)
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)
    finally:
        lock.remove()


def _put_on(file: Path, stage: Path, key: str, progress: Progress | None) -> tuple[int, tuple[str, ...]]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=serve, args=(theirs, str(file.absolute()), str(stage), key), daemon=True)
    child.start()
    theirs.close()
    try:
        return _listen(ours, progress)
    finally:
        _end(child, ours)


def _listen(connection: Connection, progress: Progress | None) -> tuple[int, tuple[str, ...]]:
    while True:
        kind, *told = _next(connection)
        if kind == DONE:
            return told[0], tuple(told[1])
        if kind != PROGRESS:
            raise Unavailable(told[0], data=NO_HARM, todo=told[1])
        if progress:
            progress(*told)


def _next(connection: Connection) -> tuple[Any, ...]:
    try:
        message: tuple[Any, ...] = connection.recv()
    except (EOFError, OSError) as error:
        raise Unavailable(
            "恢复演练的辅助进程中途停了。", data=NO_HARM, todo="关闭不用的程序，再试一次。"
        ) from error
    return message


def _end(child: SpawnProcess, connection: Connection) -> None:
    connection.close()
    if child.is_alive():
        child.kill()
    child.join()
    child.close()


def _note(session: Session, file: Path, words: str) -> None:
    with session.saving():
        record_deed(session, "rehearse", "data_folder", new=file.name, reason=words)
