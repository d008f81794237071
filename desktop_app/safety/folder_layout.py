"""What lies in a data folder, and under which name."""

from __future__ import annotations

from pathlib import Path

DATA = "crdesk.db"
KEYS = "crdesk.keys"
JOURNAL = DATA + "-wal"
"""The engine's journal: the newest saves stand in it until they are moved into the data file."""
SHARED_MEMORY = DATA + "-shm"
BACKUPS = "backups"


def holds_data(folder: Path) -> bool:
    """Whether there is a data file, or its keys or journal, that a new one must not replace."""
    return any((folder / name).exists() for name in (DATA, KEYS, JOURNAL))
