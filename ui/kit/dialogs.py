"""The one way to ask a question and the one way to tell an error; the ground for dialogs of a page's own."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.fields import Field
from ui.kit.frames import Card, beside, column, row
from ui.kit.labels import label
from ui.kit.medallion import Disc, NumberSquare
from ui.kit.tones import Tone
from ui.kit.trouble import Trouble, explain

__all__ = ["Question", "SheetDialog", "Trouble", "TroubleDialog", "ask", "ask_words", "explain", "tell"]

log = logging.getLogger(__name__)
COPIED_MS = 1500


class SheetDialog(QDialog):
    """A white dialog: ``body`` takes the parts, ``add_buttons`` the row at its foot, the safe choice first."""

    def __init__(self, title: str, parent: QWidget | None = None, *, width: int = 480) -> None:
        super().__init__(parent)
        self.setProperty("role", "sheet")
        self.setWindowTitle(title)
        self.setWindowFlag(Qt.WindowType.WindowContextHelpButtonHint, False)
        self.setMinimumWidth(width)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(24, 20, 24, 18)
        outer.setSpacing(16)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        outer.addLayout(self.body)
        outer.addLayout(self.foot)

    def add_buttons(self, *buttons: Button, left: Button | None = None) -> None:
        """Fill the foot: at most one button left, the others right, the last one answering Enter."""
        if left:
            self.foot.addWidget(left)
        self.foot.addStretch()
        for button in buttons:
            self.foot.addWidget(button)
        if buttons:
            buttons[-1].setDefault(True)

    def fit(self) -> None:
        """As high as the wrapped words need at this width; Qt's own hint takes them for one line."""
        inside = self.layout()
        assert inside is not None
        inside.activate()
        width = max(self.minimumWidth(), inside.minimumSize().width())
        self.resize(width, inside.totalHeightForWidth(width))


@dataclass(frozen=True, slots=True)
class Question:
    """A question with its two answers; the answer that changes something is named by its verb, never 是."""

    title: str
    words: str = ""
    yes: str = "确定"
    no: str = "取消"
    danger: bool = False
    icon: str = "circle-question-mark"


class QuestionDialog(SheetDialog):
    """Asks a question; accepted means yes. Of dangerous ones Enter takes the safe answer."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(question.title, parent, width=420)
        tone: Tone = "red" if question.danger else "accent"
        words = column(label(question.title, "title", wrap=True), gap=6)
        if question.words:
            words.addWidget(label(question.words, "body", wrap=True))
        self.body.addLayout(beside(Disc(question.icon, tone), words, gap=14))
        self.yes = Button(question.yes, kind="danger" if question.danger else "primary")
        self.no = Button(question.no, keys="Esc", bind=False)
        self.yes.clicked.connect(self.accept)
        self.no.clicked.connect(self.reject)
        self.add_buttons(self.no, self.yes)
        if question.danger:
            self.no.setDefault(True)
            self.no.setFocus()


def ask(parent: QWidget | None, question: Question) -> bool:
    """Ask; True for yes. Escape and closing mean no."""
    return QuestionDialog(question, parent).exec() == QDialog.DialogCode.Accepted


class WordsDialog(SheetDialog):
    """Asks for a few words, e.g. a reason; empty words are not accepted."""

    def __init__(self, title: str, name: str, parent: QWidget | None = None, *, words: str = "",
                 yes: str = "确定", hint: str = "", start: str = "") -> None:  # fmt: skip
        super().__init__(title, parent, width=440)
        self.body.addWidget(label(title, "title", wrap=True))
        if words:
            self.body.addWidget(label(words, "second", wrap=True))
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(92)
        self.field = Field(name, edit, hint=hint)
        self.field.set_text(start)
        self.body.addWidget(self.field)
        self.yes = Button(yes, kind="primary", keys="Ctrl+Return")
        no = Button(self.tr("取消"), keys="Esc", bind=False)
        self.yes.clicked.connect(self._on_yes)
        no.clicked.connect(self.reject)
        self.add_buttons(no, self.yes)
        edit.setFocus()

    def _on_yes(self) -> None:
        if self.field.text():
            self.accept()
        else:
            self.field.show_error(self.tr("请写一句话"))


def ask_words(parent: QWidget | None, title: str, name: str, *, words: str = "", yes: str = "确定",
              hint: str = "", start: str = "") -> str | None:  # fmt: skip
    """Ask for a few words under a field's name; None when the user thought better of it."""
    dialog = WordsDialog(title, name, parent, words=words, yes=yes, hint=hint, start=start)
    return dialog.field.text() if dialog.exec() == QDialog.DialogCode.Accepted else None


