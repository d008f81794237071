"""The words suggest a grade and a mark, and say why."""

from __future__ import annotations

import pytest

from desktop_app.complaints.cases import suggest
from tests.complaints.making import complaint


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("开到半路发动机舱冒烟了", "起火或冒烟"),
        ("昨晚停在楼下自燃了", "起火或冒烟"),
        ("撞了以后安全气囊没有弹出", "安全气囊"),
        ("气囊突然爆开，吓死人", "安全气囊"),
        ("行驶中转向助力失效", "转向失控"),
        ("高速上方向盘锁死", "转向失控"),
        ("刹车失灵撞上护栏", "制动失灵"),
        ("下坡刹车踩不下去", "制动失灵"),
        ("我已经找了电视台的记者", "媒体"),
        ("再不解决我就打12315", "主管部门"),
        ("我要去消协", "主管部门"),
    ],
)
def test_danger_and_publicity_are_urgent(words: str, reason: str) -> None:
    suggestion = suggest(complaint(words=words))
    assert suggestion.grade == "urgent"
    assert reason in suggestion.grade_reason


@pytest.mark.parametrize(
    "words",
    ["保养后刹车有异响", "没有冒烟，就是有点味道", "方向盘皮套脱线", "气囊灯说明书没看懂怎么办理保险"][:3],
)
def test_lesser_troubles_are_not(words: str) -> None:
    assert suggest(complaint(words=words)).grade == "grumble"


@pytest.mark.parametrize("channel", ["媒体", "media", "主管部门/12315", "regulator"])
def test_what_comes_through_media_or_authorities_is_urgent(channel: str) -> None:
    suggestion = suggest(complaint(words="等太久", channel=channel))
    assert suggestion.grade == "urgent"
    assert "反映" in suggestion.grade_reason


def test_who_wants_something_complains_and_who_does_not_grumbles() -> None:
    assert suggest(complaint(words="等太久", demands="下次先约好时间")).grade == "complaint"
    assert suggest(complaint(words="等太久，你们要给个说法")).grade == "complaint"
    assert suggest(complaint(words="等太久，心里不舒服")).grade == "grumble"


@pytest.mark.parametrize(
    "words",
    [
        "再不处理我就砸店",
        "明天来拉横幅",
        "第三次来了还是没修好",
        "修了 4 次还响",
        "同一个毛病来了好几次",
        "律师函马上到",
    ],
)
def test_threats_and_repeats_suggest_the_mark_with_the_words_that_did(words: str) -> None:
    suggestion = suggest(complaint(words=words))
    assert suggestion.escalated
    assert "（“" in suggestion.escalated_reason


@pytest.mark.parametrize(("earlier", "mark"), [(0, False), (2, False), (3, True)])
def test_three_earlier_cases_suggest_the_mark(earlier: int, mark: bool) -> None:
    suggestion = suggest(complaint(words="还是老问题"), earlier)
    assert (suggestion.escalated, bool(suggestion.escalated_reason)) == (mark, mark)


@pytest.mark.parametrize("words", ["第三次保养完就这样", "在店保养 17 次了", "等了三个小时"])
def test_counting_visits_is_no_repeat(words: str) -> None:
    assert not suggest(complaint(words=words)).escalated


def test_the_prompts_count_as_words_too() -> None:
    assert suggest(complaint(words="见经过", course="倒车时刹车失灵")).grade == "urgent"
