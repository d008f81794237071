"""One backup as one file: the encrypted data as it was, and behind it, as a small zip, its keys and its manifest.

The engine reads the data in place and every zip program finds the rest, so a backup can be opened by hand in
twenty years, and is checked and restored without unpacking. Whoever finds one sees when it was made and who can
open it; how many records it holds is sealed with the data key, which seals the manifest as well.
"""

from __future__ import annotations

import errno
import hashlib
import hmac
import json
import os
import struct
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, ZipFile

from desktop_app.problems import Unavailable
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import from_bytes
from desktop_app.safety.keys import KeyRing
from desktop_app.safety.sealing import seal, unseal

FORMAT, VERSION = "crdesk backup", 1
ENDING = ".backup"
NO_BACKUP = (
    BadZipFile, struct.error, EOFError, NotImplementedError, RuntimeError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, OverflowError,
)  # fmt: skip
"""What reading flipped or missing bytes raises."""
MANIFEST, COUNTS, LATEST = "manifest.json", "counts.sealed", "latest.sealed"
PIECE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup that is complete at its end; whether the data in it is sound, ``verify`` tells with its key.

    ``data_bytes`` is the length of the data at its beginning, ``schema`` the last migration applied to it.
    """

    path: Path
    made_at: datetime
    schema: int
    data_bytes: int
    ring: KeyRing
    manifest: bytes
    sealed_counts: bytes
    sealed_latest: bytes | None = None

    def counts(self, key: str) -> dict[str, int]:
        """Rows of each table when it was made; Unavailable when the notes were changed since."""
        content = unseal(_counting_key(key), self.sealed_counts, self.manifest)
        if content is None:
            raise damaged(self.path)
        return {str(table): int(rows) for table, rows in json.loads(content).items()}

    def is_of(self, key: str) -> bool:
        """Whether it was made of the data that this key opens."""
        return unseal(_counting_key(key), self.sealed_counts, self.manifest) is not None

    def latest(self, key: str) -> dict[str, str] | None:
        """How far the records had got (``db.latest``); None for another key's, or one made before this was noted."""
        content = unseal(_counting_key(key), self.sealed_latest or b"", _bound_latest(self.manifest))
        return None if content is None else dict(json.loads(content))

    @property
    def digest(self) -> str | None:
        """SHA-256 of the data at its beginning, in hex; None for one made before this was noted."""
        found = json.loads(self.manifest).get("sha256")
        return None if found is None else str(found)


def name_for(moment: datetime) -> str:
    """``crdesk-20261031-183000``."""
    return f"crdesk-{moment:%Y%m%d-%H%M%S}"


@dataclass(frozen=True, slots=True)
class Notes:
    """What is written behind the data: its schema and digest for everybody, the rest sealed with its key."""

    made_at: datetime
    schema: int
    digest: str
    counts: dict[str, int]
    latest: dict[str, str]


def append_notes(path: Path, key: str, keys_file: bytes, notes: Notes) -> None:
    """Complete a file that holds a copy of the data, and bring it to the disk."""
    sealing = _counting_key(key)
    with path.open("r+b") as file:
        data_bytes = file.seek(0, os.SEEK_END)
        manifest = _manifest(notes, data_bytes)
        with ZipFile(file, "w") as behind:
            behind.writestr(KEYS, keys_file)
            behind.writestr(MANIFEST, manifest)
            behind.writestr(COUNTS, seal(sealing, json.dumps(notes.counts).encode(), manifest))
            behind.writestr(LATEST, seal(sealing, json.dumps(notes.latest).encode(), _bound_latest(manifest)))
        file.flush()
        os.fsync(file.fileno())


def read_backup(path: Path) -> BackupFile:
    """The notes of a backup; Unavailable when there is no file, it is none of ours, or it was cut off."""
    try:
        with ZipFile(path) as notes:
            manifest, keys_file, counts = (notes.read(name) for name in (MANIFEST, KEYS, COUNTS))
            latest = notes.read(LATEST) if LATEST in notes.namelist() else None
            begins = min(entry.header_offset for entry in notes.infolist())
        return _checked(path, begins, from_bytes(keys_file), manifest, counts, latest)
    except NO_BACKUP as error:
        raise damaged(path) from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # notes that point before the beginning of the file
            raise damaged(path) from error
        raise


def digest_of(path: Path, length: int, *, from_disk: bool = False) -> str:
    """SHA-256 of the first ``length`` bytes, in hex: 0.8 s a gigabyte.

    ``from_disk``: of what the disk holds, not of what memory remembers of it (Windows does not tell them apart).
    """
    digest, left = hashlib.sha256(), length
    with path.open("rb", buffering=0) as file:
        if from_disk and hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while left and (piece := file.read(min(PIECE, left))):
            digest.update(piece)
            left -= len(piece)
    return digest.hexdigest()


class DamagedBackup(Unavailable):
    """A backup that cannot be trusted."""


def damaged(path: Path) -> DamagedBackup:
    """This backup cannot be trusted."""
    return DamagedBackup(
        f"这不是完好的备份文件：{path}",
        data="没有改动数据，也没有改动这个备份文件。",
        todo="文件可能没有复制完，从原处再复制一次。\n或者换一份备份。",
    )


def _manifest(notes: Notes, data_bytes: int) -> bytes:
    return json.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "made_at": notes.made_at.isoformat(" ", "seconds"),
            "schema": notes.schema,
            "data_bytes": data_bytes,
            "sha256": notes.digest,
        },
        indent=2,
    ).encode()


def _checked(
    path: Path, begins: int, ring: KeyRing, manifest: bytes, counts: bytes, latest: bytes | None
) -> BackupFile:
    stated: dict[str, Any] = json.loads(manifest)
    if stated["format"] != FORMAT or stated["data_bytes"] != begins:
        raise damaged(path)
    if stated["version"] > VERSION:
        raise Unavailable(
            f"这份备份由更新版本的程序做成：{path}",
            data="没有改动数据。",
            todo="在这台电脑上安装最新版本的程序，再恢复。",
        )
    made_at = datetime.fromisoformat(stated["made_at"])
    return BackupFile(path, made_at, int(stated["schema"]), begins, ring, manifest, counts, latest)


def _bound_latest(manifest: bytes) -> bytes:
    """What the second seal binds, so that neither can be passed off as the other."""
    return LATEST.encode() + manifest


def _counting_key(key: str) -> bytes:
    """A key of its own, so that the data key serves the engine alone."""
    return hmac.digest(bytes.fromhex(key), b"crdesk backup counts", hashlib.sha256)
