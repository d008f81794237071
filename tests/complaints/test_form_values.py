"""What is known of a case reaches its paper, under the names of the paper's cells."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from desktop_app.complaints.cases import EDITABLE, FORMS, add_words, edit, form_values
from desktop_app.paper.forms import Cell, load
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, PHONE, VIN, As, Take
from tests.complaints.moving import use

TYPES = {"date": date, "time": datetime, "integer": int}


@pytest.fixture
def told(desk: Session, take: Take) -> str:
    """A case that went through two rounds, with everything filled in."""
    number = take(
        name="曹小夏", phone=PHONE, demands="要一个说法，以后保养先约好时间。", sub_cause="等待结算",
        happened="10 月 14 日下午三点",
        place="维修接待区", course="说好一小时交车", accused="唐宁", email="cao@example.cn",
        customer_overview="八年老客户。", other_information="下午还要开会。",
    ).number  # fmt: skip
    add_words(desk.at(ACCEPTED + timedelta(days=1)), number, "到今天还没有人给我回话！")
    for hours, verb, changes in (
        (1, "hand_over", {"opinion": "请当面致歉。", "handler": "徐师傅", "said": "急"}),
        (2, "contact", {"reached": False, "said": "无人接听"}),
        (3, "contact", {"said": "已致歉"}),
        (4, "offer", {"acceptance": "基本接受"}),
        (5, "result", {"what": "重新清洗", "cost_fen": 12_345, "done_on": date(2026, 10, 15)}),
        (6, "check", {}),
        (30, "follow_up", {"satisfied": False, "said": "脚垫还是湿的"}),
        (31, "escalate", {"outcome": "同意更换脚垫"}),
        (32, "hand_over", {}),
        (33, "result", {"what": "更换脚垫"}),
        (34, "check", {"said": "照片已留"}),
        (60, "follow_up", {"said": "这次可以了", "acceptance": "接受"}),
        (61, "review", {"opinion": "处理得当", "avoidable": True, "improvement": "交车前检查脚垫"}),
    ):
        use(desk.at(ACCEPTED + timedelta(hours=hours)), number, verb, **changes)
    return number


@pytest.fixture
def later(desk: Session) -> Session:
    return desk.at(ACCEPTED + timedelta(days=9))


@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_form_has_a_value_of_its_kind(later: Session, told: str, form: str) -> None:
    edit(later, told, {"sex": "男", "odometer": "86,214", "result_summary": "已换脚垫", "team": "维修一组"})
    values = form_values(later, told, form)
    for cell in load(form).cells():
        if cell.kind == "signature":
            assert cell.field not in values
            continue
        assert_fits(cell, values[cell.field])
        if cell.ticks:
            assert values[cell.ticks] in cell.options


def assert_fits(cell: Cell, value: object) -> None:
    assert value is not None, cell
    assert isinstance(value, TYPES.get(cell.kind, str)), cell
    assert not cell.options or cell.ticks or value in cell.options, cell


@pytest.mark.parametrize("form", FORMS)
def test_cells_that_are_not_derived_can_be_edited(form: str) -> None:
    typed = {cell.field for cell in load(form).cells() if not cell.derived and cell.kind != "signature"}
    assert typed - EDITABLE == set(NOT_TYPED) & typed


NOT_TYPED = ("accepted_at", "first_receiver", "solved_at")
"""Cells that the form leaves open but that follow from steps: refused with a sentence."""


def test_form_5_tells_the_story_of_the_case(later: Session, told: str) -> None:
    values = form_values(later, told, "complaint-handling")
    assert values["cause"] == "时间过长（等待结算）"
    assert (values["vin"], values["sale_reference"], values["bought_on"]) == (
        VIN,
        "XS-19-0882",
        date(2019, 5, 18),
    )
    assert (values["phone"], values["landline"], values["usage"]) == (PHONE, "05643312345", "家用")
    assert values["complaint_and_demands"].split("\n") == [
        "说好一个小时，等了三个小时。",
        "（10-16 12:38 补充）到今天还没有人给我回话！",
        "发生时间：10 月 14 日下午三点",
        "地点：维修接待区",
        "经过：说好一小时交车",
        "要求：要一个说法，以后保养先约好时间。",
    ]
    assert values["handling"].split("\n") == [
        "10-15 13:38 转交售后部（负责人方禾，处理责任人徐师傅），处理意见：请当面致歉；急（测试员）",
        "10-15 14:38 联系客户未成：无人接听（测试员）",
        "10-15 15:38 首次联系 曹小夏：已致歉（测试员）",
        "10-15 16:38 解决方案 徐师傅：免费洗车一次（客户基本接受）（测试员）",
        "10-15 17:38 处理结果：重新清洗（由徐师傅处理，2026-10-15 完成，费用 ¥123.45）（测试员）",
        "10-15 18:38 最终核对确认（测试员）",
        "10-16 19:38 上报部门经理：投诉再确认 要经理出面；对应方案 经理回电；结果 同意更换脚垫（测试员）",
        "10-16 20:38 转交售后部（负责人方禾）（测试员）",
        "10-16 21:38 处理结果：更换脚垫（由徐师傅处理）（测试员）",
        "10-16 22:38 最终核对确认：照片已留（测试员）",
    ]
    assert values["follow_up_record"].split("\n") == [
        "10-16 18:38 再次回访 不满意：脚垫还是湿的（测试员）",
        "10-18 00:38 再次回访 满意，接受：这次可以了（测试员）",
    ]
    assert values["result_summary"] == "处理结果：更换脚垫（由徐师傅处理）"
    assert (values["handler"], values["handled_on"], values["team"]) == (
        "方禾",
        date(2026, 10, 16),
        "维修一组",
    )


def test_form_6_names_persons_sale_and_solution(later: Session, told: str) -> None:
    values = form_values(later, told, "urgent-complaint")
    assert (values["customer_name"], values["caller_name"], values["contact_person"]) == (
        "曹立夏",
        "曹小夏",
        "曹小夏",
    )
    assert (values["department"], values["department_manager"], values["accused"]) == (
        "售后部",
        "方禾",
        "唐宁",
    )
    assert values["sale_details"] == "本店 2019-05-18 苏晓"
    assert [text[:16] for text in values["solution"].split("\n")] == [
        "10-15 16:38 解决方案", "10-15 17:38 处理结果", "10-16 21:38 处理结果",
    ]  # fmt: skip
    assert values["solved_at"] == ACCEPTED + timedelta(hours=33)
    assert (values["grade"], values["acceptance"], values["channel"]) == ("投诉", "接受", "来电")
    assert (values["occasion"], values["review_opinion"]) == ("首次", "处理得当")
    assert values["other_information"] == "下午还要开会。"


def test_the_sheet_the_customer_signs_keeps_the_escalation_out(later: Session, told: str) -> None:
    values = form_values(later, told, "complaint-sheet")
    assert values["words"].startswith("说好一个小时")
    assert values["occurrence"] == "10 月 14 日下午三点 维修接待区"
    assert "上报" not in values["handling"]
    assert "处理结果" in values["handling"]
    assert (values["desk_opinion"], values["follow_up_result"]) == ("请当面致歉。", "满意")


def test_a_channel_without_a_box_is_written_under_other_information(desk: Session, take: Take) -> None:
    number = take(channel="媒体", other_information="记者姓王").number
    values = form_values(desk, number, "urgent-complaint")
    assert (values["channel"], values["other_information"]) == (None, "反映渠道：媒体\n记者姓王")


def test_paper_at_an_earlier_moment_tells_only_what_had_happened(desk: Session, told: str) -> None:
    values = form_values(desk.at(ACCEPTED + timedelta(hours=2)), told, "complaint-handling")
    assert values["handling"].count("\n") == 1
    assert values["follow_up_record"] is None
    assert "补充" not in values["complaint_and_demands"]
    sheet = form_values(desk.at(ACCEPTED + timedelta(hours=31)), told, "complaint-sheet")
    assert sheet["follow_up_result"] == "不满意"


def test_a_long_handling_record_loses_no_character(desk: Session, case: str) -> None:
    text = "".join(f"第{number}条：更换脚垫。" for number in range(2000))
    edit(desk, case, {"handling": text})
    assert form_values(desk, case, "complaint-handling")["handling"] == text


def test_a_landline_is_the_phone_of_a_form_with_one_phone(desk: Session, take: Take) -> None:
    number = take(phone="0551-66778899", vin="LFMBE84B2C0167300").number
    assert form_values(desk, number, "complaint-sheet")["phone"] == "055166778899"
    five = form_values(desk, number, "complaint-handling")
    assert (five["phone"], five["landline"]) == (None, "055166778899")


def test_a_form_of_another_name_or_an_unknown_case_is_no_paper(desk: Session, case: str) -> None:
    with pytest.raises(KeyError):
        form_values(desk, case, "a-card")
    with pytest.raises(Refused, match="没有编号为"):
        form_values(desk, "TS-202610-9999", "complaint-sheet")


def test_a_case_closed_for_a_reason_says_so_in_its_summary(as_person: As, desk: Session, case: str) -> None:
    use(as_person("温经理"), case, "close")
    values = form_values(as_person("郑总"), case, "complaint-handling")
    assert values["result_summary"] == "结案（联系不上客户）：三天九次无人接听"
