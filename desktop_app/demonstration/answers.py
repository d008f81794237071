"""What invented customers answer: as their advisor's skill would have it, with a bad day now and then."""

from __future__ import annotations

import random

from desktop_app.callbacks.questionnaire_file import Question, Questionnaire
from desktop_app.callbacks.questionnaires import Answer, dissatisfied, overall
from desktop_app.demonstration.words import WORDS

BAD_DAY = 0.055
"""Share of visits that went wrong for somebody of average skill."""
FULL_FROM = 8
SILENT = 0.03
"""Share of questions that a customer leaves out."""


def answer(draw: random.Random, asked: Questionnaire, skill: float) -> dict[int, Answer]:
    """The answers of one customer; a bad day shows in the scores and in some of the plain questions."""
    bad_day = draw.random() < BAD_DAY * (1.6 - skill)
    mood = draw.gauss(3.0 + skill, 1.2) if bad_day else draw.gauss(7.0 + 2.2 * skill, 1.2)
    answers: dict[int, Answer] = {}
    for question in asked.questions:
        if question.type != "text" and (question.id == 1 or draw.random() > SILENT):
            answers[question.id] = _answer(draw, question, mood, bad_day=bad_day, skill=skill)
    if said := comment(draw, asked, answers):
        answers[asked.questions[-1].id] = said
    return answers


def comment(draw: random.Random, asked: Questionnaire, answers: dict[int, Answer]) -> str:
    """What the customer adds, fitting to how it was rated."""
    score = overall(asked, answers) or 0.0
    words = WORDS["words"][asked.kind]
    if dissatisfied(asked, answers):
        return str(draw.choice(words["bad"]))
    return str(draw.choice(words["full" if score >= FULL_FROM else "basic"]))


def _answer(draw: random.Random, question: Question, mood: float, *, bad_day: bool, skill: float) -> Answer:
    if question.type == "score":
        return max(1, min(10, round(mood + draw.gauss(0.3, 0.7))))
    fails = (0.25 if bad_day else 0.004) if question.key else (0.3 if bad_day else 0.16 - 0.12 * skill)
    good = draw.random() >= fails
    if question.type == "yes_no":
        return (question.good == "yes") is good
    return question.good if good else draw.choice([one for one in question.choices if one != question.good])
