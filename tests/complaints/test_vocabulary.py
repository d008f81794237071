"""Words of a complaint are read as codes or as Chinese, and nothing else is."""

from __future__ import annotations

import pytest

from db.complaints import ACCEPTANCES, CHANNELS, COMPENSATION_KINDS, GRADES, PARTIES
from desktop_app.complaints import vocabulary as words
from desktop_app.complaints.causes import causes, check_sub_cause, find_cause, load_causes
from desktop_app.paper.forms import load
from desktop_app.problems import Refused
from desktop_app.session import Session

STORED = {
    "grade": (words.GRADE_LABELS, GRADES),
    "channel": (words.CHANNEL_LABELS, CHANNELS),
    "party": (words.PARTY_LABELS, PARTIES),
    "acceptance": (words.ACCEPTANCE_LABELS, ACCEPTANCES),
    "compensation": (words.COMPENSATION_LABELS, COMPENSATION_KINDS),
}


@pytest.mark.parametrize("name", STORED)
def test_every_stored_code_has_a_chinese_name_in_the_same_order(name: str) -> None:
    labels, codes = STORED[name]
    assert tuple(labels) == codes


@pytest.mark.parametrize(
    ("labels", "cell"),
    [(words.USAGE_LABELS, "usage"), (words.ACCEPTANCE_LABELS, "acceptance"), (words.GRADE_LABELS, "grade")],
)
def test_the_names_are_the_choices_on_paper(labels: dict[str, str], cell: str) -> None:
    form = load("complaint-handling") if cell == "usage" else load("urgent-complaint")
    assert form.cell(cell).options == tuple(labels.values())


@pytest.mark.parametrize("name", STORED)
def test_code_and_chinese_name_both_read_as_the_code(name: str) -> None:
    labels, _ = STORED[name]
    for code, label in labels.items():
        assert words.read_code(labels, code, what="", field=name) == code
        assert words.read_code(labels, f"\u3000{label} ", what="", field=name) == code
        assert words.read_code(labels, code.upper(), what="", field=name) == code


@pytest.mark.parametrize("text", ["主管部门", "12315", "１２３１５", "主管部门／12315", "regulator"])
def test_the_regulator_is_known_by_both_of_its_names(text: str) -> None:
    assert words.read_code(words.CHANNEL_LABELS, text, what="反映渠道", field="channel") == "regulator"


def test_an_unknown_word_is_refused_with_the_list() -> None:
    with pytest.raises(Refused) as refused:
        words.read_code(words.GRADE_LABELS, "吐槽", what="分级", field="grade")
    assert refused.value.field == "grade"
    assert refused.value.message == "分级“吐槽”不在名单中，可用：抱怨、投诉、紧急投诉。"


def test_a_blank_word_is_refused_as_missing() -> None:
    with pytest.raises(Refused, match="缺少分级，可用：抱怨"):
        words.read_code(words.GRADE_LABELS, "  ", what="分级", field="grade")


def test_a_new_data_file_gets_the_ten_causes_once(session: Session) -> None:
    with session.saving():
        assert load_causes(session) == 10
    with session.saving():
        assert load_causes(session) == 0
    listed = causes(session)
    assert [cause.code for cause in listed][:3] == ["repair quality", "waiting", "promise"]
    assert listed[1].sub_causes == ("无人接待", "未安排维修", "等待结算")
    assert sum(len(cause.sub_causes) for cause in listed) == 26


def test_a_cause_is_found_by_code_and_by_name(session: Session) -> None:
    with session.saving():
        load_causes(session)
    assert find_cause(session, "时间过长") == find_cause(session, "WAITING")
    with pytest.raises(Refused, match="投诉原因“天气”不在名单中，可用：维修质量、时间过长"):
        find_cause(session, "天气")


def test_a_sub_cause_must_belong_to_its_cause(session: Session) -> None:
    with session.saving():
        load_causes(session)
    _, waiting = find_cause(session, "waiting")
    _, product = find_cause(session, "product")
    assert check_sub_cause(waiting, " 等待结算 ") == "等待结算"
    assert check_sub_cause(waiting, "") is None
    with pytest.raises(Refused, match="可用：无人接待、未安排维修、等待结算"):
        check_sub_cause(waiting, "买贵了")
    with pytest.raises(Refused, match="没有细分原因"):
        check_sub_cause(product, "买贵了")
