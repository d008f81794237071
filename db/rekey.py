"""Encrypting a data file anew with another key."""

from __future__ import annotations

from pathlib import Path

from db.connection import checked_key, unlocked


def rekey(path: Path, key: str, new: str) -> None:
    """Encrypt every page of ``path`` with ``new`` instead of ``key``; nobody else may have it open.

    Stopped half-way, or on a full disk, it leaves a ruin: only for a copy that is thrown away then.
    """
    handle = unlocked(path, key)
    try:
        for mode in ("DELETE", "OFF"):  # the engine's own journal would double the room and protect nothing
            handle.execute(f"PRAGMA journal_mode = {mode}").fetchall()
        handle.execute(f"PRAGMA rekey = \"x'{checked_key(new)}'\"").fetchall()
    finally:
        handle.close()
