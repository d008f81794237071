"""The base of every record, and the column types that SQLite and PostgreSQL both read alike."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from peewee import SQL, AutoField, DatabaseProxy, DateField, DateTimeField, Model, TextField

database = DatabaseProxy()
"""Stands for the open data file; ``db.connection.open_data`` points it at one."""


class Record(Model):
    """A row with a number of its own."""

    id = AutoField()

    class Meta:
        database = database
        legacy_table_names = False


class MomentField(DateTimeField):
    """A wall-clock moment to the second, stored as ``YYYY-MM-DD HH:MM:SS`` so that text order is time order."""

    def db_value(self, value: object) -> str | None:
        """Cut to the second."""
        if isinstance(value, datetime):
            return value.isoformat(" ", "seconds")
        return None if value is None else str(value)

    def python_value(self, value: object) -> datetime | None:
        """Read back; None stays None."""
        if value is None or isinstance(value, datetime):
            return value
        return datetime.fromisoformat(str(value))


class DayField(DateField):
    """A calendar day, stored as ``YYYY-MM-DD``."""

    def db_value(self, value: object) -> str | None:
        """A moment loses its time."""
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, date):
            return value.isoformat()
        return None if value is None else str(value)

    def python_value(self, value: object) -> date | None:
        """Read back; None stays None."""
        if value is None or isinstance(value, date):
            return value
        return date.fromisoformat(str(value)[:10])


class JsonField(TextField):
    """Any JSON value in one text column, in readable Chinese."""

    def db_value(self, value: object) -> str | None:
        """Compact and with sorted keys, so that equal values are equal text."""
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def python_value(self, value: object) -> Any:
        """Read back; None stays None."""
        return None if value is None else json.loads(str(value))


def one_of(column: str, values: tuple[str, ...]) -> SQL:
    """A CHECK that a text column holds one of ``values`` (NULL passes, as in SQL)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return SQL(f"CHECK ({column} IN ({listed}))")
