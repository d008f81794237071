"""A restore gives back a backup's moment, all of it, whatever state the data is in and whenever it is stopped."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from db import Account, AuditEntry
from db.connection import rows, unlocked
from desktop_app.data_folder import close_folder, create, open_folder
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import opening
from desktop_app.safety.backup import backup
from desktop_app.safety.backup_file import DamagedBackup
from desktop_app.safety.file_lock import FileLock, held
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import with_account
from desktop_app.safety.presence import announce, look
from desktop_app.safety.replacing import ANNOUNCED, RESTORING
from desktop_app.safety.restore import BY_CODE, Restored, bring_back_keys, restore
from tests.safety.folders import (
    ACCOUNT,
    CHEAP,
    CODE,
    NOW,
    PASSWORD,
    clock,
    damage,
    fill,
    make_read_only,
    names_in,
    rename_shop,
    shop_name,
    snapshot,
)

LATER = NOW + timedelta(hours=2)


@pytest.fixture
def saved(folder: Path) -> Path:
    """A backup in which the shop is called 备份汽车; in the data it is called 今天汽车 by now."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    rename_shop(session, "备份汽车")
    file = backup(session).file
    rename_shop(session, "今天汽车")
    close_folder(session)
    return file


def give_back(folder: Path, file: Path, **changes: str) -> Restored:
    return restore(
        folder, file, changes.get("account", ACCOUNT), changes.get("password", PASSWORD), lambda: LATER
    )


def called(folder: Path) -> str:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    name = shop_name(session)
    close_folder(session)
    return name


def test_the_data_is_as_it_was_and_what_stood_there_is_put_aside(folder: Path, saved: Path) -> None:
    done = give_back(folder, saved)
    assert done.made_at == NOW
    assert called(folder) == "备份汽车"
    assert done.kept == folder / "backups" / "before-restore-20261031-203000"
    assert called(done.kept) == "今天汽车"
    assert names_in(folder) == {"crdesk.db", "crdesk.keys", "backups"}


def test_it_stands_in_the_audit_trail(folder: Path, saved: Path) -> None:
    give_back(folder, saved)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        query = AuditEntry.select(AuditEntry.account, AuditEntry.at, AuditEntry.new)
        assert rows(query.where(AuditEntry.action == "restore")) == [(ACCOUNT, LATER, saved.name)]
    close_folder(session)


def test_the_printed_code_restores_when_every_password_is_forgotten(folder: Path, saved: Path) -> None:
    restore(folder, saved, "", "", clock, recovery_code=CODE.lower())
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        query = AuditEntry.select(AuditEntry.account).where(AuditEntry.action == "restore")
        assert rows(query) == [(BY_CODE,)]
    close_folder(session)


