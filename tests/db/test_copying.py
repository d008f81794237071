"""A copy of a data file in use is of one moment, and no damaged page is ever copied in silence."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from db.backup import copy_data
from db.connection import DatabaseError, connect, unlocked
from tests.conftest import KEY
from tests.safety.folders import damage

PAGE = 4096


def nothing(_handle: Any) -> dict[str, str]:
    return {}


@pytest.fixture
def source(empty_data_file: Path, tmp_path: Path) -> Path:
    """A data file with long texts, so that it has pages of every kind, and with free pages."""
    path = Path(shutil.copy(empty_data_file, tmp_path / "source.db"))
    handle = connect(path, KEY)
    entry = "INSERT INTO audit_entry (at, account, action, entity, new) VALUES ('', '', '', '', ?)"
    handle.executemany(entry, [("字" * 4000,) for _ in range(20)])
    handle.executemany("INSERT INTO team (name) VALUES (?)", [(f"{n} 组" * 3000,) for n in range(10)])
    handle.execute("DELETE FROM team")
    handle.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    handle.close()
    return path


def test_whichever_page_is_damaged_there_is_no_copy(source: Path, tmp_path: Path) -> None:
    pages = source.stat().st_size // PAGE
    for page in {*range(0, pages, 9), *range(pages - 6, pages)}:
        damage(source, page * PAGE + 200, 1)
        with pytest.raises(DatabaseError):
            copy_data(source, tmp_path / f"copy {page}", KEY, look=nothing)
        damage(source, page * PAGE + 200, 1)
    copy_data(source, tmp_path / "copy", KEY, look=nothing)


def test_a_page_damaged_in_the_journal_is_noticed_too(source: Path, tmp_path: Path) -> None:
    writer = connect(source, KEY)
    writer.execute("INSERT INTO team (name) VALUES (?)", ("组" * 3000,))
    journal = source.with_name(source.name + "-wal")
    damage(journal, journal.stat().st_size - 1000, 1)
    with pytest.raises(DatabaseError):
        copy_data(source, tmp_path / "copy", KEY, look=nothing)
    writer.close()


def everything_in(handle: Any) -> dict[str, list[Any]]:
    names = handle.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    found = {name: handle.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}
    handle.close()
    return found


def test_it_holds_all_that_the_source_holds(source: Path, tmp_path: Path) -> None:
    copied = copy_data(source, tmp_path / "copy", KEY, look=nothing)
    found = everything_in(unlocked(tmp_path / "copy", KEY))
    assert found == everything_in(connect(source, KEY))
    assert copied.counts["audit_entry"] == len(found["audit_entry"]) == 20


def test_it_sees_what_it_is_asked_to_at_the_moment_of_the_copy(source: Path, tmp_path: Path) -> None:
    def look(handle: Any) -> dict[str, str]:
        writer = connect(source, KEY)
        writer.execute("DELETE FROM audit_entry")
        writer.close()
        return {"entries": str(handle.execute("SELECT count(*) FROM audit_entry").fetchone()[0])}

    copied = copy_data(source, tmp_path / "copy", KEY, look=look)
    assert (copied.seen, copied.counts["audit_entry"]) == ({"entries": "20"}, 20)


def test_it_takes_no_file_s_place(source: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").write_bytes(b"somebody's")
    with pytest.raises(FileExistsError):
        copy_data(source, tmp_path / "copy", KEY, look=nothing)
    assert (tmp_path / "copy").read_bytes() == b"somebody's"
