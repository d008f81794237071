"""The questionnaires in use: their versions, the answers given, the overall score and what is dissatisfied."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from db import QuestionnaireVersion
from db.prepared import Prepared, slot
from desktop_app.callbacks.questionnaire_file import (
    Kind,
    Question,
    Questionnaire,
    questionnaire_from,
    shipped,
)
from desktop_app.session import Session

Answer = int | bool | str
"""A score 1–10 as int, yes/no as bool, a choice or a text as str."""
Answers = Mapping[int, Answer]
"""Question number → answer; a question left out was not answered."""

DISSATISFIED_BELOW = 6
"""An overall or single score below this makes the call dissatisfied (department's rules, section 2)."""
LOWEST_SCORE, HIGHEST_SCORE = 1, 10
YES_NO = {"是": True, "否": False}


@dataclass(frozen=True, slots=True)
class Grievance:
    """One thing that makes a call dissatisfied: a question by number, or None for the overall score."""

    question: int | None
    text: str


def current(session: Session, kind: Kind) -> Questionnaire:
    """The version that the next call is asked with: the newest one kept, or the one that comes with the program."""
    with session.connected():
        found = _NEWEST.rows(kind=kind)
    kept = _read(found[0][0]) if found else None
    return kept if kept and kept.version >= shipped(kind).version else shipped(kind)


def begun_with(session: Session, kind: Kind, draft: Mapping[str, Any] | None) -> Questionnaire:
    """The version that a call left half-way was begun with, else ``current``; nobody is asked half of two."""
    number = (draft or {}).get("version")
    with session.connected():
        found = _OF_NUMBER.rows(kind=kind, version=number) if number else []
    if found:
        return _read(found[0][0])
    return shipped(kind) if number == shipped(kind).version else current(session, kind)


def keep_version(session: Session, version: Questionnaire) -> int:
    """The number under which a version is kept, storing it exactly as it is at its first use.

    Must run inside ``session.saving()``.
    """
    found = _KEPT.rows(kind=version.kind, version=version.version)
    return int(found[0][0]) if found else _keep(session, version)


def asked_with(session: Session, version_id: int) -> Questionnaire:
    """The version that an earlier call was asked with; KeyError for an unknown number."""
    with session.connected():
        found = _CONTENT.rows(id=version_id)
    if not found:
        raise KeyError(version_id)
    return _read(found[0][0])


_ROW = QuestionnaireVersion
_OF_KIND = _ROW.kind == slot("kind")
_CONTENT = Prepared(lambda: _ROW.select(_ROW.content).where(_ROW.id == slot("id")))
_KEPT = Prepared(lambda: _ROW.select(_ROW.id).where(_OF_KIND & (_ROW.version == slot("version"))))
_OF_NUMBER = Prepared(lambda: _ROW.select(_ROW.content).where(_OF_KIND & (_ROW.version == slot("version"))))
_NEWEST = Prepared(lambda: _ROW.select(_ROW.content).where(_OF_KIND).order_by(_ROW.version.desc()).limit(1))


@lru_cache(maxsize=32)
def _read(content: str) -> Questionnaire:
    return questionnaire_from(json.loads(content))


def _keep(session: Session, version: Questionnaire) -> int:
    content = asdict(version)
    row = {
        "kind": version.kind,
        "version": version.version,
        "content": content,
        "first_used_at": session.now(),
    }
    return int(_ROW.insert(row).execute())


def overall(version: Questionnaire, answers: Answers) -> float | None:
    """The unrounded overall score: the mean of the scores answered (表1) or question 1 (表2); None without."""
    if version.overall == "first":
        score = answers.get(1)
        return None if score is None else float(score)
    scores = [int(answers[q.id]) for q in version.questions if q.type == "score" and q.id in answers]
    return sum(scores) / len(scores) if scores else None


def dissatisfied(version: Questionnaire, answers: Answers) -> tuple[Grievance, ...]:
    """Why these answers make the call dissatisfied, in question order; empty when they don't."""
    found = tuple(
        Grievance(question.id, f"问题{question.id} {question.short}：{shown(question, answers[question.id])}")
        for question in version.questions
        if question.id in answers and _is_bad(question, answers[question.id])
    )
    score = overall(version, answers)
    if version.overall == "mean" and score is not None and score < DISSATISFIED_BELOW:
        return (Grievance(None, f"总分 {score:.1f}"), *found)
    return found


def _is_bad(question: Question, answer: Answer) -> bool:
    if question.type == "score":
        return int(answer) < DISSATISFIED_BELOW
    return question.key and not is_good(question, answer)


def is_good(question: Question, answer: Answer) -> bool:
    """Whether an answer to a yes/no or choice question is the satisfied one; True where none is wanted."""
    if question.type == "yes_no":
        return answer is (question.good == "yes")
    return not question.good or answer == question.good


def shown(question: Question, answer: Answer) -> str:
    """An answer as people read it: ``8``, ``是``, ``详细说明``."""
    if question.type == "yes_no":
        return "是" if answer else "否"
    return str(answer)


def read_answers(
    version: Questionnaire, cells: Mapping[int, object]
) -> tuple[dict[int, Answer], tuple[str, ...]]:
    """The answers in an imported row (question number → cell) and a Chinese warning for each one left out.

    Blank cells are no answers; a score outside 1–10 or a word that is no answer is left out with a warning.
    """
    answers: dict[int, Answer] = {}
    warnings: list[str] = []
    for question in version.questions:
        text = _cell_text(cells.get(question.id))
        if not text:
            continue
        answer = _READERS[question.type](question, text)
        if answer is None:
            warnings.append(f"问题{question.id}的“{text}”不是{_wanted(question)}，已略去")
        else:
            answers[question.id] = answer
    return answers, tuple(warnings)


def _cell_text(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return "" if cell is None else str(cell).strip()


_NO_CENTS = re.compile(r"\.0+$")
"""A whole number as a sheet formats it: 8.0, 8.00."""


def _read_score(question: Question, text: str) -> int | None:
    plain = unicodedata.normalize("NFKC", text).removesuffix("分").strip()
    whole = _NO_CENTS.sub("", plain)
    if not (whole.isascii() and whole.isdigit() and len(whole) <= len(str(HIGHEST_SCORE))):
        return None
    score = int(whole)
    return score if LOWEST_SCORE <= score <= HIGHEST_SCORE else None


def _read_choice(question: Question, text: str) -> str | None:
    return text if text in question.choices else None


_READERS: dict[str, Callable[[Question, str], Answer | None]] = {
    "score": _read_score,
    "yes_no": lambda question, text: YES_NO.get(text),
    "choice": _read_choice,
    "text": lambda question, text: text,
}


def _wanted(question: Question) -> str:
    if question.type == "score":
        return f"{LOWEST_SCORE} 到 {HIGHEST_SCORE} 的分数"
    return "、".join(question.choices or YES_NO)


def check_answers(version: Questionnaire, answers: Answers) -> None:
    """ValueError for an answer that its question cannot have, KeyError for a question that is not asked."""
    for number, answer in answers.items():
        question = version.question(number)
        if not _can_be(question, answer):
            raise ValueError(f"question {number} cannot be answered with {answer!r}")


def fitting(version: Questionnaire, answers: Answers) -> dict[int, Answer]:
    """The answers that the questions of this version can have; those of another version may not fit."""
    known = {question.id: question for question in version.questions}
    return {
        number: answer
        for number, answer in answers.items()
        if number in known and _can_be(known[number], answer)
    }


def _can_be(question: Question, answer: Answer) -> bool:
    if question.type == "yes_no":
        return isinstance(answer, bool)
    if question.type == "score":
        return type(answer) is int and LOWEST_SCORE <= answer <= HIGHEST_SCORE
    return isinstance(answer, str) and (question.type == "text" or answer in question.choices)


def as_stored(answers: Answers) -> dict[str, Answer]:
    """Answers as one JSON column holds them."""
    return {str(number): answer for number, answer in sorted(answers.items())}


def from_stored(content: Mapping[str, Any] | None) -> dict[int, Answer]:
    """Answers back from their JSON column, in question order."""
    return {int(number): content[number] for number in sorted(content, key=int)} if content else {}
