"""The columns of every report are labelled character for character as on paper, in its order."""

from __future__ import annotations

from datetime import date

import pytest

from desktop_app.session import Session
from desktop_app.statistics.registry import REPORTS, take

LABELS = {
    "unreached": (
        "序号 | VIN号 | 客户姓名 | 客户联系电话 | 车型 | 回访状态 | 客户回访专员姓名 | 回访时间 | 销售、服务顾问 | "
        "原因 | 备注"
    ),
    "incorrect-info": (
        "序号 | VIN号 | 客户姓名 | 客户联系电话 | 客户通讯地址 | 数据是否有效 | 回访状态 | 客户回访专员姓名 | "
        "回访时间 | 备注 | 找回正确客户姓名 | 找回正确电话 | 找回其他联系电话 | 备注"
    ),
    "sales-satisfaction": (
        "销售顾问 | 新车交付量 | 回访成功数 | 回访未成功数(拒访+无人接听+无法接通) | 拒访 | 无人接听 | "
        "无法接通(关机、停机、占线、呼入限制) | 回访成功率(回访成功数/接车数) | 回访未成功率(回访未成功数/接车数) | "
        "完全满意数量(8-10) | 基本满意数量(6-8,不含8) | 不满意数量(0-6,不含6) | 完全满意率 | 基本满意率 | 不满意率"
    ),
    "service-satisfaction": (
        "服务顾问/维修班组 | 接车台次 | 回访成功数 | 回访未成功数(拒访+无人接听+无法接通+其他) | 拒访 | 无人接听 | "
        "无法接通(关机、停机、占线、呼入限制) | 其他(自定义) | 回访成功率(回访成功数/接车数) | "
        "回访未成功率(回访未成功数/接车数) | 完全满意数量(8-10) | 基本满意数量(6-8,不含8) | 不满意数量(0-6,不含6) | "
        "完全满意率(完全满意量/回访成功数) | 基本满意率(基本满意量/回访成功数) | 不满意率"
    ),
}


def test_every_report_has_its_labels_written_down_here() -> None:
    assert set(LABELS) == {kind.name for kind in REPORTS}


@pytest.mark.parametrize("name", sorted(LABELS))
def test_the_labels_are_those_of_the_paper(session: Session, name: str) -> None:
    report = take(session, name, date(2026, 9, 1), date(2026, 9, 30))
    assert " | ".join(column.label for column in report.columns) == LABELS[name]
