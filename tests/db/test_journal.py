"""The journal is read as the engine reads it, and what the engine would forget silently is seen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from db.connection import connect, create_data
from db.journal import FRAME_HEADER, HEADER, Journal, read_journal
from tests.conftest import KEY

FRAME = FRAME_HEADER + 4096


@pytest.fixture
def saving(tmp_path: Path) -> Iterator[Any]:
    """A connection that has saved ten times, each one in the journal."""
    create_data(tmp_path / "x.db", KEY)
    handle = connect(tmp_path / "x.db", KEY)
    handle.execute("CREATE TABLE said (words)")
    for number in range(10):
        handle.execute("INSERT INTO said VALUES (?)", ("一句话" * 900 + str(number),))
    yield handle
    handle.close()


@pytest.fixture
def left(saving: Any, tmp_path: Path) -> Path:
    """Its files as a killed process leaves them."""
    place = tmp_path / "left"
    place.mkdir()
    for file in tmp_path.glob("x.db*"):
        shutil.copy(file, place)
    return place / "x.db-wal"


def look(journal: Path) -> Journal:
    return read_journal(journal, journal.with_name("x.db-shm"))


def spoil(journal: Path, at: int) -> None:
    content = bytearray(journal.read_bytes())
    content[at] ^= 1
    journal.write_bytes(content)


def said(journal: Path) -> int:
    """How many sentences the engine finds."""
    handle = connect(journal.with_name("x.db"), KEY)
    found = handle.execute("SELECT count(*) FROM said").fetchone()[0]
    frames = handle.execute("PRAGMA wal_checkpoint").fetchone()[1]
    handle.close()
    assert isinstance(frames, int)
    return int(found)


def test_a_sound_journal_is_read_to_its_end(left: Path) -> None:
    found = look(left)
    frames = (left.stat().st_size - HEADER) // FRAME
    assert found == Journal(frames, frames, frames, 0, False)
    assert (found.lost, found.torn, found.mixed) == (False, False, False)
    assert said(left) == 10


def test_wherever_it_is_spoilt_we_find_what_the_engine_finds(left: Path) -> None:
    whole, frames = left.parent, look(left).written
    for frame in range(frames):
        place = left.parent.with_name(f"spoilt {frame}")
        shutil.copytree(whole, place)
        journal = place / left.name
        spoil(journal, HEADER + frame * FRAME + (0, 5, 17, 30, 4000)[frame % 5])
        found = look(journal)
        assert found.lost
        assert found.readable <= frame
        handle = connect(place / "x.db", KEY)
        assert handle.execute("PRAGMA wal_checkpoint").fetchone()[1] == found.readable
        handle.close()


def test_without_the_shared_memory_a_middle_is_missed_and_an_end_is_taken_for_a_torn_save(left: Path) -> None:
    left.with_name("x.db-shm").unlink()
    frames = look(left).written
    spoil(left, HEADER + 2 * FRAME + 100)
    assert look(left).lost
    spoil(left, HEADER + 2 * FRAME + 100)
    spoil(left, HEADER + (frames - 1) * FRAME + 100)
    found = look(left)
    assert found.torn
    assert not found.lost


@pytest.mark.parametrize("kept", [0, 20, HEADER, HEADER + FRAME, HEADER + 4 * FRAME + 999])
def test_one_that_was_cut_off_is_missed_by_the_shared_memory(left: Path, kept: int) -> None:
    left.write_bytes(left.read_bytes()[:kept])
    assert look(left).lost


def test_a_spoilt_header_makes_the_engine_forget_everything_and_is_seen(left: Path) -> None:
    spoil(left, 9)
    found = look(left)
    assert found.readable == 0
    assert found.lost


def test_what_was_moved_home_is_not_lost_but_must_not_be_covered_by_old_pages(
    saving: Any, tmp_path: Path
) -> None:
    saving.execute("PRAGMA wal_checkpoint").fetchall()
    place = tmp_path / "moved"
    place.mkdir()
    for file in tmp_path.glob("x.db*"):
        shutil.copy(file, place)
    journal = place / "x.db-wal"
    sound = look(journal)
    assert sound.moved == sound.readable == sound.promised > 0
    assert (sound.lost, sound.mixed, sound.torn) == (False, False, False)
    spoil(journal, HEADER + (sound.written - 2) * FRAME + 50)
    assert look(journal).mixed


def test_an_older_generation_behind_the_end_is_nothing(saving: Any, tmp_path: Path) -> None:
    saving.execute("PRAGMA wal_checkpoint(RESTART)").fetchall()
    saving.execute("INSERT INTO said VALUES ('neu')")
    found = read_journal(tmp_path / "x.db-wal", tmp_path / "x.db-shm")
    assert 0 < found.written == found.readable == found.promised < 10
    assert (found.lost, found.torn, found.mixed) == (False, False, False)
