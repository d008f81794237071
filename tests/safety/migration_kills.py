"""Killing every migration at its statements: ``python migration_kills.py PLACE KEYS_FOLDER MOST`` tells it as JSON.

KEYS_FOLDER is a data folder whose keys and account are used; MOST is the largest number of kills for one migration
(0: at every statement). The migrations are the program's own and an invented one after them, each applied by the
ordinary opening of a filled folder, so a new migration is covered by being there.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import db.migrate
from db.connection import connect, create_data, open_data, raw_handle, unlocked
from db.migrate import migrate
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.safety.backup import last_verified, verify
from desktop_app.safety.folder_layout import DATA, KEYS
from tests.safety.filling import HISTORY, fill, tables
from tests.safety.folders import ACCOUNT, PASSWORD, clock
from tests.safety.forking import each_statement, killed_at, moments_of, spread

INVENTED = '''
"""Invented: a column, new values in every row, an index, a table built anew, and rows that move."""

STATEMENTS = (
    'ALTER TABLE "vehicle_file" ADD COLUMN "invented" TEXT',
    "UPDATE vehicle_file SET invented = name || '！'",
    'CREATE INDEX "vehicle_file_invented" ON "vehicle_file" ("invented")',
    'CREATE TABLE "team_anew" ("id" INTEGER NOT NULL PRIMARY KEY, "name" TEXT NOT NULL UNIQUE, "colour" TEXT)',
    "INSERT INTO team_anew (id, name, colour) SELECT id, name, 'blue' FROM team",
    'DROP TABLE "team"',
    'ALTER TABLE "team_anew" RENAME TO "team"',
    "DELETE FROM counter",
    "INSERT INTO counter (name, value) SELECT 'counted ' || id, id FROM staff",
)


def up(migrator, db):
    for statement in STATEMENTS:
        db.execute_sql(statement)
'''
Content = tuple[int, dict[str, Any]]


@dataclass
class Tally:
    """What became of one migration's kills."""

    migration: str
    statements: int = 0
    kills: int = 0
    old: int = 0
    new: int = 0
    torn: int = 0
    not_upgraded_later: int = 0
    backups: int = 0
    bad_backups: int = 0
    without_backup: int = 0
    rows: dict[str, int] = field(default_factory=dict)


@dataclass
class Case:
    """One migration: where its program's scripts lie, the folder before it, and both contents."""

    scripts: Path
    number: int
    folder: Path
    key: str
    old: Content
    new: Content


def content(path: Path, key: str) -> Content:
    """The version, and every row and every definition of a data file."""
    with closing(connect(path, key)) as handle:
        return rows_of(handle)


def rows_of(handle: Any) -> Content:
    """The same through an open connection."""
    found = {name: handle.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables(handle)}
    applied = [row[:2] for row in found.pop(HISTORY, [])]
    # the runner makes its empty list before the first migration begins
    query = "SELECT name, sql FROM sqlite_master WHERE tbl_name != ? ORDER BY name"
    sql = handle.execute(query, (HISTORY,)).fetchall()
    version = int(handle.execute("PRAGMA user_version").fetchone()[0])
    return version, found | {"applied": applied, "definitions": sql}


def program_until(number: int, scripts: list[Path], place: Path) -> Path:
    """The scripts of a program whose newest migration has this number."""
    folder = place / f"program-{number}"
    folder.mkdir()
    for script in scripts:
        if int(script.name[:4]) <= number:
            shutil.copy(script, folder)
    return folder


def older_folder(place: Path, keys: Path, key: str, scripts: Path) -> Path:
    """A data folder of the program with these scripts, every table filled."""
    folder = Path(shutil.copytree(keys, place))
    for name in folder.glob(f"{DATA}*"):
        name.unlink()
    data = create_data(folder / DATA, key)
    with data.connection_context():
        migrate(data, directory=scripts)
        handle = raw_handle(data)
        fill(handle)
        handle.execute(
            "UPDATE account SET name = ?, duties = ?, retired_at = NULL WHERE id = 1",
            (ACCOUNT, '["cr_manager"]'),
        )
    return folder


def cases(place: Path, keys: Path, key: str) -> list[Case]:
    """Every migration that has a program before it, and what it leads to when nobody kills it."""
    scripts = sorted(db.migrate.DIRECTORY.glob("[0-9]*.py"))
    invented = place / f"{int(scripts[-1].name[:4]) + 1:04}_invented.py"
    invented.write_text(INVENTED, "utf-8")
    every, made = [*scripts, invented], []
    programs = {int(one.name[:4]): program_until(int(one.name[:4]), every, place) for one in every}
    for number in sorted(programs)[1:]:
        folder = older_folder(place / f"before-{number}", keys, key, programs[number - 1])
        tried = Path(shutil.copytree(folder, place / f"tried-{number}"))
        opened(tried, programs[number])
        old, new = content(folder / DATA, key), content(tried / DATA, key)
        assert (old[0], new[0]) == (number - 1, number)
        made.append(Case(programs[number], number, folder, key, old, new))
    return made


