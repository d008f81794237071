"""One question at a time: its number, the words to say, the answer by one key, what was said, and what was answered."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout

from desktop_app.callbacks.questionnaire_file import Question
from desktop_app.callbacks.questionnaires import Answer, shown
from ui.callbacks.answer_keys import AnswerKeys
from ui.callbacks.answered_list import AnsweredList, answered
from ui.callbacks.call_notes import CallNotes
from ui.callbacks.call_state import ADVISOR_PHONED, CallState
from ui.callbacks.steps_line import StepsLine
from ui.kit.button import Button
from ui.kit.frames import Box, holder, line, row
from ui.kit.labels import BadgeLabel, ElidedLabel, label, set_words
from ui.kit.paint import Badge

LIST_LEAST_HEIGHT = 540
"""Below this height of the box the list of answers folds away."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Backspace: -1, Qt.Key.Key_Right: 1}


class QuestionView(Box):
    """Shows a CallState's question; tells ``changed`` whenever something was answered or typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__((20, 12, 20, 10), 6)
        self._state: CallState | None = None
        self._number, self._of = label("", "strong", "accent"), ElidedLabel("", 12, token="t2")
        self._kept = BadgeLabel(None)
        self._steps, self._question = StepsLine(), label("", "question", wrap=True)
        self._keys = AnswerKeys()
        self.notes, self.answers = CallNotes(), AnsweredList()
        self._back = Button("上一题", kind="quiet", icon="arrow-left", keys="Left", bind=False)
        self._review = Button("", kind="link", icon="list-checks", tip="看已答的题，选一题重新问")
        self._skip = Button("跳过", kind="quiet", keys="Right", bind=False)
        self._count = label("", "strong")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._lay_out()
        self._connect()

    def show_state(self, state: CallState) -> None:
        """Show the question that a call is at."""
        self._state = state
        self._show()

    def forget(self) -> None:
        """Take no more answers; what is in sight stays until the next call comes."""
        self._state = None
        self.notes.forget()

    def set_compact(self, compact: bool) -> None:
        """Move closer together, for a low window."""
        self.column.setContentsMargins(20, 8 if compact else 12, 20, 6 if compact else 10)
        self.column.setSpacing(4 if compact else 6)
        self.notes.set_compact(compact)

    def say_kept(self, kept: bool) -> None:
        """Tell that the draft is on the disk, or that something newer is not yet."""
        self._kept.set_badge(Badge("草稿已自动保存", "neutral", "check") if kept else None)

    def take(self, event: QKeyEvent) -> bool:
        """Answer by a key: 1–9 and 0, Y and N, ← and →; False for another key."""
        if self._state is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        step = STEPS.get(Qt.Key(event.key()))
        if step:
            self._go(step)
            return True
        return self._take_answer(self._state.question, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab on the question goes to the customer's words; the score keys are reached by Shift+Tab."""
        if following and self.hasFocus():
            self.notes.words.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().focusNextPrevChild(following)

    def resizeEvent(self, event: QResizeEvent) -> None:
        roomy = self.height() >= LIST_LEAST_HEIGHT
        self._folds.setVisible(roomy)
        self._review.setHidden(roomy or not self._has_answers())
        super().resizeEvent(event)

    # set-up

    def _lay_out(self) -> None:
        head = row(self._number, self._of, None, self._kept)
        head.setStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._steps)
        self.column.addSpacing(4)
        self.column.addWidget(self._question)
        self.column.addWidget(self._keys)
        self.column.addSpacing(2)
        self.column.addWidget(self.notes)
        marks = (self.notes.unhappy, self.notes.no_more)
        self.column.addLayout(row(self._back, None, *marks, None, self._review, self._skip))
        self._folds = holder(self._answered_column())
        self.column.addWidget(self._folds)
        self.column.addStretch()

    def _answered_column(self) -> QVBoxLayout:
        inner = QVBoxLayout()
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        inner.addWidget(line())
        inner.addLayout(row(self._count, None, label("点一题可改", "note")))
        inner.addWidget(self.answers)
        return inner

    def _connect(self) -> None:
        self._keys.answered.connect(self._answer)
        self._back.clicked.connect(lambda: self._go(-1))
        self._skip.clicked.connect(lambda: self._go(1))
        self._review.clicked.connect(self._show_review)
        self.answers.picked.connect(self._go_to)
        self.notes.changed.connect(self._on_noted)
        self.notes.left.connect(self.setFocus)

    # the question

    def _take_answer(self, question: Question, event: QKeyEvent) -> bool:
        text = event.text()
        if question.type != "text":
            return self._keys.take(question, event)
        if text and text.isprintable():
            self.notes.write(text)
            return True
        return False

    def _answer(self, answer: Answer) -> None:
        if self._state is None:
            return
        self._state.give(self._state.question, answer)
        self._state.go(1)
        self._show()
        self.setFocus()
        self.changed.emit()

    def _go(self, by: int) -> None:
        if self._state is not None:
            self._go_to(self._state.place + by)

    def _go_to(self, place: int) -> None:
        if self._state is None:
            return
        self._state.go_to(place)
        self._show()
        self.setFocus()
        self.changed.emit()

    def _on_noted(self) -> None:
        if self._state is not None:
            self._steps.show_state(self._state)
        self.changed.emit()

    def _has_answers(self) -> bool:
        return self._state is not None and any(True for _ in answered(self._state))

    # showing

    def _show(self) -> None:
        state = self._state
        if state is None:
            return
        self._show_question(state)
        self._keys.show_question(state.question, state.answer_of(state.question))
        self._steps.show_state(state)
        self.notes.show_state(state)
        self._show_answered(state)
        self._back.set_allowed(state.place > 0, "已经是第一题")
        self._skip.set_allowed(state.place < len(state.steps) - 1, "已经是最后一题")

    def _show_question(self, state: CallState) -> None:
        question, version = state.question, state.call.questionnaire
        own = question.id == ADVISOR_PHONED.id
        set_words(self._number, "再问一句" if own else f"第 {question.id} 题", "accent")
        self._of.set_text(
            f"共 {len(version.questions)} 题 · {version.number} {version.title} 第 {version.version} 版"
        )
        set_words(self._question, question.spoken)

    def _show_answered(self, state: CallState) -> None:
        self.answers.show_state(state)
        many = sum(1 for _ in answered(state))
        set_words(self._count, f"已答 {many} 题")
        self._review.set_words(f"看已答 {many} 题")
        self._review.setHidden(not many or not self._folds.isHidden())

    def _show_review(self) -> None:
        if self._state is None:
            return
        menu = QMenu(self)
        for place, question, answer in answered(self._state):
            words = f"{question.id or '＋'}　{question.short}　{shown(question, answer)}"
            menu.addAction(words, partial(self._go_to, place))
        menu.popup(self._review.mapToGlobal(self._review.rect().bottomLeft()))
