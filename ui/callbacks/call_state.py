"""What has been typed in one call and not saved yet; no widget knows more than this."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.outcomes import Outcome
from desktop_app.callbacks.questionnaire_file import Question
from desktop_app.callbacks.questionnaires import Answer, Grievance, dissatisfied, fitting, from_stored
from desktop_app.complaints.new_complaint import NewComplaint

ADVISOR_PHONED = Question(0, "当天来电", "提车那天，服务顾问有没有给您打过电话？", "yes_no", good="yes")
"""Asked before the comments of a service call; unscored, counted for each advisor (department's rules, section 2)."""


@dataclass(slots=True)
class CallState:
    """One call in progress: answers by question, which question is being asked, words, and how it ended.

    ``unhappy`` is the caller's own word that the customer is dissatisfied, ``do_not_call`` that the customer asked
    not to be called again.
    """

    call: Call
    key: str = field(default_factory=lambda: uuid4().hex)
    answers: dict[int, Answer] = field(default_factory=dict)
    notes: dict[int, str] = field(default_factory=dict)
    words: str = ""
    remark: str = ""
    advisor_phoned: bool | None = None
    unhappy: bool = False
    do_not_call: bool = False
    place: int = 0
    disposition: str = ""
    agreed_at: datetime | None = None
    grievance_typed: object = None
    """What was typed about the dissatisfied customer before; shown again when the case is refused or put off."""

    def __post_init__(self) -> None:
        if self.call.draft:
            self._take(self.call.draft)

    @property
    def steps(self) -> tuple[Question, ...]:
        """The questions in the order they are asked."""
        questions = self.call.questionnaire.questions
        if self.call.kind != "service":
            return questions
        asked = tuple(question for question in questions if question.type != "text")
        return (*asked, ADVISOR_PHONED, *(question for question in questions if question.type == "text"))

    @property
    def question(self) -> Question:
        """The question being asked."""
        return self.steps[self.place]

    def answer_of(self, question: Question) -> Answer | None:
        """What was answered, None for nothing yet; the comments are the answer of a text question."""
        if question.id == ADVISOR_PHONED.id:
            return self.advisor_phoned
        return (self.words or None) if question.type == "text" else self.answers.get(question.id)

    def give(self, question: Question, answer: Answer) -> None:
        """Note an answer."""
        if question.id == ADVISOR_PHONED.id:
            self.advisor_phoned = bool(answer)
        else:
            self.answers[question.id] = answer

    def note(self, question: Question, words: str) -> None:
        """Note what was said to one question; nothing takes the note away."""
        self.notes.pop(question.id, None)
        if words.strip():
            self.notes[question.id] = words

    def go(self, by: int) -> None:
        """Go to a neighbouring question, staying within the questionnaire."""
        self.go_to(self.place + by)

    def go_to(self, place: int) -> None:
        """Go to a question by its place."""
        self.place = min(max(place, 0), len(self.steps) - 1)

    def answered(self) -> int:
        """How many questions have an answer."""
        return sum(self.answer_of(question) is not None for question in self.steps)

    def grievances(self) -> tuple[Grievance, ...]:
        """Why the answers so far make the call dissatisfied."""
        return dissatisfied(self.call.questionnaire, self.answers)

    def is_blank(self) -> bool:
        """Whether nothing was typed that could be lost."""
        typed = (self.answers, self.words, self.remark, self.notes, self.unhappy, self.do_not_call)
        return not any(typed) and self.advisor_phoned is None

    def outcome(self, *, complaint: NewComplaint | None = None, no_case_reason: str = "") -> Outcome:
        """What is saved."""
        return Outcome(
            self.disposition, self.key, agreed_at=self.agreed_at, answers=dict(self._all_answers()),
            answer_notes=dict(self.notes), words=self.words, remark=self.remark,
            advisor_phoned=self.advisor_phoned, dissatisfied=self.unhappy, complaint=complaint,
            no_case_reason=no_case_reason, do_not_call=self.do_not_call,
        )  # fmt: skip

    def draft(self) -> dict[str, Any]:
        """What is kept through a crash."""
        flags = {
            "place": self.place,
            "unhappy": self.unhappy,
            "do_not_call": self.do_not_call,
            "version": self.call.questionnaire.version,
        }
        return self.outcome().as_draft() | flags

    def _all_answers(self) -> dict[int, Answer]:
        text = next((one for one in self.call.questionnaire.questions if one.type == "text"), None)
        return self.answers | ({text.id: self.words} if text and self.words.strip() else {})

    def _take(self, draft: Mapping[str, Any]) -> None:
        text = {question.id for question in self.call.questionnaire.questions if question.type == "text"}
        kept = fitting(self.call.questionnaire, from_stored(draft.get("answers")))
        self.answers = {number: answer for number, answer in kept.items() if number not in text}
        self.notes = {int(number): str(note) for number, note in (draft.get("answer_notes") or {}).items()}
        self.words, self.remark = str(draft.get("words") or ""), str(draft.get("remark") or "")
        self.advisor_phoned = draft.get("advisor_phoned")
        self.unhappy, self.do_not_call = bool(draft.get("unhappy")), bool(draft.get("do_not_call"))
        self.go_to(int(draft.get("place", self._first_open())))

    def _first_open(self) -> int:
        """The first question without an answer; the last when all have one."""
        steps = self.steps
        places = (place for place, question in enumerate(steps) if self.answer_of(question) is None)
        return next(places, len(steps) - 1)
