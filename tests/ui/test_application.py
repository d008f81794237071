"""The window from its start to its end: what each folder and each way of starting leads to, real files all the way."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app import bug_log, doorway
from desktop_app.bug_log import FILE, keep_bug_log, stop_bug_log
from desktop_app.data_folder import close_folder, create, open_folder
from desktop_app.problems import Unavailable
from desktop_app.safety import slots
from desktop_app.safety.accounts import add_account, retire_account
from desktop_app.safety.folder_layout import DATA, KEYS
from desktop_app.safety.keys import Cost
from desktop_app.safety.presence import PREFIX
from desktop_app.safety.rekeying import lock_change_due
from desktop_app.session import Session
from ui.application import Application, Start
from ui.application_alone import Alone
from ui.first_start import FirstStart
from ui.kit.background import Steps
from ui.kit.dialogs import TroubleDialog
from ui.lock_cover import LOCKED_TITLE
from ui.office.accounts_dialog import CHANGED, CHANGING, lock_changer
from ui.office_window import OfficeWindow
from ui.one_window import OneWindow, call_forward
from ui.recovery import RecoveryDialog
from ui.sign_in import SignIn
from ui.surroundings import SCREENS, refuse_no_screen, refuse_unsound_pair
from ui.switch_dialog import SwitchDialog
from ui.waiting_page import WaitingPage

ROOT = Path(__file__).parent.parent.parent
NOW = datetime(2026, 10, 31, 18, 30)
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
NAME, PASSWORD = "温既明", "正确的密码 1234"
WAIT_MS = 20_000

Begin = Callable[..., Application]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The platform's folders of a person who never started the program."""
    usual = tmp_path / "home" / "crdesk"
    monkeypatch.setattr(doorway, "default_folder", lambda: usual)
    return usual


@pytest.fixture
def begin(qapp: QApplication, qtbot: QtBot) -> Iterator[Begin]:
    """Starts the program; what was started ends with the test."""
    started: list[Application] = []

    def begin(folder: Path | None, *, demo: bool = False) -> Application:
        application = Application(qapp, Start(folder, lambda: NOW, replay=True, demo=demo))
        started.append(application)
        assert application.claim()
        application.begin()
        return application

    yield begin
    for application in started:
        application.end()


@pytest.fixture
def told() -> Iterator[list[str]]:
    """The words of every error dialog; each is closed as soon as it is seen."""
    seen: list[str] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, TroubleDialog):
            seen.append("\n".join(label.text() for label in dialog.findChildren(QLabel)))
            dialog.reject()

    timer = QTimer()
    timer.timeout.connect(look)
    timer.start(10)
    yield seen
    timer.stop()


def made(folder: Path, name: str = NAME, password: str = PASSWORD) -> Path:
    """A shop's data folder with one account."""
    close_folder(create(folder, name, password, "云岭汽车", clock=lambda: NOW, cost=CHEAP).session)
    return folder


def shown(application: Application, kind: type) -> bool:
    return isinstance(application.window(), kind)


def see(qtbot: QtBot, application: Application, kind: type) -> None:
    qtbot.waitUntil(partial(shown, application, kind), timeout=WAIT_MS)


def sign_in(application: Application, password: str = PASSWORD) -> SignIn:
    page = application.window()
    assert isinstance(page, SignIn)
    assert isinstance(page.name.edit, QComboBox)
    assert isinstance(page.password.edit, QLineEdit)
    page.name.edit.setCurrentText(NAME)
    page.password.edit.setText(password)
    page.enter.click()
    return page


def openings(folder: Path) -> list[Path]:
    return list(folder.glob(f"{PREFIX}*"))


