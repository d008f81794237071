"""Every form: on screen, on paper and in a sheet it has the labels that staff know, in their order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from db.archive import VehicleFile
from desktop_app.callbacks.questionnaire_file import shipped
from desktop_app.paper.forms import FORMS, load
from desktop_app.paper.pages import page_count
from desktop_app.paper.values import shown
from tests.paper.printed import (
    CALL,
    MODES,
    PRINTED,
    RARE_NAME,
    REMARK,
    SHOP,
    collisions,
    filled,
    image_of,
    missing_in_order,
    pages_of_words,
    printed,
    squeezed,
    text_of,
    values_of,
)

BASIC = "基本信息 姓名 性别 生日 编号 民族 身份证号"
CONTACT = "联系信息 联系电话 固定电话 城市 家庭住址 邮寄地址 电子邮箱 QQ/MSN 邮编 希望联系方式 方便联系时段"
LABELS = {
    "complaint-handling": (
        "受理日期 案例编号 内容分类 车辆信息 车型 VIN号 协议号 车牌号 购买日期 行驶里程_(KM) 用户信息 用户姓名 "
        "性别 车辆使用性质 移动电话 固定电话 Email 地址 邮政编码 用户综合情况介绍 维修工时描述 维修班组 服务顾问 "
        "用户抱怨内容和用户要求 处理过程及情况 处理责任人 处理完毕日期 处理责任人签字 处理结果总结 再次回访记录"
    ),
    "urgent-complaint": (
        "部门 负责人 客服专员 受理编号 投诉时间 投诉内容与要求_(注明所发生的时间) 解决办法_(注明所处理的时间) "
        "解决时间 投诉人 投诉性质 车型 经办人 车牌 行驶里程 车架号 相关责任人 销售情况 客户姓名 接受程度 联系电话 "
        "联系人 联系地址 客服部复核意见 其他相关信息 反映渠道 来人 来电 函件 投诉次数 首次 再次"
    ),
    "complaint-sheet": (
        "受理编号 受理时间 客户姓名 联系电话 车型 车牌号 车架号 购买日期 行驶里程 事情发生的时间和地点 投诉内容 "
        "客户要求 客户签字 接待人 客服部处理意见 责任部门处理情况 部门经理 再次回访 满意 不满意 客服部复核"
    ),
    "a-card": (
        f"{BASIC} {CONTACT} 车辆信息 车系 车型 选装 外观颜色 内饰颜色 车牌号 车架号 SFX 合格证号 是否我店投保 "
        "保单号 投保日 备注 个人信息 行业 职业 职务 兴趣爱好 性格特点 参加社团 婚否 结婚纪念日 宗教信仰 学历 "
        "毕业院校 发票号 驾证类别 年审日期 驾龄 备注"
    ),
    "c-card": (
        f"{BASIC} {CONTACT} 车辆信息 车系 车型 选装 外观颜色 内饰颜色 车牌号 车架号 SFX 合格证号 是否在我店购买 "
        "首保是否来我店 是否有投诉 销售/维修单号 销售/服务顾问 是否会员 会员级别 是否VIP 第一次来店日期 "
        "第二次来店日期 最近来店日期 半年内来店次数 一年内来店次数 三年内来店次数 信息来源 是否转介绍 "
        "是否被转介绍 是否重复购买 行驶里程 下次保养时间 下次保养里程 是否我店投保 保单号 投保日 备注"
    ),
    "sales-questionnaire": "客户名称 联系电话 车牌号 车架号 销售顾问 交车日期 回访专员 回访日期",
    "service-questionnaire": "客户名称 联系电话 车牌号 车型 服务顾问 交车日期 回访员 回访日期",
}
"""Character for character as on the department's paper; "_" stands for a blank inside a label."""

all_forms = pytest.mark.parametrize("name", FORMS)


@all_forms
def test_the_labels_are_those_of_the_paper(name: str) -> None:
    assert list(load(name).labels()) == [label.replace("_", " ") for label in LABELS[name].split()]


@all_forms
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("blank", [False, True], ids=["filled", "blank"])
def test_other_programs_find_the_labels_in_order(name: str, mode: str, blank: bool) -> None:
    form = load(name)
    pdf = printed(name, values_of(form), blank=blank)
    assert missing_in_order([form.title, *form.labels()], text_of(pdf, mode)) == []