class TroubleDialog(SheetDialog):
    """Tells an error: what happened, what is safe, numbered steps, foldable details with a number to quote."""

    def __init__(self, trouble: Trouble, parent: QWidget | None = None, *, retry: str = "",
                 leave: str = "") -> None:  # fmt: skip
        super().__init__(trouble.title, parent, width=520)
        self._trouble = trouble
        self._add_head()
        self._add_steps()
        if trouble.details:
            self._add_details()
        self.add_answers(retry, leave or self.tr("知道了"))
        self.fit()

    def copy_details(self) -> None:
        """Put number and details on the clipboard."""
        QGuiApplication.clipboard().setText(self._trouble.details)
        self._copy.set_words(self.tr("已复制"))
        QTimer.singleShot(COPIED_MS, self._copy, lambda: self._copy.set_words(self._copy_words()))

    def _copy_words(self) -> str:
        return self.tr("复制详情")

    def _add_head(self) -> None:
        trouble = self._trouble
        tone: Tone = "red" if trouble.details else "yellow"
        words = column(label(trouble.title, "title", wrap=True), gap=2)
        if trouble.subtitle:
            words.addWidget(label(trouble.subtitle, "second"))
        self.body.addLayout(beside(Disc(trouble.icon, tone), words, gap=14))
        for sentences in filter(None, (trouble.what, trouble.data)):
            self.body.addWidget(label(sentences, "body", wrap=True))

    def _add_steps(self) -> None:
        if not self._trouble.todo:
            return
        card = Card((14, 12, 14, 12), 8)
        card.column.addWidget(label(self.tr("请这样做"), "heading"))
        for number, step in enumerate(self._trouble.todo, 1):
            card.column.addLayout(beside(NumberSquare(number), label(step, "body", wrap=True)))
        self.body.addWidget(card)

    def _add_details(self) -> None:
        card = Card((6, 4, 6, 4), 4)
        self._fold = Button(self.tr("给技术人员看的详情"), kind="quiet", icon="chevron-right", small=True)
        self._copy = Button(self._copy_words(), kind="link", icon="copy", small=True)
        number = label(self.tr("编号 {}").format(self._trouble.number), "note", selectable=True)
        card.column.addLayout(row(self._fold, None, number, self._copy))
        self._text = QPlainTextEdit(self._trouble.details)
        self._text.setReadOnly(True)
        self._text.setFixedHeight(150)
        self._text.setVisible(False)
        card.column.addWidget(self._text)
        self._fold.clicked.connect(self._turn_details)
        self._copy.clicked.connect(self.copy_details)
        self.body.addWidget(card)

    def _turn_details(self) -> None:
        shown = not self._text.isVisible()
        self._text.setVisible(shown)
        self._fold.set_icon("chevron-down" if shown else "chevron-right")
        self.fit()

    def add_answers(self, retry: str, leave: str) -> None:
        """The buttons at the foot."""
        close = Button(
            leave, kind="none" if retry else "primary", keys="Esc" if retry else "Enter", bind=False
        )
        close.clicked.connect(self.reject)
        if not retry:
            self.add_buttons(close)
            return
        again = Button(retry, kind="primary", icon="refresh-cw", keys="Enter", bind=False)
        again.clicked.connect(self.accept)
        self.add_buttons(close, again)


def tell(parent: QWidget | None, trouble: Trouble | Exception, *, retry: str = "", leave: str = "") -> bool:
    """Tell an error and wait; True when the user wants to try again. A bug goes to the log as well."""
    told = trouble if isinstance(trouble, Trouble) else explain(trouble)
    if told.bug:
        log.error("%s", told.details)
    return TroubleDialog(told, parent, retry=retry, leave=leave).exec() == QDialog.DialogCode.Accepted
