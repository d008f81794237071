"""The alarm is raised when two days of work are in no verified backup, and for nothing else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import backup
from desktop_app.safety.backup_standing import standing
from desktop_app.safety.second_place import set_second_place
from desktop_app.session import Session
from tests.safety.folders import NOW


def note_a_deed(session: Session) -> None:
    with session.saving():
        record_deed(session, "edit", "vehicle_file", 1)


def later(session: Session, hours: int) -> Session:
    return session.at(NOW + timedelta(hours=hours))


def test_a_new_office_has_two_days_to_make_its_first(desk: Session) -> None:
    assert (standing(desk).newest, standing(desk).alarm, standing(desk).words) == (None, False, "还没有备份")
    assert not standing(later(desk, 47)).alarm
    assert standing(later(desk, 48)).alarm


def test_it_is_raised_two_days_after_the_last_when_something_changed(desk: Session) -> None:
    backup(desk)
    note_a_deed(desk)
    assert not standing(later(desk, 47)).alarm
    found = standing(later(desk, 49))
    assert found.alarm
    assert found.words == "两天多没有验证过的备份，最近一份是 2 天前 18:30"
    backup(later(desk, 49))
    assert not standing(later(desk, 49)).alarm


def test_a_holiday_in_which_nothing_changed_raises_none(desk: Session) -> None:
    backup(desk)
    assert not standing(later(desk, 24 * 14)).alarm


def test_a_damaged_one_does_not_quieten_it(desk: Session) -> None:
    file = backup(desk).file
    note_a_deed(desk)
    newer = backup(later(desk, 48)).file
    assert not standing(later(desk, 50)).alarm
    newer.write_bytes(newer.read_bytes()[:-10])
    assert standing(later(desk, 50)).alarm
    assert standing(later(desk, 50)).newest == NOW
    file.unlink()
    assert standing(later(desk, 50)).alarm


def test_one_from_the_future_does_not_quieten_it(desk: Session) -> None:
    backup(later(desk, 24 * 3650))
    note_a_deed(desk)
    assert standing(later(desk, 72)).alarm


def test_the_words_say_when(desk: Session, tmp_path: Path) -> None:
    backup(desk)
    assert standing(desk).words == "备份已验证 今天 18:30"
    assert standing(later(desk, 20)).words == "备份已验证 昨天 18:30"
    (tmp_path / "stick").mkdir()
    set_second_place(desk, tmp_path / "stick")
    assert standing(desk).words == "备份已验证 今天 18:30 · 第二处 还没有"
    backup(later(desk, 1))
    assert standing(later(desk, 1)).words == "备份已验证 今天 19:30 · 第二处 今天 19:30"
