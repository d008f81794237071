"""The text of a message being written: chips for what is filled in by itself, and how long it gets."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.callbacks.sms_texts import PLACEHOLDERS, Length
from ui.kit.button import Button
from ui.kit.fields import Field
from ui.kit.fonts import kept
from ui.kit.frames import row
from ui.kit.labels import label, set_words

HEIGHT = 88


class SmsText(QWidget):
    """``changed`` after every edit; what is put in can be undone with Ctrl+Z like typing."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._area = QPlainTextEdit()
        self._area.setTabChangesFocus(True)
        self._area.setFixedHeight(HEIGHT)
        self.field = Field("短信内容", self._area)
        self._length = label("", "note")
        self.chips = tuple(self._chip(word) for word in PLACEHOLDERS.values())
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(6)
        stack.addWidget(self.field)
        stack.addLayout(row(label("自动填写", "note"), *self.chips, None, self._length, gap=6))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._area.textChanged.connect(self.changed)

    def text(self) -> str:
        """The text as it stands there, trimmed."""
        return self.field.text()

    def put(self, text: str) -> None:
        """Put another text in the place of the whole."""
        cursor = self._area.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def focus(self) -> None:
        """Put the cursor behind the text."""
        self._area.moveCursor(QTextCursor.MoveOperation.End)
        self._area.setFocus()

    def length_words(self) -> str:
        """What stands at the right of the chips."""
        return kept(self._length.text())

    def show_length(self, words: str) -> None:
        """Say how long it gets."""
        set_words(self._length, words)

    def set_read_only(self, why_not: str) -> None:
        """Let the text be read only, for whoever may not change it; "" allows everything."""
        self._area.setReadOnly(bool(why_not))
        for chip in self.chips:
            chip.set_allowed(not why_not, why_not)

    def _chip(self, word: str) -> Button:
        made = Button(word, kind="soft", small=True, tip=f"在光标处插入 {{{word}}}")
        made.clicked.connect(lambda: self._insert(f"{{{word}}}"))
        return made

    def _insert(self, placeholder: str) -> None:
        self._area.insertPlainText(placeholder)
        self._area.setFocus()


def told(length: Length) -> str:
    """``68 字 · 1 条``, ``71 字 · 拆成 2 条``."""
    split = f"拆成 {length.parts} 条" if length.parts > 1 else "1 条"
    return f"{length.units} 字 · {split}"
