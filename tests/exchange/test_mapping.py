"""Which heading means what: synonyms, brackets, units, ambiguous and missing columns."""

from __future__ import annotations

from collections import Counter

import pytest

from desktop_app.exchange.headings import KINDS, key_of, kind_of, remarks
from desktop_app.exchange.mapping import (
    IGNORED,
    find_headings,
    likely_kinds,
    map_columns,
    missing_headings,
)

SPOKEN_OF = {
    "deliveries": {
        "reference": ["协议号", "销售协议号", "合同号"],
        "name": ["客户姓名", "客户名称", "车主", "姓名"],
        "vin": ["车架号", "VIN", "VIN号", "底盘号"],
        "delivered_on": ["交车日期"],
        "consultant": ["销售顾问"],
        "sex": ["性别"],
        "phone": ["联系电话", "手机", "移动电话"],
        "landline": ["固定电话"],
        "id_number": ["身份证号"],
        "birthday": ["生日"],
        "address": ["通讯地址", "地址", "家庭住址"],
        "purchase_region": ["购车区域"],
        "series": ["车系"],
        "model": ["车型"],
        "plate": ["车牌号", "车牌", "牌照号"],
        "exterior_colour": ["外观颜色"],
        "interior_colour": ["内饰颜色"],
        "insured_here": ["是否我店投保"],
        "policy_number": ["保单号"],
        "insured_on": ["投保日"],
        "occupation": ["职业"],
        "income": ["收入"],
        "information_source": ["信息来源"],
        "visit_channel": ["来店渠道"],
    },
    "repair-orders": {
        "reference": ["维修工单号", "工单号", "委托书号"],
        "vin": ["车架号"],
        "handed_over_on": ["交车日期", "出厂日期", "结算日期"],
        "advisor": ["服务顾问"],
        "name": ["客户姓名"],
        "phone": ["联系电话"],
        "plate": ["车牌号"],
        "model": ["车型"],
        "received_on": ["进厂日期"],
        "team": ["维修班组"],
        "kind": ["维修类型"],
        "odometer": ["行驶里程", "里程", "公里数"],
        "amount_fen": ["金额", "结算金额"],
        "work": ["维修内容", "维修项目"],
    },
    "callbacks": {
        "kind": ["回访类型"],
        "reference": ["单号", "协议号", "工单号"],
        "at": ["回访时间"],
        "caller": ["回访专员"],
        "disposition": ["回访状态"],
        **{f"q{number}": [f"问题{number}"] for number in range(1, 12)},
        "words": ["意见"],
        "remark": ["备注"],
    },
    "sms-replies": {"number": ["手机号"], "at": ["回复时间"], "text": ["回复内容"]},
}
SPOKEN = [
    (kind, field, word)
    for kind, fields in SPOKEN_OF.items()
    for field, words in fields.items()
    for word in words
]


@pytest.mark.parametrize(("kind", "field", "word"), SPOKEN)
def test_every_heading_the_offices_use_is_understood(kind: str, field: str, word: str) -> None:
    assert map_columns([word], kind).columns == {field: (0,)}


@pytest.mark.parametrize("kind", [*SPOKEN_OF])
def test_required_are_exactly_the_required_ones(kind: str) -> None:
    required = {
        "deliveries": ["协议号", "客户姓名", "车架号", "交车日期", "销售顾问"],
        "repair-orders": ["维修工单号", "车架号", "交车日期", "服务顾问"],
        "callbacks": ["回访类型", "单号", "回访时间", "回访专员", "回访状态"],
        "sms-replies": ["手机号", "回复时间", "回复内容"],
    }
    assert list(map_columns([], kind).missing) == required[kind]


@pytest.mark.parametrize(
    "heading",
    [
        "里程(KM)",
        "里程（公里）",
        "里 程",
        "行驶\n里程",
        "里程［ｋｍ］",
        "【里程】",
        "里程KM",
        "行驶里程 (km)：",
        "里程/公里数",
    ],
)
def test_spaces_breaks_brackets_width_and_units_do_not_matter(heading: str) -> None:
    assert map_columns([heading], "repair-orders").columns == {"odometer": (0,)}


@pytest.mark.parametrize(
    "heading", ["车架号(VIN)", "*车架号", "VIN/车架号", "ｖｉｎ号", "车架号（17位）(必填)"]
)
def test_a_heading_in_parts_is_understood_when_every_part_means_the_same(heading: str) -> None:
    assert map_columns([heading], "deliveries").columns == {"vin": (0,)}


@pytest.mark.parametrize("heading", ["交车日期(计划)", "原车架号", "车架号/发动机号", "手机品牌", ""])
def test_a_heading_with_another_meaning_is_left_alone(heading: str) -> None:
    assert map_columns([heading], "deliveries").columns == {}


