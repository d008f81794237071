"""Reports on paper: nothing is cut, heads on every page, totals, and the line that adds up."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

import pytest

from desktop_app.paper.column_widths import columns_for
from desktop_app.paper.pages import page_count, print_report
from desktop_app.statistics.report import Column, Report
from tests.paper.printed import MODES, SHOP, collisions, pages_of_words, squeezed, text_of

LABELS = (
    "销售顾问",
    "新车交付量",
    "回访成功数",
    "回访未成功数(拒访+无人接听+无法接通)",
    "拒访",
    "无人接听",
    "无法接通(关机、停机、占线、呼入限制)",
    "回访成功率(回访成功数/接车数)",
    "回访未成功率(回访未成功数/接车数)",
    "完全满意数量(8-10)",
    "基本满意数量(6-8,不含8)",
    "不满意数量(0-6,不含6)",
    "完全满意率",
    "基本满意率",
    "不满意率",
)
REGIONS = ("男", "女", "未填")
LONG = "第 2 次拨打，语音提示用户正忙；已发短信，请客户方便时回电，客户偏好晚上 18:00 以后联系。" * 3


def report(columns: tuple[Column, ...], rows: tuple[tuple[object, ...], ...], **parts: object) -> Report:
    whole: dict[str, object] = {
        "name": "trial",
        "title": "表0 试表",
        "start": date(2026, 10, 1),
        "end": date(2026, 10, 31),
        "taken": datetime(2026, 10, 31, 18, 30),
        "columns": columns,
        "rows": rows,
        "totals": None,
        "refs": tuple(() for _ in rows),
    }
    return Report(**(whole | parts))  # type: ignore[arg-type]


def satisfaction() -> Report:
    numbers = (Column(label, "rate" if "率" in label else "integer") for label in LABELS[1:])
    columns = (Column(LABELS[0]), *numbers)
    row = (
        24,
        19,
        4,
        1,
        2,
        1,
        Fraction(19, 24),
        Fraction(1, 6),
        15,
        3,
        1,
        Fraction(15, 19),
        Fraction(3, 19),
        None,
    )
    return report(
        columns,
        tuple((name, *row) for name in ("林澄", "周岚", "未填")),
        totals=("合计", *row),
        notes=("短信回复 2 条另计。", "完成但没有评分 0 条。"),
        reconciliation="新车交付量 24 = 回访成功 19 + 回访未成功 4 + 未拨打 1",
        sections=((0, "销售一部"), (2, "销售二部")),
        head=("填表人", "审批"),
    )


def list_of(count: int) -> Report:
    columns = (
        Column("序号", "integer"),
        Column("VIN号", "code"),
        Column("客户联系电话", "phone"),
        Column("回访时间", "time"),
        Column("客户姓名"),
        Column("备注"),
    )
    moment = datetime(2026, 10, 1, 9, 30)
    rows = tuple(
        (at, f"LFMBE84B2C{at:07}", f"138{at:08}", moment, "曹䶮𫖯", LONG if at % 5 == 0 else "")
        for at in range(1, count + 1)
    )
    return report(columns, rows)


@pytest.mark.parametrize("mode", MODES)
def test_every_label_reads_as_one_however_often_it_is_broken(mode: str) -> None:
    text = squeezed(text_of(print_report(satisfaction(), shop=SHOP), mode))
    assert [label for label in LABELS if label not in text] == []


@pytest.mark.parametrize("mode", MODES)
def test_a_row_reads_from_left_to_right(mode: str) -> None:
    text = squeezed(text_of(print_report(satisfaction(), shop=SHOP), mode))
    for name in ("林澄", "周岚", "未填", "合计"):
        assert f"{name}2419412179.2%16.7%153178.9%15.8%—" in text


def test_the_whole_report_is_on_the_page() -> None:
    taken = satisfaction()
    text = squeezed(text_of(print_report(taken, shop=SHOP)))
    heads = (
        SHOP,
        taken.title,
        "2026-10-01–2026-10-31",
        "截至2026-10-3118:30",
        "填表人：",
        "审批：",
        "第1/1页",
    )
    for word in (*heads, "对账相符", taken.reconciliation, *taken.notes, "销售一部", "销售二部"):
        assert squeezed(word) in text, word


def test_what_does_not_add_up_says_so() -> None:
    wrong = report((Column("车型"),), (), reconciliation="3 ≠ 1 + 1", reconciles=False)
    text = text_of(print_report(wrong, shop=SHOP))
    assert "对账不符" in text
    assert "本期没有记录" in text


def test_a_group_stands_once_over_its_columns() -> None:
    columns = (Column("车型"), *(Column(f"性别/{label}", "integer", grouped=True) for label in REGIONS))
    [(_, _, words)] = pages_of_words(print_report(report(columns, (("锐志", 3, 0, 1),)), shop=SHOP))
    [group] = [word for word in words if word.text == "性别"]
    below = [next(word for word in words if word.text == label) for label in REGIONS]
    assert all(label.top > group.top for label in below)
    assert below[0].left < (group.left + group.right) / 2 < below[-1].right
    assert not [
        word for word in words if "/" in word.text and "页" not in word.text and "1/1" not in word.text
    ]


def test_many_rows_repeat_the_heads_on_every_page_and_lose_nothing() -> None:
    taken = list_of(300)
    pdf = print_report(taken, shop=SHOP)
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) == page_count(pdf) > 10
    for at, page in enumerate(pages, 1):
        assert all(column.label in page for column in taken.columns)
        assert f"第 {at}/{len(pages)} 页" in page
        assert taken.title in page
    text = squeezed(text_of(pdf, "-raw"))
    for row in taken.rows:
        assert f"{row[0]}{row[1]}{row[2]}" in text
    assert text.count("曹䶮𫖯") == 300
    assert sum(character == "忙" for character in text) == 60 * LONG.count("忙")


def test_a_remark_longer_than_a_page_runs_on() -> None:
    text = "".join(f"第{number}次拨打，无人接听；" for number in range(1, 900))
    pdf = print_report(
        report((Column("客户姓名"), Column("备注")), (("曹立夏", text), ("柳新禾", "无"))), shop=SHOP
    )
    assert page_count(pdf) > 1
    column = text_of(pdf, "-raw")
    for number in range(1, 900):
        assert f"第{number}次" in squeezed(column)


@pytest.mark.parametrize("columns", [3, 15, 37, 60])
def test_nothing_touches_or_leaves_the_page(columns: int) -> None:
    labels = tuple(
        Column(f"职业{at // 5}/{word}", "integer", grouped=True)
        for at, word in enumerate(("政府", "2000–3999", "其他") * columns)
    )[: columns - 1]
    rows = tuple((f"车型{at}", *(at * 37 % 113 for _ in labels)) for at in range(60))
    pdf = print_report(report((Column("车型"), *labels), rows, totals=rows[0]), shop=SHOP)
    for width, height, words in pages_of_words(pdf):
        assert (round(width), round(height)) == (842, 595)
        assert all(
            word.left > 0 and word.right < width and word.top > 0 and word.foot < height for word in words
        )
        assert collisions(words) == []


def test_the_more_columns_the_smaller_the_type_and_no_number_is_broken() -> None:
    sizes = []
    for count in (5, 15, 30):
        columns = (Column("车型"), *(Column("其他", "integer") for _ in range(count - 1)))
        texts = [["兰德酷路泽", *["1,024"] * (count - 1)]]
        setting = columns_for(columns, texts, 774)
        room = setting.strong("").width("1,024") + 2 * setting.pad
        assert all(width >= room for width in setting.widths)
        assert sum(setting.widths) == pytest.approx(774)
        sizes.append(setting.size)
    assert sizes[0] == sizes[1] == 9 > sizes[2] > 5.5


def test_wide_and_satisfaction_reports_touch_nothing_either() -> None:
    for taken in (satisfaction(), list_of(40)):
        for _, _, words in pages_of_words(print_report(taken, shop="六安云岭汽车销售服务有限公司" * 3)):
            assert collisions(words) == []
