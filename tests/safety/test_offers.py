"""The list of backups says what each is worth, and what is offered has been read through."""

from __future__ import annotations

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from desktop_app.safety.backup import backup
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.backup_offers import NOT_WHOLE, backups, newest_good, whole
from desktop_app.session import Session
from tests.safety.folders import NOW, damage, snapshot

ANOTHER_KEY = "0f" * 32


@pytest.fixture
def three(desk: Session, folder: Path) -> list[Path]:
    """Backups of three days, the newest first."""
    return [backup(desk.at(NOW - timedelta(days=back))).file for back in range(3)]


def test_the_list_is_newest_first_and_says_where_each_lies(
    desk: Session, folder: Path, three: list[Path], tmp_path: Path
) -> None:
    second = tmp_path / "stick"
    second.mkdir()
    shutil.copy(three[1], second)
    lines = backups(folder, second, desk.data.key)
    assert [(line.file.name, line.where) for line in lines] == [
        (three[0].name, "here"), (three[1].name, "here"), (three[1].name, "second"), (three[2].name, "here"),
    ]  # fmt: skip
    assert {(line.complete, line.wrong) for line in lines} == {(True, "")}
    newest = lines[0]
    assert (newest.made_at, newest.size) == (NOW, three[0].stat().st_size)
    assert newest.records == sum(read_backup(three[0]).counts(desk.data.key).values())


def test_without_its_key_the_records_are_not_told(folder: Path, three: list[Path]) -> None:
    assert [line.records for line in backups(folder)] == [None, None, None]
    assert [line.records for line in backups(folder, key=ANOTHER_KEY)] == [None, None, None]


def test_one_that_is_cut_off_is_listed_with_what_is_wrong(folder: Path, three: list[Path]) -> None:
    three[0].write_bytes(three[0].read_bytes()[:100_000])
    line = next(line for line in backups(folder) if line.file == three[0])
    assert (line.complete, line.wrong, line.made_at, line.size) == (False, NOT_WHOLE, None, 100_000)


def test_no_folder_and_no_stick_are_no_backups(folder: Path, tmp_path: Path) -> None:
    assert backups(folder, tmp_path / "unplugged") == ()
    assert newest_good(folder) is None


@pytest.mark.parametrize("with_key", [True, False])
def test_the_newest_good_one_is_found_behind_damaged_ones(
    desk: Session, folder: Path, three: list[Path], with_key: bool
) -> None:
    key = desk.data.key if with_key else None
    found = newest_good(folder, key)
    assert found
    assert found.path == three[0]
    damage(three[0], 123_456, 1)
    three[1].write_bytes(three[1].read_bytes()[:-1])
    found = newest_good(folder, key)
    assert found
    assert found.path == three[2]
    damage(three[2], 20, 1)
    assert newest_good(folder, key) is None


def test_one_can_be_left_out_and_the_second_place_be_asked(
    folder: Path, three: list[Path], tmp_path: Path
) -> None:
    found = newest_good(folder, leaving_out=three[0])
    assert found
    assert found.path == three[1]
    second = tmp_path / "stick"
    second.mkdir()
    for file in three:
        shutil.move(file, second)
    found = newest_good(folder, second=second)
    assert found
    assert found.path == second / three[0].name


@pytest.mark.parametrize("with_key", [True, False])
def test_a_single_bit_anywhere_in_the_data_is_noticed(
    desk: Session, three: list[Path], with_key: bool
) -> None:
    key = desk.data.key if with_key else None
    content = bytearray(three[0].read_bytes())
    length = read_backup(three[0]).data_bytes
    for at in range(0, length, length // 25):
        content[at] ^= 1 << at % 8
        three[0].write_bytes(content)
        assert not whole(read_backup(three[0]), key), at
        content[at] ^= 1 << at % 8
    three[0].write_bytes(content)
    assert whole(read_backup(three[0]), key)


def test_looking_changes_nothing(desk: Session, folder: Path, three: list[Path]) -> None:
    before = snapshot(folder / "backups")
    backups(folder, key=desk.data.key)
    newest_good(folder, desk.data.key)
    assert snapshot(folder / "backups") == before