def test_signing_in_opens_the_office_and_ending_leaves_the_data_properly(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = made(tmp_path / "data")
    application = begin(folder)
    sign_in(application)
    see(qtbot, application, OfficeWindow)
    window = application.window()
    assert window is not None
    assert "云岭汽车" in window.windowTitle()
    assert openings(folder)
    application.end()
    assert not openings(folder)
    assert not shiboken6.isValid(window)


def test_a_wrong_password_is_told_at_its_field(begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    application = begin(made(tmp_path / "data"))
    page = sign_in(application, "错的")
    qtbot.waitUntil(lambda: "密码" in page.password.error.text(), timeout=WAIT_MS)
    assert application.window() is page


def test_an_empty_folder_leads_through_the_first_start_to_the_office(
    begin: Begin, tmp_path: Path, home: Path, qtbot: QtBot
) -> None:
    application = begin(None)
    page = application.window()
    assert isinstance(page, FirstStart)
    chosen = tmp_path / "客户关系数据"
    page.folder.folder.set_text(str(chosen))
    page.advance()
    page.shop.shop.set_text("云岭汽车")
    page.advance()
    manager = page.manager
    for field, text in (
        (manager.person, NAME), (manager.account, NAME), (manager.password, PASSWORD), (manager.again, PASSWORD)
    ):  # fmt: skip
        field.set_text(text)
    manager.printed.setChecked(True)
    page.advance()
    qtbot.waitUntil(lambda: page.step() == 3, timeout=WAIT_MS)
    page.begin.chosen.emit("empty")
    see(qtbot, application, OfficeWindow)
    assert (chosen / DATA).exists()
    assert not (home / DATA).exists()
    application.end()
    assert isinstance(begin(None).window(), SignIn), "the next start finds the folder that was chosen"


def test_the_demonstration_signs_itself_in(begin: Begin, tmp_path: Path, qtbot: QtBot) -> None:
    application = begin(made(tmp_path / "demo", "demo", "demo"), demo=True)
    see(qtbot, application, OfficeWindow)


def test_as_demonstration_no_other_data_opens(
    begin: Begin, tmp_path: Path, qtbot: QtBot, told: list[str]
) -> None:
    application = begin(made(tmp_path / "data"), demo=True)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert isinstance(application.window(), SignIn)
    assert not openings(tmp_path / "data")


def test_signing_out_closes_the_data_and_someone_else_may_come(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = made(tmp_path / "data")
    application = begin(folder)
    sign_in(application)
    see(qtbot, application, OfficeWindow)
    window = application.window()
    assert isinstance(window, OfficeWindow)
    window.sign_out()
    see(qtbot, application, SignIn)
    assert not openings(folder)
    sign_in(application)
    see(qtbot, application, OfficeWindow)


def in_office(begin: Begin, folder: Path, qtbot: QtBot) -> Application:
    application = begin(made(folder))
    sign_in(application)
    see(qtbot, application, OfficeWindow)
    return application


def session_of(application: Application) -> Session:
    window = application.window()
    assert isinstance(window, OfficeWindow)
    return window.office.session


def test_work_that_needs_the_data_alone_has_it_and_the_office_comes_back(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    application = in_office(begin, tmp_path / "data", qtbot)
    session, ready = session_of(application), threading.Event()

    def reopen(steps: Steps) -> Session:
        steps(1, 4)
        ready.wait(WAIT_MS / 1000)
        close_folder(session)
        assert not openings(tmp_path / "data")
        return open_folder(tmp_path / "data", NAME, PASSWORD, lambda: NOW)

    Alone(application).work("正在换锁…", reopen)
    page = application.window()
    assert isinstance(page, WaitingPage)
    qtbot.waitUntil(lambda: "25%" in [label.text() for label in page.findChildren(QLabel)], timeout=WAIT_MS)
    page.close()
    assert page.isVisible(), "work half done must not be left"
    ready.set()
    see(qtbot, application, OfficeWindow)
    assert session_of(application) is not session
    application.end()
    assert not openings(tmp_path / "data")


@pytest.mark.parametrize("closed", [False, True])
def test_after_such_work_failed_it_is_told_and_the_office_comes_back_if_the_data_is_open(
    begin: Begin, tmp_path: Path, qtbot: QtBot, told: list[str], closed: bool
) -> None:
    application = in_office(begin, tmp_path / "data", qtbot)
    session, before = session_of(application), application.window()

    def fail(_steps: Steps) -> None:
        if closed:
            close_folder(session)
        raise Unavailable("磁盘满了。", data="数据没有改动。")

    Alone(application).work("正在换锁…", fail)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert "磁盘满了" in told[0]
    assert shown(application, SignIn if closed else OfficeWindow)
    assert application.window() is not before
    assert bool(openings(tmp_path / "data")) is not closed


def test_another_person_takes_over_while_the_data_stays_open(
    begin: Begin, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "COST", CHEAP)
    application = in_office(begin, tmp_path / "data", qtbot)
    session, before = session_of(application), application.window()
    assert isinstance(before, OfficeWindow)
    add_account(session, "乔安", "qiaoan2026", frozenset({"callback_specialist"}))
    before.go("callbacks")
    open_before = openings(tmp_path / "data")

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, SwitchDialog)
        assert dialog.form.names.count() == 1
        dialog.form.password.line.setText("qiaoan2026")
        dialog.form.submit()

    QTimer.singleShot(0, answer)
    before.switch_wanted.emit()
    qtbot.waitUntil(lambda: application.window() is not before, timeout=WAIT_MS)
    after = session_of(application)
    assert (after.person.name, after.data) == ("乔安", session.data)
    assert openings(tmp_path / "data") == open_before
    window = application.window()
    assert isinstance(window, OfficeWindow)
    assert window.header.tabs.currentIndex() == 1, "the same page"
    window.lock_wanted.emit()
    assert window.windowTitle() == LOCKED_TITLE


def test_the_lock_is_changed_and_the_office_comes_back(
    begin: Begin, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "COST", CHEAP)
    application = in_office(begin, tmp_path / "data", qtbot)
    session, before = session_of(application), application.window()
    add_account(session, "乔安", "qiaoan2026", frozenset({"callback_specialist"}))
    retire_account(session, "乔安")
    assert lock_change_due(session) == ("乔安",)
    assert isinstance(before, OfficeWindow)
    before.alone_wanted.emit(CHANGING, lock_changer(session), CHANGED)
    qtbot.waitUntil(lambda: application.window() is not before, timeout=WAIT_MS)
    see(qtbot, application, OfficeWindow)
    after = session_of(application)
    assert after.data.key != session.data.key
    assert lock_change_due(after) == ()
    application.end()
    again = begin(tmp_path / "data")
    sign_in(again)
    see(qtbot, again, OfficeWindow)


def test_the_recovery_code_lets_in_whoever_forgot_the_password(
    begin: Begin, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slots, "COST", CHEAP)
    folder = tmp_path / "data"
    opened = create(folder, NAME, PASSWORD, "云岭汽车", clock=lambda: NOW, cost=CHEAP)
    close_folder(opened.session)
    application = begin(folder)
    page = application.window()
    assert isinstance(page, SignIn)

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, RecoveryDialog)
        dialog.code.set_text(opened.recovery_code.lower().replace("-", " "))
        for field in (dialog.password, dialog.again):
            field.line.setText("ganz-neu-2026")
        dialog.submit()

    QTimer.singleShot(0, answer)
    page._on_forgotten()
    see(qtbot, application, OfficeWindow)
    application.end()
    again = begin(folder)
    sign_in(again, "ganz-neu-2026")
    see(qtbot, again, OfficeWindow)


def test_a_second_start_ends_at_once_and_raises_the_first_window(
    begin: Begin, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = made(tmp_path / "data")
    application = begin(folder)
    window = application.window()
    assert window is not None
    window.showMinimized()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "desktop_app", "--data", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as second:
        try:
            qtbot.waitUntil(lambda: second.poll() == 0, timeout=WAIT_MS)
        finally:
            second.kill()
    qtbot.waitUntil(lambda: not window.isMinimized(), timeout=WAIT_MS)


def test_the_systems_wish_to_end_leaves_the_data_properly(tmp_path: Path, qtbot: QtBot) -> None:
    folder = made(tmp_path / "demo", "demo", "demo")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    command = [sys.executable, "-m", "desktop_app", "--data", str(folder), "--demo"]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as program:
        try:
            qtbot.waitUntil(lambda: bool(openings(folder)), timeout=WAIT_MS)
            program.terminate()
            assert program.wait(WAIT_MS / 1000) == 0
        finally:
            program.kill()
    assert not openings(folder)


def test_two_folders_have_a_window_each_and_a_folder_let_go_can_be_taken(
    tmp_path: Path, qapp: QApplication
) -> None:
    first, second = OneWindow(), OneWindow()
    assert first.take(tmp_path / "a")
    assert second.take(tmp_path / "b")
    assert not second.take(tmp_path / "a")
    assert second.take(tmp_path / "b"), "what could not be taken costs nothing"
    assert first.take(tmp_path / "c")
    assert second.take(tmp_path / "a")
    first.free()
    assert not call_forward(tmp_path / "c")
    assert call_forward(tmp_path / "a")
    second.free()


def test_a_folder_shown_in_another_window_is_not_opened_here(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str], qtbot: QtBot
) -> None:
    other = OneWindow()
    assert other.take(made(tmp_path / "elsewhere"))
    application = begin(made(tmp_path / "data"))
    page = application.window()
    assert isinstance(page, SignIn)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "elsewhere"))
    page.folder_wanted.emit()
    assert "另一个窗口" in told[0]
    assert application.window() is page
    other.free()
    page.folder_wanted.emit()
    qtbot.waitUntil(lambda: application.window() is not page, timeout=WAIT_MS)
    assert isinstance(application.window(), SignIn)


