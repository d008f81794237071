"""Many values in portions that one query can ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import SQL

from db.fields import database

AT_ONCE = 5_000
"""Values in one query, below the engine's limit of bound ones."""


def pages(wanted: Iterable[Any]) -> Iterator[list[Any]]:
    """Values in portions that one query can ask for."""
    values = list(wanted)
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]


def within(column: Any, values: Sequence[Any]) -> Any:
    """``column IN values`` in one piece: the query builder would wrap each of thousands of values."""
    marks = ", ".join([database.obj.param] * len(values))
    return column.in_(SQL(f"({marks})", tuple(values)))
