"""Queries compiled once: the query builder writes the SQL at the first use, later uses only fill in values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import Value

from db.fields import database


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


def slot(name: str) -> Any:
    """A value to be named when the query runs; stands in a query where a value would."""
    return Value(_Slot(name), converter=False)


class Prepared:
    """A query with slots, for the few places where building it anew costs more than running it."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """The rows as the engine stores them, dates and moments as text; KeyError for a slot without a value."""
        sql, wanted = self._sql()
        bound = [_stored(values[one.name]) if isinstance(one, _Slot) else one for one in wanted]
        return list(database.obj.execute_sql(sql, bound).fetchall())

    def _sql(self) -> tuple[str, tuple[Any, ...]]:
        mark = str(database.obj.param)
        if mark not in self._compiled:
            sql, wanted = self._build().sql()
            self._compiled[mark] = sql, tuple(wanted)
        return self._compiled[mark]


def _stored(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else value
