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
    position: int | None = None

    def fill(self, values: dict[str, Any]) -> object:
        value = values[self.name] if self.position is None else values[self.name][self.position]
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        return value.isoformat() if isinstance(value, date) else value


def slot(name: str) -> Any:
    """A value to be named when the query runs; stands in a query where a value would."""
    return Value(_Slot(name), converter=False)


def slots(name: str, count: int) -> list[Any]:
    """So many values for one ``in_``, given as one sequence of just that length when the query runs."""
    return [Value(_Slot(name, position), converter=False) for position in range(count)]


def stored_rows(query: Any) -> list[Any]:
    """The rows of a select as the engine stores them, dates as text: for thousands of rows a third of the time."""
    return list(database.obj.execute_sql(*query.sql()).fetchall())


class Prepared:
    """A query with slots, for the few places where building it anew costs more than running it."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows as the engine stores them, dates and moments as text; KeyError for a slot without a value."""
        return list(self._execute(values).fetchall())

    def run(self, **values: Any) -> int:
        """Run a change; returns how many rows it touched."""
        return int(self._execute(values).rowcount)

    def _execute(self, values: dict[str, Any]) -> Any:
        sql, wanted = self._sql()
        bound = [one.fill(values) if isinstance(one, _Slot) else one for one in wanted]
        return database.obj.execute_sql(sql, bound)

    def _sql(self) -> tuple[str, tuple[Any, ...]]:
        mark = str(database.obj.param)
        if mark not in self._compiled:
            sql, wanted = self._build().sql()
            self._compiled[mark] = sql, tuple(wanted)
        return self._compiled[mark]
