"""The fields of a case that can be typed: how each is read from screen or paper, and how it is shown there.

Names are those of the cells in ``resources/forms``. To add one: its column in ``db.complaints``, one line here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from db import Cause, Team
from db.connection import rows, scalar
from desktop_app.complaints.customer import phones_of, vin_of
from desktop_app.complaints.vocabulary import (
    ACCEPTANCE_LABELS,
    CHANNEL_LABELS,
    GRADE_LABELS,
    OCCASION_LABELS,
    PARTY_LABELS,
    SEXES,
    USAGE_LABELS,
    read_code,
)
from desktop_app.exchange.cars import read_plate
from desktop_app.exchange.dates import read_date
from desktop_app.problems import Refused

Value = str | int | bool | date | None


@dataclass(frozen=True, slots=True)
class Field:
    """One field: its column, its Chinese name, how a typed value becomes the stored one, and how that is shown."""

    column: str
    label: str
    read: Callable[[str, Any], Value]
    """Takes the field's name and what was typed; raises Refused at that name."""
    show: Callable[[Any], Any] = lambda stored: stored
    deciding: bool = False
    """Only who may verify, review and close may type it."""


def _text(_: str, typed: Any) -> str | None:
    return str(typed if typed is not None else "").strip() or None


def _name(field: str, typed: Any) -> str:
    return _text(field, typed) or ""


def _coded(labels: Mapping[str, str], what: str, *, needed: bool = False) -> tuple[Callable[..., Value], Any]:
    """Reading and showing of a vocabulary; a blank is no value, unless there must be one."""

    def read(field: str, typed: Any) -> str | None:
        if not needed and not _text(field, typed):
            return None
        return read_code(labels, str(typed or ""), what=what, field=field)

    return read, labels.get


def _phone(field: str, typed: Any) -> str | None:
    mobile, landline = phones_of(str(typed or ""), field=field)
    return mobile or landline


def _vin(_: str, typed: Any) -> str | None:
    return vin_of(str(typed or ""))


def _plate(_: str, typed: Any) -> str | None:
    return read_plate(typed).value


def _odometer(field: str, typed: Any) -> int | None:
    text = str(typed if typed is not None else "").replace(",", "").replace("，", "").strip()
    if not text:
        return None
    if not text.isdecimal():
        raise Refused("行驶里程请填公里数，如 86214。", field=field)
    return int(text)


def _day(field: str, typed: Any) -> date | None:
    found = read_date(typed)
    if found.warning:
        raise Refused(f"{found.warning}，请按 2026-10-03 的样子填写。", field=field)
    return found.value


def _yes_no(field: str, typed: Any) -> bool | None:
    answers = {"": None, "是": True, "否": False, "首次": False, "再次": True}
    if isinstance(typed, bool):
        return typed
    if (text := _name(field, typed)) not in answers:
        raise Refused(f"“{text}”看不懂，请选是或否。", field=field)
    return answers[text]


def _occasion(field: str, typed: Any) -> bool:
    return bool(_yes_no(field, typed))


def _team(field: str, typed: Any) -> int | None:
    wanted = _text(field, typed)
    if wanted is None:
        return None
    teams: dict[str, int] = dict(rows(Team.select(Team.name, Team.id).order_by(Team.id)))
    if wanted not in teams:
        raise Refused(
            f"没有名为“{wanted}”的班组，可用：{'、'.join(teams) or '（还没有班组）'}。", field=field
        )
    return teams[wanted]


def _show_team(stored: int | None) -> str | None:
    found: str | None = scalar(Team.select(Team.name).where(Team.id == stored)) if stored else None
    return found


def show_cause(stored: int) -> str:
    """The cause's name for its row number; connected."""
    found: str = scalar(Cause.select(Cause.name).where(Cause.id == stored))
    return found


_TEXTS: dict[str, str] = {
    "external_number": "外部案例号", "escalated_reason": "升级原因", "again_reason": "再次来电原因", "model": "车型",
    "email": "Email", "address": "地址", "postcode": "邮政编码", "advisor": "服务顾问", "demands": "客户要求",
    "customer_overview": "用户综合情况介绍", "repair_description": "维修工时描述", "happened": "时间", "place": "地点",
    "course": "经过", "customer_view": "顾客的看法", "evidence": "判断依据", "reason": "理由", "need": "需求",
    "handling": "处理过程及情况", "result_summary": "处理结果总结", "other_information": "其他相关信息",
}  # fmt: skip
_DECIDING_TEXTS: dict[str, str] = {
    "desk_opinion": "客服部处理意见",
    "review_opinion": "客服部复核意见",
    "improvement": "日后改进",
}

FIELDS: dict[str, Field] = {
    **{name: Field(name, label, _text) for name, label in _TEXTS.items()},
    **{name: Field(name, label, _text, deciding=True) for name, label in _DECIDING_TEXTS.items()},
    "customer_name": Field("customer_name", "客户姓名", _name),
    "caller_name": Field("caller_name", "投诉人", _name),
    "caller_phone": Field("caller_phone", "投诉人电话", _phone),
    "phone": Field("phone", "移动电话", _phone),
    "landline": Field("landline", "固定电话", _phone),
    "vin": Field("vin", "车架号", _vin),
    "plate": Field("plate", "车牌号", _plate),
    "odometer": Field("odometer", "行驶里程", _odometer),
    "team": Field("team", "维修班组", _team, _show_team),
    "sex": Field("sex", "性别", *_coded(SEXES, "性别")),
    "usage": Field("usage", "车辆使用性质", *_coded(USAGE_LABELS, "车辆使用性质")),
    "channel": Field("channel", "反映渠道", *_coded(CHANNEL_LABELS, "反映渠道", needed=True)),
    "responsible_party": Field("responsible_party", "责任方", *_coded(PARTY_LABELS, "责任方", needed=True)),
    "acceptance": Field("acceptance", "接受程度", *_coded(ACCEPTANCE_LABELS, "接受程度")),
    "occasion": Field("again", "投诉次数", _occasion, OCCASION_LABELS.get),
    "handled_on": Field("handled_on", "处理完毕日期", _day),
    "regulator_due_on": Field("regulator_due_on", "主管部门期限", _day),
    "avoidable": Field("avoidable", "可否避免", _yes_no, deciding=True),
}
"""Field name → how it is typed and shown, for those that concern themselves alone."""

LINKED_FIELDS: dict[str, str] = {
    "grade": "投诉性质",
    "cause": "内容分类",
    "sub_cause": "细分原因",
    "accused": "相关责任人",
    "department": "责任部门",
    "department_manager": "部门负责人",
    "handler": "处理责任人",
}
"""Fields that can be typed as well, but are checked together with others (``editing``)."""


def shown_fields(columns: Mapping[str, Any], grade: str) -> dict[str, Any]:
    """Every field that can be typed as it is shown: coded ones in Chinese, days as dates; connected."""
    shown = {name: field.show(columns[field.column]) for name, field in FIELDS.items()}
    return (
        shown
        | {name: columns[name] for name in LINKED_FIELDS}
        | {
            "grade": GRADE_LABELS[grade],
            "cause": show_cause(columns["cause"]),
        }
    )
