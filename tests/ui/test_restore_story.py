"""One story through the whole program: back up, go on working, restore from the menu, sign in, and find the old data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop_app import doorway, settings
from desktop_app.safety.backup import backup
from tests.ui.shops import NAME, PASSWORD, SetClock, rename_shop
from ui.application import Application, Start
from ui.office.backups_dialog import BackupsDialog
from ui.office.restore_dialog import RestoreDialog
from ui.office.restore_form import Wish
from ui.office.restoring import Restoring
from ui.office_window import OfficeWindow
from ui.sign_in import SignIn

WAIT_MS = 30_000


@pytest.fixture
def application(
    shop: Path, clock: SetClock, tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Application]:
    monkeypatch.setattr(doorway, "default_folder", lambda: tmp_path / "home")
    made = Application(qapp, Start(shop, clock, replay=True, demo=False))
    assert made.claim()
    made.begin()
    yield made
    made.end()


def see(qtbot: QtBot, application: Application, kind: type) -> QWidget:
    qtbot.waitUntil(lambda: isinstance(application.window(), kind), timeout=WAIT_MS)
    window = application.window()
    assert window is not None
    return window


def sign_in(qtbot: QtBot, application: Application) -> OfficeWindow:
    page = see(qtbot, application, SignIn)
    assert isinstance(page, SignIn)
    page.name.edit.setCurrentText(NAME)  # type: ignore[attr-defined]
    page.password.edit.setText(PASSWORD)  # type: ignore[attr-defined]
    page.enter.click()
    window = see(qtbot, application, OfficeWindow)
    assert isinstance(window, OfficeWindow)
    return window


def calm(qtbot: QtBot, window: OfficeWindow) -> None:
    qtbot.waitUntil(lambda: not window.office.background.busy(), timeout=WAIT_MS)


def open_dialog(qtbot: QtBot, window: OfficeWindow, monkeypatch: pytest.MonkeyPatch) -> BackupsDialog:
    opened: list[BackupsDialog] = []
    monkeypatch.setattr(BackupsDialog, "exec", lambda dialog: (opened.append(dialog), dialog.show()))
    monkeypatch.setattr(BackupsDialog, "deleteLater", lambda _dialog: None)
    window.backups.open()
    calm(qtbot, window)
    return opened[0]


def ask(qtbot: QtBot, window: OfficeWindow, monkeypatch: pytest.MonkeyPatch) -> RestoreDialog:
    dialog = open_dialog(qtbot, window, monkeypatch)
    dialog.buttons.restore.click()
    calm(qtbot, window)
    question = dialog.findChild(RestoreDialog)
    assert question is not None
    return question


def test_the_data_goes_back_and_the_sign_in_says_what_was_done_and_where_the_rest_lies(
    application: Application, clock: SetClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = sign_in(qtbot, application)
    backup(window.office.session)
    clock.on(hours=2)
    rename_shop(window.office.session, "望江汽车")
    question = ask(qtbot, window, monkeypatch)
    question.form.fill(Wish(Path(), NAME, PASSWORD))
    question.yes.click()
    page = see(qtbot, application, SignIn)
    words = "\n".join(label.text() for label in page.findChildren(QLabel))
    assert "数据回到 10月31日 18:30 的样子" in words
    assert "恢复前的数据另存在" in words
    again = sign_in(qtbot, application)
    assert settings.get(again.office.session, "shop_name") == "云岭汽车"


def test_thinking_better_of_it_leaves_the_person_at_work(
    application: Application, clock: SetClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = sign_in(qtbot, application)
    backup(window.office.session)
    clock.on(hours=2)
    rename_shop(window.office.session, "望江汽车")
    question = ask(qtbot, window, monkeypatch)
    question.reject()
    assert application.window() is window
    assert settings.get(window.office.session, "shop_name") == "望江汽车"


def test_a_restore_that_is_stopped_leads_back_to_the_sign_in_with_the_new_data(
    application: Application, clock: SetClock, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = sign_in(qtbot, application)
    backup(window.office.session)
    clock.on(hours=2)
    rename_shop(window.office.session, "望江汽车")
    question = ask(qtbot, window, monkeypatch)
    begin = Restoring.begin

    def begin_and_stop(page: Restoring, wish: Wish) -> None:
        begin(page, wish)
        page.progress.stop.click()

    monkeypatch.setattr(Restoring, "begin", begin_and_stop)
    question.form.fill(Wish(Path(), NAME, PASSWORD))
    question.yes.click()
    page = see(qtbot, application, Restoring)
    assert isinstance(page, Restoring)
    qtbot.waitUntil(lambda: not page.running() and page.choice.isVisible(), timeout=WAIT_MS)
    assert "已经取消" in page.choice.banner.words()
    page.choice.left.emit()
    again = sign_in(qtbot, application)
    assert settings.get(again.office.session, "shop_name") == "望江汽车"
