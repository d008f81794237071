"""Reports of every shape, as the statistics room hands them over, for the tests of writing."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from desktop_app.statistics.report import Cell, Column, Report

START, END, TAKEN = date(2026, 10, 1), date(2026, 10, 31), datetime(2026, 10, 31, 18, 30)


def report(
    name: str, title: str, columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], **more: object
) -> Report:
    given = {"totals": None, "refs": tuple(() for _ in rows), **more}
    return Report(name, title, START, END, TAKEN, columns, rows, **given)  # type: ignore[arg-type]


SATISFACTION = report(
    "sales-satisfaction",
    "表7 销售顾问满意率统计表",
    (
        Column("销售顾问", width=12),
        Column("新车交付量", "integer"),
        Column("回访成功率(回访成功数/接车数)", "rate", 14, ratio=(1, 1)),
        Column("完全满意率", "rate"),
        Column("基本满意率", "rate"),
        Column("不满意率", "rate"),
    ),
    (
        ("梁一帆", 20, Fraction(2, 3), Fraction(1, 3), Fraction(247, 2000), Fraction(1, 16)),
        ("袁可", 13, Fraction(10, 13), Fraction(5, 13), Fraction(1, 13), Fraction(0)),
        ("未填", 3, Fraction(0), None, None, None),
    ),
    totals=("合计", 36, Fraction(23, 36), Fraction(1, 2), Fraction(1, 4), Fraction(1, 8)),
    refs=(("XS1", "XS2"), ("XS3",), ()),
    notes=("1 次回访成功没有评分。",),
    reconciliation="新车交付量 36 = 回访成功 23 + 未拨打 13",
)

SERVICE = report(
    "service-satisfaction",
    "表8 服务顾问、维修班组满意率统计表",
    SATISFACTION.columns,
    SATISFACTION.rows,
    totals=SATISFACTION.totals,
    sections=((0, "服务顾问"), (2, "维修班组")),
    reconciliation="接车台次 36 ≠ 35",
    reconciles=False,
)

ANALYSIS = report(
    "a-cards",
    "表11 A卡分析表",
    (
        Column("车型"),
        Column("性别/男", "integer", 6, grouped=True),
        Column("性别/女", "integer", 6, grouped=True),
        Column("性别/未填", "integer", 6, grouped=True),
        Column("收入(月)/1999以下", "integer", 9, grouped=True),
        Column("收入(月)/6000以上", "integer", 9, grouped=True),
        Column("辆数", "integer", 6),
    ),
    (("皇冠", 1, 2, 0, 1, 1, 3), ("RAV4", 0, 0, 1, 1, 0, 1)),
    totals=("合计", 1, 2, 1, 2, 1, 4),
    head=("填表人", "审批"),
)

LIST = report(
    "unreached",
    "表3 回访不成功明细表",
    (
        Column("序号", "integer", 6),
        Column("VIN号", "code", 20),
        Column("客户姓名"),
        Column("客户联系电话", "phone", 14),
        Column("回访时间", "time", 17),
        Column("交车日期", "date", 12),
        Column("备注", "text", 30),
    ),
    (
        (
            1,
            "LFMWKFC23LAEDCNSB",
            "黄䶮平𠅤",
            "13812345678",
            datetime(2026, 10, 3, 13, 8),
            date(2026, 10, 1),
            "多行\n备注",
        ),
        (2, "00000000000000017", "=1+1", "05643772837", None, None, "<b>&\x07 _x0041_ \x00\ud800"),
    ),
)

EVERY = (SATISFACTION, SERVICE, ANALYSIS, LIST)
