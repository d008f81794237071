"""The file ``crdesk.attempts``: who guessed wrong how often, and when last; one process at a time changes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_app.problems import Unavailable
from desktop_app.safety.file_lock import FileLock, waited_for

ATTEMPTS = "crdesk.attempts"
FORMAT, VERSION = "crdesk attempts", 1
PATIENCE_S = 10.0
MOST_TIMES = 1_000_000


@dataclass(frozen=True, slots=True)
class Wrong:
    """So many wrong guesses in a row, the last of them at ``at``."""

    times: int
    at: datetime


class Notebook:
    """The wrong guesses of a data folder, held by this process alone; see ``held_notebook``."""

    def __init__(self, lock: FileLock | None, wrong: dict[str, Wrong]) -> None:
        self._lock, self.wrong = lock, wrong

    def note(self, who: str, wrong: Wrong) -> None:
        """Keep it as the latest."""
        self._put({name: one for name, one in self.wrong.items() if name != who} | {who: wrong})

    def forget(self, who: str) -> bool:
        """Take ``who`` out; whether anything stood there."""
        if who not in self.wrong:
            return False
        self._put({name: one for name, one in self.wrong.items() if name != who})
        return True

    def keep_only(self, names: frozenset[str]) -> None:
        """Drop all others."""
        if self.wrong.keys() - names:
            self._put({name: one for name, one in self.wrong.items() if name in names})

    def _put(self, wrong: dict[str, Wrong]) -> None:
        self.wrong = wrong
        if self._lock is not None:
            with suppress(OSError):
                self._lock.say(_as_text(wrong) if wrong else "")


@contextmanager
def held_notebook(folder: Path) -> Iterator[Notebook]:
    """The notebook to oneself; where nothing can be written, one that remembers nothing.

    Unavailable when another process does not let it go.
    """
    lock = _lock(folder)
    notebook = Notebook(lock, read_attempts(folder))
    try:
        yield notebook
    finally:
        if lock is not None:
            lock.free() if notebook.wrong else lock.remove()


def read_attempts(folder: Path) -> dict[str, Wrong]:
    """Everything that can be read, the oldest first; a damaged file counts as none."""
    try:
        document = json.loads((folder / ATTEMPTS).read_bytes())
        return dict(_entries(document["wrong"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}


def _entries(stored: Mapping[str, Any]) -> Iterator[tuple[str, Wrong]]:
    for who, one in stored.items():
        times = int(one["times"])
        if 0 < times <= MOST_TIMES:
            yield who, Wrong(times, datetime.fromisoformat(one["at"]).replace(tzinfo=None))


def _as_text(wrong: Mapping[str, Wrong]) -> str:
    entries = {
        who: {"times": one.times, "at": one.at.isoformat(" ", "seconds")} for who, one in wrong.items()
    }
    document = {"format": FORMAT, "version": VERSION, "wrong": entries}
    return json.dumps(document, ensure_ascii=False, indent=2)


def _lock(folder: Path) -> FileLock | None:
    try:
        lock = waited_for(folder / ATTEMPTS, PATIENCE_S)
    except OSError:
        return None
    if lock is None:
        raise Unavailable("另一个窗口或命令正在登录。", data="数据没有改动。", todo="稍等，再登录一次。")
    return lock
