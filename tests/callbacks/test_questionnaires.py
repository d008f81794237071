"""The two questionnaires: what is asked, how it is scored, what is dissatisfied, what a file's cells mean."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db import QuestionnaireVersion
from db.connection import rows
from desktop_app.callbacks import questionnaires as q
from desktop_app.callbacks.questionnaire_file import (
    KINDS,
    Kind,
    QuestionnaireError,
    questionnaire_from,
    shipped,
)
from desktop_app.session import Session

SALES, SERVICE = shipped("sales"), shipped("service")
SPECIFIED = {
    "sales": {
        "types": "score score yes_no yes_no yes_no yes_no score yes_no yes_no yes_no text",
        "good": {3: "yes", 4: "yes", 5: "no", 6: "yes", 8: "yes", 9: "yes", 10: "yes"},
        "key": {4, 6, 10},
        "overall": "mean",
    },
    "service": {
        "types": "score yes_no yes_no choice yes_no yes_no yes_no yes_no score score text",
        "good": {2: "yes", 3: "yes", 4: "详细说明", 5: "yes", 6: "yes", 7: "yes", 8: "yes"},
        "key": {5, 6},
        "overall": "first",
    },
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_are_those_of_the_department(kind: Kind) -> None:
    version, wanted = shipped(kind), SPECIFIED[kind]
    assert " ".join(question.type for question in version.questions) == wanted["types"]
    assert {question.id: question.good for question in version.questions if question.good} == wanted["good"]
    assert {question.id for question in version.questions if question.key} == wanted["key"]
    assert version.overall == wanted["overall"]


def test_the_treatment_of_a_repair_order_has_three_choices() -> None:
    assert SERVICE.question(4).choices == ("详细说明", "部分说明", "未说明")


@pytest.mark.parametrize("kind", KINDS)
def test_every_question_is_spoken_in_one_polite_breath(kind: Kind) -> None:
    for question in shipped(kind).questions:
        assert question.spoken.endswith("？") or "分" in question.spoken, question.id
        assert len(question.spoken) <= 60, question.id
        assert 2 <= len(question.short) <= 8, question.id
        assert ("1 到 10" in question.spoken or "10 分最高" in question.spoken) == (question.type == "score")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("coaching", ["满分", "十分", "好评", "打高", "10 分吧"])
def test_no_question_asks_for_a_good_mark(kind: Kind, coaching: str) -> None:
    assert not any(coaching in question.spoken for question in shipped(kind).questions)


def test_the_overall_of_a_sale_is_the_unrounded_mean_of_the_scores_answered() -> None:
    assert q.overall(SALES, {1: 10, 2: 9, 7: 9, 3: True}) == pytest.approx(float(Fraction(28, 3)))
    assert q.overall(SALES, {1: 7, 7: 8}) == 7.5
    assert q.overall(SALES, {3: True, 11: "很好"}) is None


def test_the_overall_of_a_service_is_its_first_question_alone() -> None:
    assert q.overall(SERVICE, {1: 8, 9: 2, 10: 2}) == 8.0
    assert q.overall(SERVICE, {9: 9, 10: 9}) is None


CONTENT_SALES: dict[int, q.Answer] = {
    1: 6, 2: 6, 3: True, 4: True, 5: False, 6: True, 7: 6, 8: True, 9: True, 10: True, 11: "好",
}  # fmt: skip
CONTENT_SERVICE: dict[int, q.Answer] = {
    1: 6, 2: True, 3: True, 4: "详细说明", 5: True, 6: True, 7: True, 8: True, 9: 6, 10: 6,
}  # fmt: skip


@pytest.mark.parametrize(("version", "answers"), [(SALES, CONTENT_SALES), (SERVICE, CONTENT_SERVICE)])
def test_a_call_with_sixes_and_good_answers_is_not_dissatisfied(
    version: q.Questionnaire, answers: dict[int, q.Answer]
) -> None:
    assert q.dissatisfied(version, answers) == ()
    assert q.dissatisfied(version, {}) == ()


@pytest.mark.parametrize(
    ("version", "answers", "number", "answer", "expected"),
    [
        *((SALES, CONTENT_SALES, number, 5, True) for number in (1, 2, 7)),
        *((SALES, CONTENT_SALES, number, False, number in {4, 6, 10}) for number in (3, 4, 6, 8, 9, 10)),
        (SALES, CONTENT_SALES, 5, True, False),
        *((SERVICE, CONTENT_SERVICE, number, 5, True) for number in (1, 9, 10)),
        *((SERVICE, CONTENT_SERVICE, number, False, number in {5, 6}) for number in (2, 3, 5, 6, 7, 8)),
        (SERVICE, CONTENT_SERVICE, 4, "未说明", False),
    ],
)
def test_one_changed_answer_makes_it_dissatisfied_when_low_or_bad_on_a_key_question(
    version: q.Questionnaire, answers: dict[int, q.Answer], number: int, answer: q.Answer, expected: bool
) -> None:
    grievances = q.dissatisfied(version, answers | {number: answer})
    assert (number in {grievance.question for grievance in grievances}) is expected
    assert bool(grievances) is expected or number in (1, 2, 7)


def test_the_fuel_warning_light_is_dissatisfied_when_on_if_a_version_makes_it_key() -> None:
    questions = tuple(replace(one, key=one.key or one.id == 5) for one in SALES.questions)
    edited = replace(SALES, questions=questions)
    assert [one.question for one in q.dissatisfied(edited, CONTENT_SALES | {5: True})] == [5]


def test_the_reasons_are_words_for_the_slip() -> None:
    texts = [one.text for one in q.dissatisfied(SALES, {1: 5, 2: 5, 4: False})]
    assert texts == ["总分 5.0", "问题1 接待等候：5", "问题2 车型讲解：5", "问题4 按时交车：否"]


@pytest.mark.parametrize(
    ("cell", "score"),
    [("10", 10), (" 9 ", 9), ("９", 9), (7, 7), (8.0, 8), ("8.0", 8), ("6分", 6), ("1", 1), ("8.00", 8),
     ("0", None), ("11", None), ("8.5", None), ("很好", None), ("-3", None), ("是", None), ("9" * 5000, None)],
)  # fmt: skip
def test_a_score_cell_is_a_whole_number_from_one_to_ten(cell: object, score: int | None) -> None:
    answers, warnings = q.read_answers(SALES, {1: cell})
    assert answers == ({} if score is None else {1: score})
    assert bool(warnings) is (score is None)


def test_a_row_of_cells_becomes_answers_and_warnings() -> None:
    cells: dict[int, object] = {
        1: "9",
        2: "否",
        3: None,
        4: "详细说明",
        5: "也许",
        9: "12",
        11: " 很好 ",
        12: "x",
    }
    answers, warnings = q.read_answers(SERVICE, cells)
    assert answers == {1: 9, 2: False, 4: "详细说明", 11: "很好"}
    assert warnings == (
        "问题5的“也许”不是是、否，已略去",
        "问题9的“12”不是1 到 10 的分数，已略去",
    )


answers_of_sales = st.fixed_dictionaries(
    {},
    optional={
        one.id: {"score": st.integers(1, 10), "yes_no": st.booleans()}.get(one.type, st.just("无"))
        for one in SALES.questions
    },
)


@given(answers_of_sales)
def test_answers_survive_the_column_they_are_kept_in(answers: dict[int, Any]) -> None:
    assert q.from_stored(q.as_stored(answers)) == answers


@given(answers_of_sales)
def test_answers_written_as_a_file_writes_them_are_read_back(answers: dict[int, Any]) -> None:
    cells = {number: q.shown(SALES.question(number), answer) for number, answer in answers.items()}
    assert q.read_answers(SALES, cells) == (answers, ())


def test_a_version_is_kept_once_and_answers_point_at_it_for_good(session: Session) -> None:
    with session.saving():
        kept = q.keep_version(session, q.current(session, "sales"))
        assert q.keep_version(session, q.current(session, "sales")) == kept
    assert rows(QuestionnaireVersion.select(QuestionnaireVersion.id)) == [(kept,)]
    assert q.asked_with(session, kept) == SALES


def test_a_newer_kept_version_is_asked_from_then_on(session: Session) -> None:
    reworded = replace(SALES, version=2, title="新车销售调查问卷（修订）")
    with session.saving():
        old = q.keep_version(session, SALES)
        q.keep_version(session, reworded)
    assert q.current(session, "sales") == reworded
    assert q.asked_with(session, old) == SALES
    assert q.current(session, "service") == SERVICE


def test_an_unknown_version_is_our_mistake(session: Session) -> None:
    with pytest.raises(KeyError):
        q.asked_with(session, 99)


def sound() -> dict[str, Any]:
    return {
        "kind": "sales", "version": 1, "number": "表1", "title": "问卷", "overall": "mean",
        "questions": [
            {"id": 1, "short": "等候", "spoken": "几分？", "type": "score"},
            {"id": 2, "short": "按时", "spoken": "按时吗？", "type": "yes_no", "good": "yes"},
        ],
    }  # fmt: skip


def test_a_sound_questionnaire_is_read() -> None:
    assert questionnaire_from(sound()).question(2).good == "yes"


@pytest.mark.parametrize(
    ("question", "key", "value"),
    [
        (None, "overall", "median"), (None, "kind", "care"), (None, "version", "1"), (None, "colour", "red"),
        (None, "questions", None), (0, "id", 2), (0, "type", "stars"), (0, "good", "yes"), (0, "spoken", ""),
        (0, "key", True), (0, "choices", ["a"]), (1, "good", "maybe"), (1, "good", ""), (1, "type", "choice"),
        (0, "type", "text"), (0, "hint", "x"),
    ],
)  # fmt: skip
def test_an_unsound_questionnaire_is_refused(question: int | None, key: str, value: object) -> None:
    data = sound()
    (data if question is None else data["questions"][question])[key] = value
    with pytest.raises(QuestionnaireError):
        questionnaire_from(data)


def test_a_question_without_a_number_is_refused() -> None:
    data = sound()
    del data["questions"][1]["id"]
    with pytest.raises(QuestionnaireError):
        questionnaire_from(data)
