"""A changed lock: old copies of the keys open nothing, everybody who remains signs in as before, at any moment."""

from __future__ import annotations

import shutil
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from db import AuditEntry, Draft
from db.backup import count_records
from db.connection import DatabaseError, OperationalError, rows, unlocked
from desktop_app.data_folder import close_folder, open_folder, switch
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import admission, opening, rekeying
from desktop_app.safety.accounts import add_account, renew_recovery_code, reset_password, retire_account
from desktop_app.safety.attempts_file import ATTEMPTS
from desktop_app.safety.backup import BUSY_MARK, verify
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.file_lock import held
from desktop_app.safety.key_file import read_ring, write_ring
from desktop_app.safety.keys import new_key, unlock, unlock_by_code, with_account
from desktop_app.safety.rekeying import change_lock, lock_change_due
from desktop_app.safety.replacing import ANNOUNCED, RESTORING, WORKSHOP
from desktop_app.safety.restore import restore
from desktop_app.session import Session
from tests.safety.first_format import first_slot
from tests.safety.folders import (
    ACCOUNT,
    CHEAP,
    CODE,
    NOW,
    PASSWORD,
    clock,
    fill,
    names_in,
    rename_shop,
    shop_name,
    snapshot,
)

CLERK, HERS = "乔安", "蒹葭苍苍白露为霜"
GONE, HIS = "关海山", "道阻且长道阻且跻"
CALLS = frozenset({"callback_specialist"})


