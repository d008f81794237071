"""A sign beside the data that an import is being written: who finds the records locked then waits on and does not give up.

The sign is put up under the lock and taken down with it. One that a killed process left behind does nothing: it is
looked at only while somebody holds the lock.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from peewee import OperationalError

SIGN = "import-under-way"
MOST_ROUNDS = 30
"""Each as long as the engine waits for a lock (ten seconds); an import of 50,000 rows holds it for some five."""


@contextmanager
def long_write(data: Any) -> Iterator[None]:
    """Put the sign up for as long as this runs; inside the transaction that takes so long."""
    sign = _sign(data)
    sign.touch()
    try:
        yield
    finally:
        sign.unlink(missing_ok=True)


@contextmanager
def begun(data: Any) -> Iterator[None]:
    """An ``IMMEDIATE`` transaction; waits on, round by round, while an import is being written."""
    with ExitStack() as transaction:
        for left in reversed(range(MOST_ROUNDS)):
            try:
                transaction.enter_context(data.atomic("IMMEDIATE"))
                break
            except OperationalError as error:
                if "locked" not in str(error) or not left or not _sign(data).exists():
                    raise
        yield


def _sign(data: Any) -> Path:
    path: Path = data.path
    return path.with_name(SIGN)
