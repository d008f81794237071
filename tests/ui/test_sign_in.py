"""Signing in: wrong passwords at the field, the name remembered, the recovery code as the way back."""

from __future__ import annotations

from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.problems import Refused
from desktop_app.safety.attempts import TooSoon
from desktop_app.session import Person, Session
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.recovery import RecoveryDialog
from ui.sign_in import Door, SignIn, greeting
from ui.sign_in_form import SignInForm
from ui.sign_in_new_password import NewPassword, problem
from ui.sign_in_patience import span_words

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
    page.password.eye.setChecked(True)
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
    assert (problem(text) == "") is good


@pytest.mark.parametrize(
    ("hour", "words"), [(7, "早上好"), (9, "上午好"), (12, "下午好"), (18, "晚上好"), (2, "夜深了")]
)
def test_the_greeting_follows_the_hour(hour: int, words: str) -> None:
    assert greeting(datetime(2026, 10, 16, hour)) == words


class Seconds:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def refuse_for(seconds: int) -> Refused:
    return TooSoon("密码连续错了 5 次，请等一会儿再试。", seconds, field="password")


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def form(background: Background, qtbot: QtBot, seconds: Seconds, asked: list[str]) -> SignInForm:
    def prove(name: str, password: str) -> str:
        asked.append(password)
        if password == "right":
            return name
        raise refuse_for(90)

    made = SignInForm(NAMES, prove, background, now=seconds)
    qtbot.addWidget(made)
    made.show()
    made.password.line.setText("wrong")
    made.submit()
    qtbot.waitUntil(lambda: not background.busy())
    return made


def test_after_too_many_wrong_ones_the_field_counts_down_and_nothing_can_be_tried(
    form: SignInForm, seconds: Seconds, asked: list[str]
) -> None:
    assert "1 分 30 秒" in form.password.error.text()
    assert not form.enter.isEnabled()
    seconds.at += 62.5
    form.patience.tick()
    assert "28 秒" in form.password.error.text()
    form.submit()
    assert asked == ["wrong"]
    assert form.password.secret() == "wrong", "what was typed stays"


def test_when_the_wait_is_over_the_next_password_is_taken(
    form: SignInForm, seconds: Seconds, qtbot: QtBot
) -> None:
    seconds.at += 90
    with qtbot.waitSignal(form.patience.ended):
        form.patience.tick()
    assert form.password.error.text() == ""
    assert form.enter.isEnabled()
    form.password.line.setText("right")
    with qtbot.waitSignal(form.opened):
        form.submit()


def test_who_is_locked_out_hears_who_can_help(form: SignInForm) -> None:
    assert "客关部经理" not in form.password.error.text()
    words = "密码连续错了 10 次，请等 15 分钟再试，或者请客关部经理解锁。"
    assert form.patience.take(TooSoon(words, 900, field="password"))
    assert "15 分" in form.password.error.text()
    assert "客关部经理" in form.password.error.text()


def test_another_name_need_not_wait(form: SignInForm) -> None:
    form.names.setCurrentText("温既明")
    assert form.enter.isEnabled()
    assert form.patience.left() == 0


@pytest.mark.parametrize(
    ("span", "words"),
    [(1, "1 秒"), (59, "59 秒"), (60, "1 分"), (61, "1 分 1 秒"), (3600, "1 小时"), (3601, "1 小时 1 分"),
     (7199, "2 小时")],
)  # fmt: skip
def test_spans_are_told_as_people_say_them(span: int, words: str) -> None:
    assert span_words(span) == words


def test_the_new_password_must_not_be_the_name(qtbot: QtBot) -> None:
    chosen = NewPassword(lambda: "wenjiming")
    for field in (chosen.first, chosen.again):
        qtbot.addWidget(field)
        field.line.setText("WenJiming")
    assert not chosen.check()
    assert "不能就是姓名" in chosen.first.error.text()
