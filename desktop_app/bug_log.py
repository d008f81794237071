"""The log of bugs: where in the program each happened and the number people quote, never what it met there."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

LARGEST = 256 * 1024
"""Bytes after which the log begins anew; the one before is kept beside it."""
FILE, OLD_FILE = "bugs.log", "bugs.old.log"
FLOORS = ("desktop_app", "ui")


def log_folder() -> Path:
    """The platform's folder for logs of this person's programs."""
    from platformdirs import user_log_path

    return user_log_path("crdesk", appauthor=False)


def keep_bug_log(folder: Callable[[], Path] = log_folder) -> BugLog:
    """Write what our own floors log as errors into a file of ``folder()``, from now on."""
    handler = BugLog(folder)
    for floor in FLOORS:
        logging.getLogger(floor).addHandler(handler)
    return handler


def stop_bug_log(handler: BugLog) -> None:
    """Write no more."""
    for floor in FLOORS:
        logging.getLogger(floor).removeHandler(handler)


class BugLog(logging.Handler):
    """Appends to a small file that only its owner reads; opened for each line, so that no program holds it.

    Only the message is written: exceptions carry values of customers in their own.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        super().__init__(logging.ERROR)
        self._folder = folder
        self._time = logging.Formatter()

    def emit(self, record: logging.LogRecord) -> None:
        """Write one message; a log that cannot be written must not make a second error of the first."""
        line = f"{self._time.formatTime(record)} {record.getMessage()}\n"
        with suppress(OSError):
            _append(self._folder(), line)


def _append(folder: Path, line: str) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / FILE
    if file.exists() and file.stat().st_size > LARGEST:
        file.replace(folder / OLD_FILE)
    opened = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with open(opened, "a", encoding="utf-8", errors="replace") as stream:
        stream.write(line)
