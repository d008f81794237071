"""Editing the questionnaires: a new version for the next call, the old one for the answers given with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from db import AuditEntry
from db.connection import rows
from desktop_app.callbacks.call_sheet import open_call
from desktop_app.callbacks.calls import save_outcome
from desktop_app.callbacks.drafts import save_draft
from desktop_app.callbacks.outcomes import Outcome
from desktop_app.callbacks.printed import printed_callback
from desktop_app.callbacks.questionnaire_editing import MOST_QUESTIONS, as_shipped, publish, versions
from desktop_app.callbacks.questionnaire_file import Question, Questionnaire, shipped
from desktop_app.callbacks.questionnaires import current, fitting
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback

Edit = Callable[[Questionnaire], Questionnaire]
HANDED_OVER = date(2026, 10, 27)
EXTRA = Question(0, " 等候环境 ", " 休息区的环境，您打几分？ ", "score")


def with_question(version: Questionnaire, number: int, **changes: object) -> Questionnaire:
    made = tuple(
        replace(one, **changes) if one.id == number else one  # type: ignore[arg-type]
        for one in version.questions
    )
    return replace(version, questions=made)


def longer(version: Questionnaire) -> Questionnaire:
    return replace(version, questions=(*version.questions[:-1], EXTRA, version.questions[-1]))


def test_the_next_call_is_asked_with_the_new_version(session: Session) -> None:
    publish(session, longer(current(session, "service")))
    asked = open_call(session, a_callback(session, HANDED_OVER)).questionnaire
    assert asked.version == 2
    assert [one.id for one in asked.questions] == list(range(1, 13))
    assert asked.question(11).short == "等候环境"


def test_answers_given_earlier_keep_their_version(session: Session) -> None:
    callback = a_callback(session, HANDED_OVER)
    save_outcome(session, callback, Outcome("completed", "k1", answers={1: 9, 9: 8}))
    before = printed_callback(session, "service", reference_of(session, callback))
    publish(session, with_question(current(session, "service"), 1, spoken="现在请您打个总分，1 到 10 分。"))
    assert printed_callback(session, "service", reference_of(session, callback)) == before
    assert [one.version for one in versions(session, "service")] == [2, 1]


def reference_of(session: Session, callback: int) -> str:
    return open_call(session, callback).reference


def test_a_call_left_half_way_goes_on_with_the_version_it_was_begun_with(session: Session) -> None:
    callback = a_callback(session, HANDED_OVER)
    save_draft(session, callback, {"answers": {"1": 7}, "version": 1})
    publish(session, longer(current(session, "service")))
    assert open_call(session, callback).questionnaire.version == 1


def test_answers_that_no_longer_fit_are_left_out(session: Session) -> None:
    version = with_question(shipped("service"), 2, type="score", good="")
    assert fitting(version, {1: 9, 2: True, 3: False, 99: 1}) == {1: 9, 3: False}


def test_a_version_never_asked_with_is_kept_all_the_same(session: Session) -> None:
    first = longer(current(session, "sales"))
    publish(session, first)
    publish(session, as_shipped("sales", 2))
    found = versions(session, "sales")
    assert [one.version for one in found] == [3, 2, 1]
    assert found[0].questions == found[2].questions != found[1].questions


def test_the_deed_stands_in_the_audit_trail(session: Session) -> None:
    publish(session, longer(current(session, "sales")))
    assert rows(AuditEntry.select(AuditEntry.action, AuditEntry.new)) == [("publish", "表1 第 2 版")]


def test_two_people_cannot_publish_over_one_another(session: Session) -> None:
    seen = current(session, "service")
    publish(session, longer(seen))
    with pytest.raises(Refused, match="刚由别人改成第 2 版"):
        publish(session, with_question(seen, 1, short="总体"))
    assert current(session, "service").version == 2


def test_only_who_manages_the_office_publishes(session: Session) -> None:
    caller = Session(Person("回访员", frozenset({"callback_specialist"})), session.clock, session.data)
    with pytest.raises(Refused):
        publish(caller, longer(current(session, "service")))


UNFIT: tuple[tuple[Edit, str, str], ...] = (
    (lambda v: replace(v, title=" "), "title", "名称"),
    (lambda v: replace(v, questions=()), "questions", "至少要有一题"),
    (lambda v: replace(v, questions=v.questions * 3), "questions", f"最多 {MOST_QUESTIONS} 题"),
    (lambda v: with_question(v, 2, short=" "), "question 2", "简称"),
    (lambda v: with_question(v, 2, spoken=""), "question 2", "问法"),
    (lambda v: with_question(v, 4, choices=("有",), good="有"), "question 4", "两个选项"),
    (lambda v: with_question(v, 4, choices=("有", "没有", "有 "), good="有"), "question 4", "两个一样"),
    (lambda v: with_question(v, 4, good=""), "question 4", "哪个选项算满意"),
    (lambda v: with_question(v, 5, good=""), "question 5", "算满意"),
    (lambda v: with_question(v, 1, type="yes_no", good="yes"), "question 1", "必须是打分题"),
    (lambda v: replace(v, questions=(*v.questions, v.questions[-1])), "questions", "只能有一题"),
    (lambda v: v, "", "没有改动"),
)


@pytest.mark.parametrize(("edit", "field", "words"), UNFIT)
def test_what_cannot_be_asked_is_refused_at_its_field(
    session: Session, edit: Edit, field: str, words: str
) -> None:
    with pytest.raises(Refused, match=words) as refused:
        publish(session, edit(current(session, "service")))
    assert (refused.value.field or "") == field
    assert current(session, "service") == shipped("service")


def test_a_sales_questionnaire_needs_something_to_score(session: Session) -> None:
    seen = current(session, "sales")
    plain = replace(seen, questions=tuple(one for one in seen.questions if one.type != "score"))
    with pytest.raises(Refused, match="至少要有一道打分题"):
        publish(session, plain)
