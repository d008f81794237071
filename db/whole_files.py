"""Writing a file so that after a power cut either the old content or the new stands there, never a piece."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

PART = ".part"
"""Ending of a file that is still being written; such a one is worth nothing after a crash."""
PAUSES = (0.05, 0.1, 0.2, 0.35, 0.55, 0.75)
"""Seconds between the tries while another program holds a file: two in all, longer than a virus scanner looks."""
HELD_ERRORS = frozenset({errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK})
HELD_ON_WINDOWS = frozenset({5, 32, 33})
"""Access denied (so Windows calls replacing a file that is open), sharing violation, lock violation."""

Pause = Callable[[float], None]


def patiently(work: Callable[[], T], *, pause: Pause | None = None) -> T:
    """Do ``work`` again after growing pauses while it fails because another program holds the file.

    Raises the last ``OSError`` when it is still held after two seconds; every other error at once.
    """
    for seconds in PAUSES:
        try:
            return work()
        except OSError as error:
            if not is_held(error):
                raise
        (pause or time.sleep)(seconds)
    return work()


def is_held(error: OSError) -> bool:
    """Whether the error says that another program has the file open, which passes."""
    windows: int | None = getattr(error, "winerror", None)
    return windows in HELD_ON_WINDOWS if windows is not None else error.errno in HELD_ERRORS


def replace_patiently(part: Path, target: Path, *, pause: Pause | None = None) -> None:
    """Let ``part`` take the place of ``target``, waiting for whoever has it open; raises OSError."""
    patiently(lambda: os.replace(part, target), pause=pause)


def write_whole(path: Path, content: bytes, *, pause: Pause | None = None) -> None:
    """Replace ``path`` by ``content`` in one step that survives a power cut; raises OSError and leaves the old file."""
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        replace_patiently(part, path, pause=pause)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make the disk hold what was written to ``path``."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make the disk hold the names in ``folder``; Windows does so by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
