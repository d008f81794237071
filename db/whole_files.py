"""Writing a file so that after a power cut either the old content or the new stands there, never a piece."""

from __future__ import annotations

import os
from pathlib import Path

PART = ".part"
"""Ending of a file that is still being written; such a one is worth nothing after a crash."""


def write_whole(path: Path, content: bytes) -> None:
    """Replace ``path`` by ``content`` in one step that survives a power cut; raises OSError and leaves the old file."""
    part = path.with_name(path.name + PART)
    try:
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
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
