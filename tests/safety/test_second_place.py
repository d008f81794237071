"""Each backup is proven in a second place too; what is wrong with that place is told and costs nothing here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from db import AuditEntry
from db.connection import rows
from desktop_app.problems import Refused
from desktop_app.safety import second_place as places
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.backup import backup, verify
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.backup_schedule import back_up_if_changed
from desktop_app.safety.backup_standing import standing
from desktop_app.safety.second_place import copy_proven, second_place, set_second_place
from desktop_app.session import Person, Session
from tests.safety.folders import NOW, damage, fill, make_read_only, names_in


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    place = tmp_path / "stick"
    place.mkdir()
    return place


@pytest.fixture
def office(desk: Session, stick: Path) -> Session:
    set_second_place(desk, stick)
    return desk


def note_a_deed(session: Session) -> None:
    with session.saving():
        record_deed(session, "edit", "vehicle_file", 1)


def test_without_one_nothing_is_copied(desk: Session) -> None:
    made = backup(desk)
    assert (second_place(desk), made.elsewhere, made.trouble) == (None, None, "")


def test_each_backup_is_there_as_well(office: Session, stick: Path) -> None:
    made = backup(office)
    assert made.elsewhere == stick / made.file.name
    assert made.elsewhere.read_bytes() == made.file.read_bytes()
    assert verify(read_backup(made.elsewhere), office.data.key) == made.records
    assert names_in(stick) == {made.file.name}
    note_a_deed(office)
    later = back_up_if_changed(office.at(NOW + timedelta(hours=1)), "half_hour")
    assert later
    assert names_in(stick) == {made.file.name, later.file.name}
    assert standing(office).second == NOW + timedelta(hours=1)


def test_one_made_elsewhere_by_hand_is_not_copied_again(office: Session, stick: Path, tmp_path: Path) -> None:
    made = backup(office, tmp_path / "by hand")
    assert made.elsewhere is None
    assert names_in(stick) == set()


def test_it_is_set_by_who_keeps_the_office_and_noted(office: Session, stick: Path) -> None:
    assert second_place(office) == stick
    with office.connected():
        deeds = AuditEntry.select(AuditEntry.new).where(AuditEntry.entity == "backup_second_place")
        assert rows(deeds) == [(str(stick),)]
    with pytest.raises(Refused, match="客关部经理"):
        set_second_place(replace(office, person=Person("乔安", frozenset({"callback_specialist"}))), None)
    set_second_place(office, None)
    assert second_place(office) is None


@pytest.mark.parametrize("where", [".", "backups", "..", "new/deep"])
def test_a_place_in_the_data_folder_or_around_it_is_refused(desk: Session, folder: Path, where: str) -> None:
    (folder / where).mkdir(parents=True, exist_ok=True)
    with pytest.raises(Refused, match="套在一起") as told:
        set_second_place(desk, folder / where)
    assert told.value.field == "place"
    assert second_place(desk) is None


def test_a_place_that_is_not_there_or_takes_nothing_is_refused(desk: Session, small_disk: Path) -> None:
    with pytest.raises(Refused, match="找不到文件夹"):
        set_second_place(desk, small_disk / "nowhere")
    make_read_only(small_disk)
    with pytest.raises(Refused, match="写不进去"):
        set_second_place(desk, small_disk)


def test_the_same_disk_is_taken_with_a_warning(desk: Session, stick: Path, small_disk: Path) -> None:
    assert "同一个盘" in set_second_place(desk, stick).warning
    assert set_second_place(desk, small_disk).warning == ""


def unplug(stick: Path) -> None:
    stick.rmdir()


def fill_up(stick: Path) -> None:
    fill(stick)


def lock(stick: Path) -> None:
    make_read_only(stick)


def test_an_unplugged_stick_costs_nothing_but_is_told(office: Session, stick: Path) -> None:
    unplug(stick)
    made = backup(office)
    assert made.verified
    assert made.elsewhere is None
    assert made.trouble.startswith(f"没有存到第二处 {stick}：找不到文件或文件夹")
    assert not stick.exists(), "what is unplugged is not made up on the data's own disk"
    found = standing(office)
    assert (found.newest, found.second, found.trouble) == (NOW, None, made.trouble)
    stick.mkdir()
    backup(office.at(NOW + timedelta(hours=1)))
    found = standing(office)
    assert (found.second, found.trouble) == (NOW + timedelta(hours=1), "")


@pytest.mark.parametrize(("fault", "told"), [(fill_up, "磁盘已满"), (lock, "只读")])
def test_a_full_or_locked_stick_takes_no_half_copy(
    desk: Session, small_disk: Path, fault: Callable[[Path], None], told: str
) -> None:
    set_second_place(desk, small_disk)
    fault(small_disk)
    made = backup(desk)
    assert told in made.trouble
    assert not list(small_disk.glob("crdesk-*"))
    assert verify(read_backup(made.file), desk.data.key) == made.records


def test_a_copy_that_reads_otherwise_is_none(
    office: Session, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that lies about its size keeps the beginning and forgets the rest."""
    copied = places._copied

    def forgetful(file: Path, part: Path) -> str:
        digest = copied(file, part)
        damage(part, part.stat().st_size - 50_000, 1)
        return digest

    monkeypatch.setattr(places, "_copied", forgetful)
    made = backup(office)
    assert (made.elsewhere, made.trouble) == (None, places.NOT_EQUAL)
    assert names_in(stick) == set()


def test_a_name_that_is_taken_is_left_alone(office: Session, stick: Path) -> None:
    (stick / "crdesk-20261031-183000.backup").write_bytes(b"another shop's")
    made = backup(office)
    assert made.elsewhere == stick / "crdesk-20261031-183000-1.backup"
    assert (stick / "crdesk-20261031-183000.backup").read_bytes() == b"another shop's"


def test_what_a_pulled_stick_left_half_is_written_over(tmp_path: Path, stick: Path) -> None:
    file = tmp_path / "one.backup"
    file.write_bytes(b"whole" * 1000)
    (stick / "one.backup.part").write_bytes(b"half")
    assert copy_proven(file, stick) == stick / "one.backup"
    assert names_in(stick) == {"one.backup"}


def test_it_is_thinned_too(office: Session, stick: Path) -> None:
    for hours in (3, 2, 1):
        note_a_deed(office)
        back_up_if_changed(office.at(NOW - timedelta(days=50, hours=hours)), "half_hour")
    (stick / "holiday.jpg").write_bytes(b"x")
    note_a_deed(office)
    back_up_if_changed(office, "half_hour")
    assert names_in(stick) == {
        "crdesk-20260911-173000.backup", "crdesk-20261031-183000.backup", "holiday.jpg",
    }  # fmt: skip
