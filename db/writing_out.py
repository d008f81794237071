"""Bringing a large file to the disk while it is still being written, so that nobody waits for all of it at the end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

EVERY_SECONDS = 0.1
"""Some ten megabytes at a time: another program's save then waits for them some milliseconds, not for a hundred."""


@contextmanager
def written_out(path: Path) -> Iterator[None]:
    """What is written to ``path`` inside is brought to the disk all along; raises OSError when the disk fails.

    The end of it is left to the caller's own ``fsync``.
    """
    done, failed = Event(), list[OSError]()
    thread = Thread(target=_bring, args=(path, done, failed), daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
    if failed:
        raise failed[0]


def _bring(path: Path, done: Event, failed: list[OSError]) -> None:
    try:
        with path.open("r+b") as file:
            while not done.wait(EVERY_SECONDS):
                os.fsync(file.fileno())
    except OSError as error:
        failed.append(error)
