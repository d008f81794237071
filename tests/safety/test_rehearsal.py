"""A rehearsal really restores, in a place of its own, and says what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db import AuditEntry, Callback, Complaint, VehicleFile
from db.connection import rows
from desktop_app.demonstration import fill as invent
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.backup import backup
from desktop_app.safety.backup_rehearsal import REHEARSING, STAGE, rehearse
from desktop_app.safety.file_lock import held
from desktop_app.session import Person, Session
from tests.safety.folders import NOW, damage, names_in, snapshot


def deeds(session: Session) -> list[tuple[str, str]]:
    with session.connected():
        query = AuditEntry.select(AuditEntry.new, AuditEntry.reason).where(AuditEntry.action == "rehearse")
        return rows(query)


def test_the_newest_is_restored_checked_counted_and_thrown_away(desk: Session, folder: Path) -> None:
    with desk.connected():
        invent(desk, vehicles=20)
    made = backup(desk)
    before, told = snapshot(folder / "backups"), list[tuple[int, int]]()
    done = rehearse(desk, progress=lambda *pages: told.append(pages))
    assert (done.file, done.made_at, done.at, done.records) == (made.file, NOW, NOW, made.records)
    assert (done.ok, done.findings) == (True, ())
    assert done.words == f"2026-10-31 18:30 的备份可以恢复，{made.records:,} 条记录都在，检查没有发现问题。"
    assert snapshot(folder / "backups") == before
    assert told[-1][0] == told[-1][1] > 0
    assert deeds(desk) == [(made.file.name, done.words)]


def test_work_goes_on_with_the_data_meanwhile(desk: Session) -> None:
    backup(desk)
    rehearse(desk)
    with desk.connected():
        assert VehicleFile.select().count() == 0
        assert Callback.select().count() == Complaint.select().count() == 0


@pytest.mark.parametrize("at", [20, 300_000, -5])
def test_a_damaged_one_is_told_and_noted(desk: Session, folder: Path, at: int) -> None:
    file = backup(desk).file
    damage(file, at % file.stat().st_size, 1)
    with pytest.raises(Unavailable, match=r"不是完好的备份文件|读不出来|已损坏"):
        rehearse(desk, file)
    assert names_in(folder / "backups") == {file.name}
    [(name, words)] = deeds(desk)
    assert name == file.name
    assert words.startswith("失败：")


def test_records_that_do_not_fit_together_are_findings(desk: Session) -> None:
    with desk.connected():
        invent(desk, vehicles=20)
        VehicleFile.update(is_c_card=True, last_visit_on=None).where(VehicleFile.id == 1).execute()
    backup(desk)
    done = rehearse(desk)
    assert not done.ok
    assert "但检查发现 1 处不符：档案的A/C卡" in done.words


def test_stopping_it_leaves_nothing(desk: Session, folder: Path) -> None:
    file = backup(desk).file

    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehearse(desk, progress=stop)
    assert names_in(folder / "backups") == {file.name}


def test_what_a_killed_one_left_is_cleared_away(desk: Session, folder: Path) -> None:
    file = backup(desk).file
    (folder / "backups" / f"{STAGE}dead").mkdir()
    (folder / "backups" / f"{STAGE}dead" / "crdesk.db").write_bytes(b"old")
    assert rehearse(desk).ok
    assert names_in(folder / "backups") == {file.name}


def test_one_at_a_time(desk: Session, folder: Path) -> None:
    backup(desk)
    running = held(folder / "backups" / REHEARSING)
    assert running
    with pytest.raises(Unavailable, match="另一次恢复演练正在进行"):
        rehearse(desk)
    running.remove()


def test_it_needs_the_duty_and_a_backup(desk: Session) -> None:
    with pytest.raises(Refused, match="还没有备份可以演练"):
        rehearse(desk)
    with pytest.raises(Refused, match="客关部经理"):
        rehearse(replace(desk, person=Person("乔安", frozenset({"callback_specialist"}))))
