"""Copying a data file that is in use: the engine's online backup, in steps, from one moment's view of the data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from db.connection import connect, unlocked
from db.writing_out import written_out

PAGES_A_STEP = 256
"""One megabyte: about 7 ms, after which a waiting thread and a wish to cancel get their turn."""

Progress = Callable[[int, int], None]
"""Called after each step with pages done and pages in all; raising stops the copy."""

Look = Callable[[Any], dict[str, str]]
"""Reads something from a connection at the moment of the copy."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy must hold: rows of each table, and what ``look`` saw, both of its moment."""

    counts: dict[str, int]
    seen: dict[str, str]


def copy_data(
    source: Path, target: Path, key: str, *, look: Look, progress: Progress | None = None
) -> Copied:
    """Copy the data file ``source`` to the new file ``target``, encrypted with the same key.

    Others may go on saving: the copy is of one moment, and on its way to the disk while it is made. Raises
    ``DatabaseError`` when a page of the source is damaged.
    """
    handle = connect(source, key)
    try:
        with one_moment(handle):
            copied = Copied(count_records(handle), look(handle))
            target.open("xb").close()
            with written_out(target):
                _copy_into(handle, target, key, progress)
            refuse_if_damage_was_met(handle)
        return copied
    finally:
        handle.close()


def _copy_into(handle: Any, target: Path, key: str, progress: Progress | None) -> None:
    copy = unlocked(target, key)
    try:
        # A half-written target is thrown away whole, so it needs no journal of its own.
        copy.execute("PRAGMA journal_mode = OFF").fetchall()
        copy.execute("PRAGMA synchronous = OFF").fetchall()
        handle.backup(copy, pages=PAGES_A_STEP, progress=_telling(progress))
    finally:
        copy.close()


def put_back(source: Path, data: Path, key: str, *, progress: Progress | None = None) -> None:
    """Replace everything in the existing data file by what ``source`` holds, which must have been found sound.

    One transaction: whatever happens on the way, ``data`` holds all of the old or all of the new.
    """
    copy = unlocked(source, key, frozen=True)
    try:
        target = connect(data, key)
        try:
            copy.backup(target, pages=PAGES_A_STEP, progress=_telling(progress))
        finally:
            target.close()
    finally:
        copy.close()


def refuse_if_damage_was_met(handle: Any) -> None:
    """Raise ``DatabaseError`` when a page that this connection has read had a wrong checksum.

    The engine's backup copies such a page, and those after it, as zeros and reports success. But from then on the
    connection cannot read any page from the file, only what it still has in memory; so that is given up first.
    """
    handle.execute("PRAGMA shrink_memory").fetchall()
    handle.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def one_moment(handle: Any) -> Iterator[None]:
    """See the data as it is now until the end, whatever others save meanwhile."""
    handle.execute("BEGIN")
    try:
        handle.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield
    finally:
        if handle.in_transaction:  # a failed read may have ended it
            handle.execute("ROLLBACK")


def count_records(handle: Any) -> dict[str, int]:
    """Rows of every table but the search index, which is made anew at will."""
    names = handle.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%' ORDER BY name"
    ).fetchall()
    return {name: int(handle.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for (name,) in names}


def _telling(progress: Progress | None) -> Callable[[int, int, int], None] | None:
    if progress is None:
        return None
    return lambda _status, remaining, total: progress(total - remaining, total)
