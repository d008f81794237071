"""The words of a complaint: stored codes with their Chinese names, and reading either of them back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from desktop_app.problems import Refused

GRADE_LABELS: dict[str, str] = {
    "grumble": "抱怨",
    "complaint": "投诉",
    "urgent": "紧急投诉",
}
"""分级 (投诉性质): asks for no result, asks for one, danger or publicity (department's rules, section 3)."""

FORM_OF_GRADE: dict[str, str] = {
    "grumble": "complaint-handling",
    "complaint": "urgent-complaint",
    "urgent": "urgent-complaint",
}
"""The paper form that goes with a grade (表5, 表6); either can be printed from any case."""

CHANNEL_LABELS: dict[str, str] = {
    "visit": "来人",
    "phone": "来电",
    "letter": "函件",
    "callback": "回访",
    "manufacturer": "厂家",
    "media": "媒体",
    "regulator": "主管部门/12315",
    "survey": "第三方满意度调查",
    "hearsay": "他人转述",
    "web": "网络",
}
"""反映渠道: how the complaint reached us; the paper has boxes for the first three only."""

PARTY_LABELS: dict[str, str] = {
    "manufacturer": "厂商",
    "dealership": "销售店",
    "customer": "顾客",
    "undecided": "未定",
}
"""责任方: on whose side the reason lies."""

ACCEPTANCE_LABELS: dict[str, str] = {
    "accepted": "接受",
    "mostly_accepted": "基本接受",
    "not_accepted": "不接受",
}
"""接受程度: how the customer took what was done."""

USAGE_LABELS: dict[str, str] = {
    "private": "家用",
    "official": "公务",
    "commercial": "营运",
    "rental": "租赁",
}
"""车辆使用性质: what the car is used for."""

SEXES: dict[str, str] = {"男": "男", "女": "女"}
"""性别, stored as it is written."""

COMPENSATION_LABELS: dict[str, str] = {
    "free_repair": "免费维修",
    "free_wash": "免费洗车",
    "courtesy_car": "代步车",
    "discount": "折扣",
    "gift": "赠品",
    "free_maintenance": "免费保养",
}
"""补偿: what a customer can be given."""

CLOSING_REASON_LABELS: dict[str, str] = {
    "unfounded": "核实不成立",
    "unreachable": "联系不上客户",
    "passed_to_manufacturer": "已移交厂家",
    "passed_to_regulator": "已移交主管部门",
}
"""What may stand in place of a follow-up call's result when a case is closed."""

RUNG_LABELS: dict[str, str] = {
    "advisor": "顾问",
    "department_manager": "部门经理",
    "general_manager": "总经理",
    "manufacturer": "厂家",
}
"""上报: the rungs of escalation, lowest first."""

OCCASION_LABELS: dict[bool, str] = {False: "首次", True: "再次"}
"""投诉次数: whether the customer complained of it before."""

_ALIASES: dict[str, dict[str, str]] = {
    "channel": {"主管部门": "regulator", "12315": "regulator"},
}


def read_code(labels: Mapping[str, str], value: str, *, what: str, field: str) -> str:
    """The code that ``value`` names, itself a code or a Chinese name; width, case and outer spaces are ignored.

    ``what`` is the vocabulary's Chinese name for the message. Raises Refused, with the list, for anything else.
    """
    wanted = _plain(value)
    aliases = _ALIASES.get(field, {})
    for code, label in labels.items():
        if wanted in (_plain(code), _plain(label)) or aliases.get(wanted) == code:
            return code
    raise unknown(value, labels.values(), what=what, field=field)


def read_acceptance(value: str | None) -> str | None:
    """接受程度 as its code; None for a blank; raises Refused, with the list, for anything else."""
    if not value or not value.strip():
        return None
    return read_code(ACCEPTANCE_LABELS, value, what="接受程度", field="acceptance")


def unknown(value: str, known: Iterable[str], *, what: str, field: str) -> Refused:
    """The refusal of a word that is none of ``known``, which it lists."""
    given = f"{what}“{value}”不在名单中" if value.strip() else f"缺少{what}"
    return Refused(f"{given}，可用：{'、'.join(known)}。", field=field)


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
