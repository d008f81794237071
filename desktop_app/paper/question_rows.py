"""The questions of a questionnaire as rows: wording at the left, what can be ticked at the right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop_app.paper.form_rows import LABEL, TICK_GAP, VALUE
from desktop_app.paper.look import BAND_TINT, LABEL_TINT
from desktop_app.paper.rows import PAD_X, Box, Row
from desktop_app.paper.text import wrap
from desktop_app.paper.values import NO, YES, ticks, written

if TYPE_CHECKING:
    from desktop_app.callbacks.questionnaire_file import Question

SCORES = tuple(str(score) for score in range(1, 11))
NOTE = "备注："
NUMBER_WIDTH, ANSWER_WIDTH = 24.0, 216.0
RULE_HEIGHT = 6.0
LEAST_HEIGHT, MOST_HEIGHT = 28.0, 46.0


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions of one version with the answers and notes of one call, both by question number."""

    questions: Sequence[Question] = ()
    answers: Mapping[int, object] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)


def question_rows(asked: Asked, left: float, width: float) -> Iterator[Row]:
    """A rule over the whole width, then a row for each question."""
    if asked.questions:
        yield Row((Box(left, width, (), LABEL, BAND_TINT),), RULE_HEIGHT, keep=True)
    for question in asked.questions:
        note = asked.notes.get(question.id, "")
        wording = question.spoken + (f"\n{NOTE}{note}" if note else "")
        answer = asked.answers.get(question.id)
        if question.type == "text":
            yield _open(question, f"{wording}\n{written(answer)}", left, width)
        else:
            yield _closed(question, wording, answer, left, width)


def _closed(question: Question, wording: str, answer: object, left: float, width: float) -> Row:
    room = width - NUMBER_WIDTH - ANSWER_WIDTH
    x = left + NUMBER_WIDTH
    boxes = (
        _number(question, left),
        _text(wording, x, room),
        _text(_ticks(question, answer), x + room, ANSWER_WIDTH),
    )
    return Row(boxes, LEAST_HEIGHT, weight=1, most=MOST_HEIGHT, joined=False)


def _open(question: Question, text: str, left: float, width: float) -> Row:
    boxes = (_number(question, left), _text(text, left + NUMBER_WIDTH, width - NUMBER_WIDTH))
    return Row(boxes, 3 * LEAST_HEIGHT, weight=4, centred=False)


def _ticks(question: Question, answer: object) -> str:
    match question.type:
        case "score":
            return TICK_GAP.join(ticks(SCORES, written(answer)))
        case "yes_no":
            return TICK_GAP.join(ticks((YES, NO), written(answer)))
    return TICK_GAP.join(ticks(question.choices, written(answer)))


def _number(question: Question, left: float) -> Box:
    return Box(
        left, NUMBER_WIDTH, (str(question.id),), LABEL, LABEL_TINT, align="centre", again=(str(question.id),)
    )


def _text(text: str, x: float, width: float) -> Box:
    return Box(x, width, tuple(wrap(text, width - 2 * PAD_X, VALUE)), VALUE)
