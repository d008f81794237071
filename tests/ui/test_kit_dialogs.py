"""Questions and errors: one way each, in plain words, with nothing personal in the details."""

from __future__ import annotations

import sys
from datetime import datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QLabel, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from desktop_app.problems import Refused, Unavailable
from ui.kit.button import Button
from ui.kit.dialogs import Question, QuestionDialog, TroubleDialog, WordsDialog, explain
from ui.kit.last_resort import LastResort
from ui.kit.shortcuts_dialog import ShortcutsDialog
from ui.kit.wording import WORDS, OwnWords

AT = datetime(2026, 10, 16, 10, 24)


def words_of(dialog: TroubleDialog) -> str:
    return "\n".join(part.text() for part in dialog.findChildren(QLabel))


def bug() -> Exception:
    try:
        {}["沈佳宁 13800005678"]
    except KeyError as error:
        return error
    raise AssertionError


def test_a_refusal_is_told_without_details() -> None:
    trouble = explain(Refused("车架号只有 6 位，应为 17 位"))
    assert trouble.what == "车架号只有 6 位，应为 17 位"
    assert (trouble.details, trouble.todo, trouble.bug) == ("", (), False)


def test_trouble_outside_tells_data_and_numbered_steps(qtbot: QtBot) -> None:
    error = Unavailable("数据盘不见了。", data="写的内容还在。", todo="看看线有没有松；再试一次")
    trouble = explain(error, doing="保存回访", at=AT)
    assert trouble.todo == ("看看线有没有松", "再试一次")
    dialog = TroubleDialog(trouble, retry="再试一次")
    qtbot.addWidget(dialog)
    shown = words_of(dialog)
    for words in ("数据盘不见了。", "写的内容还在。", "看看线有没有松", "保存回访", "10:24", trouble.number):
        assert words.replace("·", "") in shown
    assert trouble.number


def test_a_bug_is_told_and_its_details_hold_nothing_personal(qtbot: QtBot) -> None:
    trouble = explain(bug(), at=AT)
    assert trouble.bug
    assert "KeyError" in trouble.details
    assert "test_kit_dialogs.py" in trouble.details
    assert "沈佳宁" not in trouble.details
    assert "13800005678" not in trouble.details


def test_the_details_can_be_copied_with_their_number(qtbot: QtBot) -> None:
    dialog = TroubleDialog(explain(bug(), at=AT))
    qtbot.addWidget(dialog)
    dialog.copy_details()
    copied = QGuiApplication.clipboard().text()
    assert "KeyError" in copied
    assert copied.startswith("E-")


def test_enter_tries_again_and_escape_leaves(qtbot: QtBot) -> None:
    for key, result in ((Qt.Key.Key_Return, 1), (Qt.Key.Key_Escape, 0)):
        dialog = TroubleDialog(explain(Unavailable("打印机没有响应。")), retry="再试一次")
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.keyClick(dialog, key)
        assert dialog.result() == result
        assert not dialog.isVisible()


def test_of_a_dangerous_question_enter_takes_the_safe_answer(qtbot: QtBot) -> None:
    for danger, result in ((True, 0), (False, 1)):
        dialog = QuestionDialog(Question("撤回这次导入？", "会删掉 1,102 份档案", "撤回导入", danger=danger))
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
        assert dialog.result() == result


def test_a_reason_is_asked_for_until_there_is_one(qtbot: QtBot) -> None:
    dialog = WordsDialog("为什么不开投诉？", "理由")
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert not dialog.field.error.isHidden()
    dialog.field.set_text("客户自己说不用")
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert dialog.result() == 1


def test_the_shortcuts_are_listed_in_groups(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog("快捷键", {"到处可用": [("Ctrl+K", "搜索")]})
    qtbot.addWidget(dialog)
    assert "搜索" in [part.text() for part in dialog.findChildren(QLabel)]
    assert dialog.findChildren(Button)


def test_qt_speaks_chinese(qtbot: QtBot) -> None:
    kind = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kind.Ok | kind.Cancel | kind.Save | kind.Close | kind.Yes | kind.No | kind.Discard)
    qtbot.addWidget(box)
    words = [button.text() for button in box.buttons()]
    assert not any(
        letter.isascii() and letter.isalpha() and letter not in "YNOCS" for text in words for letter in text
    )
    message = QMessageBox(QMessageBox.Icon.Question, "", "", QMessageBox.StandardButton.Yes)
    qtbot.addWidget(message)
    assert message.button(QMessageBox.StandardButton.Yes).text().startswith("是")


def test_our_own_words_stand_in_where_qts_file_is_missing(qapp: QApplication) -> None:
    words = OwnWords(qapp)
    for source, chinese in WORDS.items():
        assert words.translate("QPlatformTheme", source) == chinese
        assert any(ord(letter) > 0x4E00 for letter in chinese)
    assert words.translate("OurOwn", "Print") is None
    assert words.translate("QPlatformTheme", "Something else") is None


def test_the_menu_of_an_input_is_chinese(qtbot: QtBot) -> None:
    edit = QLineEdit("x")
    qtbot.addWidget(edit)
    words = " ".join(action.text() for action in edit.createStandardContextMenu().actions())
    assert "粘贴" in words
    assert "Paste" not in words


def test_an_error_nobody_caught_is_told_and_the_program_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[Exception] = []
    left: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *parts: left.append(parts))
    net = LastResort(told.append)
    net.install()
    error = bug()
    sys.excepthook(type(error), error, None)
    assert told == [error]
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert len(left) == 1
    net.remove()
    sys.excepthook(type(error), error, None)
    assert len(told) == 1


def test_an_error_while_telling_one_is_not_told_again(monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *parts: left.append(parts))

    def tell(error: Exception) -> None:
        sys.excepthook(ValueError, ValueError(), None)

    net = LastResort(tell)
    net.install()
    sys.excepthook(KeyError, KeyError(), None)
    net.remove()
    assert len(left) == 1
