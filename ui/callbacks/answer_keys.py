"""The answer to one question: ten score keys, yes and no, or a few choices, by mouse or by one key."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.questionnaire_file import Question
from desktop_app.callbacks.questionnaires import Answer
from ui.kit.choices import Chip, ChipRow
from ui.kit.score_keys import Band, ScoreKeys

BANDS = (
    Band(1, 5, "1–5 不满意：要立案或写明理由", "c3"),
    Band(6, 7, "6–7 基本满意", "c2"),
    Band(8, 10, "8–10 完全满意", "c1"),
)
YES_KEYS = {Qt.Key.Key_Y: True, Qt.Key.Key_N: False}
NO_ANSWER = ("", "还没有答")


class AnswerKeys(QWidget):
    """Tells ``answered(answer)``; a text question has no keys of its own."""

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._scores = ScoreKeys(BANDS)
        self._yes_no = _chips([("yes", "是　键 Y"), ("no", "否　键 N")])
        self._choices: ChipRow | None = None
        self._stack = QVBoxLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        for part in (self._scores, self._yes_no):
            self._stack.addWidget(part)
        self._scores.scored.connect(lambda score: self.answered.emit(score))
        self._yes_no.chosen.connect(lambda key: self.answered.emit(key == "yes"))

    def show_question(self, question: Question, answer: Answer | None) -> None:
        """Show the keys of a question, with what was answered."""
        self.setHidden(question.type == "text")
        self._scores.setVisible(question.type == "score")
        self._yes_no.setVisible(question.type == "yes_no")
        self._drop_choices()
        if question.type == "score":
            self._scores.set_score(answer if isinstance(answer, int) else None)
        elif question.type == "yes_no":
            self._yes_no.choose("" if answer is None else "yes" if answer else "no")
        elif question.type == "choice":
            self._show_choices(question, answer)

    def take(self, question: Question, event: QKeyEvent) -> bool:
        """Answer by a key: 1–9 and 0, Y and N, or the number of a choice; False for another key."""
        if question.type == "score":
            return self._scores.take(event)
        if question.type == "yes_no" and event.key() in YES_KEYS:
            self.answered.emit(YES_KEYS[Qt.Key(event.key())])
            return True
        numbers = [str(at) for at in range(1, len(question.choices) + 1)]
        if event.text() in numbers:
            self.answered.emit(question.choices[int(event.text()) - 1])
            return True
        return False

    def _show_choices(self, question: Question, answer: Answer | None) -> None:
        chips = _chips([(words, f"{words}　键 {at}") for at, words in enumerate(question.choices, 1)])
        chips.choose(str(answer) if answer is not None else "")
        chips.chosen.connect(lambda choice: self.answered.emit(choice))
        self._stack.addWidget(chips)
        self._choices = chips

    def _drop_choices(self) -> None:
        if self._choices is not None:
            self._choices.hide()
            self._choices.deleteLater()
            self._choices = None


def _chips(choices: list[tuple[str, str]]) -> ChipRow:
    """Chips of which none is chosen at first."""
    made = ChipRow([(key, Chip(words)) for key, words in (NO_ANSWER, *choices)])
    made.option("").hide()
    return made