def test_passwords_are_those_of_the_backup_s_time(folder: Path, saved: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    changed = with_account(read_ring(folder / "crdesk.keys"), session.data.key, ACCOUNT, "新密码", cost=CHEAP)
    write_ring(folder / "crdesk.keys", changed)
    close_folder(session)
    with pytest.raises(Refused):
        give_back(folder, saved, password="新密码")
    give_back(folder, saved)
    assert called(folder) == "备份汽车"


def test_a_wrong_password_changes_nothing(folder: Path, saved: Path) -> None:
    before = snapshot(folder)
    with pytest.raises(Refused, match="姓名或密码不对"):
        give_back(folder, saved, password="wrong")
    assert snapshot(folder) == before


def test_only_who_may_restore_does(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.saving():
        Account.insert(name="乔安", duties=["callback_specialist"], created_at=NOW).execute()
    ring = with_account(read_ring(folder / "crdesk.keys"), session.data.key, "乔安", "x", cost=CHEAP)
    write_ring(folder / "crdesk.keys", ring)
    file = backup(session).file
    close_folder(session)
    before = snapshot(folder)
    with pytest.raises(Refused, match="请由客关部经理操作"):
        give_back(folder, file, account="乔安", password="x")
    assert snapshot(folder) == before


def test_data_in_use_is_not_replaced(folder: Path, saved: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with pytest.raises(Unavailable, match="正开在一个窗口或命令里"):
        give_back(folder, saved)
    assert shop_name(session) == "今天汽车"
    close_folder(session)


def test_nobody_opens_while_a_restore_runs(folder: Path) -> None:
    running = held(folder / RESTORING)
    assert running
    data = (folder / "crdesk.db").rename(folder / "just being moved")
    with pytest.raises(Unavailable, match="正在恢复"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    data.rename(folder / "crdesk.db")
    running.remove()
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))


def test_who_opens_at_the_moment_a_restore_begins_steps_back(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locks = []

    def announced_too_late(place: Path) -> FileLock:
        locks.append(held(place / RESTORING))
        return announce(place)

    monkeypatch.setattr(opening, "announce", announced_too_late)
    with pytest.raises(Unavailable, match="正在恢复"):
        open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert look(folder).live == ()
    assert locks[0]
    locks[0].remove()


def cut_the_journal_s_owner_dead(folder: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path; from desktop_app.data_folder import *;"
        "from tests.safety.folders import *; session = open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock);"
        "rename_shop(session, '断电汽车'); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", program, folder], check=False)


@pytest.mark.parametrize("state", ["sound", "damaged"])
def test_an_old_journal_beside_the_data_does_not_bring_the_old_data_back(
    folder: Path, saved: Path, state: str
) -> None:
    cut_the_journal_s_owner_dead(folder)
    if state == "damaged":
        damage(folder / "crdesk.db", 20)
    done = give_back(folder, saved)
    assert called(folder) == "备份汽车"
    assert done.kept
    assert "crdesk.db-wal" in names_in(done.kept)


def test_an_orphaned_journal_is_not_laid_over_the_restored_data(folder: Path, saved: Path) -> None:
    cut_the_journal_s_owner_dead(folder)
    (folder / "crdesk.db").unlink()
    done = give_back(folder, saved)
    assert called(folder) == "备份汽车"
    assert done.kept
    assert "crdesk.db-wal" in names_in(done.kept)


@pytest.mark.parametrize("at", [0, 20, 5000, 300_000])
def test_damaged_data_is_replaced(folder: Path, saved: Path, at: int) -> None:
    damage(folder / "crdesk.db", at)
    ruin = (folder / "crdesk.db").read_bytes()
    done = give_back(folder, saved)
    assert called(folder) == "备份汽车"
    assert done.kept
    assert (done.kept / "crdesk.db").read_bytes() == ruin


@pytest.mark.parametrize("content", [None, b"", b"garbage" * 1000], ids=["gone", "empty", "garbage"])
def test_data_that_is_gone_or_no_data_any_more_is_replaced(
    folder: Path, saved: Path, content: bytes | None
) -> None:
    (folder / "crdesk.db").unlink()
    if content is not None:
        (folder / "crdesk.db").write_bytes(content)
    give_back(folder, saved)
    assert called(folder) == "备份汽车"


def test_a_lost_keys_file_comes_back_with_the_data(folder: Path, saved: Path) -> None:
    (folder / "crdesk.keys").unlink()
    give_back(folder, saved)
    assert called(folder) == "备份汽车"


def test_a_new_pc_needs_nothing_but_the_backup(saved: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(saved, tmp_path / "stick.backup"))
    done = give_back(tmp_path / "new" / "data", file)
    assert done.kept is None
    assert called(tmp_path / "new" / "data") == "备份汽车"


def test_another_shop_s_data_is_put_aside_with_its_keys(saved: Path, tmp_path: Path) -> None:
    other = create(tmp_path / "other", "关海山", "另一个密码", "另一家", clock=clock, cost=CHEAP)
    close_folder(other.session)
    done = give_back(tmp_path / "other", saved)
    assert called(tmp_path / "other") == "备份汽车"
    assert done.kept
    session = open_folder(done.kept, "关海山", "另一个密码", clock)
    assert shop_name(session) == "另一家"
    close_folder(session)


@pytest.mark.parametrize("at", [20, 5000, 300_000])
def test_a_damaged_backup_is_refused_and_changes_nothing(folder: Path, saved: Path, at: int) -> None:
    damage(saved, at, 1)
    before = snapshot(folder)
    with pytest.raises(Unavailable, match="不是完好的备份文件"):
        give_back(folder, saved)
    assert snapshot(folder) == before


@pytest.mark.parametrize("at", [20, 300_000, -5])
def test_a_damaged_backup_names_the_next_good_one(folder: Path, saved: Path, at: int) -> None:
    older = Path(shutil.copy(saved, saved.with_name("crdesk-20261029-080000.backup")))
    rotten = Path(shutil.copy(saved, saved.with_name("crdesk-20261030-080000.backup")))
    damage(rotten, 200_000, 1)
    damage(saved, at % saved.stat().st_size, 1)
    with pytest.raises(DamagedBackup, match="不是完好的备份文件") as told:
        give_back(folder, saved)
    assert f"换用 2026-10-31 18:30 的这一份，它是完好的：{older}" in told.value.todo
    older.unlink()
    with pytest.raises(DamagedBackup) as told:
        give_back(folder, saved)
    assert "换用" not in told.value.todo


def test_a_missing_backup_file_is_told(folder: Path) -> None:
    with pytest.raises(Unavailable, match="找不到文件"):
        give_back(folder, folder / "no.backup")


def test_a_backup_of_a_newer_program_is_left_alone(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop_app.safety import backup as backups

    monkeypatch.setattr(backups, "newest", lambda: 0)
    before = snapshot(folder)
    with pytest.raises(Unavailable, match="更新版本"):
        give_back(folder, saved)
    assert snapshot(folder) == before


@pytest.mark.parametrize("state", ["sound", "damaged"])
def test_a_full_disk_leaves_the_data_as_it_was(
    small_disk: Path, folder: Path, saved: Path, tmp_path: Path, state: str
) -> None:
    place = Path(shutil.copytree(folder, small_disk / "data", ignore=shutil.ignore_patterns("backups")))
    if state == "damaged":
        damage(place / "crdesk.db", 20)
    for left in (70_000, 600_000, 900_000, 1_200_000):
        before = snapshot(place)
        ballast = fill(small_disk, leave=left)
        with pytest.raises(Unavailable, match="磁盘已满"):
            give_back(place, saved)
        ballast.unlink()
        after = {name: content for name, content in snapshot(place).items() if "before-restore" not in name}
        assert after == before, left
        shutil.rmtree(place / "backups", ignore_errors=True)
    if state == "sound":
        assert called(place) == "今天汽车"


def test_a_read_only_disk_is_told(small_disk: Path, folder: Path, saved: Path) -> None:
    place = Path(shutil.copytree(folder, small_disk / "data", ignore=shutil.ignore_patterns("backups")))
    make_read_only(small_disk)
    with pytest.raises(Unavailable, match="只读"):
        give_back(place, saved)


STEPS = (
    "put_back",
    "sync_file",
    "write_ring",
    "write_whole",
    "after the announcement",
    "after the data moved",
)


@pytest.mark.parametrize("killed_at", STEPS)
def test_killed_at_any_step_of_a_replacement_all_is_old_or_all_is_new(
    folder: Path, saved: Path, killed_at: str
) -> None:
    cut_the_journal_s_owner_dead(folder)
    damage(folder / "crdesk.db", 20)
    before = (folder / "crdesk.db").read_bytes()
    program = f"""
import os, sys
from pathlib import Path
from desktop_app.safety import replacing, restore
from tests.safety.folders import *
def die(*_, **__): os.kill(os.getpid(), 9)
at = {killed_at!r}
if at == "after the announcement": replacing._move_in = die
elif at == "after the data moved":
    move = os.replace
    os.replace = lambda a, b: die() if b == Path(sys.argv[1], "crdesk.keys") else move(a, b)
else: setattr(replacing, at, die)
restore.restore(Path(sys.argv[1]), Path(sys.argv[2]), ACCOUNT, PASSWORD, clock)
"""
    done = subprocess.run([sys.executable, "-c", program, folder, saved], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    announced = (folder / ANNOUNCED).exists()
    assert announced == killed_at.startswith("after")
    assert [path.read_bytes() for path in (folder / "backups").glob("before-*/crdesk.db")] == [before]
    if not announced:
        give_back(folder, saved)
    assert called(folder) == "备份汽车"
    assert not [name for name in names_in(folder) if name.startswith((".", ANNOUNCED))]


def test_keys_can_be_brought_back_without_touching_the_data(folder: Path, saved: Path) -> None:
    keys = (folder / "crdesk.keys").read_bytes()
    (folder / "crdesk.keys").unlink()
    bring_back_keys(folder, saved, ACCOUNT, PASSWORD)
    assert (folder / "crdesk.keys").read_bytes() == keys
    assert called(folder) == "今天汽车"


def test_keys_of_other_data_are_not_put_there(saved: Path, tmp_path: Path) -> None:
    other = create(tmp_path / "other", ACCOUNT, PASSWORD, "另一家", clock=clock, cost=CHEAP)
    close_folder(other.session)
    keys = (tmp_path / "other" / "crdesk.keys").read_bytes()
    with pytest.raises(Unavailable):
        bring_back_keys(tmp_path / "other", saved, ACCOUNT, PASSWORD)
    assert (tmp_path / "other" / "crdesk.keys").read_bytes() == keys


def test_a_restored_file_is_still_encrypted_with_the_same_key(folder: Path, saved: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    key = session.data.key
    close_folder(session)
    give_back(folder, saved)
    unlocked(folder / "crdesk.db", key).close()
