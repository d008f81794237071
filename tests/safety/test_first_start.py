"""First start makes everything a shop needs, or leaves nothing behind."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import Account, Cause, Department, Staff
from db.connection import rows
from db.migrate import newest, version
from desktop_app import data_folder, settings
from desktop_app.data_folder import (
    account_names,
    close_folder,
    create,
    default_folder,
    holds_data,
    open_folder,
)
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety import first_start, opening
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.safety.file_lock import held
from desktop_app.safety.key_file import read_ring
from desktop_app.safety.keys import unlock_by_code
from desktop_app.safety.recovery_code import is_code
from tests.safety.folders import ACCOUNT, CHEAP, CODE, NOW, PASSWORD, clock, names_in


def make(folder: Path, **changes: str) -> data_folder.Opened:
    wanted = {"account": ACCOUNT, "password": PASSWORD, "shop": "云岭汽车"} | changes
    return create(folder, **wanted, clock=clock, cost=CHEAP)


def test_it_makes_the_folder_the_data_and_the_keys_and_nothing_else(tmp_path: Path) -> None:
    opened = make(tmp_path / "new" / "data")
    close_folder(opened.session)
    assert names_in(tmp_path / "new" / "data") == {"crdesk.db", "crdesk.keys"}


def test_the_first_account_holds_every_duty_and_can_sign_in(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    assert session.person.name == ACCOUNT
    assert session.person.duties == ALL_DUTIES
    assert session.now() == NOW
    close_folder(session)
    assert account_names(folder) == (ACCOUNT,)


def test_a_shop_begins_with_its_name_causes_departments_and_manager(folder: Path) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    with session.connected():
        assert settings.get(session, "shop_name") == "云岭汽车"
        assert settings.get(session, "brand") == "一汽丰田"
        assert Cause.select().count() == 10
        assert {name for (name,) in rows(Department.select(Department.name))} == set(first_start.DEPARTMENTS)
        assert rows(Staff.select(Staff.name, Staff.role)) == [(ACCOUNT, "cr_manager")]
        assert rows(Account.select(Account.name, Account.created_at)) == [(ACCOUNT, NOW)]
        assert version(session.data) == newest()
    close_folder(session)


def test_the_account_s_name_may_differ_from_the_person_s(tmp_path: Path) -> None:
    opened = create(
        tmp_path / "data", "wenjiming", PASSWORD, "云岭汽车", clock=clock, person="温既明", cost=CHEAP
    )
    with opened.session.connected():
        assert rows(Staff.select(Staff.name)) == [("温既明",)]
    close_folder(opened.session)


def test_the_recovery_code_that_is_shown_opens_the_data(tmp_path: Path) -> None:
    opened = make(tmp_path / "data")
    assert is_code(opened.recovery_code)
    assert (
        unlock_by_code(read_ring(tmp_path / "data" / "crdesk.keys"), opened.recovery_code)
        == opened.session.data.key
    )
    close_folder(opened.session)


def test_a_code_shown_beforehand_is_the_one_that_opens(folder: Path) -> None:
    assert unlock_by_code(read_ring(folder / "crdesk.keys"), CODE)


def test_nothing_in_the_folder_is_readable_without_the_key(folder: Path) -> None:
    content = (folder / "crdesk.db").read_bytes()
    for readable in (b"SQLite format 3", b"CREATE TABLE", "云岭汽车".encode(), ACCOUNT.encode()):
        assert readable not in content


def test_a_folder_that_holds_data_is_refused_and_untouched(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused, match="已经有客户关系数据"):
        make(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


@pytest.mark.parametrize("name", ["crdesk.db", "crdesk.keys", "crdesk.db-wal"])
def test_a_leftover_of_other_data_is_never_overwritten(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"precious")
    assert holds_data(tmp_path)
    with pytest.raises(Refused):
        make(tmp_path)
    assert (tmp_path / name).read_bytes() == b"precious"


def test_other_files_in_the_folder_stay(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    close_folder(make(tmp_path).session)
    assert names_in(tmp_path) == {"notes.txt", "crdesk.db", "crdesk.keys"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"account": " "}, "account"), ({"password": ""}, "password"), ({"shop": " "}, "shop")],
    ids=["account", "password", "shop"],
)
def test_an_empty_field_is_named_and_nothing_is_made(
    tmp_path: Path, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        make(tmp_path / "a" / "b", **changes)
    assert refused.value.field == field
    assert names_in(tmp_path) == set()


@pytest.mark.parametrize(
    "step", ["new_key", "create_data", "migrate", "_first_records", "sync_file", "write_ring"]
)
def test_a_failure_at_any_step_leaves_nothing(
    tmp_path: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(first_start, step, fail)
    (tmp_path / "mine.txt").write_text("stays")
    with pytest.raises(Unavailable, match="磁盘已满"):
        make(tmp_path / "a" / "b")
    assert names_in(tmp_path) == {"mine.txt"}


def test_a_failure_after_everything_was_moved_in_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(opening, "announce", fail)
    with pytest.raises(Unavailable, match="读写磁盘时出错"):
        make(tmp_path / "data")
    assert names_in(tmp_path) == set()


@pytest.mark.parametrize("died_after", ["making the data", "moving the keys"])
def test_a_start_that_died_half_way_does_not_stand_in_the_way(tmp_path: Path, died_after: str) -> None:
    workshop = tmp_path / ".crdesk-new-dead"
    workshop.mkdir()
    (workshop / "crdesk.db").write_bytes(b"half")
    if died_after == "moving the keys":
        (workshop / "settling").touch()
        (tmp_path / "crdesk.keys").write_bytes(b"of the half one")
    close_folder(make(tmp_path).session)
    assert names_in(tmp_path) == {"crdesk.db", "crdesk.keys"}
    close_folder(open_folder(tmp_path, ACCOUNT, PASSWORD, clock))


def test_data_whose_start_died_at_the_very_end_is_kept(folder: Path) -> None:
    (folder / ".crdesk-new-dead").mkdir()
    (folder / ".crdesk-new-dead" / "settling").touch()
    with pytest.raises(Refused):
        make(folder)
    close_folder(open_folder(folder, ACCOUNT, PASSWORD, clock))


def test_two_starts_in_one_folder_do_not_mix(tmp_path: Path) -> None:
    first = held(tmp_path / first_start.MAKING)
    assert first
    with pytest.raises(Refused, match="正在由另一个窗口新建"):
        make(tmp_path)
    first.remove()
    close_folder(make(tmp_path).session)


def test_the_folder_for_who_says_nothing_is_the_platform_s() -> None:
    assert default_folder().is_absolute()
    assert default_folder().name == "crdesk"
