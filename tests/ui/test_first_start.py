"""First use: four steps without a manual, a real data folder at the end, refusals at their field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app import data_folder
from desktop_app.problems import Refused
from desktop_app.safety.keys import Cost
from desktop_app.safety.recovery_code import new_code
from desktop_app.session import Session
from ui.first_start import Doors, FirstStart, Wishes
from ui.kit.background import Background
from ui.sign_in_new_password import strength

pytestmark = pytest.mark.usefixtures("no_dialogs")
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)


def create(wishes: Wishes) -> Session:
    return data_folder.create(
        wishes.folder, wishes.account, wishes.password, wishes.shop, wishes.brand,
        person=wishes.person, recovery_code=wishes.recovery_code, cost=CHEAP,
    ).session  # fmt: skip


@pytest.fixture
def start(tmp_path: Path, background: Background, qtbot: QtBot) -> FirstStart:
    made = FirstStart(Doors(tmp_path / "数据", data_folder.holds_data, new_code, create), background)
    qtbot.addWidget(made)
    made.show()
    return made


def fill_manager(start: FirstStart) -> None:
    page = start.manager
    for field, text in (
        (page.person, "温既明"), (page.account, "wenjiming"),
        (page.password, "yunling2026"), (page.again, "yunling2026"),
    ):  # fmt: skip
        field.set_text(text)
    page.printed.setChecked(True)


def to_manager(start: FirstStart) -> None:
    start.advance()
    start.shop.shop.set_text("云岭汽车")
    start.advance()


def test_the_whole_way_makes_a_data_folder_that_opens(
    start: FirstStart, qtbot: QtBot, tmp_path: Path
) -> None:
    to_manager(start)
    fill_manager(start)
    start.advance()
    qtbot.waitUntil(lambda: start.step() == 3)
    assert data_folder.account_names(tmp_path / "数据") == ("wenjiming",)
    sessions: list[Session] = []
    start.finished.connect(lambda session, _what: sessions.append(session))
    with qtbot.waitSignal(start.finished, check_params_cb=lambda _session, what: what == "demo"):
        qtbot.mouseClick(start.begin.cards["demo"], Qt.MouseButton.LeftButton)
    data_folder.close_folder(sessions[0])


def test_a_folder_that_holds_data_offers_to_sign_in(
    background: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    start = FirstStart(Doors(tmp_path, lambda folder: folder == tmp_path, new_code, create), background)
    qtbot.addWidget(start)
    start.advance()
    assert start.step() == 0
    assert not start.next.isEnabled()
    with qtbot.waitSignal(start.existing, check_params_cb=lambda folder: folder == tmp_path):
        start.folder._found.acted.emit()


def test_the_next_step_says_what_is_missing(start: FirstStart) -> None:
    start.advance()
    assert (start.next.isEnabled(), start.next.toolTip()) == (False, "请填店名")
    start.shop.shop.set_text("云岭汽车")
    assert start.next.isEnabled()


@pytest.mark.parametrize(
    ("spoil", "missing"),
    [("person", "请填姓名和登录名"), ("account", "请填姓名和登录名"), ("password", "请设密码"),
     ("again", "两次密码还不一样")],
)  # fmt: skip
def test_the_manager_must_be_complete(start: FirstStart, spoil: str, missing: str) -> None:
    to_manager(start)
    fill_manager(start)
    assert start.next.isEnabled()
    getattr(start.manager, spoil).set_text("")
    assert (start.next.isEnabled(), start.manager.missing()) == (False, missing)


def test_without_the_printed_code_it_does_not_go_on(start: FirstStart) -> None:
    to_manager(start)
    fill_manager(start)
    start.manager.printed.setChecked(False)
    start.advance()
    assert start.step() == 2
    assert "恢复码" in start.manager.missing()


def test_a_refusal_goes_to_its_field_and_its_step(
    background: Background, qtbot: QtBot, tmp_path: Path
) -> None:
    def refuse(wishes: Wishes) -> Session:
        raise Refused("这个文件夹里已经有客户关系数据。", field="folder")

    start = FirstStart(Doors(tmp_path / "x", lambda folder: False, new_code, refuse), background)
    qtbot.addWidget(start)
    to_manager(start)
    fill_manager(start)
    start.advance()
    qtbot.waitUntil(lambda: start.step() == 0)
    assert start.folder.folder.error.text() == "这个文件夹里已经有客户关系数据。"
    assert start.shop.shop.text() == "云岭汽车", "what was typed stays"


def test_going_back_keeps_what_was_typed(start: FirstStart, qtbot: QtBot) -> None:
    to_manager(start)
    start.manager.person.set_text("温既明")
    qtbot.mouseClick(start.back, Qt.MouseButton.LeftButton)
    assert start.step() == 1
    start.advance()
    assert start.manager.person.text() == "温既明"


def test_the_code_on_the_screen_is_the_one_that_opens(start: FirstStart) -> None:
    to_manager(start)
    fill_manager(start)
    assert start.wishes().recovery_code == start.manager.code
    assert len(start.manager.code.split("-")) == 8


@pytest.mark.parametrize(
    ("password", "word"), [("yunling2", "一般"), ("yunling2026", "好"), ("Yunling-2026-dian", "很好")]
)
def test_longer_and_more_varied_is_stronger(password: str, word: str) -> None:
    assert strength(password) == word
