"""A questionnaire as data: its questions with wording, answer types and the good answer, read strictly."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from typing import Any, Literal, TypeVar, get_args

import resources

Kind = Literal["sales", "service"]
AnswerType = Literal["score", "yes_no", "choice", "text"]
Overall = Literal["mean", "first"]
"""``mean``: the mean of the scores answered (表1). ``first``: the score of question 1 (表2)."""

KINDS: tuple[Kind, ...] = get_args(Kind)


class QuestionnaireError(ValueError):
    """A questionnaire says something we cannot mean; the message begins with where."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question: its short name for lists, the spoken wording, and what counts as a good answer.

    ``good`` is "yes" or "no" for a ``yes_no``, one of ``choices`` for a ``choice``, empty otherwise. A bad
    answer to a ``key`` question alone makes the call dissatisfied.
    """

    id: int
    short: str
    spoken: str
    type: AnswerType
    choices: tuple[str, ...] = ()
    good: str = ""
    key: bool = False


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """表1 or 表2 in one version; answers are kept with the version they were asked with."""

    kind: Kind
    version: int
    number: str
    title: str
    overall: Overall
    questions: tuple[Question, ...]

    def question(self, number: int) -> Question:
        """The question of that number; KeyError where there is none."""
        for question in self.questions:
            if question.id == number:
                return question
        raise KeyError(number)


@cache
def shipped(kind: Kind) -> Questionnaire:
    """The questionnaire that comes with the program; raises QuestionnaireError when its file is not sound."""
    return questionnaire_from(
        tomllib.loads(resources.path("questionnaires", f"{kind}.toml").read_text("utf-8"))
    )


def questionnaire_from(data: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that plain data describes; refuses what is unknown, missing or contradictory."""
    where = f"{data.get('kind', '?')} {data.get('version', '?')}"
    _require(isinstance(data.get("questions"), list), f"{where}: no list of questions")
    questions = tuple(_question(part, where) for part in data["questions"])
    made = _build(Questionnaire, {**data, "questions": questions}, where)
    _require(made.kind in KINDS, f"{where}: unknown kind")
    _require(made.overall in get_args(Overall), f"{where}: unknown rule for the overall score")
    _require(_counts_up(questions), f"{where}: questions must be numbered 1, 2, 3 …")
    scored = questions[0].type == "score" if made.overall == "first" else _has_score(questions)
    _require(scored, f"{where}: nothing to take the overall score from")
    return made


def _question(data: Mapping[str, Any], where: str) -> Question:
    where = f"{where} question {data.get('id', '?')}"
    made = _build(Question, {**data, "choices": tuple(data.get("choices", ()))}, where)
    _require(made.type in get_args(AnswerType), f"{where}: unknown type {made.type}")
    _require(bool(made.short and made.spoken), f"{where}: no wording")
    _require(bool(made.choices) == (made.type == "choice"), f"{where}: choices go with the type choice")
    allowed = {"yes_no": ("yes", "no"), "choice": made.choices}.get(made.type, ("",))
    _require(made.good in allowed, f"{where}: good cannot be {made.good!r}")
    _require(bool(made.good) or not made.key, f"{where}: a key question needs a good answer")
    return made


Built = TypeVar("Built", Questionnaire, Question)


def _build(kind: type[Built], data: Mapping[str, Any], where: str) -> Built:
    known = {field.name: field.type for field in fields(kind)}
    unknown = sorted(set(data) - set(known))
    _require(not unknown, f"{where}: unknown {', '.join(unknown)}")
    wanted = {"int": int, "bool": bool, "tuple[str, ...]": tuple, "tuple[Question, ...]": tuple}
    for name, value in data.items():
        _require(type(value) is wanted.get(str(known[name]), str), f"{where}: {name} cannot be {value!r}")
    try:
        return kind(**data)
    except TypeError as problem:
        raise QuestionnaireError(f"{where}: {problem}") from problem


def _counts_up(questions: tuple[Question, ...]) -> bool:
    return [question.id for question in questions] == list(range(1, len(questions) + 1)) and bool(questions)


def _has_score(questions: tuple[Question, ...]) -> bool:
    return any(question.type == "score" for question in questions)


def _require(holds: bool, problem: str) -> None:
    if not holds:
        raise QuestionnaireError(problem)
