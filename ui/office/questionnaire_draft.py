"""A questionnaire being edited: its questions in order, what was changed, and nothing of the screen."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.callbacks.questionnaire_editing import MOST_QUESTIONS, tidy
from desktop_app.callbacks.questionnaire_file import Question, Questionnaire

NEW = Question(0, "", "", "score")


class QuestionnaireDraft:
    """Begins as ``base``, the version in force; ``edited`` is what would be published."""

    def __init__(self, base: Questionnaire) -> None:
        self.base = base
        self.title = base.title
        self.questions = list(base.questions)

    def edited(self) -> Questionnaire:
        """What stands here now, numbered and without blanks at the ends."""
        return tidy(replace(self.base, title=self.title, questions=tuple(self.questions)))

    def dirty(self) -> bool:
        """Whether it differs from the version in force."""
        return self.edited() != self.base

    def full(self) -> bool:
        """Whether no question may be added."""
        return len(self.questions) >= MOST_QUESTIONS

    def add(self, at: int) -> int:
        """A new question behind a place; returns its own. A text question at the end stays the last."""
        last_is_text = bool(self.questions) and self.questions[-1].type == "text"
        place = min(at + 1, len(self.questions) - last_is_text)
        self.questions.insert(place, NEW)
        return self._numbered(place)

    def remove(self, at: int) -> int:
        """Take a question out; returns the place to stand on now, -1 when none is left."""
        del self.questions[at]
        return self._numbered(min(at, len(self.questions) - 1))

    def move(self, at: int, by: int) -> int:
        """Move a question up or down; returns its place."""
        place = at + by
        if not 0 <= place < len(self.questions):
            return at
        self.questions.insert(place, self.questions.pop(at))
        return self._numbered(place)

    def put(self, at: int, question: Question) -> None:
        """Put another wording, type or answer in a question's place."""
        self.questions[at] = question

    def take_over(self, other: Questionnaire) -> None:
        """Begin again from the questions of another version or of the program."""
        self.title, self.questions = other.title, list(other.questions)

    def _numbered(self, place: int) -> int:
        self.questions = [replace(one, id=number) for number, one in enumerate(self.questions, 1)]
        return place


def faulty_part(question: Question) -> str:
    """Which field of a refused question is to be mended: short, spoken, choices, good or type."""
    if not question.short:
        return "short"
    if not question.spoken:
        return "spoken"
    if question.type == "choice":
        enough = len(set(question.choices)) == len(question.choices) >= 2
        return (
            "good"
            if enough and question.good not in question.choices
            else "choices"
            if not enough
            else "type"
        )
    return "good" if question.type == "yes_no" and question.good not in ("yes", "no") else "type"
