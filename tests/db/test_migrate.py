"""A migration is all or nothing, loses no row unsaid, and an older program leaves newer data alone."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from db.connection import DataFile
from db.migrate import (
    DIRECTORY,
    MigrationDamage,
    NewerSchema,
    ScriptsMissing,
    is_behind,
    migrate,
    newest,
    version,
)
from tests.conftest import KEY

NEXT = newest() + 1


@pytest.fixture
def data(empty_data_file: Path, tmp_path: Path) -> DataFile:
    """A file of the newest schema with one staff member in one department."""
    place = tmp_path / "crdesk.db"
    shutil.copy(empty_data_file, place)
    made = DataFile(place, KEY)
    with made.connection_context():
        made.execute_sql("INSERT INTO department (id, name) VALUES (1, '售后服务部')")
        made.execute_sql("INSERT INTO staff (name, role, department_id) VALUES ('温既明', 'cr_manager', 1)")
        made.execute_sql("CREATE VIEW people AS SELECT name FROM staff")
        made.execute_sql("CREATE TRIGGER keep AFTER INSERT ON team BEGIN SELECT 1; END")
    return made


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """The program's scripts, to which a test adds one."""
    return Path(
        shutil.copytree(DIRECTORY, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    )


def add(scripts: Path, *statements: str, number: int = NEXT, head: str = "") -> None:
    body = "".join(f"    db.execute_sql({statement!r})\n" for statement in statements)
    (scripts / f"{number:04}_trial.py").write_text(f"{head}\ndef up(migrator, db):\n{body}    pass\n")


def everything(data: DataFile) -> list[object]:
    """Schema, rows and version; when a script was applied differs from run to run."""
    schema = data.execute_sql("SELECT * FROM sqlite_master ORDER BY name").fetchall()
    names = [row[1] for row in schema if row[0] == "table" and not row[1].startswith(("search", "schema_"))]
    rows = [data.execute_sql(f'SELECT * FROM "{name}"').fetchall() for name in names]
    applied = data.execute_sql("SELECT name FROM schema_migration").fetchall()
    return [schema, rows, applied, data.execute_sql("PRAGMA user_version").fetchone()]


def test_a_script_is_applied_once_and_counted(data: DataFile, scripts: Path) -> None:
    add(scripts, "ALTER TABLE team ADD COLUMN colour TEXT")
    with data.connection_context():
        assert migrate(data, directory=scripts) == [f"{NEXT:04}_trial"]
        assert version(data) == NEXT
        assert migrate(data, directory=scripts) == []
        assert data.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


BAD = {
    "deletes a row": ("DELETE FROM staff",),
    "drops a table": ("DROP VIEW people", "DROP TABLE staff"),
    "empties a table it makes anew": (
        "CREATE TABLE team_new (id INTEGER PRIMARY KEY, name TEXT)",
        "INSERT INTO staff (name, role) VALUES ('x', 'other')",
        "DELETE FROM department",
    ),
    "orphans a row": ("UPDATE staff SET department_id = 99",),
    "drops a trigger": ("DROP TRIGGER keep",),
    "drops a view": ("DROP VIEW people",),
}


@pytest.mark.parametrize("statements", BAD.values(), ids=BAD)
def test_a_script_that_does_damage_is_rolled_back(
    data: DataFile, scripts: Path, statements: tuple[str, ...]
) -> None:
    add(scripts, "ALTER TABLE team ADD COLUMN colour TEXT", *statements)
    with data.connection_context():
        before = everything(data)
        with pytest.raises(MigrationDamage):
            migrate(data, directory=scripts)
        assert everything(data) == before
        assert data.execute_sql("PRAGMA foreign_keys").fetchone() == (1,)


def test_a_script_that_fails_is_rolled_back(data: DataFile, scripts: Path) -> None:
    add(scripts, "ALTER TABLE team ADD COLUMN colour TEXT", "SELECT nonsense")
    with data.connection_context():
        before = everything(data)
        with pytest.raises(Exception, match="nonsense"):
            migrate(data, directory=scripts)
        assert everything(data) == before


def test_a_script_may_say_what_it_removes(data: DataFile, scripts: Path) -> None:
    add(scripts, "DROP VIEW people", "DROP TABLE staff", head='REMOVES = frozenset({"staff", "people"})')
    with data.connection_context():
        data.execute_sql("PRAGMA foreign_keys = OFF")
        migrate(data, directory=scripts)
        assert version(data) == NEXT


def test_a_table_made_anew_keeps_the_rows_that_refer_to_it(data: DataFile, scripts: Path) -> None:
    add(
        scripts,
        "DROP VIEW people",
        "CREATE TABLE department_new (id INTEGER NOT NULL PRIMARY KEY, name TEXT NOT NULL, manager_name TEXT, floor INTEGER)",
        "INSERT INTO department_new SELECT id, name, manager_name, NULL FROM department",
        "DROP TABLE department",
        "ALTER TABLE department_new RENAME TO department",
        "CREATE VIEW people AS SELECT name FROM staff",
    )
    with data.connection_context():
        migrate(data, directory=scripts)
        assert data.execute_sql("SELECT department_id FROM staff").fetchall() == [(1,)]


def test_what_was_applied_before_a_bad_script_stays(data: DataFile, scripts: Path) -> None:
    add(scripts, "ALTER TABLE team ADD COLUMN colour TEXT")
    (scripts / f"{NEXT:04}_trial.py").rename(scripts / f"{NEXT:04}_good.py")
    add(scripts, "DELETE FROM staff", number=NEXT + 1)
    with data.connection_context():
        with pytest.raises(MigrationDamage):
            migrate(data, directory=scripts)
        assert version(data) == NEXT


def test_an_older_program_refuses_a_newer_file(data: DataFile, scripts: Path) -> None:
    add(scripts, "ALTER TABLE team ADD COLUMN colour TEXT")
    with data.connection_context():
        migrate(data, directory=scripts)
        before = everything(data)
        with pytest.raises(NewerSchema):
            is_behind(data)
        with pytest.raises(NewerSchema):
            migrate(data)
        assert everything(data) == before


def test_a_program_without_its_scripts_does_not_make_empty_files(data: DataFile, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    with data.connection_context(), pytest.raises(ScriptsMissing):
        migrate(data, directory=tmp_path / "none")


def test_inside_a_transaction_it_refuses_since_the_checks_could_not_be_switched(
    data: DataFile, scripts: Path
) -> None:
    add(scripts, "ALTER TABLE team ADD COLUMN colour TEXT")
    with data.connection_context(), pytest.raises(RuntimeError, match="transaction"), data.atomic():
        migrate(data, directory=scripts)


def test_two_programs_that_upgrade_at_once_upgrade_once(data: DataFile, scripts: Path) -> None:
    add(scripts, "INSERT INTO team (name) VALUES ('维修一组')")
    barrier, errors = threading.Barrier(2), list[BaseException]()

    def upgrade() -> None:
        mine = DataFile(data.path, KEY)
        try:
            with mine.connection_context():
                barrier.wait()
                migrate(mine, directory=scripts)
        except BaseException as error:  # told to the main thread
            errors.append(error)

    both = [threading.Thread(target=upgrade) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert errors == []
    with data.connection_context():
        assert data.execute_sql("SELECT count(*) FROM team").fetchone() == (1,)


KILLED = """
import os, sys
from pathlib import Path
from db.connection import DataFile
from db.migrate import migrate
data = DataFile(Path(sys.argv[1]), sys.argv[3])
data.connect()
seen = 0
def count(statement):
    global seen
    seen += 1
    if seen == int(sys.argv[4]): os.kill(os.getpid(), 9)
data.connection().set_trace_callback(count)
migrate(data, directory=Path(sys.argv[2]))
print(seen)
"""


def test_killed_at_any_statement_all_is_old_or_all_is_new(
    data: DataFile, scripts: Path, tmp_path: Path
) -> None:
    add(
        scripts,
        "ALTER TABLE team ADD COLUMN colour TEXT",
        "INSERT INTO team (name, colour) VALUES ('维修一组', '红')",
        "UPDATE staff SET name = '顾行舟'",
    )
    whole = data.path.read_bytes()

    def upgrade(kill_at: int) -> subprocess.CompletedProcess[str]:
        place = tmp_path / "killed.db"
        for name in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
            name.unlink(missing_ok=True)
        place.write_bytes(whole)
        command = [sys.executable, "-c", KILLED, place, scripts, KEY, str(kill_at)]
        return subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=DIRECTORY.parent.parent
        )

    statements = int(upgrade(0).stdout)
    killed = DataFile(tmp_path / "killed.db", KEY)
    with killed.connection_context():
        new = everything(killed)
    with data.connection_context():
        old = everything(data)
    outcomes = set()
    for kill_at in range(statements - 14, statements + 1):
        assert upgrade(kill_at).returncode == -9
        with killed.connection_context():
            assert everything(killed) in (old, new), kill_at
            outcomes.add(version(killed))
            migrate(killed, directory=scripts)
            assert everything(killed) == new, kill_at
    assert outcomes == {NEXT - 1, NEXT}
