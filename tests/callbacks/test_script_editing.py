"""The shop's own wording of the call scripts: passage by passage, placeholders in words people read."""

from __future__ import annotations

import pytest

from db import AuditEntry
from db.connection import rows
from desktop_app.callbacks.script_editing import (
    LONGEST_LINE,
    PLACEHOLDERS,
    Passage,
    Slot,
    edit,
    in_use,
    passages,
    take_back,
)
from desktop_app.callbacks.scripts import Words, filled, scripts
from desktop_app.problems import Refused
from desktop_app.session import Person, Session

WORDS = Words("云岭汽车", "许知微", "沈女士", "卡罗拉", "昨天您提车这件事", "2027 年 4 月", "明天 18:30 前")
OWN: dict[Slot, tuple[str, ...]] = {
    "say": ("{客户称呼}，您别急，", " 我是{店名}的{回访员}，我来帮您。 ", ""),
    "never": ("抢话",),
}


def passage(session: Session, key: str) -> Passage:
    return next(one for one in passages(session) if one.key == key)


def test_every_part_of_the_scripts_can_be_edited(session: Session) -> None:
    plain, found = scripts(), passages(session)
    parts = (plain.course, plain.situations, plain.forbidden, plain.reminders)
    assert len(found) == len({one.key for one in found}) == sum(map(len, parts))
    assert not any(one.own for one in found)


def test_what_is_shown_and_put_back_unchanged_is_the_shipped_text(session: Session) -> None:
    for one in passages(session):
        edit(session, one.key, one.lines)
    assert in_use(session) == scripts()


def test_a_changed_situation_is_what_callers_see(session: Session) -> None:
    edit(session, "situation 15", OWN)
    angry = filled(WORDS, in_use(session)).situations[14]
    assert angry.say == ("沈女士，您别急，", "我是云岭汽车的许知微，我来帮您。")
    assert angry.never == ("抢话",)
    assert in_use(session).situations[13] == scripts().situations[13]
    assert passage(session, "situation 15").own
    assert passage(session, "situation 15").lines["say"][1] == "我是{店名}的{回访员}，我来帮您。"


def test_steps_and_tips_are_edited_too(session: Session) -> None:
    edit(session, "course greeting", {"say": ("{客户称呼}您好。",), "do": (), "never": ("不报姓名",)})
    edit(session, "forbidden 1", {"title": ("不知道。",), "text": ("我查一下，{答复时限}答复您。",)})
    edit(session, "reminder 2", {"title": ("先听",), "text": ("听完再说。",)})
    found = filled(WORDS, in_use(session))
    assert (found.course[0].say, found.course[0].do) == ("沈女士您好。", ())
    assert found.forbidden[0].text == "我查一下，明天 18:30 前答复您。"
    assert found.reminders[1].title == "先听"


def test_the_shipped_wording_comes_back(session: Session) -> None:
    edit(session, "situation 15", OWN)
    take_back(session, "situation 15")
    assert in_use(session) == scripts()
    deeds = rows(AuditEntry.select(AuditEntry.action, AuditEntry.new))
    assert deeds == [("edit_script", "situation 15"), ("restore_script", "situation 15")]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("您好，{昵称}", "看不懂“{昵称}”"),
        ("您好，{customer}", "看不懂“{customer}”"),
        ("您好，{客户称呼", "单独的花括号"),
        ("您好}", "单独的花括号"),
        ("{}", "看不懂"),
        ("说" * (LONGEST_LINE + 1), "拆成几句"),
        ("  ", "不能是空的"),
    ],
)
def test_what_cannot_be_filled_or_spoken_is_refused(session: Session, line: str, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        edit(session, "situation 15", {"say": (line,), "never": ("抢话",)})
    assert refused.value.field == "say"
    assert in_use(session) == scripts()


def test_every_placeholder_has_a_word_for_the_editor() -> None:
    assert set(PLACEHOLDERS) == set(Words.__slots__)


def test_only_who_manages_the_office_edits(session: Session) -> None:
    caller = Session(Person("回访员", frozenset({"callback_specialist"})), session.clock, session.data)
    for work in (lambda: edit(caller, "situation 15", OWN), lambda: take_back(caller, "situation 15")):
        with pytest.raises(Refused):
            work()