def test_a_bug_is_told_and_logged_without_what_it_met_and_the_program_goes_on(
    begin: Begin, tmp_path: Path, qtbot: QtBot, told: list[str]
) -> None:
    log = keep_bug_log(lambda: tmp_path / "log")
    application = begin(made(tmp_path / "data"))

    def bug() -> None:
        raise LookupError("沈佳宁 13800005678")

    QTimer.singleShot(0, bug)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    stop_bug_log(log)
    file = tmp_path / "log" / FILE
    written = file.read_text("utf-8")
    assert re.findall(r"E-\w{4}-\w{4}", told[0])[0] in written
    assert "LookupError" in written
    assert "test_application.py" in written
    assert "沈佳宁" not in written + told[0]
    assert "13800005678" not in written + told[0]
    assert os.name == "nt" or file.stat().st_mode & 0o077 == 0
    sign_in(application)
    see(qtbot, application, OfficeWindow)


def test_the_log_begins_anew_when_it_has_grown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bug_log, "LARGEST", 100)
    log = keep_bug_log(lambda: tmp_path)
    logger = bug_log.logging.getLogger("ui.kit.dialogs")
    for number in range(5):
        logger.error("E-%s %s", number, "x" * 80)
    logger.warning("not a bug")
    stop_bug_log(log)
    logger.error("after the end")
    assert "E-4" in (tmp_path / FILE).read_text("utf-8")
    assert "E-3" in (tmp_path / bug_log.OLD_FILE).read_text("utf-8")
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 500


