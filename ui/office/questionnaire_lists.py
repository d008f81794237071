"""The versions of a questionnaire and its questions, as rows of lists."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.callbacks.questionnaire_file import Question, Questionnaire
from desktop_app.callbacks.questionnaire_history import KeptVersion
from ui.kit.items import Item
from ui.kit.paint import Badge
from ui.office.questionnaire_question import TYPES

IN_FORCE = Badge("在用", "green")


def version_items(versions: tuple[KeptVersion, ...]) -> list[Item]:
    """The versions, newest first; the first one is in force."""
    return [_version_item(one, in_force=not at) for at, one in enumerate(versions)]


def _version_item(one: KeptVersion, *, in_force: bool) -> Item:
    since = f"{one.since:%Y-%m-%d} 起" if one.since else "随程序提供"
    number = one.questionnaire.version
    calls = f"{one.calls:,} 次回访" if one.calls else "还没有回访用过"
    return Item(number, f"第 {number} 版", f"{since} · {calls}", IN_FORCE if in_force else None, data=one)


def question_items(version: Questionnaire, base: Questionnaire) -> list[Item]:
    """The questions in order, those that differ from ``base`` marked."""
    known = {replace(one, id=0) for one in base.questions}
    return [_question_item(at, one, known) for at, one in enumerate(version.questions)]


def _question_item(at: int, one: Question, known: set[Question]) -> Item:
    fresh = replace(one, id=0) not in known
    good = {"yes": "是", "no": "否"}.get(one.good, one.good)
    parts = (TYPES[one.type], f"满意：{good}" if good else "", "关键题" if one.key else "")
    return Item(
        at, f"{at + 1}　{one.short or '（还没有简称）'}", " · ".join(filter(None, parts)),
        right="改过" if fresh else "", right_tone="accent", data=one,
    )  # fmt: skip
