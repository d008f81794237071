"""Which backups there are, which of them can be trusted, and the newest good one to offer when data is damaged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from db.connection import DatabaseError, NotOurData
from db.migrate import NewerSchema
from desktop_app.problems import Unavailable
from desktop_app.safety.backup import verify
from desktop_app.safety.backup_file import ENDING, BackupFile, DamagedBackup, digest_of, read_backup
from desktop_app.safety.folder_layout import BACKUPS

Where = Literal["here", "second"]

NOT_WHOLE = "文件不完整或已损坏"
NO_ACCESS = "读不出来"


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One backup for a list. ``made_at`` and ``records`` are None where they cannot be known.

    ``complete``: its end is there and fits; ``wrong`` says in a few words what is amiss, or nothing. ``where`` is
    ``here`` (beside the data) or ``second`` (the second place); ``size`` is in bytes.
    """

    file: Path
    made_at: datetime | None
    size: int
    records: int | None
    complete: bool
    wrong: str
    where: Where


def backups(folder: Path, second: Path | None = None, key: str | None = None) -> tuple[BackupLine, ...]:
    """Every backup beside the data and in the second place, newest first; ``key`` opens the number of records.

    A look at their ends only: ``whole`` and ``newest_good`` read them through. A place that is not there has none.
    """
    found = [_line(path, "here", key) for path in _files(folder / BACKUPS)]
    found += [_line(path, "second", key) for path in (_files(second) if second else ())]
    return tuple(sorted(found, key=lambda line: (line.made_at or datetime.min, line.file.name), reverse=True))


def newest_good(
    folder: Path, key: str | None = None, *, second: Path | None = None, leaving_out: Path | None = None
) -> BackupFile | None:
    """The newest backup that was read through and found good, beside the data or in the second place.

    With ``key`` it is opened and counted as a restore would; without, its data must have the digest written at
    its end, which no accident leaves right. A second a gigabyte for each one looked at.
    """
    for line in backups(folder, second):
        if line.complete and line.file != leaving_out:
            found = read_backup(line.file)
            if whole(found, key):
                return found
    return None


def whole(found: BackupFile, key: str | None = None) -> bool:
    """Whether a backup is good, read through to the last byte; one that this program is too old for is not."""
    try:
        if key is None or not found.is_of(key):
            return found.digest == digest_of(found.path, found.data_bytes)
        verify(found, key, thorough=True)
    except (Unavailable, OSError, DatabaseError, NotOurData, NewerSchema):
        return False
    return True


def _files(place: Path) -> Iterator[Path]:
    try:
        yield from place.glob(f"*{ENDING}")
    except OSError:  # a network drive that went away while it was read
        return


def _line(path: Path, where: Where, key: str | None) -> BackupLine:
    try:
        size = path.stat().st_size
        found = read_backup(path)
    except DamagedBackup:
        return BackupLine(path, None, size, None, False, NOT_WHOLE, where)
    except Unavailable as error:
        return BackupLine(path, None, size, None, False, error.message, where)
    except OSError:
        return BackupLine(path, None, 0, None, False, NO_ACCESS, where)
    records = sum(found.counts(key).values()) if key and found.is_of(key) else None
    return BackupLine(path, found.made_at, size, records, True, "", where)
