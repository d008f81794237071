"""A connection has every pragma of ours, opens only what is ours, and never makes a file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from peewee import IntegrityError
from sqlcipher3 import dbapi2 as sqlcipher

from db import Setting, connection
from db.connection import (
    APPLICATION_ID,
    PRAGMAS,
    DatabaseError,
    DataFile,
    NotOurData,
    OperationalError,
    PragmaNotTaken,
    connect,
    create_data,
    open_data,
    saving,
    unlocked,
)

KEY = "0f" * 32


@pytest.fixture
def path(tmp_path: Path) -> Path:
    place = tmp_path / "数据 & 100%?.db"
    create_data(place, KEY)
    return place


def test_every_pragma_reads_back_as_it_was_set(path: Path) -> None:
    handle = connect(path, KEY)
    assert {name: handle.execute(f"PRAGMA {name}").fetchone()[0] for name, *_ in PRAGMAS} == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000, "secure_delete": 1,
        "trusted_schema": 0, "temp_store": 2, "cache_size": -32768,
    }  # fmt: skip
    handle.close()


def test_a_pragma_that_does_not_take_stops_everything(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "PRAGMAS", (("synchronous", "off", 2),))
    with pytest.raises(PragmaNotTaken, match="synchronous"):
        connect(path, KEY)


def test_an_engine_that_does_not_encrypt_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "sqlcipher", sqlite3)
    with pytest.raises(PragmaNotTaken, match="encrypt"):
        connect(path, KEY)


@pytest.mark.parametrize("key", ["", "secret", KEY[:-1], KEY + "0", KEY.upper(), "g" * 64, KEY[:-1] + "\n"])
def test_a_key_that_would_be_taken_for_a_passphrase_is_refused(path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="64"):
        connect(path, key)
    with pytest.raises(ValueError, match="64"):
        DataFile(path, key)


def test_another_key_does_not_open_it(path: Path) -> None:
    with pytest.raises(DatabaseError):
        connect(path, "00" * 32)


def test_a_wrong_path_makes_no_file(tmp_path: Path) -> None:
    for way in (connect, unlocked):
        with pytest.raises(OperationalError):
            way(tmp_path / "no.db", KEY)
    data = open_data(tmp_path / "no.db", KEY)
    with pytest.raises(Exception, match="unable to open"), data.connection_context():
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_new_file_carries_our_mark_and_is_not_readable(path: Path) -> None:
    assert int.from_bytes(b"CRDS", "big") == APPLICATION_ID
    assert not path.read_bytes().startswith(b"SQLite")
    with closing(sqlite3.connect(path)) as plain, pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master")


def test_an_existing_file_is_never_made_anew(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        create_data(path, KEY)
    assert path.read_bytes() == before


def test_an_empty_file_is_not_taken_for_data(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    with pytest.raises(NotOurData):
        connect(tmp_path / "empty.db", KEY)
    assert (tmp_path / "empty.db").stat().st_size == 0


def test_a_frozen_file_takes_no_change_and_gets_no_journal(path: Path) -> None:
    handle = unlocked(path, KEY, frozen=True)
    with pytest.raises(OperationalError, match="readonly"):
        handle.execute("CREATE TABLE x (y)")
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    handle.close()


def test_the_engine_writes_nothing_to_the_log(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(DatabaseError):
        connect(path, "00" * 32)
    assert capfd.readouterr() == ("", "")


def test_a_held_file_keeps_its_journal_until_it_is_shut(path: Path) -> None:
    journal = path.with_name(path.name + "-wal")
    data = DataFile(path, KEY)
    data.hold()
    with data.connection_context():
        data.execute_sql("CREATE TABLE x (y)")
    assert journal.exists()
    data.shut()
    data.shut()
    assert not journal.exists()


def test_the_held_connection_does_not_keep_the_journal_from_being_emptied(path: Path) -> None:
    data = DataFile(path, KEY)
    data.hold()
    with data.connection_context():
        data.execute_sql("CREATE TABLE x (y)")
        assert data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone() == (0, 0, 0)
    data.shut()


def test_saving_is_all_or_nothing(empty_data_file: Path, tmp_path: Path) -> None:
    from tests.conftest import KEY as TEMPLATE_KEY

    place = tmp_path / "crdesk.db"
    place.write_bytes(empty_data_file.read_bytes())
    data = open_data(place, TEMPLATE_KEY)
    row = {"key": "a", "value": 1, "updated_at": "2026-10-31 18:30:00", "updated_by": "x"}

    def save_twice() -> None:
        with saving(data):
            Setting.insert(row).execute()
            Setting.insert(row).execute()

    with data.connection_context():
        with pytest.raises(IntegrityError):
            save_twice()
        assert Setting.select().count() == 0
        with saving(data):
            Setting.insert(row).execute()
        assert Setting.select().count() == 1


def test_two_writers_wait_for_each_other_instead_of_failing(path: Path) -> None:
    import threading

    handle = connect(path, KEY)
    handle.execute("CREATE TABLE counted (n)")
    handle.close()

    def write() -> None:
        mine = DataFile(path, KEY)
        with mine.connection_context():
            for _ in range(50):
                with saving(mine):
                    found = mine.execute_sql("SELECT count(*) FROM counted").fetchone()[0]
                    mine.execute_sql("INSERT INTO counted VALUES (?)", (found,))

    writers = [threading.Thread(target=write) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    handle = connect(path, KEY)
    assert handle.execute("SELECT count(*), count(DISTINCT n) FROM counted").fetchone() == (100, 100)
    handle.close()


def test_the_engine_is_the_one_known_version() -> None:
    handle = sqlcipher.connect(":memory:")
    assert sqlcipher.sqlite_version_info >= (3, 53, 0)
    assert handle.execute("PRAGMA cipher_version").fetchone()[0].startswith("4.19")
    handle.close()