@pytest.fixture(scope="module")
def made_staffed(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed folder with a clerk, somebody who was retired, and his copy of the keys from before."""
    folder = Path(shutil.copytree(made_folder, tmp_path_factory.mktemp("staffed") / "data"))
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    add_account(session, CLERK, HERS, CALLS)
    add_account(session, GONE, HIS, CALLS)
    shutil.copy(folder / "crdesk.keys", folder.with_name("his.keys"))
    retire_account(session, GONE)
    close_folder(session)
    return folder


@pytest.fixture
def staffed(made_staffed: Path, tmp_path: Path) -> Path:
    shutil.copy(made_staffed.with_name("his.keys"), tmp_path / "his.keys")
    return Path(shutil.copytree(made_staffed, tmp_path / "data"))


@pytest.fixture
def office(staffed: Path) -> Session:
    """The manager at it; the tests close it."""
    return open_folder(staffed, ACCOUNT, PASSWORD, clock)


def old_key(folder: Path) -> str:
    """What the retired person's copy of the keys gives."""
    return unlock(read_ring(folder.with_name("his.keys")), GONE, HIS)


def opens_with(folder: Path, key: str) -> bool:
    try:
        unlocked(folder / "crdesk.db", key, frozen=True).close()
    except DatabaseError:
        return False
    return True


def counts(folder: Path, key: str) -> dict[str, int]:
    with closing(unlocked(folder / "crdesk.db", key)) as handle:
        return count_records(handle)


def everybody_gets_in(folder: Path) -> str:
    """Every remaining account and the paper's code; returns the shop's name."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert switch(session, CLERK, HERS).person.duties == CALLS
    assert unlock_by_code(read_ring(folder / "crdesk.keys"), CODE) == session.data.key
    with pytest.raises(Refused):
        switch(session, GONE, HIS)
    (folder / ATTEMPTS).unlink()
    name = shop_name(session)
    close_folder(session)
    return name


def test_before_it_an_old_copy_of_the_keys_opens_the_data_and_after_it_no_more(
    staffed: Path, office: Session
) -> None:
    rename_shop(office, "换锁汽车")
    assert opens_with(staffed, old_key(staffed))
    fresh = change_lock(office)
    assert fresh.person == office.person
    assert shop_name(fresh) == "换锁汽车"
    close_folder(fresh)
    assert not opens_with(staffed, old_key(staffed))
    assert everybody_gets_in(staffed) == "换锁汽车"
    assert names_in(staffed) == {"crdesk.db", "crdesk.keys", "backups"}


def test_every_record_is_there_and_the_deed_stands_in_the_trail(staffed: Path, office: Session) -> None:
    with office.saving():
        Draft.insert_many(
            {"kind": "call", "key": str(n), "account": CLERK, "content": {"n": n}, "updated_at": NOW}
            for n in range(3000)
        ).execute()
    before = counts(staffed, office.data.key)
    seen: list[tuple[int, int]] = []
    fresh = change_lock(office, progress=lambda done, total: seen.append((done, total)))
    after = counts(staffed, fresh.data.key)
    # the safety copy is noted by whoever asks for one, the change of lock by itself
    assert after == before | {"audit_entry": before["audit_entry"] + 1}
    with fresh.connected():
        query = AuditEntry.select(AuditEntry.account, AuditEntry.at).where(AuditEntry.action == "change_lock")
        assert rows(query) == [(ACCOUNT, NOW)]
        assert [key for (key,) in rows(Draft.select(Draft.key).order_by(Draft.id))] == [
            str(n) for n in range(3000)
        ]
    assert seen
    assert seen[-1][0] == seen[-1][1]
    close_folder(fresh)


def test_who_was_retired_since_is_remembered_until_the_lock_is_changed(office: Session) -> None:
    assert lock_change_due(office) == (GONE,)
    fresh = change_lock(office)
    assert lock_change_due(fresh) == ()
    retire_account(fresh, CLERK)
    assert lock_change_due(fresh) == (CLERK,)
    again = change_lock(fresh)
    assert lock_change_due(again) == ()
    close_folder(again)


def test_the_copy_put_aside_is_a_good_backup_with_the_keys_of_its_time(
    staffed: Path, office: Session
) -> None:
    close_folder(change_lock(office))
    (file,) = (staffed / "backups").glob("*.backup")
    found = read_backup(file)
    verify(found, unlock(found.ring, ACCOUNT, PASSWORD), thorough=True)
    assert unlock(found.ring, ACCOUNT, PASSWORD) == old_key(staffed)
    restore(staffed, file, ACCOUNT, PASSWORD, clock)
    session = open_folder(staffed, ACCOUNT, PASSWORD, clock)
    assert lock_change_due(session) == (GONE,)
    close_folder(session)


def test_only_the_office_changes_the_lock(staffed: Path, office: Session) -> None:
    clerk = switch(office, CLERK, HERS)
    with pytest.raises(Refused, match="您的职责不能"):
        change_lock(clerk)
    with pytest.raises(Refused, match="您的职责不能"):
        lock_change_due(clerk)
    close_folder(office)
    assert opens_with(staffed, old_key(staffed))


def refused_and_unchanged(folder: Path, session: Session, told: str) -> Unavailable:
    before = {name: content for name, content in snapshot(folder).items() if "backup" not in name}
    with pytest.raises(Unavailable, match=told) as refused:
        change_lock(session)
    after = {name: content for name, content in snapshot(folder).items() if "backup" not in name}
    assert after == before
    rename_shop(session, "还能用的汽车")
    assert shop_name(session) == "还能用的汽车"
    return refused.value


def test_nobody_changes_the_lock_while_a_command_works(staffed: Path, office: Session) -> None:
    program = (
        "import sys; from pathlib import Path; from desktop_app.data_folder import *;"
        "from tests.safety.folders import *; open_folder(Path(sys.argv[1]), ACCOUNT, PASSWORD, clock);"
        "print('open', flush=True); sys.stdin.readline()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, staffed], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdin
        assert other.stdout
        assert other.stdout.readline() == "open\n"
        refused_and_unchanged(staffed, office, "还开在另一个窗口或命令里")
        other.stdin.write("done\n")
        other.stdin.flush()
    close_folder(change_lock(office))


@pytest.mark.parametrize(
    ("mark", "told"), [(RESTORING, "正在恢复"), (f"backups/{BUSY_MARK}", "备份正在进行")]
)
def test_nor_while_a_restore_or_a_backup_runs(staffed: Path, office: Session, mark: str, told: str) -> None:
    (staffed / "backups").mkdir(exist_ok=True)
    lock = held(staffed / mark)
    assert lock
    with pytest.raises(Unavailable, match=told):
        change_lock(office)
    lock.remove()
    close_folder(change_lock(office))


def test_a_slot_of_the_first_format_is_named_with_the_way_out(staffed: Path, office: Session) -> None:
    keys, ring = staffed / "crdesk.keys", read_ring(staffed / "crdesk.keys")
    write_ring(keys, ring.having(first_slot("account", CLERK, HERS, office.data.key, CHEAP)))
    told = refused_and_unchanged(staffed, office, f"{CLERK}的钥匙是旧版")
    assert f"请{CLERK}登录一次" in told.todo
    switch(office, CLERK, HERS)
    close_folder(change_lock(office))
    assert everybody_gets_in(staffed)


def test_so_is_a_recovery_code_of_the_first_format(staffed: Path, office: Session) -> None:
    keys, ring = staffed / "crdesk.keys", read_ring(staffed / "crdesk.keys")
    code = CODE.replace("-", "")
    write_ring(keys, ring.having(first_slot("recovery", "", code, office.data.key, CHEAP)))
    told = refused_and_unchanged(staffed, office, "恢复码是旧版")
    assert "新的恢复码" in told.todo
    renew_recovery_code(office, PASSWORD)
    close_folder(change_lock(office))


def test_a_slot_planted_in_the_keys_file_is_not_given_the_new_key(staffed: Path, office: Session) -> None:
    """Whoever can write the file could put a public half of his own into another's slot."""
    keys = staffed / "crdesk.keys"
    ring = read_ring(keys)
    slot, his = ring.find("account", CLERK), with_account(ring, new_key(), CLERK, HIS, cost=CHEAP)
    planted = his.find("account", CLERK)
    assert slot
    assert planted
    assert slot.pair
    assert planted.pair
    forged = replace(slot, pair=replace(planted.pair, witness=slot.pair.witness))
    write_ring(keys, ring.having(forged))
    refused_and_unchanged(staffed, office, f"{CLERK}的钥匙不是这里做的")
    reset_password(office, CLERK, HERS)
    close_folder(change_lock(office))
    assert everybody_gets_in(staffed)


def test_slots_of_people_who_are_gone_get_no_new_key(staffed: Path, office: Session) -> None:
    keys = staffed / "crdesk.keys"
    write_ring(keys, with_account(read_ring(keys), office.data.key, GONE, HIS, cost=CHEAP))
    fresh = change_lock(office)
    assert read_ring(keys).names() == (ACCOUNT, CLERK)
    close_folder(fresh)


def test_nothing_can_be_saved_into_the_old_data_after_it_was_copied(staffed: Path, office: Session) -> None:
    told = []

    def save_meanwhile(_done: int, _total: int) -> None:
        with closing(unlocked(staffed / "crdesk.db", old_key(staffed))) as handle:
            handle.execute("PRAGMA busy_timeout = 0").fetchall()
            try:
                handle.execute("BEGIN IMMEDIATE")
            except OperationalError as error:
                told.append(str(error))

    close_folder(change_lock(office, progress=save_meanwhile))
    assert told
    assert set(told) == {"database is locked"}


def test_a_change_of_mind_leaves_everything_as_it_was(staffed: Path, office: Session) -> None:
    def stop(_done: int, _total: int) -> None:
        if list(staffed.glob(f"{WORKSHOP}*")):  # not yet while the safety copy is made
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        change_lock(office, progress=stop)
    rename_shop(office, "还能用的汽车")
    close_folder(office)
    assert everybody_gets_in(staffed) == "还能用的汽车"
    assert opens_with(staffed, old_key(staffed))
    assert names_in(staffed) == {"crdesk.db", "crdesk.keys", "backups"}


@pytest.mark.parametrize("left", [0, 300_000, 800_000, 1_300_000])
def test_a_full_disk_leaves_everything_as_it_was(small_disk: Path, staffed: Path, left: int) -> None:
    place = Path(shutil.copytree(staffed, small_disk / "data"))
    session = open_folder(place, ACCOUNT, PASSWORD, clock)
    rename_shop(session, "满盘汽车")
    ballast = fill(small_disk, leave=left)
    with pytest.raises(Unavailable, match="磁盘已满"):
        change_lock(session)
    ballast.unlink()
    rename_shop(session, "还能用的汽车")
    close_folder(session)
    assert opens_with(place, old_key(staffed))
    assert everybody_gets_in(place) == "还能用的汽车"
    assert names_in(place) <= {"crdesk.db", "crdesk.keys", "backups"}


@pytest.mark.parametrize("fails", ["move_in", "opened"])
def test_what_fails_after_the_change_is_told_so_and_the_next_sign_in_finishes_it(
    staffed: Path, office: Session, monkeypatch: pytest.MonkeyPatch, fails: str
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(rekeying, fails, fail)
    with pytest.raises(Unavailable, match="锁已经换好"):
        change_lock(office)
    assert everybody_gets_in(staffed)
    assert not opens_with(staffed, old_key(staffed))


def test_who_gave_the_password_while_the_lock_changed_is_told_to_do_it_again(
    staffed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = admission.unlock

    def and_then_the_lock_changes(*arguments: object) -> str:
        key = ask(*arguments)  # type: ignore[arg-type]
        monkeypatch.undo()
        other = switch_lock_elsewhere(staffed)
        assert other != key
        return key

    monkeypatch.setattr(admission, "unlock", and_then_the_lock_changes)
    with pytest.raises(Unavailable, match="锁刚刚换过"):
        open_folder(staffed, CLERK, HERS, clock)
    assert everybody_gets_in(staffed)


def switch_lock_elsewhere(folder: Path) -> str:
    session = opening.opened(folder, old_key(folder), ACCOUNT, clock)
    fresh = change_lock(session)
    key = fresh.data.key
    close_folder(fresh)
    return key


STEPS = (
    "back_up_folder",
    "new_files",
    "copy_data",
    "half the copy",
    "rekey",
    "damaged_pages",
    "_note",
    "sync_file",
    "write_ring",
    "write_whole",
    "shut",
    "move_in",
    "the old journal is gone",
    "the data moved",
    "the keys moved",
    "the announcement goes",
    "opened",
)
NEW_FROM = STEPS.index("shut")
KILLED = """
import os, sys
from pathlib import Path
from desktop_app.safety import rekeying, replacing
from tests.safety.folders import *
from desktop_app.data_folder import open_folder
folder, at = Path(sys.argv[1]), sys.argv[2]
session = open_folder(folder, ACCOUNT, PASSWORD, clock)
rename_shop(session, "断电汽车")
def die(*_, **__): os.kill(os.getpid(), 9)
progress, move = None, os.replace
if at == "half the copy": progress = lambda *_: die() if list(folder.glob(replacing.WORKSHOP + "*")) else None
elif at == "shut": session.data.shut = die
elif at == "write_whole": replacing.write_whole = die
elif at == "the old journal is gone": os.replace = lambda a, b: die() if b == folder / "crdesk.db" else move(a, b)
elif at == "the data moved": os.replace = lambda a, b: die() if b == folder / "crdesk.keys" else move(a, b)
elif at == "the keys moved": replacing.checked = die
elif at == "the announcement goes":
    replacing.sync_folder = lambda place: die() if replacing.ANNOUNCED in names_in(folder) else None
else: setattr(rekeying, at, die)
rekeying.change_lock(session, progress=progress)
"""


@pytest.mark.parametrize("killed_at", STEPS)
def test_killed_at_any_step_all_is_old_or_all_is_new_and_everybody_gets_in(
    staffed: Path, killed_at: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", KILLED, staffed, killed_at], capture_output=True, check=False
    )
    assert done.returncode == -9, done.stderr
    assert everybody_gets_in(staffed) == "断电汽车"
    assert not [name for name in names_in(staffed) if name.startswith((WORKSHOP, ANNOUNCED))]
    is_new = STEPS.index(killed_at) >= NEW_FROM
    assert opens_with(staffed, old_key(staffed)) != is_new
    session = open_folder(staffed, ACCOUNT, PASSWORD, clock)
    assert lock_change_due(session) == (() if is_new else (GONE,))
    fresh = change_lock(session)
    close_folder(fresh)
    assert everybody_gets_in(staffed) == "断电汽车"
