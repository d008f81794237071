"""Opening the encrypted data file: every pragma is asserted, nothing is created by accident."""

from __future__ import annotations

import errno
import os
import re
import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from peewee import SqliteDatabase
from sqlcipher3 import dbapi2 as sqlcipher

from db.fields import database

BUSY_TIMEOUT_MS = 10_000
APPLICATION_ID = 0x43524453
"""``CRDS`` in the file's header, so that another program's SQLCipher file is not taken for ours."""

PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("journal_mode", "wal", "wal"),
    ("synchronous", "full", 2),
    ("foreign_keys", "on", 1),
    ("busy_timeout", str(BUSY_TIMEOUT_MS), BUSY_TIMEOUT_MS),
    ("secure_delete", "on", 1),
    ("trusted_schema", "off", 0),
    ("temp_store", "memory", 2),
    ("cache_size", "-32768", -32768),
)
"""Name, what is set, what must be read back."""

DatabaseError = sqlcipher.DatabaseError
OperationalError = sqlcipher.OperationalError
IntegrityError = sqlcipher.IntegrityError
"""What the raw handle raises; a query of peewee raises peewee's own of the same name."""


class PragmaNotTaken(RuntimeError):
    """The engine did not take a setting that the safety of the data rests on."""


class NotOurData(Exception):
    """The file opens with the key, but this program did not make it (an empty file opens with every key)."""


class DataReplaced(Exception):
    """Another file stands where the open data file stood, or the journal was taken away under it."""


class DataFile(SqliteDatabase):
    """A peewee database on one SQLCipher file; a connection for each thread, opened by ``connection_context``.

    ``closing`` holds what must be done when the file is no longer used; ``shut`` does it, at the latest when
    the process ends.
    """

    def __init__(self, path: Path, key: str) -> None:
        super().__init__(str(path), autoconnect=False)
        self.path = path
        self.key = checked_key(key)
        self._held: tuple[tuple[Path, os.stat_result], ...] = ()
        self.closing = ExitStack()
        self.shut = weakref.finalize(self, self.closing.close)

    def hold(self) -> None:
        """Keep one connection open until ``shut``, so that the journal stays between the short ones."""
        handle = connect(self.path, self.key)
        self.closing.callback(handle.close)
        handle.execute("SELECT count(*) FROM sqlite_master").fetchone()  # only who has read keeps the journal
        files = (self.path, self.path.with_name(self.path.name + "-wal"))
        self._held = tuple((file, file.stat()) for file in files)

    def refuse_moved(self) -> None:
        """Raise unless data and journal still stand where they were opened; for the moment before a change.

        On Linux the engine goes on writing to files that were moved or deleted, so a save would be told to be done
        and be lost. ``OSError`` (ESTALE) when one is gone, ``DataReplaced`` when another one stands there.
        """
        for file, then in self._held:
            try:
                now = file.stat()
            except OSError as error:
                raise OSError(errno.ESTALE, os.strerror(errno.ESTALE), str(file)) from error
            if not os.path.samestat(now, then):
                raise DataReplaced(file.name)

    def _connect(self) -> Any:
        return connect(self.path, self.key)

    def interrupt(self) -> None:
        """Stop what this thread's connection is doing; safe to call from another thread on a handle."""
        raw_handle(self).interrupt()


def checked_key(key: str) -> str:
    """The key itself; ValueError unless it is 64 hex digits, since the engine takes others as passphrases."""
    if not re.fullmatch(r"[0-9a-f]{64}", key):
        raise ValueError("the data key is 64 lower-case hex digits")
    return key


def connect(path: Path, key: str) -> Any:
    """A raw connection in autocommit mode with every pragma of ours; never makes a file.

    Raises ``OperationalError`` when there is no file at ``path``, ``DatabaseError`` when it does not open with
    ``key``, ``NotOurData`` when it opens and is another program's.
    """
    handle = unlocked(path, key)
    try:
        refuse_foreign(handle)
        _set_pragmas(handle)
    except BaseException:
        handle.close()
        raise
    return handle


def unlocked(path: Path, key: str, *, frozen: bool = False) -> Any:
    """A bare connection that has been given the key; ``frozen`` for a file that nobody may write, journal included."""
    handle = sqlcipher.connect(
        f"{path.absolute().as_uri()}?{'mode=ro&immutable=1' if frozen else 'mode=rw'}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_TIMEOUT_MS / 1000,
        check_same_thread=False,
    )
    try:
        _refuse_without_cipher(handle)
        handle.execute("PRAGMA cipher_log_level = NONE")
        handle.execute(f"PRAGMA key = \"x'{checked_key(key)}'\"")
        handle.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        handle.close()
        raise
    return handle


def _refuse_without_cipher(handle: Any) -> None:
    if handle.execute("PRAGMA cipher_version").fetchone() is None:
        raise PragmaNotTaken("this SQLite does not encrypt")


def refuse_foreign(handle: Any) -> None:
    """Raise ``NotOurData`` unless the open file carries our mark."""
    found = handle.execute("PRAGMA application_id").fetchone()[0]
    if found != APPLICATION_ID:
        raise NotOurData(f"application id {found:#x}")


def _set_pragmas(handle: Any) -> None:
    for name, wanted, expected in PRAGMAS:
        handle.execute(f"PRAGMA {name} = {wanted}").fetchall()
        found = handle.execute(f"PRAGMA {name}").fetchone()[0]
        if found != expected:
            raise PragmaNotTaken(f"{name} is {found!r}, not {expected!r}")


def open_data(path: Path, key: str) -> DataFile:
    """Point every table at the existing data file at ``path``; connects nothing yet."""
    data = DataFile(path, key)
    database.initialize(data)
    return data


def create_data(path: Path, key: str) -> DataFile:
    """Make a new, empty data file; refuses (``FileExistsError``) where one stands."""
    path.open("xb").close()
    handle = unlocked(path, key)
    try:
        handle.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    finally:
        handle.close()
    return open_data(path, key)


@contextmanager
def saving(data: SqliteDatabase | Any) -> Iterator[None]:
    """One change, one ``IMMEDIATE`` transaction: all of it is on the disk afterwards, or none of it."""
    with data.atomic("IMMEDIATE"):
        yield


def raw_handle(data: Any) -> Any:
    """This thread's driver connection of an open database."""
    return data.connection()


def rows(query: Any) -> list[Any]:
    """The typed door out of a select: plain tuples, fetched at once."""
    return list(query.tuples())


def first(query: Any) -> tuple[Any, ...] | None:
    """The first row as a plain tuple, or None."""
    found: tuple[Any, ...] | None = query.tuples().first()
    return found


def scalar(query: Any) -> Any:
    """The first column of the first row, or None."""
    return query.scalar()
