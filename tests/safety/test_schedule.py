"""The program makes a backup by itself when something changed, and never for nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import AuditEntry, Draft, Sale, Team
from db.connection import rows
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.exchange.importing import import_file
from desktop_app.exchange.undoing import undo_import
from desktop_app.problems import Unavailable
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import BUSY_MARK, backup, last_verified, verify
from desktop_app.safety.backup_file import BackupFile, read_backup
from desktop_app.safety.backup_schedule import Due, back_up_if_changed, changed_since, due
from desktop_app.safety.file_lock import FileLock, held
from desktop_app.session import Person, Session
from tests.safety.folders import ACCOUNT, NOW, PASSWORD, clock, fill, names_in, rename_shop

HEADINGS = "协议号,客户姓名,车架号,交车日期,销售顾问,手机\n"
ROW = "XS{n},沈佳,LFMKW2BF4A0{n:06},2026-10-03,林岚,13812345678\n"


@pytest.fixture
def made(desk: Session) -> BackupFile:
    return read_backup(backup(desk).file)


def later(session: Session, **by: int) -> Session:
    return session.at(NOW + timedelta(**by))


def save_a_team(session: Session) -> None:
    with session.saving():
        Team.insert(name="维修一组").execute()


def save_a_draft(session: Session, words: str = "说到一半") -> None:
    with session.saving():
        Draft.insert(kind="call", key="1", account="x", content={"words": words}, updated_at=NOW).on_conflict(
            conflict_target=[Draft.kind, Draft.key], preserve=[Draft.content]
        ).execute()


def note_a_deed(session: Session) -> None:
    with session.saving():
        record_deed(session, "edit", "vehicle_file", 1)


def test_nothing_changed_since_it_was_made(desk: Session, made: BackupFile) -> None:
    assert not changed_since(desk, made)
    assert due(later(desk, days=3)) is None
    assert due(later(desk, days=3), leaving=True) is None
    assert back_up_if_changed(later(desk, days=3), "half_hour") is None


@pytest.mark.parametrize(
    "change", [save_a_team, save_a_draft, note_a_deed, lambda desk: rename_shop(desk, "皋城远行")]
)
def test_whatever_is_saved_is_a_change(
    desk: Session, made: BackupFile, change: Callable[[Session], None]
) -> None:
    change(desk)
    assert changed_since(desk, made)


def test_a_draft_written_over_in_the_same_second_is_a_change(desk: Session) -> None:
    save_a_draft(desk)
    made = read_backup(backup(desk).file)
    assert not changed_since(desk, made)
    save_a_draft(desk, "说到一半，又说了一句")
    assert changed_since(desk, made)


def test_it_is_known_after_the_program_was_started_anew(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    made = read_backup(backup(session).file)
    close_folder(session)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert not changed_since(session, made)
    save_a_team(session)
    close_folder(session)
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert changed_since(session, made)
    close_folder(session)


def test_what_was_saved_while_it_was_made_is_a_change(desk: Session) -> None:
    done = []

    def save_meanwhile(_done: int, _total: int) -> None:
        if not done:
            done.append(save_a_team(desk))

    assert changed_since(desk, read_backup(backup(desk, progress=save_meanwhile).file))


def test_one_that_cannot_tell_counts_as_changed(desk: Session, made: BackupFile) -> None:
    assert changed_since(desk, replace(made, sealed_latest=None))
    assert changed_since(desk, replace(made, sealed_latest=made.sealed_counts)), "sealed for something else"


def test_without_any_backup_one_is_due(desk: Session) -> None:
    assert due(desk) == Due("half_hour", None)
    assert due(desk, leaving=True) == Due("exit", None)


def test_it_is_due_half_an_hour_after_the_last_and_at_the_end(desk: Session, made: BackupFile) -> None:
    save_a_team(desk)
    assert due(later(desk, minutes=29)) is None
    assert due(later(desk, minutes=30)) == Due("half_hour", NOW)
    assert due(later(desk, minutes=1), leaving=True) == Due("exit", NOW)


def test_a_backup_from_the_future_does_not_silence_the_schedule(desk: Session) -> None:
    backup(later(desk, days=4000))
    save_a_team(desk)
    assert due(desk) == Due("half_hour", None)
    back_up_if_changed(desk, "half_hour")
    save_a_draft(desk)
    assert due(later(desk, minutes=5)) is None, "and does not make it run at every tick"
    assert due(later(desk, minutes=31)) == Due("half_hour", NOW)


def test_a_damaged_newest_does_not_count(desk: Session, made: BackupFile) -> None:
    save_a_team(desk)
    late = backup(later(desk, hours=1)).file
    assert due(later(desk, hours=2)) is None
    late.write_bytes(late.read_bytes()[:-50])
    assert due(later(desk, hours=2)) == Due("half_hour", NOW)


@pytest.fixture
def running(folder: Path) -> FileLock:
    """Another backup, being made by somebody else."""
    (folder / "backups").mkdir()
    lock = held(folder / "backups" / BUSY_MARK)
    assert lock
    return lock


def test_while_another_is_made_the_half_hourly_one_is_not_needed(desk: Session, running: FileLock) -> None:
    assert back_up_if_changed(desk, "half_hour") is None
    running.remove()
    assert back_up_if_changed(desk, "half_hour")


def test_before_an_import_the_other_one_is_waited_for(desk: Session, folder: Path, running: FileLock) -> None:
    waited = []

    def until_it_is_done(done: int, total: int) -> None:
        if (done, total) == (0, 0):
            waited.append(1)
            running.remove()

    assert back_up_if_changed(desk, "import", until_it_is_done)
    assert waited == [1]


def test_waiting_for_it_can_be_stopped(desk: Session, folder: Path, running: FileLock) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up_if_changed(desk, "import", stop)
    running.remove()
    assert names_in(folder / "backups") == set()


def test_the_program_does_it_whoever_is_signed_in(desk: Session, folder: Path) -> None:
    caller = replace(desk, person=Person("乔安", frozenset({"callback_specialist"})))
    made = back_up_if_changed(caller, "exit")
    assert made
    assert verify(read_backup(made.file), desk.data.key) == made.records
    with desk.connected():
        deeds = AuditEntry.select(AuditEntry.account, AuditEntry.reason).where(AuditEntry.action == "backup")
        assert rows(deeds) == [("乔安", "自动：退出时")]


def test_older_ones_are_thinned_afterwards(desk: Session, folder: Path) -> None:
    for hours in (1, 2, 3):
        note_a_deed(desk)
        assert back_up_if_changed(later(desk, days=-100, hours=hours), "half_hour")
    assert len(names_in(folder / "backups")) == 3
    note_a_deed(desk)
    back_up_if_changed(desk, "half_hour")
    assert names_in(folder / "backups") == {
        "crdesk-20260723-213000.backup", "crdesk-20261031-183000.backup",
    }  # fmt: skip


@pytest.fixture
def deliveries(tmp_path: Path) -> Path:
    path = tmp_path / "deliveries.csv"
    path.write_text(HEADINGS + "".join(ROW.format(n=n) for n in range(1, 4)), encoding="utf-8")
    return path


def test_an_import_is_preceded_by_one(desk: Session, folder: Path, deliveries: Path) -> None:
    batch = import_file(desk, deliveries, "deliveries").batch
    before = last_verified(folder)
    assert before
    assert batch
    assert before.counts(desk.data.key)["sale"] == 0
    undo_import(later(desk, minutes=1), batch)
    before = last_verified(folder)
    assert before
    assert before.counts(desk.data.key)["sale"] == 3


def test_a_trial_makes_none(desk: Session, folder: Path, deliveries: Path) -> None:
    import_file(desk, deliveries, "deliveries", check_only=True)
    assert not (folder / "backups").exists()


def test_nothing_new_needs_no_second_one(desk: Session, folder: Path, deliveries: Path) -> None:
    backup(desk)
    import_file(desk, deliveries, "deliveries")
    assert len(names_in(folder / "backups")) == 1


@pytest.fixture
def on_small_disk(small_disk: Path, made_folder: Path) -> Iterator[Session]:
    session = open_folder(Path(shutil.copytree(made_folder, small_disk / "data")), ACCOUNT, PASSWORD, clock)
    yield session
    close_folder(session)


def test_without_it_nothing_is_imported_and_nothing_taken_back(
    on_small_disk: Session, small_disk: Path, deliveries: Path
) -> None:
    batch = import_file(on_small_disk, deliveries, "deliveries").batch
    assert batch
    later_on = later(on_small_disk, hours=1)
    deliveries.write_text(HEADINGS + ROW.format(n=9), encoding="utf-8")
    ballast = fill(small_disk, leave=300_000)
    with pytest.raises(Unavailable) as told:
        import_file(later_on, deliveries, "deliveries")
    assert told.value.message.startswith("导入前的备份没有做成，所以没有导入。备份没有做成：磁盘已满")
    with pytest.raises(Unavailable, match="撤销导入前的备份没有做成，所以没有撤销导入"):
        undo_import(later_on, batch)
    ballast.unlink()
    with on_small_disk.connected():
        assert [ref for (ref,) in rows(Sale.select(Sale.reference).order_by(Sale.reference))] == [
            "XS1",
            "XS2",
            "XS3",
        ]
