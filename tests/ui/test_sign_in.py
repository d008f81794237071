"""Signing in: wrong passwords at the field, the name remembered, the recovery code as the way back."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.recovery import RecoveryDialog, password_problem
from ui.sign_in import Door, SignIn, greeting

pytestmark = pytest.mark.usefixtures("no_dialogs")
NAMES = ("乔安", "温既明")


class Keeper:
    """Knows one password and one recovery code."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.asked: list[tuple[str, ...]] = []

    def sign_in(self, name: str, password: str) -> Session:
        self.asked.append((name, password))
        if password != "right":
            raise Refused("名字或密码不对，请再试一次。", field="password")
        return Session(Person(name, frozenset()), self.session.clock, self.session.data)

    def recover(self, name: str, code: str, password: str) -> Session:
        self.asked.append((name, code, password))
        if code != "7KXM":
            raise Refused("恢复码不对，请对照纸上再输一次。", field="code")
        return self.session


@pytest.fixture
def keeper(session: Session) -> Keeper:
    return Keeper(session)


@pytest.fixture
def door(keeper: Keeper) -> Door:
    now = datetime(2026, 10, 16, 10, 24)
    return Door(NAMES, keeper.sign_in, "D:\\客户关系数据", "1.0", "云岭汽车", keeper.recover, lambda: now)


@pytest.fixture
def page(door: Door, background: Background, memory: Memory, qtbot: QtBot) -> SignIn:
    made = SignIn(door, background, memory)
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def password(page: SignIn) -> QLineEdit:
    assert isinstance(page.password.edit, QLineEdit)
    return page.password.edit


def name(page: SignIn) -> QComboBox:
    assert isinstance(page.name.edit, QComboBox)
    return page.name.edit


def test_the_right_password_opens(page: SignIn, keeper: Keeper, qtbot: QtBot) -> None:
    name(page).setCurrentText("温既明")
    qtbot.keyClicks(password(page), "right")
    with qtbot.waitSignal(page.signed_in, check_params_cb=lambda session: session.person.name == "温既明"):
        qtbot.keyClick(password(page), Qt.Key.Key_Return)
    assert keeper.asked == [("温既明", "right")]
    assert password(page).text() == "", "the password does not linger in a hidden window"


def test_a_wrong_password_is_told_at_the_field_and_stays(
    page: SignIn, qtbot: QtBot, background: Background
) -> None:
    qtbot.keyClicks(password(page), "wrong")
    qtbot.mouseClick(page.enter, Qt.MouseButton.LeftButton)
    assert not page.enter.isEnabled(), "one try at a time"
    qtbot.waitUntil(lambda: not background.busy())
    assert page.password.error.text() == "名字或密码不对，请再试一次。"
    assert password(page).text() == "wrong"
    assert page.enter.isEnabled()
    assert password(page).hasFocus()


def test_without_a_password_nobody_is_asked(page: SignIn, keeper: Keeper) -> None:
    page.submit()
    assert keeper.asked == []
    assert not page.password.error.isHidden()


@pytest.mark.parametrize("remember", [True, False])
def test_the_name_is_remembered_only_if_wanted(
    door: Door, background: Background, memory: Memory, qtbot: QtBot, remember: bool
) -> None:
    first = SignIn(door, background, memory)
    qtbot.addWidget(first)
    name(first).setCurrentText("温既明")
    first.remember.setChecked(remember)
    password(first).setText("right")
    with qtbot.waitSignal(first.signed_in):
        first.submit()
    again = SignIn(door, background, memory)
    qtbot.addWidget(again)
    assert name(again).currentText() == ("温既明" if remember else "乔安")
    assert again.remember.isChecked() is remember


def test_the_first_key_lands_where_it_is_needed(page: SignIn, door: Door) -> None:
    assert name(page).hasFocus()


def test_caps_lock_is_noticed(page: SignIn, qtbot: QtBot) -> None:
    qtbot.keyClick(password(page), "A", Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: page.password.error.text() == "大写锁定已打开")
    qtbot.keyClick(password(page), "b", Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: page.password.error.text() == "")


def test_the_password_can_be_shown(page: SignIn) -> None:
    assert password(page).echoMode() == QLineEdit.EchoMode.Password
    page._eye.setChecked(True)
    assert password(page).echoMode() == QLineEdit.EchoMode.Normal


def test_nothing_from_the_data_is_shown_before_sign_in(page: SignIn) -> None:
    words = " ".join(part.text() for part in page.findChildren(QLabel))
    assert "上午好" in words
    assert not any(letter in words for letter in "红黄")


def test_the_recovery_code_sets_a_new_password(keeper: Keeper, background: Background, qtbot: QtBot) -> None:
    dialog = RecoveryDialog("乔安", NAMES, keeper.recover, background)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.submit()
    assert keeper.asked == []
    for field, text in (
        (dialog.code, "wrong"),
        (dialog.password, "yunling2026"),
        (dialog.again, "yunling2026"),
    ):
        field.set_text(text)
    dialog.submit()
    qtbot.waitUntil(lambda: not background.busy())
    assert dialog.code.error.text().startswith("恢复码不对")
    dialog.code.set_text("7KXM")
    with qtbot.waitSignal(dialog.signed_in):
        dialog.submit()
    assert keeper.asked[-1] == ("乔安", "7KXM", "yunling2026")


def test_two_different_new_passwords_are_refused(
    keeper: Keeper, background: Background, qtbot: QtBot
) -> None:
    dialog = RecoveryDialog("乔安", NAMES, keeper.recover, background)
    qtbot.addWidget(dialog)
    for field, text in (
        (dialog.code, "7KXM"),
        (dialog.password, "yunling2026"),
        (dialog.again, "yunling2027"),
    ):
        field.set_text(text)
    dialog.submit()
    assert keeper.asked == []
    assert not dialog.again.error.isHidden()


@pytest.mark.parametrize(
    ("text", "good"), [("", False), ("abc1234", False), ("aaaaaaaa", False), ("yunling26", True)]
)
def test_a_new_password_must_be_worth_something(text: str, good: bool) -> None:
    assert (password_problem(text) == "") is good


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "早上好"), (9, "上午好"), (12, "下午好"), (18, "晚上好"), (2, "夜深了")]
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 10, 16, hour)) == words
