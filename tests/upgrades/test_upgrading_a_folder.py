"""Opening a folder of an older program upgrades it: after a verified backup, all of it, or nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db import migrate as migrations
from db.migrate import newest, version
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.problems import Unavailable
from desktop_app.safety.backup import last_verified, verify
from desktop_app.safety.restore import restore
from tests.safety.folders import ACCOUNT, PASSWORD, clock, names_in, rename_shop, shop_name

OLD = newest()
GOOD = "ALTER TABLE team ADD COLUMN colour TEXT"
BAD = "DELETE FROM staff"


@pytest.fixture
def newer_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that carries one more migration; tests write it."""
    scripts = Path(shutil.copytree(migrations.DIRECTORY, tmp_path / "migrations"))
    monkeypatch.setattr(migrations, "DIRECTORY", scripts)
    return scripts / f"{OLD + 1:04}_more.py"


def write(script: Path, statement: str) -> None:
    script.write_text(f"def up(migrator, db):\n    db.execute_sql({statement!r})\n")


def test_a_verified_backup_of_before_is_made_first(folder: Path, newer_program: Path) -> None:
    write(newer_program, GOOD)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        assert version(session.data) == OLD + 1
        assert "colour" in {row[1] for row in session.data.execute_sql("PRAGMA table_info(team)").fetchall()}
    made = last_verified(folder)
    assert made
    assert made.schema == OLD
    assert verify(made, session.data.key)
    close_folder(session)


def test_a_folder_that_is_up_to_date_makes_no_backup(folder: Path) -> None:
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))
    assert "backups" not in names_in(folder)


def test_a_migration_that_would_lose_rows_changes_nothing(folder: Path, newer_program: Path) -> None:
    write(newer_program, BAD)
    with pytest.raises(Unavailable, match="会丢失记录"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    newer_program.unlink()
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        assert version(session.data) == OLD
        assert session.data.execute_sql("SELECT count(*) FROM staff").fetchone() == (1,)
    close_folder(session)
    assert last_verified(folder)


def test_without_a_backup_nothing_is_upgraded(folder: Path, newer_program: Path) -> None:
    write(newer_program, GOOD)
    (folder / "backups").write_text("in the way")
    with pytest.raises(Unavailable, match="备份没有做成"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    newer_program.unlink()
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))


def test_data_that_another_has_open_is_not_upgraded_under_him(folder: Path, newer_program: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    write(newer_program, GOOD)
    with pytest.raises(Unavailable, match="正开在另一个窗口"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    close_folder(session)
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))


def test_an_older_program_leaves_the_upgraded_folder_alone(folder: Path, newer_program: Path) -> None:
    write(newer_program, GOOD)
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))
    newer_program.unlink()
    before = (folder / "crdesk.db").read_bytes()
    with pytest.raises(Unavailable, match="更新版本"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert (folder / "crdesk.db").read_bytes() == before


def test_an_old_backup_is_upgraded_when_it_is_restored(folder: Path, newer_program: Path) -> None:
    write(newer_program, GOOD)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    rename_shop(session, "升级以后")
    close_folder(session)
    made = last_verified(folder)
    assert made
    restore(folder, made.path, ACCOUNT, PASSWORD, clock)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        assert version(session.data) == OLD + 1
    assert shop_name(session) == "云岭汽车"
    close_folder(session)
