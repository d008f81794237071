"""A lock that the operating system frees by itself when the process ends, however it ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

FAR_AWAY = 1 << 30
"""Windows locks bytes and hides them from readers; this one lies beyond all content."""


def held(path: Path) -> FileLock | None:
    """The lock on ``path``, made if need be, or None when another holder has it; raises OSError."""
    file = path.open("ab+")
    if _taken(file):
        return FileLock(path, file)
    file.close()
    return None


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

    def free(self) -> None:
        """Let it go; the file stays."""
        self._file.close()

    def remove(self) -> None:
        """Let it go and take the file away, so that nobody ever sees the file without its holder."""
        if os.name == "nt":  # an open file cannot be removed there
            self._file.close()
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
