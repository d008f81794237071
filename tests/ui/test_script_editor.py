"""数据 › 话术 by keyboard, on real data: the shop's own words, their preview, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.callbacks.script_editing import PLACEHOLDERS, Slot, edit, in_use, passages
from desktop_app.callbacks.scripts import scripts
from desktop_app.safety.duties import reason
from desktop_app.session import Person, Session
from ui.kit.dialogs import QuestionDialog
from ui.kit.items import Head, Item
from ui.office.script_dialog import ScriptsDialog
from ui.office_context import Office

Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier
ANGRY = "situation 15"


class Editor:
    """The dialog in sight, and keys pressed where the focus is."""

    def __init__(self, office: Office, qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]) -> None:
        self.office, self.qtbot, self._type = office, qtbot, type_chinese
        self.said: list[str] = []
        office.status = self.said.append
        self.dialog = ScriptsDialog(office)
        qtbot.addWidget(self.dialog, before_close_func=lambda dialog: dialog.typed.clear())
        with qtbot.waitExposed(self.dialog):
            self.dialog.show()
        self.settle()

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.office.background.busy())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.dialog.activateWindow()
        self.qtbot.waitUntil(self._has_keys)
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.settle()

    def type(self, slot: Slot, text: str) -> None:
        """Type a line in place of what stands in a field."""
        field = self.dialog.view.edits[slot]
        field.setFocus()
        field.selectAll()
        self._type(field, text)

    def right_of(self, key: str) -> str:
        """What the list says beside a passage."""
        return next(row.right for row in self.dialog.list.rows() if isinstance(row, Item) and row.key == key)

    def _has_keys(self) -> bool:
        found = QApplication.focusWidget()
        return found is not None and found.window() is self.dialog


@pytest.fixture
def editor(
    office: Office, told: list[Exception], qtbot: QtBot, type_chinese: Callable[[QWidget, str], None]
) -> Iterator[Callable[[], Editor]]:
    yield lambda: Editor(office, qtbot, type_chinese)
    assert told == []


def answer(yes: bool, asked: list[str] | None = None) -> None:
    """Answer the next question."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, QuestionDialog):
            QTimer.singleShot(5, look)
            return
        if asked is not None:
            asked.append(found.windowTitle())
        (found.yes if yes else found.no).click()

    QTimer.singleShot(0, look)


def said_when_angry(session: Session) -> tuple[str, ...]:
    return next(one.say for one in in_use(session).situations if one.number == 15)


def test_every_passage_is_listed_under_its_chapter(session: Session, editor: Callable[[], Editor]) -> None:
    desk = editor()
    rows = desk.dialog.list.rows()
    items = [row for row in rows if isinstance(row, Item)]
    plain = scripts()
    assert len(items) == len(plain.course) + 29 + 10 + 10 == len(passages(session))
    heads = [row.words for row in rows if isinstance(row, Head)]
    assert heads == [
        "通话流程", "开场", "听不清", "谈话内容", "抱怨和投诉", "特殊情况", "结束", "投诉处理禁语", "投诉处理提醒",
    ]  # fmt: skip


def test_own_words_are_saved_and_shown_to_callers(session: Session, editor: Callable[[], Editor]) -> None:
    desk = editor()
    desk.dialog.list.select(ANGRY)
    desk.type("say", "真对不起，您慢慢说。")
    assert desk.right_of(ANGRY) == "没有保存"
    assert said_when_angry(session) != ("真对不起，您慢慢说。",)
    desk.press(Key.Key_S, Ctrl)
    assert said_when_angry(session) == ("真对不起，您慢慢说。",)
    assert desk.right_of(ANGRY) == "本店写法"
    assert desk.dialog.typed == {}
    assert desk.said[-1].startswith("已保存")


def test_a_placeholder_is_put_where_the_cursor_was_and_filled_in_the_preview(
    editor: Callable[[], Editor],
) -> None:
    desk = editor()
    desk.dialog.list.select(ANGRY)
    desk.type("say", "，对不起。")
    field = desk.dialog.view.edits["say"]
    field.moveCursor(QTextCursor.MoveOperation.Start)
    desk.dialog.view.insert("客户称呼")
    assert field.toPlainText() == "{客户称呼}，对不起。"
    assert desk.dialog.view.spoken()[0] == "沈女士，对不起。"
    assert field.hasFocus()
    desk.type("never", "不叫")
    desk.dialog.view.insert("店名")
    assert desk.dialog.view.edits["never"].toPlainText() == "不叫{店名}"


def test_the_preview_leaves_no_placeholder_open(session: Session, editor: Callable[[], Editor]) -> None:
    view = editor().dialog.view
    for one in passages(session):
        view.show_passage(one, one.lines)
        assert view.spoken()
        assert not [line for line in view.spoken() if "{" in line], one.key
    view.edits[next(iter(one.lines))].setPlainText("{不认识}和{店名}在 5 点")
    assert view.spoken()[0] == "{不认识}和云岭汽车在 5 点"


