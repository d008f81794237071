"""How far the records have got: a few words that differ once something was saved, read in a millisecond."""

from __future__ import annotations

import hashlib
from typing import Any

TRANSIENT = frozenset({"claim"})
"""Tables whose rows come and go without telling anything that must be kept."""
REWRITTEN = ("draft", "setting")
"""Small tables whose rows are written over without a word in the audit trail."""


def latest(handle: Any, *, deeds_apart: tuple[str, ...], settings_apart: str) -> dict[str, str]:
    """Table → its newest number, or a digest of a rewritten one; equal as long as nothing was saved.

    Changes inside a row are seen by the audit trail, of which ``deeds_apart`` do not count; nor do settings
    whose key begins with ``settings_apart``.
    """
    found = {name: _newest(handle, name) for name in _tables(handle)}
    found |= {name: _digest(handle, name, settings_apart) for name in REWRITTEN}
    return found | {"audit_entry": _last_deed(handle, deeds_apart)}


def _tables(handle: Any) -> list[str]:
    names = handle.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
    )
    return [name for (name,) in names if name not in TRANSIENT]


def _newest(handle: Any, table: str) -> str:
    return str(handle.execute(f'SELECT coalesce(max(rowid), 0) FROM "{table}"').fetchone()[0])


def _digest(handle: Any, table: str, apart: str) -> str:
    rows = handle.execute(
        f'SELECT * FROM "{table}" WHERE substr(key, 1, ?) <> ? ORDER BY id', (len(apart), apart)
    )
    return hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()


def _last_deed(handle: Any, apart: tuple[str, ...]) -> str:
    marks = ", ".join("?" * len(apart))
    row = handle.execute(
        f"SELECT id FROM audit_entry WHERE action NOT IN ({marks}) ORDER BY id DESC LIMIT 1", apart
    ).fetchone()
    return str(row[0] if row else 0)
