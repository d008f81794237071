"""Faults that come while a call or a complaint is being typed: told, nothing typed is lost, and saved once they pass."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db import Attempt, AuditEntry, CustomerWords, Draft, connection, whole_files
from db.connection import rows, scalar
from desktop_app.exchange.saving_files import whole_file
from desktop_app.safety.folder_layout import DATA
from desktop_app.session import Session
from tests.safety.conftest import small_disk
from tests.safety.folders import NOW, damage, fill, mount
from tests.ui.fault_scenes import Answers, Desk, end, hold_database, make_shop, watch
from ui.callbacks.page import CallbacksPage
from ui.complaints.intake_dialog import IntakeDialog
from ui.complaints.page import ComplaintsPage
from ui.fault_doors import KEPT
from ui.fault_watch import FaultWatch
from ui.office.restoring import Restoring

__all__ = ["small_disk"]

SAID = "前轮有点响，师傅说再观察一周。"
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
Type = Callable[[QWidget, str], None]
Fault = tuple[Path, Callable[[], Callable[[], object]], str]
"""The folder, what brings the fault and returns what takes it away, and its words."""


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
def desk(
    qapp: QApplication, qtbot: QtBot, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Desk]:
    monkeypatch.setattr(connection, "BUSY_TIMEOUT_MS", 20)
    monkeypatch.setattr(connection, "PRAGMAS", (("busy_timeout", "20", 20), *connection.PRAGMAS[:3]))
    made = Desk(qapp, qtbot, answers)
    yield made
    made.end()


def full(disk: Path) -> Callable[[], object]:
    ballast = fill(disk)
    return ballast.unlink


def gone(folder: Path) -> Callable[[], object]:
    away = folder.rename(folder.with_name("away"))
    return lambda: away.rename(folder)


def locked(folder: Path, key: str) -> Callable[[], object]:
    holder = hold_database(folder / DATA, key)
    return lambda: end(holder)


KINDS = ("full", "locked", "gone")
WORDS = {"full": "磁盘已满", "locked": "被另一个程序占用", "gone": "数据文件找不到了"}


class Scene:
    """The office of the shop on a small disk, and a fault that can come and go."""

    def __init__(self, desk: Desk, disk: Path, shop: Path) -> None:
        self.desk, self.disk = desk, disk
        self.folder = Path(shutil.copytree(shop, disk / "data"))
        desk.start(self.folder)
        desk.sign_in()
        self.window = desk.office()
        self.office = self.window.office
        self.settle()

    def bring(self, kind: str) -> Callable[[], object]:
        if kind == "full":
            return full(self.disk)
        if kind == "locked":
            return locked(self.folder, self.office.session.data.key)
        return gone(self.folder)

    def settle(self) -> None:
        self.desk.until(lambda: not self.office.background.busy())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.desk.until(lambda: QApplication.focusWidget() is not None)
        self.desk.qtbot.keyClick(QApplication.focusWidget(), key, modifier)


@pytest.fixture
def scene(desk: Desk, small_disk: Path, shop: Path) -> Scene:
    return Scene(desk, small_disk, shop)


def call_in_progress(scene: Scene, type_chinese: Type) -> CallbacksPage:
    """沈佳宁 is on the phone, and what she says has been typed."""
    scene.window.go("callbacks")
    page = scene.window.current_page()
    assert isinstance(page, CallbacksPage)
    scene.desk.until(lambda: page.day.was_read())
    scene.settle()
    page.focus_first()
    scene.press(Key.Key_Return)
    scene.desk.until(lambda: page.call.state() is not None)
    scene.settle()
    notes = page.call.body.question.notes.words
    type_chinese(notes, SAID)
    return page


def words_of(page: CallbacksPage) -> str:
    return str(page.call.body.question.notes.words.toPlainText())


def attempts(session: Session) -> list[tuple[object, ...]]:
    with session.connected():
        return rows(Attempt.select(Attempt.disposition, Attempt.words))


@pytest.mark.parametrize("kind", KINDS)
def test_a_call_that_cannot_be_saved_keeps_every_word_and_is_saved_when_the_fault_is_gone(
    scene: Scene, answers: Answers, type_chinese: Type, kind: str
) -> None:
    page = call_in_progress(scene, type_chinese)
    scene.settle()
    away = scene.bring(kind)
    stood: list[str] = []

    def look() -> None:
        stood.append(words_of(page))
        away()

    answers.plan("again", look)
    page.call.body.bar.chosen.emit("refused")
    page.call.save()
    told = scene.desk.fault()
    assert "没有保存成功" in told
    assert WORDS[kind] in told
    assert KEPT in told
    assert "沈佳宁 的售后回访" in told
    assert stood == [SAID]
    scene.desk.until(lambda: bool(attempts(scene.office.session)))
    assert attempts(scene.office.session) == [("refused", SAID)]
    assert len(answers.said) == 1


def test_who_saves_later_finds_every_word_in_the_field_and_then_in_the_draft(
    scene: Scene, answers: Answers, type_chinese: Type
) -> None:
    page = call_in_progress(scene, type_chinese)
    scene.settle()
    ballast = scene.bring("full")
    page.call.body.bar.chosen.emit("refused")
    page.call.save()
    assert "磁盘已满" in scene.desk.fault()
    scene.settle()
    assert words_of(page) == SAID
    state = page.call.state()
    assert state is not None
    assert (state.words, state.disposition) == (SAID, "refused")
    ballast()
    page.keep_drafts()
    scene.settle()
    with scene.office.session.connected():
        assert SAID in str(rows(Draft.select(Draft.content)))
    page.call.save()
    scene.desk.until(lambda: bool(attempts(scene.office.session)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_that_cannot_be_kept_does_not_stop_the_caller_and_is_kept_later(
    scene: Scene, answers: Answers, type_chinese: Type, kind: str
) -> None:
    page = call_in_progress(scene, type_chinese)
    away = scene.bring(kind)
    page.keep_drafts()
    banner = page.call.body.banner
    scene.desk.until(lambda: "草稿暂时存不进去" in banner.words())
    assert WORDS[kind] in banner.words()
    assert words_of(page) == SAID
    assert answers.said == []
    away()
    page.keep_drafts()
    scene.desk.until(lambda: banner.words() == "")
    with scene.office.session.connected():
        assert SAID in str(rows(Draft.select(Draft.content)))


@pytest.mark.parametrize("kind", KINDS)
def test_a_complaint_that_cannot_be_saved_keeps_every_word_and_is_saved_when_the_fault_is_gone(
    scene: Scene, answers: Answers, type_chinese: Type, kind: str, qtbot: QtBot
) -> None:
    scene.window.go("complaints")
    page = scene.window.current_page()
    assert isinstance(page, ComplaintsPage)
    scene.settle()
    stood: list[str] = []

    def type_and_save() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, IntakeDialog) or scene.office.background.busy():
            QTimer.singleShot(20, type_and_save)
            return
        type_chinese(dialog.words.edit, SAID)
        dialog.who["phone"].set_text("13800005678")
        dialog.cause.edit.setCurrentIndex(1)  # type: ignore[attr-defined]
        away = scene.bring(kind)

        def look() -> None:
            stood.append(dialog.words.text())
            away()

        answers.plan("again", look)
        dialog.save()

    QTimer.singleShot(0, type_and_save)
    page.take_in()
    assert WORDS[kind] in answers.said[0]
    assert KEPT in answers.said[0]
    assert stood == [SAID]
    with scene.office.session.connected():
        assert rows(CustomerWords.select(CustomerWords.text)) == [(SAID,)]


def test_damage_that_comes_while_people_work_is_found_and_leads_to_a_backup(
    desk: Desk, answers: Answers, folder: Path
) -> None:
    desk.start(folder)
    desk.sign_in()
    window = desk.office()
    desk.until(lambda: not window.office.background.busy())
    damage(folder / DATA, (folder / DATA).stat().st_size - 5000)
    found = window.findChild(FaultWatch)
    assert found
    answers.plan("restore")
    found.read_through()
    assert "已损坏" in desk.fault()
    assert answers.offered[0] == ("restore",)
    desk.until(lambda: isinstance(desk.window(), Restoring))


def test_an_export_over_a_file_that_another_program_holds_is_tried_again_and_then_told(
    desk: Desk, answers: Answers, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(whole_files, "PAUSES", (0.0,) * 6)
    target, other = tmp_path / "满意度.xlsx", tmp_path / "other"
    target.write_bytes(b"open in Excel")
    other.write_bytes(b"open in Excel")
    mount("--bind", str(other), str(target))
    desk.start(folder)
    desk.sign_in()
    office = desk.office().office
    desk.until(lambda: not office.background.busy())

    def export() -> None:
        with whole_file(target) as part:
            part.write_bytes(b"new")

    try:
        office.background.run(office.background, export, failed=office.tell)
        assert "没有保存成功" in desk.fault()
        assert "Excel" in desk.fault()
        assert target.read_bytes() == b"open in Excel"
    finally:
        subprocess.run(["umount", target], check=True)
    office.background.run(office.background, export, failed=office.tell)
    desk.until(lambda: not office.background.busy())
    assert target.read_bytes() == b"new"


def test_one_fault_is_told_once_however_many_readings_it_fails(
    desk: Desk, answers: Answers, folder: Path
) -> None:
    desk.start(folder)
    desk.sign_in()
    office = desk.office().office
    desk.until(lambda: not office.background.busy())

    def fail() -> None:
        raise OSError(5, "Input/output error")

    # the first dialog stands until every reading has failed
    answers.shown = lambda _dialog: desk.until(lambda: not office.background.busy())
    for _ in range(3):
        office.background.run(office.background, fail)
    desk.fault()
    desk.until(lambda: not office.background.busy())
    assert len(answers.said) == 1


def test_a_clock_that_goes_back_is_warned_of_noted_once_and_stops_nobody(
    desk: Desk, answers: Answers, folder: Path, type_chinese: Type
) -> None:
    moments = [NOW]
    desk.start(folder, lambda: moments[-1], replay=False)
    desk.sign_in()
    window = desk.office()
    found = window.findChild(FaultWatch)
    assert found
    for back in (timedelta(hours=3), timedelta(hours=3, minutes=-1)):
        moments.append(NOW - back)
        window.office.ticker.tick()
    assert "被调回了 3 小时" in found.banner.words()
    desk.until(lambda: not window.office.background.busy())
    session = window.office.session
    with session.connected():
        assert (
            scalar(AuditEntry.select(AuditEntry.new).where(AuditEntry.action == "clock_went_back"))
            == "2026-10-31 18:30"
        )
        assert len(rows(AuditEntry.select(AuditEntry.id).where(AuditEntry.action == "clock_went_back"))) == 1
    moments.append(NOW + timedelta(minutes=2))
    window.office.ticker.tick()
    assert found.banner.words() == ""
    assert answers.said == []
