"""Storing or changing many rows of one table with one prepared statement: seven times as fast as batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from peewee import SQL

from db.fields import DayField, JsonField, MomentField, Record, database

_CONVERTED = (DayField, MomentField, JsonField)
"""Columns whose values are not what the engine keeps."""


def among(ids: Iterable[int]) -> SQL:
    """Row numbers for an ``in_``, written into the query: bound one by one each costs the query builder 12 µs."""
    return SQL(f"({','.join(str(int(number)) for number in ids)})")


def insert_all(model: type[Record], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Insert rows of Python values for the named fields; inside the caller's transaction.

    Fields that are not named keep the table's own default; a name of a foreign key takes its row number.
    """
    insert_prepared(model, names, _stored([model._meta.fields[name] for name in names], rows))


def prepared(model: type[Record], names: Sequence[str], rows: Iterable[Sequence[object]]) -> list[list[Any]]:
    """Rows of Python values as the engine keeps them: work that need not be done under the write lock."""
    return list(_stored([model._meta.fields[name] for name in names], rows))


def insert_prepared(model: type[Record], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """``insert_all`` for rows that are ``prepared`` already."""
    fields = [model._meta.fields[name] for name in names]
    columns = ", ".join(f'"{field.column_name}"' for field in fields)
    marks = ", ".join("?" * len(fields))
    statement = f'INSERT INTO "{model._meta.table_name}" ({columns}) VALUES ({marks})'
    database.obj.connection().executemany(statement, rows)


def insert_numbered(model: type[Record], names: Sequence[str], rows: Iterable[Sequence[object]]) -> list[int]:
    """``insert_prepared``, returning the new rows' numbers in the order of the rows; inside a write transaction."""
    handle, table = database.obj.connection(), model._meta.table_name
    last = handle.execute(f'SELECT coalesce(max("id"), 0) FROM "{table}"').fetchone()[0]
    insert_prepared(model, names, rows)
    found = handle.execute(f'SELECT "id" FROM "{table}" WHERE "id" > ? ORDER BY "id"', (last,))
    return [number for (number,) in found]


def _stored(fields: Sequence[Any], rows: Iterable[Sequence[object]]) -> Iterator[list[object]]:
    """Each row as the engine takes it; texts and numbers go as they are, which saves most of the time."""
    own = [(place, field.db_value) for place, field in enumerate(fields) if isinstance(field, _CONVERTED)]
    for row in rows:
        values = list(row)
        for place, convert in own:
            values[place] = convert(values[place])
        yield values


def update_all(model: type[Record], names: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Set the named fields of many records: each row holds their values, then the record's id."""
    fields = [model._meta.fields[name] for name in names]
    columns = ", ".join(f'"{field.column_name}" = ?' for field in fields)
    statement = f'UPDATE "{model._meta.table_name}" SET {columns} WHERE "id" = ?'
    database.obj.connection().executemany(statement, _stored([*fields, model._meta.fields["id"]], rows))
