"""One question at a time: its number, the words to say, the answer by one key, what was said, and what was answered."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.callbacks.questionnaire_file import Question
from desktop_app.callbacks.questionnaires import Answer, is_good, shown
from ui.callbacks.call_state import ADVISOR_PHONED, CallState
from ui.kit import paint, theme
from ui.kit.button import Button
from ui.kit.choices import Chip, ChipRow
from ui.kit.frames import Box, holder, line, row
from ui.kit.labels import BadgeLabel, ElidedLabel, IconLabel, KeyCap, label, set_words
from ui.kit.paint import Badge
from ui.kit.score_keys import Band, ScoreKeys

BANDS = (
    Band(1, 5, "1–5 不满意：要立案或写明理由", "c3"),
    Band(6, 7, "6–7 基本满意", "c2"),
    Band(8, 10, "8–10 完全满意", "c1"),
)
WORDS_LEAST, WORDS_MOST = 44, 72
LIST_LEAST_HEIGHT = 560
"""Below this height of the box the list of answers folds away."""
YES_KEYS = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}


class StepsLine(QWidget):
    """A segment for each question: answered, being asked, to come."""

    def __init__(self) -> None:
        super().__init__()
        self._state: CallState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, 6)

    def show_state(self, state: CallState) -> None:
        """Show how far a call is."""
        self._state = state
        self.setAccessibleName(f"已答 {state.answered()} 题，共 {len(state.steps)} 题")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state is None:
            return
        steps = self._state.steps
        wide = (self.width() - 8 * (len(steps) - 1)) / len(steps)
        with paint.painting(self) as painter:
            for place, question in enumerate(steps):
                token = "acc" if self._state.answer_of(question) is not None else "press"
                if place == self._state.place:
                    token = "c2" if token == "press" else "acc_h"
                paint.box(painter, QRectF(place * (wide + 8), 0, wide, 6), 3, theme.color(token))


class QuestionView(Box):
    """Shows a CallState's question; tells ``changed`` whenever something was answered or typed."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__((20, 12, 20, 10), 6)
        self._state: CallState | None = None
        self._filling = False
        self._number, self._of = label("", "strong", "accent"), ElidedLabel("", 12, token="t2")
        self._kept = BadgeLabel(None)
        self._steps, self._question = StepsLine(), label("", "question", wrap=True)
        self._scores = ScoreKeys(BANDS)
        self._yes_no = ChipRow([("", Chip("还没有答")), ("yes", Chip("是　键 Y")), ("no", Chip("否　键 N"))])
        self._choices = holder(row())
        self._words, self._remark = QPlainTextEdit(), QLineEdit()
        self._back = Button("上一题", kind="quiet", icon="arrow-left", keys="Left", bind=False)
        self._skip = Button("跳过", kind="quiet", keys="Right", bind=False)
        self._list = QWidget()
        self._grid = QGridLayout(self._list)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self._prepare()
        self._lay_out()
        self._connect()

    def show_state(self, state: CallState) -> None:
        """Show the question that a call is at."""
        self._state = state
        self._filling = True
        self._words.setPlainText(state.words)
        self._remark.setText(state.remark)
        self._filling = False
        self._show()

    def say_kept(self, kept: bool) -> None:
        """Tell that the draft is on the disk, or that something newer is not yet."""
        self._kept.set_badge(Badge("草稿已自动保存", "neutral", "check") if kept else None)

    def take(self, event: QKeyEvent) -> bool:
        """Answer by a key: 1–9 and 0, Y and N, ← and →; False for another key."""
        if self._state is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        question = self._state.question
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Backspace):
            self._go(-1)
        elif event.key() == Qt.Key.Key_Right:
            self._go(1)
        elif question.type == "score":
            return self._scores.take(event)
        elif question.type == "yes_no" and event.key() in YES_KEYS:
            self._answer(YES_KEYS[Qt.Key(event.key())])
        elif (
            question.type == "choice"
            and event.text().isdigit()
            and 0 < int(event.text()) <= len(question.choices)
        ):
            self._answer(question.choices[int(event.text()) - 1])
        elif question.type == "text" and event.text().isprintable() and event.text():
            self._words.setFocus()
            self._words.insertPlainText(event.text())
        else:
            return False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.take(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tab leaves the words instead of making a gap in them; Escape goes back to the question."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
        ):
            self.setFocus()
            return True
        return False

    # set-up

    def _prepare(self) -> None:
        self._words.setPlaceholderText("逐字记下客户说的话")
        self._words.setAccessibleName("客户原话")
        self._words.setTabChangesFocus(True)
        self._words.setMinimumHeight(WORDS_LEAST)
        self._words.setMaximumHeight(WORDS_MOST)
        self._remark.setPlaceholderText("备注，只给自己人看")
        self._remark.setAccessibleName("备注")
        for part in (self._words, self._remark):
            part.installEventFilter(self)
        self._yes_no.option("").hide()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(0)

    def _lay_out(self) -> None:
        head = row(self._number, self._of, None, self._kept)
        head.setStretch(1, 1)
        self.column.addLayout(head)
        self.column.addWidget(self._steps)
        self.column.addSpacing(4)
        self.column.addWidget(self._question)
        for part in (self._scores, self._yes_no, self._choices):
            self.column.addWidget(part)
        self.column.addSpacing(2)
        self.column.addLayout(
            row(label("客户原话", "strong"), label("自动保存，逐字记", "note"), None, KeyCap("Tab"))
        )
        self.column.addWidget(self._words)
        self.column.addWidget(self._remark)
        self.column.addLayout(row(self._back, None, label("选好自动到下一题", "note"), self._skip))
        self._folds = holder(QVBoxLayout())
        inner = self._folds.layout()
        assert isinstance(inner, QVBoxLayout)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(6)
        self._answered = label("", "strong")
        inner.addWidget(line())
        inner.addLayout(row(self._answered, None, label("点一题可改", "note")))
        inner.addWidget(self._list)
        self.column.addWidget(self._folds)
        self.column.addStretch()

    def _connect(self) -> None:
        self._scores.scored.connect(self._answer)
        self._yes_no.chosen.connect(lambda key: self._answer(key == "yes"))
        self._back.clicked.connect(lambda: self._go(-1))
        self._skip.clicked.connect(lambda: self._go(1))
        self._words.textChanged.connect(self._on_words)
        self._remark.textChanged.connect(self._on_words)

    def resizeEvent(self, event: object) -> None:
        self._folds.setVisible(self.height() >= LIST_LEAST_HEIGHT)
        super().resizeEvent(event)  # type: ignore[arg-type]

    # the question

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
            self._state.go(by)
            self._show()
            self.setFocus()

    def _on_words(self) -> None:
        if self._state is not None and not self._filling:
            self._state.words = self._words.toPlainText()
            self._state.remark = self._remark.text()
            self._steps.show_state(self._state)
            self.changed.emit()

    def _show(self) -> None:
        state = self._state
        if state is None:
            return
        question, version = state.question, state.call.questionnaire
        own = question.id == ADVISOR_PHONED.id
        set_words(self._number, "再问一句" if own else f"第 {question.id} 题")
        self._of.set_text(
            f"共 {len(version.questions)} 题 · {version.number} {version.title} 第 {version.version} 版"
        )
        set_words(self._question, question.spoken)
        self._steps.show_state(state)
        self._show_answer(question, state.answer_of(question))
        self._show_list()
        self._back.set_allowed(state.place > 0, "已经是第一题")
        self._skip.set_allowed(state.place < len(state.steps) - 1, "已经是最后一题")

    def _show_answer(self, question: Question, answer: Answer | None) -> None:
        self._scores.setVisible(question.type == "score")
        self._yes_no.setVisible(question.type == "yes_no")
        self._choices.setVisible(question.type == "choice")
        if question.type == "score":
            self._scores.set_score(answer if isinstance(answer, int) else None)
        elif question.type == "yes_no":
            self._yes_no.choose("" if answer is None else "yes" if answer else "no")
        elif question.type == "choice":
            self._show_choices(question, answer)

    def _show_choices(self, question: Question, answer: Answer | None) -> None:
        layout = self._choices.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        chips = ChipRow([
            ("", Chip("还没有答")),
            *((choice, Chip(f"{choice}　键 {place}")) for place, choice in enumerate(question.choices, 1)),
        ])  # fmt: skip
        chips.option("").hide()
        chips.choose(str(answer) if answer is not None else "")
        chips.chosen.connect(self._answer)
        layout.addWidget(chips)

    def _show_list(self) -> None:
        state = self._state
        if state is None:
            return
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        done = [
            question
            for question in state.steps
            if question.type != "text" and state.answer_of(question) is not None
        ]
        set_words(self._answered, f"已答 {len(done)} 题")
        half = (len(done) + 1) // 2
        for place, question in enumerate(done):
            answer = state.answer_of(question)
            assert answer is not None
            self._grid.addWidget(self._answered_row(question, answer), place % half, place // half)

    def _answered_row(self, question: Question, answer: Answer) -> QWidget:
        good = is_good(question, answer) and not (question.type == "score" and int(answer) < BANDS[1].first)
        words = shown(question, answer) + (" 分" if question.type == "score" else "")
        again = Button(f"{question.id or '·'}  {question.short}", kind="quiet", small=True)
        again.clicked.connect(lambda: self._ask_again(question))
        sign = IconLabel("check" if good else "triangle-alert", 14, "green" if good else "yellow")
        return holder(
            row(
                again,
                None,
                sign,
                label(words, "second" if good else "label", "" if good else "yellow"),
                gap=5,
            )
        )

    def _ask_again(self, question: Question) -> None:
        if self._state is not None:
            self._state.place = self._state.steps.index(question)
            self._go(0)