@all_forms
def test_the_dealership_the_number_and_who_printed_it_are_on_the_page(name: str) -> None:
    form = load(name)
    text = squeezed(text_of(filled(form)))
    for word in (SHOP, form.number, str(values_of(form)[form.barcode]), PRINTED, "第1/1页"):
        assert squeezed(word) in text


@all_forms
def test_every_value_is_on_the_page_rare_names_too(name: str) -> None:
    form = load(name)
    values = values_of(form)
    text = squeezed(text_of(filled(form)))
    assert RARE_NAME in text
    for cell in form.cells():
        assert squeezed(shown(cell, values.get(cell.field))) in text, cell.label


@all_forms
def test_a_blank_form_has_nothing_but_its_own_words(name: str) -> None:
    form = load(name)
    text = squeezed(text_of(printed(name, values_of(form), blank=True, questions=())))
    own = [SHOP, PRINTED, "第 1/1 页", form.title, form.number, *form.labels(), "☐"]
    for word in sorted(map(squeezed, own), key=len, reverse=True):
        text = text.replace(word, "") if word else text
    assert text == ""


@all_forms
@pytest.mark.parametrize("blank", [False, True], ids=["filled", "blank"])
def test_a_form_fills_one_portrait_page_and_nothing_touches(name: str, blank: bool) -> None:
    pdf = printed(name, values_of(load(name)), blank=blank)
    [(width, height, words)] = pages_of_words(pdf)
    assert page_count(pdf) == 1
    assert (round(width), round(height)) == (595, 842)
    assert words
    assert all(word.left > 30 and word.right < width - 30 and word.top > 20 for word in words)
    assert all(word.foot < height - 10 for word in words)
    assert collisions(words) == []


@all_forms
def test_a_long_name_of_the_dealership_is_set_smaller_and_touches_nothing(name: str) -> None:
    shop = "六安云岭汽车销售服务有限责任公司皖西分公司售后服务中心" * 2
    pdf = printed(name, values_of(load(name)), shop=shop, printed=PRINTED * 4)
    [(width, _, words)] = pages_of_words(pdf)
    assert shop in squeezed(text_of(pdf))
    assert collisions(words) == []
    assert all(word.left > 30 and word.right < width - 30 for word in words)


@all_forms
@pytest.mark.parametrize("blank", [False, True], ids=["filled", "blank"])
def test_the_table_reaches_to_the_foot_of_the_page(name: str, blank: bool, tmp_path: Path) -> None:
    picture = image_of(printed(name, values_of(load(name)), blank=blank), tmp_path, 144)
    page = Image.open(picture).convert("L")
    across = [y for y in range(page.height) if all(page.getpixel((x, y)) < 200 for x in range(100, 1090, 30))]
    assert 800 < across[-1] / 2 < 806


@pytest.mark.parametrize("name", ["a-card", "c-card"])
def test_what_can_be_typed_on_a_card_is_a_field_of_the_vehicle_file(name: str) -> None:
    typed = {cell.field for cell in load(name).cells() if not cell.derived}
    assert typed <= VehicleFile._meta.fields.keys()


def test_both_cards_share_their_first_two_sections() -> None:
    assert load("a-card").sections[:2] == load("c-card").sections[:2]


def test_what_visits_and_complaints_tell_is_never_typed() -> None:
    derived = {cell.label for cell in load("c-card").cells() if cell.derived}
    for word in ("来店日期", "来店次数"):
        assert {label for label in load("c-card").labels() if word in label} <= derived
    assert {"是否有投诉", "首保是否来我店", "行驶里程", "销售/维修单号"} <= derived


def test_answers_are_ticked_and_written_beside_their_questions() -> None:
    text = squeezed(text_of(printed("service-questionnaire", CALL)))
    questions = shipped("service").questions
    assert missing_in_order([question.spoken for question in questions], text) == []
    for found in (
        "☐8☑9☐10",
        "☑是☐否",
        "☐详细说明☑部分说明☐未说明",
        f"备注：{REMARK}",
        "等候区再多几个充电口。",
    ):
        assert found in text
    assert text.count("☑") == 3
