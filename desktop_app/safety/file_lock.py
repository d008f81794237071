"""A lock that the operating system frees by itself when the process ends, however it ends."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

FAR_AWAY = 1 << 30
"""Windows locks bytes and hides them from readers; this one lies beyond all content."""
PAUSE_S = 0.02


def held(path: Path) -> FileLock | None:
    """The lock on ``path``, made if need be, or None when another holder has it; raises OSError."""
    file = path.open("ab+")
    if _taken(file):
        return FileLock(path, file)
    file.close()
    return None


def waited_for(path: Path, patience_s: float) -> FileLock | None:
    """The lock on ``path`` as soon as its holder lets it go, or None after that many seconds; raises OSError."""
    until = time.monotonic() + patience_s
    while True:
        lock = held(path)
        if lock is not None and lock.stands():
            return lock
        if lock is not None:  # its file was taken away while we waited for it
            lock.free()
        elif time.monotonic() >= until:
            return None
        time.sleep(PAUSE_S)


def is_held(path: Path) -> bool:
    """Whether someone holds the lock on ``path``; False when there is no file."""
    try:
        file = path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        return False
    with file:
        return not _taken(file, only_to_look=True)


class FileLock:
    """One held lock; what it says may be read by others to know who holds it."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._file = file

    def say(self, content: str) -> None:
        """Write down who holds it."""
        self._file.truncate(0)
        self._file.write(content.encode())
        self._file.flush()

    def stands(self) -> bool:
        """Whether the locked file is still the one that others find under its path."""
        try:
            return os.path.samestat(os.fstat(self._file.fileno()), self.path.stat())
        except FileNotFoundError:
            return False

    def free(self) -> None:
        """Let it go; the file stays."""
        self._file.close()

    def remove(self) -> None:
        """Let it go and take the file away, so that nobody ever sees the file without its holder."""
        if os.name == "nt":  # an open file cannot be removed there, nor one that another holds open
            self._file.close()
            with suppress(PermissionError):
                self.path.unlink(missing_ok=True)
            return
        self.path.unlink(missing_ok=True)
        self._file.close()


if os.name == "nt":
    import msvcrt

    def _taken(file: IO[bytes], *, only_to_look: bool = False) -> bool:
        file.seek(FAR_AWAY)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True

else:
    import fcntl

    def _taken(file: IO[bytes], *, only_to_look: bool = False) -> bool:
        """Two who only look do not take each other for the holder."""
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if only_to_look else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
