"""What is written down in a call: the customer's own words, a note to the question, a remark, and two marks.

The marks are buttons that the owner puts where there is room.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ui.callbacks.call_state import ADVISOR_PHONED, CallState
from ui.kit.button import Button
from ui.kit.frames import holder, row
from ui.kit.labels import KeyCap, label

WORDS_LEAST, WORDS_MOST, COMMENTS_MOST = 44, 72, 150
"""Heights of the words; where they are the answer themselves they may be higher."""


class CallNotes(QWidget):
    """Writes into a CallState; tells ``changed`` at every change and ``left`` at Escape."""

    changed = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state: CallState | None = None
        self._filling = False
        self.words, self.note, self.remark = QPlainTextEdit(), QLineEdit(), QLineEdit()
        self.unhappy = _mark("客户不满意", "Alt+U", "没有低分，但听得出客户不满意：保存时立案或写明理由")
        self.no_more = _mark("不要再打", "Alt+N", "客户要求以后不再来电：这辆车不再进名单")
        self._prepare()
        self._lay_out()
        self._connect()

    def show_state(self, state: CallState) -> None:
        """Show what is written in a call, the note being that of its question."""
        self._state = state
        self._filling = True
        if self.words.toPlainText() != state.words:
            self.words.setPlainText(state.words)
        self.remark.setText(state.remark)
        self.note.setText(state.notes.get(state.question.id, ""))
        self.note.setVisible(state.question.type != "text" and state.question.id != ADVISOR_PHONED.id)
        self.words.setMaximumHeight(COMMENTS_MOST if state.question.type == "text" else WORDS_MOST)
        self.unhappy.setChecked(state.unhappy)
        self.no_more.setChecked(state.do_not_call)
        self._filling = False

    def set_compact(self, compact: bool) -> None:
        """Leave the heading away; the empty field says what it is for."""
        self._head.setHidden(compact)

    def forget(self) -> None:
        """Write into no call any more."""
        self._state = None

    def write(self, text: str) -> None:
        """Go on writing in the words."""
        self.words.setFocus()
        self.words.insertPlainText(text)

    def show_fault(self, field: str) -> bool:
        """Put the cursor where a refusal points to; False when that is none of ours."""
        if field != "remark":
            return False
        self.remark.setFocus()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Escape goes back to the question."""
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.KeyPress:
            self.left.emit()
            return True
        return False

    # inside

    def _prepare(self) -> None:
        for edit, name in ((self.words, "客户原话"), (self.note, "这一题的说明"), (self.remark, "备注")):
            edit.setAccessibleName(name)
            edit.installEventFilter(self)
        self.words.setPlaceholderText("逐字记下客户说的话（Tab）")
        self.note.setPlaceholderText("说明或跳过的原因，可不填")
        self.remark.setPlaceholderText("备注，只给自己人看")
        self.words.setTabChangesFocus(True)
        self.words.setMinimumHeight(WORDS_LEAST)
        self.words.setMaximumHeight(WORDS_MOST)

    def _lay_out(self) -> None:
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(6)
        self._head = holder(
            row(label("客户原话", "strong"), label("自动保存，逐字记", "note"), None, KeyCap("Tab"))
        )
        stack.addWidget(self._head)
        stack.addWidget(self.words)
        stack.addLayout(row(self.note, self.remark))

    def _connect(self) -> None:
        for edit in (self.words, self.note, self.remark):
            edit.textChanged.connect(self._on_typed)
        for mark in (self.unhappy, self.no_more):
            mark.toggled.connect(self._on_typed)

    def _on_typed(self) -> None:
        state = self._state
        if state is None or self._filling:
            return
        state.words, state.remark = self.words.toPlainText(), self.remark.text()
        state.note(state.question, self.note.text())
        state.unhappy, state.do_not_call = self.unhappy.isChecked(), self.no_more.isChecked()
        self.changed.emit()


def _mark(words: str, keys: str, tip: str) -> Button:
    made = Button(words, small=True, tip=f"{tip}（{keys}）")
    made.setShortcut(keys)
    made.setCheckable(True)
    return made
