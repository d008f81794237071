"""Every fault of a data folder, made for real, told at the sign-in with its ways out, and gone the way it offers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from db import AuditEntry, connection
from db.connection import scalar, unlocked
from desktop_app import doorway
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.safety import surroundings
from desktop_app.safety.backup import backup
from desktop_app.safety.folder_layout import DATA, JOURNAL, KEYS
from desktop_app.safety.key_file import read_ring
from desktop_app.safety.keys import unlock
from tests.safety.conftest import small_disk
from tests.safety.folders import (
    ACCOUNT,
    NOW,
    PASSWORD,
    clock,
    damage,
    fill,
    make_read_only,
    mount,
    names_in,
    rename_shop,
)
from tests.safety.test_opening_faults import die_with_something_saved
from tests.ui.fault_scenes import Answers, Desk, end, hold_database, make_shop, watch
from ui.application_place import SHOWN_ELSEWHERE
from ui.fault_watch import AFTER_CRASH, FaultWatch
from ui.first_start import FirstStart
from ui.office.restoring import Restoring
from ui.office_window import OfficeWindow
from ui.one_window import OneWindow
from ui.sign_in import SignIn

__all__ = ["small_disk"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    usual = tmp_path / "home" / "crdesk"
    monkeypatch.setattr(doorway, "default_folder", lambda: usual)
    return usual


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop") / "data")


@pytest.fixture
def folder(shop: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shop, tmp_path / "data"))


@pytest.fixture
def answers() -> Iterator[Answers]:
    made = Answers()
    timer = watch(made)
    yield made
    timer.stop()


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, answers: Answers) -> Iterator[Desk]:
    made = Desk(qapp, qtbot, answers)
    yield made
    made.end()


def key_of(folder: Path) -> str:
    return unlock(read_ring(folder / KEYS), ACCOUNT, PASSWORD)


def watch_of(window: OfficeWindow) -> FaultWatch:
    found = window.findChild(FaultWatch)
    assert found
    return found


def test_a_full_disk_opens_as_soon_as_there_is_room(
    desk: Desk, answers: Answers, small_disk: Path, shop: Path
) -> None:
    folder = Path(shutil.copytree(shop, small_disk / "data"))
    ballast = fill(small_disk)
    answers.plan("again", ballast.unlink)
    desk.start(folder)
    desk.sign_in()
    assert "磁盘已满" in desk.fault()
    assert "数据没有改动" in desk.fault()
    desk.office()
    assert answers.offered == [("again",)]


def test_a_read_only_disk_opens_as_soon_as_it_can_be_written(
    desk: Desk, answers: Answers, small_disk: Path, shop: Path
) -> None:
    folder = Path(shutil.copytree(shop, small_disk / "data"))
    make_read_only(small_disk)
    answers.plan("again", lambda: mount("-o", "remount,rw", str(small_disk)))
    desk.start(folder)
    desk.sign_in()
    assert "只读" in desk.fault()
    desk.office()
    assert answers.offered == [("again", "choose_folder")]


def test_a_database_that_another_process_holds_opens_when_it_lets_go(
    desk: Desk, answers: Answers, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(connection, "PRAGMAS", (("busy_timeout", "20", 20), *connection.PRAGMAS[:3]))
    holder = hold_database(folder / DATA, key_of(folder), even_from_readers=True)
    try:
        # the killed one leaves its journal behind, which is no crash of ours
        answers.plan("again", lambda: end(holder))
        desk.start(folder)
        desk.sign_in()
        assert "被另一个程序占用" in desk.fault()
        desk.office()
    finally:
        end(holder)


def test_a_folder_that_went_away_opens_when_it_is_back(desk: Desk, answers: Answers, folder: Path) -> None:
    away = folder.with_name("away")
    desk.start(folder)
    folder.rename(away)
    answers.plan("again", lambda: away.rename(folder))
    desk.sign_in()
    assert f"找不到数据文件夹：{folder}" in desk.fault()
    desk.office()


def test_a_folder_that_was_there_the_last_time_is_missed_and_not_made_anew(
    desk: Desk, answers: Answers, folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.start(None)
    page = desk.window()
    assert isinstance(page, FirstStart)
    page.existing.emit(folder)
    desk.end()
    moved = folder.rename(folder.with_name("搬到这里"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(moved))
    answers.plan("choose_folder")
    desk.start(None)
    assert f"找不到数据文件夹：{folder}" in desk.fault()
    assert not folder.exists()
    desk.sign_in()
    assert desk.office().office.session.data.path.parent == moved


def test_a_wrong_path_begins_nothing_by_itself(desk: Desk, tmp_path: Path) -> None:
    desk.start(tmp_path / "打错的路径")
    assert isinstance(desk.window(), FirstStart)
    assert names_in(tmp_path / "打错的路径") <= {"crdesk.window"}


@pytest.mark.parametrize(("place", "words"), [("share", "网络共享"), ("坚果云", "坚果云的同步文件夹")])
def test_a_share_and_a_sync_folder_are_refused_with_the_reason_and_another_folder_opens(
    desk: Desk,
    answers: Answers,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: str,
    words: str,
) -> None:
    there = Path(shutil.copytree(folder, tmp_path / place / "data"))
    table = tmp_path / "mountinfo"
    table.write_text(
        f"1 1 0:1 / / rw - ext4 /dev/sda1 rw\n2 1 0:2 / {tmp_path}/share rw - cifs //nas/crm rw\n"
    )
    monkeypatch.setattr(surroundings, "MOUNTS", table)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    answers.plan("choose_folder")
    desk.start(there)
    assert words in desk.fault()
    assert "第二份备份" in desk.fault()
    assert answers.offered == [("choose_folder",)]
    desk.sign_in()
    assert desk.office().office.session.data.path.parent == folder


def test_the_first_start_says_where_data_must_not_lie(desk: Desk, tmp_path: Path) -> None:
    desk.start(tmp_path / "new")
    page = desk.window()
    assert isinstance(page, FirstStart)
    page.folder.folder.set_text(str(tmp_path / "OneDrive" / "客户"))
    assert "OneDrive" in page.folder.missing() + page.folder._found.words()
    page.advance()
    assert page.step() == 0
    page.folder.folder.set_text(str(tmp_path / "客户"))
    page.advance()
    assert page.step() == 1


def cut(folder: Path) -> None:
    os.truncate(folder / DATA, (folder / DATA).stat().st_size // 2)


def garble(folder: Path) -> None:
    damage(folder / DATA, 0, 2000)


def turn_one_bit(folder: Path) -> None:
    path = folder / DATA
    content = bytearray(path.read_bytes())
    content[-5000] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize("harm", [cut, garble, turn_one_bit])
def test_damaged_data_leads_to_the_newest_good_backup_and_back_to_work(
    desk: Desk, answers: Answers, folder: Path, harm: object, qtbot: QtBot
) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    made = backup(session)
    close_folder(session)
    harm(folder)  # type: ignore[operator]
    answers.plan("restore")
    desk.start(folder)
    desk.sign_in()
    assert "损坏" in desk.fault()
    assert made.file.name in desk.fault()
    assert answers.offered == [("restore", "choose_folder")]
    desk.until(lambda: isinstance(desk.window(), Restoring))
    page = desk.window()
    assert isinstance(page, Restoring)
    desk.until(lambda: page.choice.go.isEnabled())
    page.choice.form._secret.setText(PASSWORD)
    page.choice.go.click()
    desk.until(lambda: isinstance(desk.window(), SignIn))
    desk.sign_in()
    desk.office()


@pytest.mark.parametrize("harm", ["gone", "garbled"])
def test_keys_that_are_gone_or_damaged_are_told_before_a_password_is_typed(
    desk: Desk, answers: Answers, folder: Path, harm: str
) -> None:
    keys = folder / KEYS
    content = keys.read_bytes()
    keys.unlink() if harm == "gone" else keys.write_bytes(b"\0" * 300)
    answers.plan("again", lambda: keys.write_bytes(content))
    desk.start(folder)
    assert KEYS in desk.fault()
    desk.sign_in()
    desk.office()


@pytest.mark.parametrize("harm", ["gone", "garbled"])
def test_keys_come_back_from_a_backup_and_the_data_stays_as_it_is(
    desk: Desk, answers: Answers, folder: Path, harm: str
) -> None:
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    backup(session)
    rename_shop(session, "备份以后改的名")
    close_folder(session)
    keys = folder / KEYS
    keys.unlink() if harm == "gone" else keys.write_bytes(b"\0" * 300)
    answers.plan("keys_from_backup")
    desk.start(folder)
    assert KEYS in desk.fault()
    page = desk.window()
    desk.until(lambda: desk.window() is not page)
    page = desk.window()
    assert isinstance(page, SignIn)
    assert "取回密钥" in page._said.words()
    desk.sign_in()
    assert "备份以后改的名" in desk.office().windowTitle()


def test_a_lost_journal_is_missed_and_one_may_go_on_without_it(
    desk: Desk, answers: Answers, folder: Path
) -> None:
    die_with_something_saved(folder, "断电汽车")
    (folder / JOURNAL).unlink()
    answers.plan("without_journal")
    desk.start(folder)
    desk.sign_in()
    assert f"{JOURNAL} 不见了" in desk.fault()
    assert "会少掉这一部分" in desk.fault()
    assert answers.offered == [("again", "without_journal", "restore")]
    window = desk.office()
    assert watch_of(window).banner.words() == AFTER_CRASH["torn"]


def test_a_journal_put_back_opens_with_everything(desk: Desk, answers: Answers, folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    journal = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).unlink()
    answers.plan("again", lambda: (folder / JOURNAL).write_bytes(journal))
    desk.start(folder)
    desk.sign_in()
    assert "断电汽车" in desk.office().windowTitle()


def test_a_spoilt_journal_is_not_taken_for_a_whole_one(desk: Desk, answers: Answers, folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    damage(folder / JOURNAL, 100)
    answers.plan("without_journal")
    desk.start(folder)
    desk.sign_in()
    assert "有一部分坏了" in desk.fault()
    assert "云岭汽车" in desk.office().windowTitle()


def test_an_unclean_exit_is_checked_and_told_calmly(desk: Desk, answers: Answers, folder: Path) -> None:
    die_with_something_saved(folder, "断电汽车")
    desk.start(folder)
    desk.sign_in()
    window = desk.office()
    banner = watch_of(window).banner
    assert banner.words() == AFTER_CRASH["whole"]
    assert answers.said == []
    banner.acted.emit()
    assert banner.words() == ""


def test_a_newer_program_s_data_says_which_it_needs(
    desk: Desk, answers: Answers, folder: Path, monkeypatch: pytest.MonkeyPatch, shop: Path, tmp_path: Path
) -> None:
    handle = unlocked(folder / DATA, key_of(folder))
    handle.execute("PRAGMA user_version = 9999")
    handle.close()
    older = Path(shutil.copytree(shop, tmp_path / "older"))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(older))
    answers.plan("choose_folder")
    desk.start(folder)
    desk.sign_in()
    assert "更新版本的程序" in desk.fault()
    assert "9999" in desk.fault()
    desk.sign_in()
    assert desk.office().office.session.data.path.parent == older


def test_another_program_s_file_is_left_alone(desk: Desk, answers: Answers, folder: Path) -> None:
    (folder / DATA).write_bytes(b"SQLite format 3\0" + bytes(5000))
    desk.start(folder)
    desk.sign_in()
    assert "不是本程序的数据文件" in desk.fault()
    assert desk.typed() == PASSWORD


def test_a_folder_open_in_another_window_is_said_to_be(
    desk: Desk, answers: Answers, folder: Path, shop: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = Path(shutil.copytree(shop, tmp_path / "elsewhere"))
    other = OneWindow()
    assert other.take(elsewhere)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(elsewhere))
    desk.start(folder)
    page = desk.window()
    assert isinstance(page, SignIn)
    page.folder_wanted.emit()
    assert SHOWN_ELSEWHERE.message in desk.fault()
    assert desk.window() is page
    other.free()


@pytest.mark.parametrize(
    "now", [NOW - timedelta(days=4000), NOW + timedelta(days=365)], ids=["back", "ahead"]
)
def test_a_clock_that_cannot_be_right_is_asked_about(
    desk: Desk, answers: Answers, folder: Path, now: datetime
) -> None:
    answers.plan("clock_is_right")
    desk.start(folder, lambda: now, replay=False)
    desk.sign_in()
    assert "2026-10-31 18:30" in desk.fault()
    assert answers.offered == [("again", "clock_is_right")]
    session = desk.office().office.session
    with session.connected():
        assert scalar(AuditEntry.select(AuditEntry.at).where(AuditEntry.action == "accept_clock")) == now


def test_a_clock_put_right_opens_without_a_note(desk: Desk, answers: Answers, folder: Path) -> None:
    moments = [NOW - timedelta(days=4000)]
    answers.plan("again", lambda: moments.append(NOW))
    desk.start(folder, lambda: moments[-1], replay=False)
    desk.sign_in()
    session = desk.office().office.session
    with session.connected():
        assert scalar(AuditEntry.select(AuditEntry.id).where(AuditEntry.action == "accept_clock")) is None


def test_another_day_set_by_hand_is_no_fault(desk: Desk, answers: Answers, folder: Path) -> None:
    desk.start(folder, lambda: NOW - timedelta(days=4000), replay=True)
    desk.sign_in()
    desk.office()
    assert answers.said == []


def test_what_was_typed_stands_there_after_every_fault(desk: Desk, answers: Answers, folder: Path) -> None:
    cut(folder)
    desk.start(folder)
    desk.sign_in()
    desk.fault()
    desk.until(lambda: desk.typed() == PASSWORD)