def test_damaged_data_is_told_and_signing_in_stays_possible(
    begin: Begin, tmp_path: Path, qtbot: QtBot, told: list[str]
) -> None:
    folder = made(tmp_path / "data")
    content = bytearray((folder / DATA).read_bytes())
    content[5000:5200] = bytes(200)
    (folder / DATA).write_bytes(content)
    application = begin(folder)
    page = sign_in(application)
    qtbot.waitUntil(lambda: bool(told), timeout=WAIT_MS)
    assert "损坏" in told[0]
    assert "恢复" in told[0]
    assert application.window() is page
    assert (folder / DATA).read_bytes() == bytes(content)


def test_broken_keys_are_told_at_once_with_another_folder_to_choose(
    begin: Begin, tmp_path: Path, told: list[str]
) -> None:
    folder = made(tmp_path / "data")
    (folder / KEYS).write_bytes(b"\0" * 300)
    application = begin(folder)
    assert isinstance(application.window(), SignIn)
    assert KEYS in told[0] or "密钥" in told[0]


def test_data_that_was_there_the_last_time_is_missed_and_not_made_anew(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, told: list[str]
) -> None:
    place = made(tmp_path / "disk")
    application = begin(None)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(place))
    page = application.window()
    assert isinstance(page, FirstStart)
    page.existing.emit(place)
    assert isinstance(application.window(), SignIn)
    application.end()
    place.rename(tmp_path / "unplugged")
    application = begin(None)
    assert isinstance(application.window(), SignIn)
    assert str(place) in told[0]


@pytest.mark.parametrize(
    ("python", "pyside", "sound"),
    [((3, 11), (6, 11), True), ((3, 11), (6, 12), False), ((3, 12), (6, 12), True), ((3, 13), (6, 13), True)],
)
def test_a_pair_that_would_end_without_a_word_is_refused_in_one_line(
    python: tuple[int, int], pyside: tuple[int, int], sound: bool
) -> None:
    if sound:
        refuse_unsound_pair(python, pyside)
        return
    with pytest.raises(Unavailable, match=r"Python 3\.11 不能配 PySide6 6\.12"):
        refuse_unsound_pair(python, pyside)


@pytest.mark.parametrize(
    "given", [{"DISPLAY": ":0"}, {"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}]
)
def test_any_screen_will_do(given: dict[str, str]) -> None:
    refuse_no_screen(given, "linux")


def test_without_a_screen_a_command_line_says_so(tmp_path: Path) -> None:
    refuse_no_screen({}, "win32")
    environment = {name: value for name, value in os.environ.items() if name not in SCREENS}
    command = [sys.executable, "-m", "desktop_app", "--data", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "没有屏幕" in done.stderr
