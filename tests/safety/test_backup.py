"""A backup is made while people work, holds all of one moment, and counts as one only when it was reopened."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from db import AuditEntry
from db import backup as copying
from db.backup import count_records
from db.connection import connect, raw_handle, rows, unlocked
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import backup as backups
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import backup, last_verified, verify
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.file_lock import held
from desktop_app.session import Person, Session
from tests.safety.folders import (
    ACCOUNT,
    NOW,
    PASSWORD,
    clock,
    damage,
    fill,
    make_read_only,
    names_in,
    rename_shop,
)


@pytest.fixture
def made(desk: Session) -> backups.Made:
    return backup(desk)


def test_it_lies_beside_the_data_and_is_verified(desk: Session, folder: Path) -> None:
    with desk.connected():
        records = sum(count_records(raw_handle(desk.data)).values())
    made = backup(desk)
    assert made.file == folder / "backups" / "crdesk-20261031-183000.backup"
    assert (made.verified, made.records, made.made_at) == (True, records, NOW)
    assert names_in(folder / "backups") == {made.file.name}


def test_it_can_be_opened_again_and_counts_the_same(desk: Session, made: backups.Made) -> None:
    found = read_backup(made.file)
    assert verify(found, desk.data.key) == made.records
    assert found.made_at == NOW
    assert found.ring.names() == (ACCOUNT,)


def test_it_goes_where_it_is_told(desk: Session, tmp_path: Path) -> None:
    made = backup(desk, tmp_path / "stick")
    assert made.file.parent == tmp_path / "stick"
    assert verify(read_backup(made.file), desk.data.key)


def test_a_place_that_is_not_there_is_not_made_up(desk: Session, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="备份没有做成：找不到"):
        backup(desk, tmp_path / "unplugged" / "stick")
    assert not (tmp_path / "unplugged").exists()


def test_two_in_one_second_are_two(desk: Session, folder: Path) -> None:
    first, second = backup(desk), backup(desk)
    assert first.file != second.file
    newest = last_verified(folder)
    assert newest
    assert newest.path == second.file


def test_the_audit_trail_tells_who_made_it(desk: Session, made: backups.Made) -> None:
    with desk.connected():
        query = AuditEntry.select(AuditEntry.account, AuditEntry.new).where(AuditEntry.action == "backup")
        assert rows(query) == [(ACCOUNT, made.file.name)]


def test_only_who_may_keep_the_office_makes_one(desk: Session, folder: Path) -> None:
    caller = replace(desk, person=Person("乔安", frozenset({"callback_specialist"})))
    with pytest.raises(Refused, match="客关部经理"):
        backup(caller)
    assert not (folder / "backups").exists()


def test_a_found_backup_tells_nothing_but_its_time_and_who_can_open_it(desk: Session) -> None:
    rename_shop(desk, "皋城远行")
    content = backup(desk).file.read_bytes()
    for readable in (b"SQLite format 3", "皋城远行".encode(), b"audit_entry", desk.data.key.encode()):
        assert readable not in content
    assert ACCOUNT.encode() in content


def test_any_zip_program_finds_the_keys_in_it(made: backups.Made, folder: Path) -> None:
    with zipfile.ZipFile(made.file) as notes:
        assert notes.read("crdesk.keys") == (folder / "crdesk.keys").read_bytes()


def test_the_newest_complete_one_is_found(desk: Session, folder: Path) -> None:
    assert last_verified(folder) is None
    old = backup(desk)
    late = backup(desk.at(NOW + timedelta(days=1)))
    newest = last_verified(folder)
    assert newest
    assert newest.path == late.file
    late.file.write_bytes(late.file.read_bytes()[:-100])
    newest = last_verified(folder)
    assert newest
    assert newest.path == old.file


@pytest.mark.parametrize("kept", [0, 1, 1000, 4096, 400_000])
def test_a_half_copied_one_is_none(made: backups.Made, kept: int) -> None:
    made.file.write_bytes(made.file.read_bytes()[:kept])
    with pytest.raises(Unavailable, match="不是完好的备份文件"):
        read_backup(made.file)


def test_a_page_damaged_in_it_is_noticed(desk: Session, made: backups.Made) -> None:
    for at in range(100, read_backup(made.file).data_bytes, 65_536):
        damage(made.file, at, 1)
        with pytest.raises(Unavailable, match="不是完好的备份文件"):
            verify(read_backup(made.file), desk.data.key)
        damage(made.file, at, 1)
    verify(read_backup(made.file), desk.data.key)


def test_a_byte_turned_in_its_notes_is_noticed_or_does_no_harm(desk: Session, made: backups.Made) -> None:
    begins, whole = read_backup(made.file).data_bytes, made.file.read_bytes()
    expected = read_backup(made.file).counts(desk.data.key)
    for at in range(begins, len(whole), 3):
        made.file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        try:
            assert read_backup(made.file).counts(desk.data.key) == expected
        except Unavailable:
            continue


def test_a_copy_with_a_record_less_is_no_backup(
    desk: Session, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def losing(source: Path, target: Path, key: str, **others: Any) -> copying.Copied:
        copied = copying.copy_data(source, target, key, **others)
        handle = unlocked(target, key)
        handle.execute("DELETE FROM audit_entry")
        handle.close()
        return copied

    monkeypatch.setattr(backups, "copy_data", losing)
    with pytest.raises(Unavailable, match="不是完好的备份文件"):
        backup(desk)
    assert names_in(folder / "backups") == set()


def test_it_holds_one_moment_though_others_save_meanwhile(desk: Session) -> None:
    with desk.saving():
        for _ in range(3000):
            record_deed(desk, "x", "y", new="z" * 1000)
    saved = []

    def go_on_saving(done: int, total: int) -> None:
        other = connect(desk.data.path, desk.data.key)
        other.execute("UPDATE setting SET value = ? WHERE key = 'shop_name'", (f'"第 {done} 页"',))
        other.execute("INSERT INTO team (name) VALUES (?)", (str(done),))
        other.close()
        saved.append(done)

    with desk.connected():
        before = count_records(raw_handle(desk.data))
    made = backup(desk, progress=go_on_saving)
    assert len(saved) > 1
    assert read_backup(made.file).counts(desk.data.key) == before
    handle = unlocked(made.file, desk.data.key, frozen=True)
    names = handle.execute("SELECT value FROM setting WHERE key = 'shop_name'").fetchall()
    handle.close()
    assert names == [('"云岭汽车"',)]


def test_writers_are_not_kept_waiting(desk: Session, folder: Path) -> None:
    """Two threads save without an error while one backup after another is made."""
    stop, counts, errors = threading.Event(), [0, 0], list[BaseException]()

    def write(number: int) -> None:
        try:
            while not stop.is_set():
                with desk.saving():
                    record_deed(desk, "edit", "test", number)
                counts[number] += 1
        except BaseException as error:  # told to the main thread
            errors.append(error)

    writers = [threading.Thread(target=write, args=(number,)) for number in (0, 1)]
    for writer in writers:
        writer.start()
    made = [backup(desk) for _ in range(3)]
    stop.set()
    for writer in writers:
        writer.join()
    assert errors == []
    assert min(counts) > 0
    assert all(verify(read_backup(one.file), desk.data.key) == one.records for one in made)
    with desk.connected():
        saved = AuditEntry.select().where(AuditEntry.entity == "test").count()
    assert saved == sum(counts)


def test_cancelling_leaves_nothing_half_made(desk: Session, folder: Path) -> None:
    def cancel(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        backup(desk, progress=cancel)
    assert names_in(folder / "backups") == set()
    assert backup(desk).verified


def test_what_a_killed_backup_left_is_cleared_away(desk: Session, folder: Path) -> None:
    (folder / "backups").mkdir()
    (folder / "backups" / "crdesk-20261030-120000.backup.part").write_bytes(b"half")
    made = backup(desk)
    assert names_in(folder / "backups") == {made.file.name}


def test_one_at_a_time(desk: Session, folder: Path) -> None:
    (folder / "backups").mkdir()
    other = held(folder / "backups" / backups.BUSY_MARK)
    assert other
    with pytest.raises(Unavailable, match="另一份备份正在进行"):
        backup(desk)
    other.remove()
    assert backup(desk).verified


@pytest.fixture
def on_small_disk(small_disk: Path, made_folder: Path) -> Iterator[Session]:
    folder = Path(shutil.copytree(made_folder, small_disk / "data"))
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    yield session
    close_folder(session)


def test_a_full_disk_takes_no_half_backup(on_small_disk: Session, small_disk: Path) -> None:
    fill(small_disk, leave=300_000)
    with pytest.raises(Unavailable) as told:
        backup(on_small_disk)
    assert told.value.message.startswith("备份没有做成：磁盘已满")
    assert "没有受影响" in told.value.data
    assert names_in(small_disk / "data" / "backups") == set()


def test_with_a_full_data_disk_a_backup_elsewhere_still_counts(
    on_small_disk: Session, small_disk: Path, tmp_path: Path
) -> None:
    fill(small_disk)
    made = backup(on_small_disk, tmp_path / "stick")
    assert verify(read_backup(made.file), on_small_disk.data.key)


def test_a_read_only_place_is_told(desk: Session, small_disk: Path) -> None:
    make_read_only(small_disk)
    with pytest.raises(Unavailable, match="备份没有做成：数据文件夹是只读的"):
        backup(desk, small_disk)


def test_damaged_data_is_told_as_such_and_gives_no_backup(desk: Session, folder: Path) -> None:
    with desk.saving():
        for _ in range(300):
            record_deed(desk, "x", "y", new="z" * 1000)
    close_folder(desk)
    for page in range(1, (folder / "crdesk.db").stat().st_size // 4096, 20):
        damage(folder / "crdesk.db", page * 4096 + 100)
        with pytest.raises(Unavailable, match="备份没有做成：数据文件已损坏"):
            backups.back_up_folder(folder, desk.data, NOW)
        damage(folder / "crdesk.db", page * 4096 + 100)
        assert names_in(folder / "backups") == set()