@pytest.mark.parametrize(
    ("slot", "text", "words"),
    [
        ("say", "您好{客户名}", "看不懂“{客户名}”"),
        ("never", "别说{", "单独的花括号"),
        ("say", "", "不能是空的"),
        ("say", "长" * 201, "超过 200 字"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_stays_typed(
    session: Session, editor: Callable[[], Editor], slot: Slot, text: str, words: str
) -> None:
    before = in_use(session)
    desk = editor()
    desk.dialog.list.select(ANGRY)
    desk.dialog.view.edits[slot].setPlainText(text)
    desk.press(Key.Key_S, Ctrl)
    assert words in desk.dialog.view.fields[slot].error.text()
    assert desk.dialog.view.edits[slot].toPlainText() == text
    assert in_use(session) == before
    desk.dialog.view.edits[slot].setPlainText("您请说。")
    assert desk.dialog.view.fields[slot].error.text() == ""


def test_what_is_typed_stays_while_looking_at_another_passage(editor: Callable[[], Editor]) -> None:
    desk = editor()
    desk.dialog.list.select(ANGRY)
    desk.type("say", "您慢慢说。")
    desk.dialog.list.select("situation 16")
    assert not desk.dialog.save.isEnabled()
    desk.dialog.list.select(ANGRY)
    assert desk.dialog.view.edits["say"].toPlainText() == "您慢慢说。"
    assert desk.dialog.save.isEnabled()


def test_the_programs_words_come_back_after_a_question(
    session: Session, editor: Callable[[], Editor]
) -> None:
    shipped = said_when_angry(session)
    edit(session, ANGRY, {"say": ("本店的话。",), "never": ("挂断",)})
    desk = editor()
    desk.dialog.list.select(ANGRY)
    assert desk.dialog.view.edits["say"].toPlainText() == "本店的话。"
    answer(False)
    desk.press(Key.Key_R, Ctrl)
    assert said_when_angry(session) == ("本店的话。",)
    answer(True)
    desk.press(Key.Key_R, Ctrl)
    desk.settle()
    assert said_when_angry(session) == shipped
    assert desk.right_of(ANGRY) == ""
    assert not desk.dialog.restore.isEnabled()


def test_typed_words_are_given_up_without_touching_the_data(editor: Callable[[], Editor]) -> None:
    desk = editor()
    desk.dialog.list.select(ANGRY)
    before = desk.dialog.view.edits["say"].toPlainText()
    desk.type("say", "试一试。")
    answer(True)
    desk.press(Key.Key_R, Ctrl)
    assert desk.dialog.view.edits["say"].toPlainText() == before
    assert desk.dialog.typed == {}


def test_a_passage_is_found_by_its_words_and_reached_by_enter(
    editor: Callable[[], Editor], type_chinese: Callable[[QWidget, str], None]
) -> None:
    desk = editor()
    desk.press(Key.Key_F, Ctrl)
    assert desk.dialog.search.hasFocus()
    type_chinese(desk.dialog.search, "生气")
    assert ANGRY in [row.key for row in desk.dialog.list.rows() if isinstance(row, Item)]
    desk.dialog.list.select(ANGRY)
    desk.press(Key.Key_Return)
    assert desk.dialog.view.edits["say"].hasFocus()
    desk.dialog.search.setText("没有这样的字")
    assert desk.dialog._pages.currentIndex() == 1
    assert desk.dialog.passage() is None


def test_unsaved_words_are_asked_about_before_closing(session: Session, editor: Callable[[], Editor]) -> None:
    desk = editor()
    before = said_when_angry(session)
    desk.dialog.list.select(ANGRY)
    desk.type("say", "您慢慢说。")
    asked: list[str] = []
    answer(False, asked)
    desk.dialog.reject()
    assert desk.dialog.isVisible()
    assert asked == ["还有 1 段没有保存"]
    answer(True)
    desk.dialog.reject()
    assert not desk.dialog.isVisible()
    assert said_when_angry(session) == before


def test_the_general_manager_looks_and_changes_nothing(
    session: Session, office: Office, editor: Callable[[], Editor]
) -> None:
    office.session = Session(Person("总经理", frozenset({"general_manager"})), session.clock, session.data)
    desk = editor()
    desk.dialog.list.select(ANGRY)
    before = desk.dialog.view.edits["say"].toPlainText()
    desk.dialog.view.insert(PLACEHOLDERS["customer"])
    desk.press(Key.Key_S, Ctrl)
    assert desk.dialog.view.edits["say"].toPlainText() == before
    assert desk.dialog.banner.words() == reason("manage_office")
    for button in (desk.dialog.save, desk.dialog.restore):
        assert (button.isEnabled(), button.toolTip()) == (False, reason("manage_office"))
