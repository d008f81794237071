"""The call scripts: all 29 situations, complete, polite, and filled with the words of the car being called about."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import get_args

import pytest

from db import RepairOrder, VehicleFile
from desktop_app import settings
from desktop_app.callbacks.calls import open_call
from desktop_app.callbacks.scripts import (
    PART_LABELS,
    Part,
    Scripts,
    Words,
    fill,
    filled,
    find,
    scripts,
    words_for,
)
from desktop_app.session import Session
from tests.callbacks.scenes import a_callback, a_car
from tests.conftest import NOW

WORDS = Words(
    dealership="云岭汽车", caller="许知微", customer="沈女士", model="卡罗拉", occasion="昨天您来店做定期保养这件事",
    next_maintenance="2027 年 4 月 8 日前后", answer_by="明天 18:30 前",
)  # fmt: skip


def all_lines(all_scripts: Scripts) -> list[str]:
    lines = [line for step in all_scripts.course for line in (step.say, *step.do, *step.never)]
    for one in all_scripts.situations:
        lines += [*one.say, *one.never]
    return lines + [tip.text for tip in (*all_scripts.forbidden, *all_scripts.reminders)]


def test_there_are_twenty_nine_situations_in_the_departments_order() -> None:
    found = scripts().situations
    assert [one.number for one in found] == list(range(1, 30))
    counts = {part: sum(one.part == part for one in found) for part in get_args(Part)}
    assert counts == {"opening": 3, "hearing": 6, "content": 4, "complaints": 9, "unusual": 5, "closing": 2}
    assert set(PART_LABELS) == set(counts)


@pytest.mark.parametrize("number", range(1, 30))
def test_every_situation_says_what_to_say_and_what_never(number: int) -> None:
    one = scripts().situations[number - 1]
    assert len(one.say) >= 2
    assert len(one.never) >= 2
    assert one.find
    assert all(len(line) <= 60 for line in (*one.say, *one.never))
    assert all(line.strip() == line and line for line in (one.title, *one.say, *one.never))


def test_every_placeholder_is_filled() -> None:
    assert not [line for line in all_lines(filled(WORDS)) if "{" in line or "}" in line]
    used = set(re.findall(r"{(\w+)}", " ".join(all_lines(scripts()))))
    assert used == set(Words.__slots__)


def test_a_placeholder_nobody_knows_is_our_mistake() -> None:
    with pytest.raises(KeyError):
        fill("您好，{nickname}", WORDS)


def test_numbers_stand_apart_from_chinese_words() -> None:
    assert fill("想就{occasion}回访", WORDS) == "想就昨天您来店做定期保养这件事回访"
    assert fill("行驶到10,000公里", WORDS) == "行驶到 10,000 公里"


@pytest.mark.parametrize("coaching", ["满分", "十分", "10 分", "好评", "打高"])
def test_nothing_said_asks_for_a_good_mark(coaching: str) -> None:
    said = [line for one in scripts().situations for line in one.say] + [
        step.say for step in scripts().course
    ]
    assert not [line for line in said if coaching in line]


def test_the_closing_names_the_survey_by_others_and_the_next_maintenance() -> None:
    closing = "".join(scripts().situations[27].say)
    assert "第三方" in closing
    assert "{next_maintenance}" in closing


def test_complaints_have_ten_phrases_that_never_fall_and_ten_reminders() -> None:
    found = scripts()
    assert (len(found.forbidden), len(found.reminders)) == (10, 10)
    assert len({tip.title for tip in (*found.forbidden, *found.reminders)}) == 20
    assert all(len(tip.text) <= 30 for tip in (*found.forbidden, *found.reminders))


def test_what_never_falls_is_not_said_anywhere() -> None:
    said = "".join(line for one in scripts().situations for line in one.say)
    assert not [tip.title for tip in scripts().forbidden if tip.title.rstrip("。？") in said]


def test_the_course_of_a_call_runs_from_greeting_to_thanks() -> None:
    assert [step.step for step in scripts().course] == [
        "greeting", "moment", "questions", "grievance", "advisor", "comments", "maintenance", "thanks",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "first"), [("15", 15), ("生气", 15), ("免提", 4), ("赔偿", 26), ("太慢", 16), ("第三方", 28)]
)
def test_a_situation_is_found_by_number_title_or_word(text: str, first: int) -> None:
    assert find(text, scripts().situations)[0].number == first


def test_a_number_means_that_situation_alone() -> None:
    assert [one.number for one in find("2", scripts().situations)] == [2]


def test_an_empty_search_shows_all_and_a_strange_one_none() -> None:
    assert len(find("  ", scripts().situations)) == 29
    assert find("量子", scripts().situations) == ()


@pytest.fixture
def visit(session: Session) -> int:
    with session.saving():
        settings.put(session, "shop_name", "云岭汽车")
    car = a_car(session, name="欧阳佳宁", sex="女", model="锐志")
    callback = a_callback(session, date(2026, 10, 26), ref="WX1", car=car)
    RepairOrder.update(kind="maintenance", odometer=42_300).execute()
    return callback


def test_the_words_come_from_the_file_being_called(session: Session, visit: int) -> None:
    words = words_for(session, open_call(session, visit))
    assert words == Words(
        dealership="云岭汽车", caller="测试员", customer="欧阳女士", model="锐志",
        occasion="10 月 26 日您来店做定期保养这件事",
        next_maintenance="2027 年 4 月 26 日前后，或者行驶到 47,300 公里时", answer_by="明天 18:30 前",
    )  # fmt: skip


def test_what_the_file_says_of_the_next_maintenance_goes_first(session: Session, visit: int) -> None:
    VehicleFile.update(next_service_on=date(2027, 1, 5), next_service_odometer=50_000).execute()
    words = words_for(session, open_call(session, visit))
    assert words.next_maintenance == "2027 年 1 月 5 日前后，或者行驶到 50,000 公里时"


def test_an_answer_is_promised_by_the_next_deadline_of_the_case(session: Session, visit: int) -> None:
    call = open_call(session, visit)
    assert words_for(session, call, answer_by=datetime(2026, 10, 31, 20)).answer_by == "今天 20:00 前"
    assert words_for(session, call, answer_by=datetime(2026, 11, 3, 9, 30)).answer_by == "11 月 3 日 09:30 前"


def test_a_delivery_is_spoken_of_with_its_first_maintenance(session: Session) -> None:
    sold = a_callback(session, date(2026, 10, 22), kind="sales", car=a_car(session, name="夏知秋", sex=None))
    words = words_for(session, open_call(session, sold))
    assert (words.customer, words.occasion) == ("夏知秋", "10 月 22 日您提卡罗拉这件事")
    assert (words.next_maintenance, words.dealership) == ("2027 年 1 月 22 日前后", "本店")


def test_a_bare_file_leaves_no_hole_in_any_sentence(session: Session) -> None:
    bare = a_callback(session, NOW.date(), car=a_car(session, name="", model=None, plate=None, phone=None))
    words = words_for(session, open_call(session, bare))
    assert all(getattr(words, name) for name in Words.__slots__)
    assert words.occasion == "今天您来店做维修保养这件事"
