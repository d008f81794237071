"""What the tests of pages and dialogs share: a page in sight with keys pressed where the focus is, and a dialog met."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.callbacks.questionnaire_file import Question
from ui.kit.page import Page
from ui.office_context import Office


class PageDesk:
    """One page in sight, the workers waited for, and what the status line said."""

    def __init__(self, office: Office, qtbot: QtBot, page: Page, *, height: int) -> None:
        self.office, self.qtbot = office, qtbot
        self.said: list[str] = []
        office.status = self.said.append
        qtbot.addWidget(page)
        page.resize(1340, height)
        page.refresh(None)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        office.background.changed.connect(page.refresh)
        self.settle()

    def settle(self) -> None:
        """Wait until the workers have answered."""
        self.qtbot.waitUntil(lambda: not self.office.background.busy())

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        self.qtbot.keyClick(QApplication.focusWidget(), key, modifier)
        self.settle()


def good_answer(question: Question) -> Qt.Key:
    """The key of a satisfied answer."""
    yes = Qt.Key.Key_N if question.good == "no" else Qt.Key.Key_Y
    return {"score": Qt.Key.Key_9, "yes_no": yes, "choice": Qt.Key.Key_1}[question.type]


def in_dialog(kind: type[QWidget], act: Callable[..., object]) -> None:
    """Act in the modal dialog of that kind as soon as it is open."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if isinstance(found, kind):
            act(found)
        else:
            QTimer.singleShot(5, look)

    QTimer.singleShot(0, look)
