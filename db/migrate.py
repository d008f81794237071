"""Bringing a data file up to this program's schema: numbered, frozen scripts, each in one checked transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhouse.migrations import Migration, Runner

DIRECTORY = Path(__file__).parent / "migrations"


class NewerSchema(Exception):
    """The data file was written by a newer program: its schema is ``found``, this program's newest ``known``."""

    def __init__(self, found: int, known: int) -> None:
        super().__init__(f"schema {found}, this program knows {known}")
        self.found, self.known = found, known


class MigrationDamage(Exception):
    """A migration would have lost or orphaned rows, triggers or views; it was rolled back."""


class ScriptsMissing(RuntimeError):
    """The program was built without its migration scripts; working without them would make empty files."""


def newest(directory: Path | None = None) -> int:
    """The number of the last migration this program carries; raises ``ScriptsMissing`` when it carries none."""
    numbers = [found.idx for found in Migration.load_directory(str(directory or DIRECTORY))]
    if not numbers:
        raise ScriptsMissing(str(directory or DIRECTORY))
    return int(max(numbers))


def version(data: Any) -> int:
    """The number of the last migration applied to an open data file."""
    return int(data.execute_sql("PRAGMA user_version").fetchone()[0])


def is_behind(data: Any, directory: Path | None = None) -> bool:
    """Whether there is something to apply; raises ``NewerSchema`` when the file is ahead of this program."""
    found, known = version(data), newest(directory)
    if found > known:
        raise NewerSchema(found, known)
    return found < known


def migrate(data: Any, *, target: str | None = None, directory: Path | None = None) -> list[str]:
    """Apply what is pending, in order; returns the names applied. The caller makes the backup first.

    Raises ``MigrationDamage`` after rolling back the script that did it; the scripts before it stay applied.
    """
    if not is_behind(data, directory):
        return []
    runner: Any = CheckedRunner(data, str(directory or DIRECTORY))  # type: ignore[no-untyped-call]
    return list(runner.up(target))


class CheckedRunner(Runner):
    """Runs each script with foreign keys off and looks for damage before it commits."""

    def _run(self, name: str, module: Any, direction: str, fake: bool = False) -> None:
        data = self.database
        _foreign_keys(data, on=False)
        try:
            with data.atomic("IMMEDIATE"):
                self._apply(name, module)
        finally:
            _foreign_keys(data, on=True)

    def _apply(self, name: str, module: Any) -> None:
        data, number = self.database, int(name.split("_")[0])
        if version(data) >= number:  # another process was faster
            return
        before = _belongings(data)
        module.up(self.migrator, data)
        _refuse_damage(data, before, getattr(module, "REMOVES", frozenset()))
        self.History.create(name=name)
        data.execute_sql(f"PRAGMA user_version = {number}")


def _foreign_keys(data: Any, *, on: bool) -> None:
    """Switch the checks; the engine ignores it silently inside a transaction, hence the question back."""
    data.execute_sql(f"PRAGMA foreign_keys = {'ON' if on else 'OFF'}")
    if data.execute_sql("PRAGMA foreign_keys").fetchone()[0] != on:
        raise RuntimeError("a migration cannot run inside a transaction")


def _belongings(data: Any) -> dict[str, int]:
    """Every table with its number of rows, every trigger and view with 0; the search index is made anew at will."""
    found = data.execute_sql(
        "SELECT name, type FROM sqlite_master WHERE type IN ('table', 'trigger', 'view')"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
    ).fetchall()
    return {name: _count(data, name) if kind == "table" else 0 for name, kind in found}


def _count(data: Any, table: str) -> int:
    return int(data.execute_sql(f'SELECT count(*) FROM "{table}"').fetchone()[0])


def _refuse_damage(data: Any, before: dict[str, int], removes: frozenset[str]) -> None:
    after = _belongings(data)
    lost = [name for name, count in before.items() if name not in removes and after.get(name, -1) < count]
    if lost:
        raise MigrationDamage(f"rows, a trigger or a view lost: {', '.join(lost)}")
    orphans = data.execute_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise MigrationDamage(f"{len(orphans)} rows point nowhere, first in {orphans[0][0]}")