def opened(folder: Path, scripts: Path) -> None:
    """Open a folder as the program with these scripts does, which upgrades it."""
    db.migrate.DIRECTORY = scripts
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock, replay=True))


def first_schema(place: Path, key: str, most: int) -> Tally:
    """The migration that begins with nothing: an empty file, or all of the first schema."""
    first = program_until(1, sorted(db.migrate.DIRECTORY.glob("[0-9]*.py")), place / "nothing")
    tally = Tally("1")

    def make(path: Path) -> Callable[[], object]:
        create_data(path, key)
        return lambda: _migrated(path, key, first)

    old = content_of_new(place / "nothing" / "old.db", key)
    work = make(place / "nothing" / "new.db")
    tally.statements = moments_of(work, each_statement)
    new = content(place / "nothing" / "new.db", key)
    for moment in spread(most or tally.statements, tally.statements):
        path = place / "nothing" / "killed" / "crdesk.db"
        shutil.rmtree(path.parent, ignore_errors=True)
        path.parent.mkdir()
        killed_at(make(path), each_statement, moment, by_parent=False)
        _count_state(content(path, key), old, new, tally)
        _migrated(path, key, first)
        tally.not_upgraded_later += content(path, key) != new
    return tally


def content_of_new(path: Path, key: str) -> Content:
    """What an empty file of ours holds."""
    create_data(path, key)
    return content(path, key)


def _migrated(path: Path, key: str, scripts: Path) -> None:
    data = open_data(path, key)
    with data.connection_context():
        migrate(data, directory=scripts)


def kill_everywhere(case: Case, place: Path, most: int) -> Tally:
    """Kill the upgrade of a filled folder at its statements and look at data and backup each time."""
    tally = Tally(str(case.number), rows={name: len(rows) for name, rows in case.old[1].items()})
    counted = Path(shutil.copytree(case.folder, place / f"counted-{case.number}"))
    tally.statements = moments_of(lambda: opened(counted, case.scripts), each_statement)
    for moment in spread(most or tally.statements, tally.statements):
        shutil.rmtree(place / "killed", ignore_errors=True)
        folder = Path(shutil.copytree(case.folder, place / "killed"))
        killed_at(lambda folder=folder: opened(folder, case.scripts), each_statement, moment, by_parent=False)
        _look(folder, case, tally)
    return tally


def _look(folder: Path, case: Case, tally: Tally) -> None:
    found = content(_copy(folder) / DATA, case.key)
    _count_state(found, case.old, case.new, tally)
    _look_at_backup(folder, case, tally, begun=found == case.new)
    opened(folder, case.scripts)
    tally.not_upgraded_later += content(folder / DATA, case.key) != case.new


def _copy(folder: Path) -> Path:
    """To look into, since whoever looks puts the journal away, which is for the opening to find."""
    looked = folder.with_name("looked")
    shutil.rmtree(looked, ignore_errors=True)
    return Path(shutil.copytree(folder, looked))


def _count_state(found: Content, old: Content, new: Content, tally: Tally) -> None:
    tally.kills += 1
    tally.old += found == old
    tally.new += found == new
    tally.torn += found not in (old, new)


def _look_at_backup(folder: Path, case: Case, tally: Tally, *, begun: bool) -> None:
    """The backup of before: there once anything has changed, and holding exactly what was there."""
    made = last_verified(folder)
    tally.backups += made is not None
    tally.without_backup += begun and made is None
    if made is not None:
        db.migrate.DIRECTORY = case.scripts
        verify(made, case.key, thorough=True)
        with closing(unlocked(made.path, case.key, frozen=True)) as handle:
            tally.bad_backups += rows_of(handle) != case.old


def main(place: Path, keys: Path, most: int) -> list[Tally]:
    """Every migration there is, and the invented one."""
    assert (keys / KEYS).exists()
    (place / "nothing").mkdir()
    session = open_folder(keys, ACCOUNT, PASSWORD, clock, replay=True)
    key = session.data.key
    close_folder(session)
    return [
        first_schema(place, key, most),
        *(kill_everywhere(one, place, most) for one in cases(place, keys, key)),
    ]


if __name__ == "__main__":
    print(json.dumps([asdict(one) for one in main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))]))
