"""One window for one data folder: a second start finds the first and raises it; commands run beside it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from desktop_app.safety.file_lock import FileLock, held

LOCK_FILE = "crdesk.window"


def claim_window(folder: Path) -> FileLock | None:
    """The right to show this folder's window, until ``free()`` or the process ends; None: it is shown already."""
    return held(folder / LOCK_FILE)


def window_name(folder: Path) -> str:
    """A name, the same for every way of writing the folder's path, by which the second start calls the first."""
    return "crdesk-" + hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
