"""Texts of messages: templates, placeholders, the shop's own wording, and what a text costs."""

from __future__ import annotations

import pytest

from db.callbacks import SMS_KINDS
from desktop_app.callbacks.sms_texts import (
    ALONE,
    IN_PARTS,
    NEEDS_CONSENT,
    OPT_OUT_HINT,
    PLACEHOLDERS,
    SmsWords,
    Template,
    check_text,
    drop_template,
    fill,
    keep_template,
    length,
    missing,
    templates,
)
from desktop_app.problems import Refused
from desktop_app.session import Person, Session

WORDS = SmsWords("云岭汽车", "沈女士", "卡罗拉", "皖N·3K827", "10 月 25 日")


@pytest.mark.parametrize("kind", SMS_KINDS)
def test_every_kind_has_a_template_that_may_be_sent(session: Session, kind: str) -> None:
    found = templates(session, kind)
    assert found
    for one in found:
        check_text(kind, one.text)
        filled = fill(one.text, WORDS)
        assert filled.startswith("【云岭汽车】沈女士")
        assert "{" not in filled
        assert length(filled).parts <= 2
        assert (OPT_OUT_HINT in one.text) == (kind in NEEDS_CONSENT)


@pytest.mark.parametrize("coaching", ["满分", "好评", "打高", "10 分就", "支持"])
def test_no_template_asks_for_a_good_mark(session: Session, coaching: str) -> None:
    assert not [one.name for kind in SMS_KINDS for one in templates(session, kind) if coaching in one.text]


@pytest.mark.parametrize(
    ("text", "units", "parts"),
    [
        ("", 0, 1), ("好" * ALONE, 70, 1), ("好" * (ALONE + 1), 71, 2), ("好" * (2 * IN_PARTS), 134, 2),
        ("好" * (2 * IN_PARTS + 1), 135, 3), ("𫖯", 2, 1), ("a1", 2, 1),
    ],
)  # fmt: skip
def test_a_text_is_counted_as_it_is_sent(text: str, units: int, parts: int) -> None:
    counted = length(text)
    assert (counted.units, counted.parts) == (units, parts)


def test_a_placeholder_nobody_knows_is_refused() -> None:
    for text in ("{昵称}您好", "{customer}您好", "您好{", "您好}"):
        with pytest.raises(Refused) as refused:
            fill(text, WORDS)
        assert refused.value.field == "text"


def test_what_the_file_does_not_know_is_named() -> None:
    text = "".join(f"{{{word}}}" for word in PLACEHOLDERS.values())
    assert missing(text, WORDS) == ()
    assert missing(text, SmsWords("云岭汽车", "沈女士", "卡罗拉", "", "")) == ("车牌号", "日期")


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("care", "{客户称呼}，该保养了。", "退订"),
        ("notice", "放假安排如下。", "退订"),
        ("service_callback", "  ", "填写"),
        ("service_callback", "好" * 400, "写短一些"),
    ],
)
def test_what_must_not_be_sent_is_refused(session: Session, kind: str, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        keep_template(session, Template(kind, "我们的", text))


def test_the_shops_own_wording_stands_until_it_is_dropped(session: Session) -> None:
    first = templates(session, "service_callback")[0]
    own = Template(first.kind, first.name, "【{店名}】{客户称呼}，请打个分。")
    keep_template(session, own)
    keep_template(session, Template("service_callback", "第二种", own.text))
    assert templates(session, "service_callback") == (own, Template("service_callback", "第二种", own.text))
    drop_template(session, "service_callback", first.name)
    drop_template(session, "service_callback", "第二种")
    assert templates(session, "service_callback") == (first,)


def test_only_who_manages_the_office_changes_templates(session: Session) -> None:
    caller = Session(Person("回访员", frozenset({"callback_specialist"})), session.clock, session.data)
    with pytest.raises(Refused):
        keep_template(caller, Template("notice", "新", "通知，回复TD退订"))
    with pytest.raises(Refused):
        drop_template(caller, "notice", "一般通知")
