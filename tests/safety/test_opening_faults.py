"""Every fault of a data folder is told in words, changes nothing, and makes no file."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from db import connection
from db.connection import raw_handle, unlocked
from desktop_app.data_folder import close_folder, create, open_folder
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import opening
from desktop_app.safety.backup import backup
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import with_account
from desktop_app.safety.presence import look
from desktop_app.session import Session
from tests.safety.folders import (
    ACCOUNT,
    CHEAP,
    PASSWORD,
    clock,
    damage,
    fill,
    make_read_only,
    names_in,
    shop_name,
    snapshot,
)


def fault(folder: Path) -> Unavailable:
    """What opening says; the folder must be as it was before."""
    before = snapshot(folder) if folder.is_dir() else {}
    with pytest.raises(Unavailable) as told:
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert (snapshot(folder) if folder.is_dir() else {}) == before
    for text in (told.value.message, told.value.data, told.value.todo):
        assert text
        assert text.endswith(("。", "？")) or str(folder) in text
    return told.value


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "找不到数据文件夹" in fault(tmp_path / "no" / "such").message
    assert names_in(tmp_path) == set()


def test_a_folder_without_data(tmp_path: Path) -> None:
    assert "没有客户关系数据" in fault(tmp_path).message
    assert names_in(tmp_path) == set()


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "找不到数据文件夹" in fault(tmp_path / "file").message


def test_a_data_file_that_was_taken_away(folder: Path) -> None:
    (folder / "crdesk.db").unlink()
    assert "crdesk.db 不见了" in fault(folder).message


def test_a_keys_file_that_was_taken_away(folder: Path) -> None:
    (folder / "crdesk.keys").unlink()
    told = fault(folder)
    assert "crdesk.keys 不见了" in told.message
    assert "备份" in told.todo


def test_a_damaged_keys_file(folder: Path) -> None:
    damage(folder / "crdesk.keys", 40, 4)
    assert "crdesk.keys 已损坏" in fault(folder).message


@pytest.mark.parametrize("content", [b"", b"x", b"hello world" * 100], ids=len)
def test_a_data_file_that_was_cut_to_almost_nothing(folder: Path, content: bytes) -> None:
    (folder / "crdesk.db").write_bytes(content)
    assert f"只剩 {len(content)} 个字节" in fault(folder).message


@pytest.mark.parametrize("lost", [1, 1000, 4096, 100_000])
def test_a_data_file_that_lost_its_end(folder: Path, lost: int) -> None:
    os.truncate(folder / "crdesk.db", (folder / "crdesk.db").stat().st_size - lost)
    assert "已损坏" in fault(folder).message


@pytest.mark.parametrize("at", [0, 20, 5000, 300_000])
def test_a_data_file_with_garbled_bytes(folder: Path, at: int) -> None:
    damage(folder / "crdesk.db", at)
    assert "已损坏" in fault(folder).message


def test_a_single_turned_bit_anywhere_is_noticed(folder: Path) -> None:
    path = folder / "crdesk.db"
    whole = path.read_bytes()
    for place in range(0, len(whole), 4096):
        at = place + (place // 4096 * 97) % 4096
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        assert "已损坏" in fault(folder).message, at


def test_a_damaged_file_names_the_newest_backup(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    made = backup(session)
    close_folder(session)
    damage(folder / "crdesk.db", 5000)
    assert made.file.name in fault(folder).data


def test_a_file_of_plain_sqlite(folder: Path) -> None:
    (folder / "crdesk.db").unlink()
    plain = sqlite3.connect(folder / "crdesk.db")
    plain.execute("CREATE TABLE mine (x)")
    plain.close()
    assert "不是本程序的数据文件" in fault(folder).message


def test_another_program_s_file_that_opens_with_the_same_key(folder: Path, desk: Session) -> None:
    close_folder(desk)
    handle = unlocked(folder / "crdesk.db", desk.data.key)
    handle.execute("PRAGMA application_id = 7")
    handle.close()
    assert "不是本程序的数据文件" in fault(folder).message


def test_data_with_another_folder_s_keys(folder: Path, tmp_path: Path) -> None:
    other = create(tmp_path / "other", ACCOUNT, PASSWORD, "另一家", clock=clock, cost=CHEAP)
    close_folder(other.session)
    shutil.copy(tmp_path / "other" / "crdesk.keys", folder / "crdesk.keys")
    assert "已损坏" in fault(folder).message


def test_data_of_a_newer_program(folder: Path, desk: Session) -> None:
    close_folder(desk)
    handle = unlocked(folder / "crdesk.db", desk.data.key)
    handle.execute("PRAGMA user_version = 9999")
    handle.close()
    assert "更新版本的程序" in fault(folder).message


def test_data_that_another_program_will_not_let_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(connection, "PRAGMAS", (("busy_timeout", "20", 20), *connection.PRAGMAS[:3]))
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    key = session.data.key
    close_folder(session)
    holder = unlocked(folder / "crdesk.db", key)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    holder.execute("BEGIN EXCLUSIVE")
    assert "被另一个程序占用" in fault(folder).message
    holder.close()


def test_a_read_only_disk(small_disk: Path, made_folder: Path) -> None:
    folder = Path(shutil.copytree(made_folder, small_disk / "data"))
    make_read_only(small_disk)
    assert f"只读的，写不进去：{folder}" in fault(folder).message


def test_a_read_only_disk_takes_no_new_folder(small_disk: Path) -> None:
    make_read_only(small_disk)
    with pytest.raises(Unavailable, match="只读"):
        create(small_disk / "data", ACCOUNT, PASSWORD, "云岭汽车", clock=clock, cost=CHEAP)


@pytest.mark.parametrize("left", [0, 4096, 40_000])
def test_a_full_disk(small_disk: Path, made_folder: Path, left: int) -> None:
    folder = Path(shutil.copytree(made_folder, small_disk / "data"))
    ballast = fill(small_disk, leave=left)
    assert "磁盘已满" in fault(folder).message
    ballast.unlink()
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))


@pytest.mark.parametrize("left", [0, 100_000, 500_000, 900_000])
def test_a_full_disk_takes_no_half_folder(small_disk: Path, left: int) -> None:
    fill(small_disk, leave=left)
    with pytest.raises(Unavailable, match="磁盘已满"):
        create(small_disk / "a" / "data", ACCOUNT, PASSWORD, "云岭汽车", clock=clock, cost=CHEAP)
    assert names_in(small_disk) == {"ballast"}


def die_with_something_saved(folder: Path, name: str) -> None:
    """Another process saves and is killed without closing anything."""
    program = (
        "import os, sys; from pathlib import Path; from desktop_app.data_folder import *;"
        "from tests.safety.folders import *; session = open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock);"
        "rename_shop(session, sys.argv[2]); os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", program, folder, name], check=False).returncode == -9


def test_after_a_crash_the_last_save_is_there_and_the_trace_of_the_dead_is_gone(folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    assert len(look(folder).left) == 1
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(session) == "断电汽车"
    assert look(folder).left == ()
    close_folder(session)
    assert names_in(folder) == {"crdesk.db", "crdesk.keys"}


def test_a_failed_sign_in_after_a_crash_is_not_taken_for_a_lost_journal(folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    ring = with_account(read_ring(folder / "crdesk.keys"), session.data.key, "乔安", "x", cost=CHEAP)
    write_ring(folder / "crdesk.keys", ring)
    close_folder(session)
    die_with_something_saved(folder, "再断电汽车")
    with pytest.raises(Refused, match="已停用"):
        open_folder(folder, "乔安", "x", clock)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(session) == "再断电汽车"
    close_folder(session)


def test_damage_found_after_a_crash_is_found_again_until_it_is_mended(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "READ_THROUGH_BELOW", 0)
    die_with_something_saved(folder, "断电汽车")
    damage(folder / "crdesk.db", 300_000)
    for _ in range(3):
        with pytest.raises(Unavailable, match="已损坏"):
            open_folder(folder, ACCOUNT, PASSWORD, clock)
    damage(folder / "crdesk.db", 300_000)  # once more: as it was
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(session) == "断电汽车"
    close_folder(session)
    assert names_in(folder) == {"crdesk.db", "crdesk.keys"}


def test_after_a_crash_even_a_large_file_is_read_through(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "READ_THROUGH_BELOW", 0)
    damage(folder / "crdesk.db", 300_000)
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))
    damage(folder / "crdesk.db", 300_000)  # once more: as it was
    die_with_something_saved(folder, "断电汽车")
    damage(folder / "crdesk.db", 300_000)
    with pytest.raises(Unavailable, match="已损坏"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)


def test_a_page_torn_by_a_power_cut_is_mended_from_the_journal(folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    journal = (folder / "crdesk.db-wal").read_bytes()
    in_journal = {int.from_bytes(journal[at : at + 4], "big") for at in range(32, len(journal), 24 + 4096)}
    assert in_journal
    for page in in_journal:
        damage(folder / "crdesk.db", (page - 1) * 4096 + 100)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(session) == "断电汽车"
    close_folder(session)


def test_a_journal_taken_away_after_a_crash_is_missed(folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    journal = (folder / "crdesk.db-wal").read_bytes()
    (folder / "crdesk.db-wal").unlink()
    assert "crdesk.db-wal 不见了" in fault(folder).message
    (folder / "crdesk.db-wal").write_bytes(journal)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert shop_name(session) == "断电汽车"
    close_folder(session)


def test_one_may_go_on_without_the_journal_knowingly(folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    (folder / "crdesk.db-wal").unlink()
    session = open_folder(folder, ACCOUNT, PASSWORD, clock, without_journal=True)
    assert shop_name(session) == "云岭汽车"
    close_folder(session)
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))


def test_a_live_neighbour_s_open_folder_is_no_crash(folder: Path, desk: Session) -> None:
    with desk.connected():
        assert raw_handle(desk.data)
        second = open_folder(folder, ACCOUNT, PASSWORD, clock)
    close_folder(second)
    assert len(look(folder).live) == 1
