"""What was answered so far in two columns; a click asks a question again."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from desktop_app.callbacks.questionnaire_file import Question
from desktop_app.callbacks.questionnaires import DISSATISFIED_BELOW, Answer, is_good, shown
from ui.callbacks.call_state import CallState
from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, REGULAR, font
from ui.kit.frames import clear

ROW_HEIGHT = 29
NUMBER_WIDTH = 24


class AnsweredRow(QAbstractButton):
    """One answered question: number, short name, the answer with a sign."""

    def __init__(self, question: Question, answer: Answer) -> None:
        super().__init__()
        self.good = is_good(question, answer) and not _is_low(question, answer)
        self._number = str(question.id or "＋")
        self._answer = (
            f"{shown(question, answer)} 分" if question.type == "score" else shown(question, answer)
        )
        self.setText(question.short)
        self.setAccessibleName(f"{question.short}：{self._answer}")
        self.setToolTip("重新问这一题")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def answer(self) -> str:
        """The answer in words."""
        return self._answer

    def sizeHint(self) -> QSize:
        return QSize(180, ROW_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        with paint.painting(self) as painter:
            if self.underMouse() or self.hasFocus():
                paint.box(painter, rect.adjusted(0, 1, 0, -1), 6, theme.color("hover"))
            paint.hairline(painter, rect.left(), rect.right(), rect.bottom() - 1, theme.color("row"))
            ink = theme.color("t1" if self.good else "yel")
            wide = paint.text(
                painter, rect, self._answer, font(13, REGULAR if self.good else MEDIUM), ink, paint.RIGHT
            )
            sign, token = ("check", "grn") if self.good else ("triangle-alert", "yel")
            left = rect.right() - wide - 20
            icons.paint(painter, sign, left, rect.center().y(), 14, theme.color(token))
            paint.text(painter, rect, self._number, font(13), theme.color("t3"))
            name = QRectF(
                rect.left() + NUMBER_WIDTH, rect.top(), left - rect.left() - NUMBER_WIDTH - 8, rect.height()
            )
            paint.text(painter, name, self.text(), font(13), theme.color("t2"))


class AnsweredList(QWidget):
    """Tells ``picked(place)``: the place of the question to be asked again."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(0)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)

    def show_state(self, state: CallState) -> None:
        """Show the answers of a call."""
        clear(self._grid)
        done = list(answered(state))
        half = (len(done) + 1) // 2
        for at, (place, question, answer) in enumerate(done):
            line = AnsweredRow(question, answer)
            line.clicked.connect(lambda _=False, place=place: self.picked.emit(place))
            self._grid.addWidget(line, at % half, at // half)

    def rows(self) -> list[AnsweredRow]:
        """The rows in reading order."""
        parts = [self._grid.itemAt(at) for at in range(self._grid.count())]
        return [part.widget() for part in parts if part is not None]  # type: ignore[misc]


def answered(state: CallState) -> Iterator[tuple[int, Question, Answer]]:
    """The questions with an answer, each with its place; the words have a field of their own."""
    for place, question in enumerate(state.steps):
        answer = state.answer_of(question)
        if question.type != "text" and answer is not None:
            yield place, question, answer


def _is_low(question: Question, answer: Answer) -> bool:
    return question.type == "score" and int(answer) < DISSATISFIED_BELOW
