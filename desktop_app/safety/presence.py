"""Who has the data folder open, and whether the last one left it properly.

Each opening keeps a small locked file ``crdesk.open-…`` while its connections stand. It is made after the
engine's journal (``crdesk.db-wal``) exists and removed before the journal may go, so

* a file whose lock nobody holds was left by a process that died: the data is checked before work goes on;
* such a file without any journal means that somebody took the journal away, and with it the newest saves.
"""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from desktop_app.safety.file_lock import FileLock, held, is_held

PREFIX = "crdesk.open-"
UNCHECKED = "crdesk.unchecked"
"""Stands from the first opening after a crash until the data was found sound."""


@dataclass(frozen=True, slots=True)
class Around:
    """The openings found in a folder: still ``live``, or ``left`` behind by a process that died.

    ``unchecked`` says that an earlier opening met such a one and did not get to the end of its check.
    """

    live: tuple[Path, ...]
    left: tuple[Path, ...]
    unchecked: bool


def announce(folder: Path) -> FileLock:
    """Say that this process has the folder open; raises OSError (read-only folder, full disk)."""
    path = folder / f"{PREFIX}{os.getpid()}-{secrets.token_hex(4)}"
    lock = held(path)
    if lock is None:
        raise BlockingIOError(path)
    lock.say(json.dumps({"pid": os.getpid()}))
    return lock


def look(folder: Path) -> Around:
    """Who is there, and who died there."""
    marks = sorted(folder.glob(f"{PREFIX}*"))
    live = tuple(mark for mark in marks if is_held(mark))
    left = tuple(mark for mark in marks if mark not in live)
    return Around(live, left, (folder / UNCHECKED).exists())


def take_over(folder: Path, around: Around) -> None:
    """Remember that a check is due instead of who died: his journal is in our hands now, and will be used up."""
    (folder / UNCHECKED).touch()
    _remove(around.left)


def checked(folder: Path) -> None:
    """The data is sound: forget the dead."""
    _remove(look(folder).left)
    (folder / UNCHECKED).unlink(missing_ok=True)


def _remove(marks: tuple[Path, ...]) -> None:
    for mark in marks:
        mark.unlink(missing_ok=True)
