"""How a question will be asked: number, words and answer keys as in the call, and what an answer would mean."""

from __future__ import annotations

from desktop_app.callbacks.questionnaire_file import Question, Questionnaire
from desktop_app.callbacks.questionnaires import Answer, dissatisfied, is_good, shown
from ui.callbacks.answer_keys import AnswerKeys
from ui.kit.frames import Card, row
from ui.kit.labels import label, set_words

TRY = "点一个答案，看看这样回答算不算不满意"
AS_TEXT = "通话时记下客户的原话"


class QuestionPreview(Card):
    """Follows the fields while they are typed; answers tried here are kept nowhere."""

    def __init__(self) -> None:
        super().__init__((16, 12, 16, 12), 8)
        self._version: Questionnaire | None = None
        self._question: Question | None = None
        self._number, self._verdict = label("", "strong", "accent"), label(TRY, "note", wrap=True)
        self._spoken = label("", "question", wrap=True)
        self._keys = AnswerKeys()
        self._keys.answered.connect(self.answer)
        self.column.addLayout(row(label("通话时这样问", "caption"), None, self._number))
        self.column.addWidget(self._spoken)
        self.column.addWidget(self._keys)
        self.column.addWidget(self._verdict)

    def show_question(self, version: Questionnaire, question: Question | None) -> None:
        """Show a question of a version; None for none."""
        self._version, self._question = version, question
        self.setHidden(question is None)
        if question is None:
            return
        set_words(self._number, f"第 {question.id} 题", "accent")
        set_words(self._spoken, question.spoken or "（还没有问法）")
        self._keys.show_question(question, None)
        set_words(self._verdict, AS_TEXT if question.type == "text" else TRY)

    def verdict(self) -> str:
        """What is said about the answer tried."""
        return self._verdict.text()

    def answer(self, answer: Answer) -> None:
        """Try an answer."""
        question, version = self._question, self._version
        if question is None or version is None:
            return
        self._keys.show_question(question, answer)
        words = shown(question, answer)
        if any(one.question == question.id for one in dissatisfied(version, {question.id: answer})):
            set_words(self._verdict, f"答“{words}”：这次回访算不满意，要立案或写明理由", "red")
        elif question.type != "score" and not is_good(question, answer):
            set_words(self._verdict, f"答“{words}”：记为没做到，写进部门反馈单", "yellow")
        else:
            set_words(self._verdict, f"答“{words}”：满意", "green")
