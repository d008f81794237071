"""The columns of 表7 and 表8 as on paper, and the number that each of them shows."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.statistics.report import Column
from desktop_app.statistics.tally import FAILURES


@dataclass(frozen=True, slots=True)
class Layout:
    """What tells 表7 and 表8 apart; ``measures`` names the number in each column, None for a name or a rate."""

    name: str
    title: str
    kind: str
    columns: tuple[Column, ...]
    measures: tuple[str | None, ...]
    failures: tuple[str, ...]


SALES = Layout(
    "sales-satisfaction",
    "表7 销售顾问满意率统计表",
    "sales",
    (
        Column("销售顾问", width=12),
        Column("新车交付量", "integer", 10),
        Column("回访成功数", "integer", 10),
        Column("回访未成功数(拒访+无人接听+无法接通)", "integer", 16),
        Column("拒访", "integer", 7),
        Column("无人接听", "integer", 9),
        Column("无法接通(关机、停机、占线、呼入限制)", "integer", 16),
        Column("回访成功率(回访成功数/接车数)", "rate", 14, ratio=(2, 1)),
        Column("回访未成功率(回访未成功数/接车数)", "rate", 14, ratio=(3, 1)),
        Column("完全满意数量(8-10)", "integer", 12),
        Column("基本满意数量(6-8,不含8)", "integer", 12),
        Column("不满意数量(0-6,不含6)", "integer", 12),
        Column("完全满意率", "rate", 10, ratio=(9, 2)),
        Column("基本满意率", "rate", 10, ratio=(10, 2)),
        Column("不满意率", "rate", 10, ratio=(11, 2)),
    ),
    (
        None, "whole", "success", "failure", "refuse", "noanswer", "unreach",
        None, None, "full", "basic", "bad", None, None, None,
    ),
    FAILURES,
)  # fmt: skip

SERVICE = Layout(
    "service-satisfaction",
    "表8 服务顾问、维修班组满意率统计表",
    "service",
    (
        Column("服务顾问/维修班组", width=12),
        Column("接车台次", "integer", 9),
        Column("回访成功数", "integer", 10),
        Column("回访未成功数(拒访+无人接听+无法接通+其他)", "integer", 18),
        Column("拒访", "integer", 7),
        Column("无人接听", "integer", 9),
        Column("无法接通(关机、停机、占线、呼入限制)", "integer", 16),
        Column("其他(自定义)", "integer", 9),
        Column("回访成功率(回访成功数/接车数)", "rate", 14, ratio=(2, 1)),
        Column("回访未成功率(回访未成功数/接车数)", "rate", 14, ratio=(3, 1)),
        Column("完全满意数量(8-10)", "integer", 12),
        Column("基本满意数量(6-8,不含8)", "integer", 12),
        Column("不满意数量(0-6,不含6)", "integer", 12),
        Column("完全满意率(完全满意量/回访成功数)", "rate", 14, ratio=(10, 2)),
        Column("基本满意率(基本满意量/回访成功数)", "rate", 14, ratio=(11, 2)),
        Column("不满意率", "rate", 10, ratio=(12, 2)),
    ),
    (
        None, "whole", "success", "failure", "refuse", "noanswer", "unreach", "other",
        None, None, "full", "basic", "bad", None, None, None,
    ),
    (*FAILURES, "other"),
)  # fmt: skip

LAYOUTS = {layout.name: layout for layout in (SALES, SERVICE)}