def test_of_two_columns_for_one_field_its_own_name_wins_then_the_earlier_synonym() -> None:
    assert map_columns(["车主", "客户姓名"], "deliveries").columns == {"name": (1,)}
    assert map_columns(["结算日期", "出厂日期"], "repair-orders").columns == {"handed_over_on": (1,)}
    assert map_columns(["车型", "车型"], "deliveries").columns == {"model": (0,)}
    assert map_columns(["车主", "客户姓名"], "deliveries").unused == ("车主",)


def test_every_phone_column_is_read() -> None:
    assert map_columns(["手机", "联系电话", "固定电话"], "deliveries").columns == {
        "phone": (1, 0),
        "landline": (2,),
    }


def test_delivery_dates_mean_the_delivery_in_one_kind_and_the_hand_over_in_the_other() -> None:
    assert "delivered_on" in map_columns(["交车日期"], "deliveries").columns
    assert "handed_over_on" in map_columns(["交车日期"], "repair-orders").columns


def test_both_remarks_of_the_a_card_have_a_place() -> None:
    columns = map_columns(["车架号", "备注", "行业", "备注"], "cards").columns
    assert columns["vehicle_remark"] == (1,)
    assert columns["personal_remark"] == (3,)


def test_what_is_worked_out_is_never_taken_from_a_card_file() -> None:
    mapping = map_columns(["VIN号", "编号", "行驶里程", "半年内来店次数"], "cards")
    assert mapping.columns == {"vin": (0,)}
    assert mapping.unused == ("编号", "行驶里程", "半年内来店次数")


def test_the_cards_understand_every_label_of_both_paper_cards() -> None:
    import tomllib

    import resources

    for form in ("a-card", "c-card"):
        content = tomllib.loads(resources.path("forms", f"{form}.toml").read_text(encoding="utf-8"))
        cells = [cell for section in content["sections"] for cell in section["cells"]]
        labels = ["VIN", *(cell["label"] for cell in cells if cell["field"] != "vin")]
        typed = {cell["field"] for cell in cells if not cell.get("derived")} - {"bought_here"}
        assert typed <= set(map_columns(labels, "cards").columns)


def test_a_persons_choice_beats_the_words() -> None:
    mapping = map_columns(["单号", "车主", "底盘"], "deliveries", {0: "reference", 2: "vin", 1: IGNORED})
    assert mapping.columns == {"reference": (0,), "vin": (2,)}
    assert mapping.unused == ("车主",)


def test_a_layout_is_the_same_whatever_the_spaces_and_another_when_a_column_moves() -> None:
    assert (
        map_columns(["协议 号", "车架号"], "deliveries").layout
        == map_columns(["协议号", "车架\n号"], "cards").layout
    )
    assert (
        map_columns(["协议号", "车架号"], "deliveries").layout
        != map_columns(["车架号", "协议号"], "cards").layout
    )


def test_the_heading_row_is_found_below_title_lines() -> None:
    rows = [
        ["销售顾问交车日期汇总表"],
        [],
        ["制表人", "客户姓名"],
        ["协议号", "客户姓名", "车架号", "交车日期", "销售顾问"],
        ["XS1"],
    ]
    row, mapping = find_headings(rows, "deliveries")
    assert row == 3
    assert mapping.missing == ()


def test_a_row_with_all_required_headings_beats_one_with_more_columns() -> None:
    legend = ["客户姓名", "性别", "车型", "车牌号", "联系电话", "收入", "职业"]
    assert (
        find_headings([legend, ["协议号", "客户姓名", "车架号", "交车日期", "销售顾问"]], "deliveries")[0]
        == 1
    )


def test_a_refusal_names_the_missing_headings() -> None:
    refusal = missing_headings(map_columns(["协议号", "客户姓名", "车架号"], "deliveries"))
    assert "“新车交付”的表头缺少：交车日期、销售顾问" in refusal.message
    assert "没有找到“新车交付”的表头" in missing_headings(map_columns(["甲", "乙"], "deliveries")).message


def test_the_wrong_kind_is_noticed() -> None:
    headings = ["工单号", "车架号", "交车日期", "服务顾问"]
    assert likely_kinds([headings])[0] == "repair-orders"
    assert (
        "像是“维修工单”"
        in missing_headings(map_columns(headings, "deliveries"), likely_kinds([headings])).message
    )


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_means_two_fields_of_one_kind(kind: str) -> None:
    shared = {word for word, fields in kind_of(kind).ranks.items() if len(fields) > 1}
    assert shared == ({key_of("备注")} if kind == "cards" else set())


def test_no_remark_is_a_heading_of_its_own() -> None:
    words = Counter(word for kind in KINDS for word in kind_of(kind).ranks)
    assert not remarks() & set(words)
