"""Bringing a data file up to this program's schema: numbered, frozen scripts, each in one checked transaction."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from playhouse.migrations import Migration, Runner

DIRECTORY = Path(__file__).parent / "migrations"


class NewerSchema(Exception):
    """The data file was written by a newer program."""


class MigrationDamage(Exception):
    """A migration would have lost or orphaned rows; it was rolled back."""


def newest() -> int:
    """The number of the last migration this program carries."""
    return max((found.idx for found in Migration.load_directory(str(DIRECTORY))), default=0)


def version(data: Any) -> int:
    """The number of the last migration applied to an open data file."""
    return int(data.execute_sql("PRAGMA user_version").fetchone()[0])


def refuse_newer(data: Any) -> None:
    """Raise ``NewerSchema`` when the file is ahead of this program."""
    if version(data) > newest():
        raise NewerSchema(f"schema {version(data)}, this program knows {newest()}")


def migrate(data: Any, *, target: str | None = None) -> list[str]:
    """Apply what is pending, in order; returns the names applied. The caller makes the backup first."""
    refuse_newer(data)
    runner: Any = CheckedRunner(data, str(DIRECTORY))  # type: ignore[no-untyped-call]
    return list(runner.up(target))


class CheckedRunner(Runner):
    """Runs each script with foreign keys off and looks for damage before it commits."""

    def _run(self, name: str, module: Any, direction: str, fake: bool = False) -> None:
        data = self.database
        data.execute_sql("PRAGMA foreign_keys = OFF")
        try:
            with data.atomic("IMMEDIATE"):
                before = _row_counts(data)
                module.up(self.migrator, data)
                _refuse_damage(data, before, getattr(module, "REMOVES", frozenset()))
                self.History.create(name=name)
                data.execute_sql(f"PRAGMA user_version = {int(name.split('_')[0])}")
        finally:
            data.execute_sql("PRAGMA foreign_keys = ON")


def _row_counts(data: Any) -> dict[str, int]:
    names = data.execute_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
    ).fetchall()
    return {name: data.execute_sql(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in names}


def _refuse_damage(data: Any, before: dict[str, int], removes: frozenset[str]) -> None:
    after = _row_counts(data)
    lost = [name for name, count in before.items() if name not in removes and after.get(name, 0) < count]
    if lost:
        raise MigrationDamage(f"rows lost in {', '.join(lost)}")
    orphans = data.execute_sql("PRAGMA foreign_key_check").fetchall()
    if orphans:
        raise MigrationDamage(f"{len(orphans)} rows point nowhere, first in {orphans[0][0]}")
