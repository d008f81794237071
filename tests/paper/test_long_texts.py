"""Long texts run on to further pages, and not one character of them is lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_app.paper.pages import page_count
from desktop_app.paper.text import printable
from tests.paper.printed import CASE, FILE, collisions, pages_of_words, printed, squeezed, text_of

SENTENCES = (
    "2026-10-{day:02} {hour}:{minute:02} 客服专员乔安致电客户，客户说：“等了 {hour} 个小时，没有人来说一声。”",
    "售后经理方禾到场致歉，提出免费保养 {day} 次（含机油、机滤），客户要求书面确认；",
    "费用 ¥{minute},{day:03}.50 元由店内承担，代步车 RAV4（皖N·3K8{minute:02}）已于当日交付曹䶮㛃堃喆𫖯𠅤𬭎。\n",
)
HEADS_OF_TWO = "投诉时间|投诉内容与要求(注明所发生的时间)|解决办法(注明所处理的时间)|解决时间"


def record(length: int, seed: int = 7) -> str:
    """A handling record as clerks write them, no two stretches of it alike."""
    dice = random.Random(seed)
    text = ""
    while len(text) < length:
        numbers = {"day": dice.randint(1, 31), "hour": dice.randint(8, 20), "minute": dice.randint(0, 59)}
        text += dice.choice(SENTENCES).format(**numbers)
    return text[:length]


def column(pdf: bytes, repeated: str, left: int = 148, right: int = 553, mode: str = "") -> str:
    """What stands between two edges of all pages, blanks apart, without the words repeated on top of each page."""
    between = text_of(pdf, mode, (left, 56, right - left, 746))
    pages = [squeezed(page) for page in between.split("\f")]
    for word in repeated.split("|"):
        pages = [page.replace(f"{word}（续）", "").removeprefix(word) for page in pages]
    return "".join(pages)


@pytest.mark.parametrize("mode", ["", "-layout", "-raw"])
def test_a_handling_record_of_20000_characters_is_complete_over_several_pages(mode: str) -> None:
    text = record(20_000)
    pdf = printed("complaint-handling", CASE | {"handling": text})
    assert page_count(pdf) > 5
    assert squeezed(text) in column(pdf, "处理过程及情况", mode=mode)


def test_every_page_repeats_the_label_and_counts() -> None:
    pdf = printed("complaint-handling", CASE | {"handling": record(6_000)})
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) == page_count(pdf) > 2
    assert "处理过程及情况" in pages[0]
    assert "（续）" not in pages[0]
    assert all("处理过程及情况（续）" in page for page in pages[1:-1])
    assert all(f"第 {at}/{len(pages)} 页" in page for at, page in enumerate(pages, 1))
    assert all(
        "云岭汽车" in page and "抱怨客户联系处理表" in page and "TS-202610-0007" in page for page in pages
    )


def test_two_long_texts_of_the_urgent_form_run_on_side_by_side() -> None:
    first, second = record(9_000, seed=1), record(7_000, seed=2)
    pdf = printed("urgent-complaint", {"complaint_and_demands": first, "solution": second})
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) > 4
    assert squeezed(first) in column(pdf, HEADS_OF_TWO, 111, 297)
    assert squeezed(second) in column(pdf, HEADS_OF_TWO, 298, 484)
    assert all(
        "(注明所发生的时间)（续）" in page and "(注明所处理的时间)（续）" in page for page in pages[1:-2]
    )


def test_a_long_remark_in_a_line_of_the_card_runs_on() -> None:
    text = record(5_000)
    pdf = printed("c-card", FILE | {"vehicle_remark": text})
    assert page_count(pdf) > 2
    assert squeezed(text) in column(pdf, "备注", 112)
    assert "备注（续）" in text_of(pdf)


def test_a_long_note_and_a_long_answer_of_a_questionnaire_run_on() -> None:
    note, answer = record(3_000, seed=3), record(6_000, seed=4)
    pdf = printed("sales-questionnaire", {}, notes={5: note}, answers={11: answer})
    assert squeezed(note) in column(pdf, "5", 66, 337)
    assert squeezed(answer) in column(pdf, "11", 66)


@pytest.mark.parametrize("name", ["complaint-handling", "urgent-complaint"])
def test_nothing_touches_or_leaves_the_page_when_texts_run_on(name: str) -> None:
    long = {
        field: record(2_500)
        for field in ("handling", "customer_overview", "complaint_and_demands", "solution")
    }
    for width, height, words in pages_of_words(printed(name, CASE | long)):
        assert all(
            word.left > 0 and word.right < width and word.top > 0 and word.foot < height for word in words
        )
        assert collisions(words) == []


ALPHABET = "一的客户曹䶮㛃堃喆𫖯𠅤𬭎，。、；：？！（）《》“”‘’—…·￥%AaZz019.,-/ \n\t\u3000アあé①😀\ue000\x07"
ANY_TEXT = st.text(ALPHABET, max_size=80).flatmap(
    lambda text: st.integers(1, 40).map(lambda times: text * times)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.tuples(ANY_TEXT, ANY_TEXT, ANY_TEXT))
def test_random_texts_lose_nothing(texts: tuple[str, str, str]) -> None:
    fields = ("customer_overview", "handling", "follow_up_record")
    pdf = printed("complaint-handling", dict(zip(fields, texts, strict=True)))
    found = squeezed(text_of(pdf, "-raw", (148, 56, 405, 746)))
    for label in ("用户综合情况介绍", "处理过程及情况", "再次回访记录"):
        found = found.replace(f"{label}（续）", "")
    for text in texts:
        expected = squeezed(printable(text))
        assert expected in found
        found = found[found.index(expected) + len(expected) :]
