"""Rows for every table of a data file, of whatever schema: made from what the schema itself says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

ROWS = 6
HISTORY = "schema_migration"
"""The runner's own list of what was applied, with moments that never come twice."""


@dataclass(frozen=True)
class Column:
    """One column of a table as the engine tells it."""

    name: str
    kind: str
    needed: bool
    parent: str | None
    choices: tuple[str, ...]


def fill(handle: Any, rows: int = ROWS) -> dict[str, int]:
    """Put rows into every table of ours; returns how many each holds, none of them empty."""
    handle.execute("PRAGMA foreign_keys = OFF")
    names = [name for name in tables(handle) if name != HISTORY]
    for name in names:
        for number in range(1, rows + 1):
            _insert(handle, name, columns(handle, name), number)
    assert handle.execute("PRAGMA foreign_key_check").fetchall() == []
    handle.execute("PRAGMA foreign_keys = ON")
    filled = {name: handle.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}
    assert all(filled.values()), filled
    return filled


def tables(handle: Any) -> list[str]:
    """The tables that hold records; those of the search index are made anew at will."""
    found = handle.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'search_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    return [name for (name,) in found]


def columns(handle: Any, table: str) -> list[Column]:
    """The columns that take a value."""
    sql = handle.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    parents = {row[3]: row[2] for row in handle.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()}
    return [
        Column(name, kind.upper(), bool(needed), parents.get(name), _choices(sql, name))
        for _, name, kind, needed, _, key in handle.execute(f'PRAGMA table_info("{table}")').fetchall()
        if not key
    ]


def _choices(sql: str, name: str) -> tuple[str, ...]:
    found = re.search(rf"CHECK \(\"?{name}\"? IN \(([^)]*)\)\)", sql)
    return tuple(re.findall(r"'([^']*)'", found[1])) if found else ()


def _insert(handle: Any, table: str, known: list[Column], number: int) -> None:
    names = ", ".join(f'"{one.name}"' for one in known)
    marks = ", ".join("?" * len(known))
    values = [_value(table, one, number) for one in known]
    handle.execute(f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({marks})', values)


def _value(table: str, column: Column, number: int) -> Any:
    """Something that the column can hold, another one in each row."""
    if column.parent:
        return None if column.parent == table and not column.needed else number
    if column.choices:
        return column.choices[number % len(column.choices)]
    if column.kind in ("DATE", "DATETIME"):
        return f"2026-10-{number:02}" + (" 09:00:00" if column.kind == "DATETIME" else "")
    if column.kind in ("INTEGER", "BIGINT", "SMALLINT", "REAL", "BOOL", "BOOLEAN"):
        return number % 2 if column.kind.startswith("BOOL") else number
    if column.kind == "JSON" or column.name in ("duties", "content", "value"):
        return "{}"
    return f"LFMK{number:013}" if column.name == "vin" else f"{table} {column.name} {number}"
