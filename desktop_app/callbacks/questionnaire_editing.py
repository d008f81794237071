"""Editing a questionnaire: what is put into force is a new version; answers given earlier keep theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace

from db import QuestionnaireVersion
from db.connection import rows
from desktop_app.callbacks.questionnaire_file import (
    KINDS,
    Kind,
    Question,
    Questionnaire,
    questionnaire_from,
    shipped,
)
from desktop_app.callbacks.questionnaires import current, keep_version
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

MOST_QUESTIONS = 30
"""A longer call nobody stays on the phone for; the paper holds them on two pages."""
ENTITY = "questionnaire_version"


def publish(session: Session, edited: Questionnaire) -> Changed:
    """Put an edited questionnaire into force: from now on calls are asked with it, as the next version.

    ``edited`` is ``questionnaires.current`` with other questions, its ``version`` the one that was edited. Refused,
    with the field ``title`` or ``question 4``, for what cannot be asked, for no change at all, and when someone
    else put a version into force meanwhile.
    """
    require(session, "manage_office")
    wanted = tidy(edited)
    check(wanted)
    with session.saving():
        before = current(session, wanted.kind)
        if before.version != edited.version:
            raise Refused(
                f"{before.number}刚由别人改成第 {before.version} 版，您的改动没有保存。请重新打开再改。"
            )
        if before == wanted:
            raise Refused("没有改动，不用发布新版本。")
        # the version edited may never have been asked with, and the new one must not take its number
        keep_version(session, before)
        made = replace(wanted, version=before.version + 1)
        row = keep_version(session, made)
        record_deed(session, "publish", ENTITY, row, new=f"{made.number} 第 {made.version} 版")
    return changed("callbacks", "settings", reference=made.number)


def as_shipped(kind: Kind, version: int) -> Questionnaire:
    """The questions that come with the program, to start over from; to be published like any other edit."""
    return replace(shipped(kind), version=version)


def versions(session: Session, kind: Kind) -> tuple[Questionnaire, ...]:
    """Every version kept, newest first; the one in force stands first even when no call was asked with it."""
    require(session, "see_office")
    if kind not in KINDS:
        raise KeyError(kind)
    kept = QuestionnaireVersion.select(QuestionnaireVersion.content).where(QuestionnaireVersion.kind == kind)
    with session.connected():
        found = {one.version: one for one in (questionnaire_from(content) for (content,) in rows(kept))}
    newest = current(session, kind)
    return tuple(one for _, one in sorted((found | {newest.version: newest}).items(), reverse=True))


def tidy(edited: Questionnaire) -> Questionnaire:
    """The same without blanks at the ends, the questions numbered 1, 2, 3 … in their order."""
    questions = tuple(_tidied(one, number) for number, one in enumerate(edited.questions, 1))
    return replace(edited, title=edited.title.strip(), questions=questions)


def _tidied(question: Question, number: int) -> Question:
    scored_or_text = question.type in ("score", "text")
    return replace(
        question,
        id=number,
        short=question.short.strip(),
        spoken=question.spoken.strip(),
        choices=tuple(filter(None, (one.strip() for one in question.choices)))
        if question.type == "choice"
        else (),
        good="" if scored_or_text else question.good,
        key=question.key and not scored_or_text,
    )


def check(edited: Questionnaire) -> None:
    """Raise Refused, with its field, for the first thing that makes a questionnaire unfit to be asked."""
    for field, words in _faults(edited):
        raise Refused(words, field=field)
    # what is stored must be readable ever after; a fault not told above is ours
    questionnaire_from(json.loads(json.dumps(asdict(edited))))


def _faults(edited: Questionnaire) -> Iterator[tuple[str, str]]:
    if not edited.title:
        yield "title", "请填写问卷的名称。"
    if not edited.questions:
        yield "questions", "至少要有一题。"
    if len(edited.questions) > MOST_QUESTIONS:
        yield "questions", f"最多 {MOST_QUESTIONS} 题；题目太多，客户不会答完。"
    for question in edited.questions:
        yield from ((f"question {question.id}", words) for words in _faults_of(question))
    yield from _without_score(edited)


def _faults_of(question: Question) -> Iterator[str]:
    where = f"第 {question.id} 题"
    if not question.short:
        yield f"{where}还没有简称。"
    if not question.spoken:
        yield f"{where}还没有问法。"
    if question.type == "choice" and len(question.choices) < 2:
        yield f"{where}是选项题，至少要有两个选项。"
    if len(set(question.choices)) < len(question.choices):
        yield f"{where}有两个一样的选项。"
    if question.type == "choice" and question.good not in question.choices:
        yield f"{where}请选出哪个选项算满意。"
    if question.type == "yes_no" and question.good not in ("yes", "no"):
        yield f"{where}请选答“是”还是答“否”算满意。"


def _without_score(edited: Questionnaire) -> Iterator[tuple[str, str]]:
    if edited.overall == "first" and edited.questions and edited.questions[0].type != "score":
        yield "question 1", f"{edited.number}的总分就是第 1 题的分数，第 1 题必须是打分题。"
    if edited.overall == "mean" and all(one.type != "score" for one in edited.questions):
        yield "questions", f"{edited.number}的总分是各题打分的平均，至少要有一道打分题。"
    if sum(one.type == "text" for one in edited.questions) > 1:
        yield "questions", "意见建议只能有一题：通话时记下的原话都归到那一题。"
