"""The fields of a file that a person may type: their labels, and reading what was typed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from peewee import BooleanField, IntegerField

from db import VehicleFile
from db.archive import SEXES
from db.fields import DayField
from desktop_app.archive import analysis
from desktop_app.archive.vocabulary import SENSITIVE_FIELDS
from desktop_app.exchange.cars import read_plate, read_vin
from desktop_app.exchange.dates import read_date
from desktop_app.exchange.phones import read_phones
from desktop_app.exchange.values import half_width, text_of
from desktop_app.exchange.words import read_yes_no
from desktop_app.paper import forms
from desktop_app.problems import Refused

KEPT_BY_THE_PROGRAM = frozenset(
    {
        "id", "key", "number", "opened_at", "edited", "information_incorrect", "do_not_call_at",
        "is_c_card", "last_visit_on", "last_advisor", "spoken", "licence_until",
        "maintenance_on", "furthest_km",
    }
)  # fmt: skip
EDITABLE: tuple[str, ...] = tuple(
    field.name for field in VehicleFile._meta.sorted_fields if field.name not in KEPT_BY_THE_PROGRAM
)
"""Fields that a person may type, by their names in the records."""

LONGEST_TEXT = 2_000
"""Characters of one field; more is a pasted page, not a remark."""

_OFF_THE_CARDS = {
    "vin": "车架号", "other_phone": "其他联系电话", "is_company": "单位客户", "usage": "车辆使用性质",
    "member_number": "会员卡号", "member_points": "会员积分", "do_not_call_at": "客户要求不来电",
    "information_incorrect": "信息不正确", "number": "编号", "licence_until": "驾驶证有效期至",
}  # fmt: skip
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_ID_NUMBER = re.compile(r"\d{17}[\dX]|\d{15}", re.ASCII)
_POSTCODE = re.compile(r"\d{6}", re.ASCII)


@cache
def labels() -> dict[str, str]:
    """Field → its label on the cards or in the block 分析属性."""
    found = {cell.field: cell.label for name in ("c-card", "a-card") for cell in forms.load(name).cells()}
    found |= {"vehicle_remark": "车辆备注", "personal_remark": "个人备注"}
    return analysis.LABELS | found | _OFF_THE_CARDS


def label_of(field: str) -> str:
    """What people call the field."""
    return labels().get(field, field)


def read_field(field: str, typed: object, *, today: date, kept_sensitive: frozenset[str]) -> Any:
    """What was typed as it is stored, None for a blank; raises Refused, at the field, for what it cannot be."""
    if field not in EDITABLE:
        raise Refused(f"“{label_of(field)}”由程序填写，不能修改。", field=field)
    if field in SENSITIVE_FIELDS and field not in kept_sensitive:
        raise Refused(f"设置中没有启用“{label_of(field)}”，不能保存。", field=field)
    text = text_of(typed)  # type: ignore[arg-type]
    if not text:
        return _blank(field)
    value = READERS.get(field, _reader_of(field))(field, text)
    if field == "birthday" and value > today:
        raise Refused(f"生日“{text}”还没有到，请核对。", field=field)
    return value


def check_choices(
    values: Mapping[str, Any], choices: Mapping[str, tuple[str, ...]], before: Mapping[str, Any]
) -> None:
    """Refuse a new value of an attribute that is none of its choices; one that stood there before may stay."""
    for field in values.keys() & choices.keys():
        value = values[field]
        if value and value != before.get(field) and value not in choices[field]:
            raise Refused(f"“{label_of(field)}”只能选：{'、'.join(choices[field])}。", field=field)


def _blank(field: str) -> str | None:
    if field in ("name", "vin"):
        raise Refused(f"“{label_of(field)}”不能为空。", field=field)
    return None


def _reader_of(field: str) -> Callable[[str, str], Any]:
    stored = VehicleFile._meta.fields[field]
    for kind, reader in ((DayField, _day), (BooleanField, _yes_no), (IntegerField, _integer)):
        if isinstance(stored, kind):
            return reader
    return _text


def _text(field: str, text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Refused(f"“{label_of(field)}”太长（{len(text)} 字），最多 {LONGEST_TEXT} 字。", field=field)
    return text


def _day(field: str, text: str) -> date:
    value = read_date(text).value
    if value is None:
        raise Refused(f"“{text}”不是日期，请写成 2026-10-03 这样。", field=field)
    return value


def _yes_no(field: str, text: str) -> bool:
    value = read_yes_no(text).value
    if value is None:
        raise Refused(f"“{label_of(field)}”请填“是”或“否”。", field=field)
    return value


def _integer(field: str, text: str) -> int:
    plain = half_width(text).replace(",", "").lower().removesuffix("km").strip()
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > len("9999999"):
        raise Refused(f"“{label_of(field)}”请填 0 以上的整数。", field=field)
    return int(plain)


def _phone(field: str, text: str) -> str:
    found = read_phones(text)
    numbers = [number for number in (found.mobile, found.landline, *found.other.split("、")) if number]
    if found.unreadable or (len(numbers) > 1 and field != "other_phone"):
        wrong = found.unreadable or text
        raise Refused(f"“{wrong}”不是一个有效的电话号码，请核对。", field=field)
    return "、".join(numbers)


def _vin(field: str, text: str) -> str:
    found = read_vin(text)
    if found.value is None:
        raise Refused(f"{found.warning}，请核对。", field=field)
    return found.value


def _plate(field: str, text: str) -> str | None:
    return read_plate(text).value


def _sex(field: str, text: str) -> str:
    if text not in SEXES:
        raise Refused(f"“{label_of(field)}”请选“男”或“女”。", field=field)
    return text


def _shaped(shape: re.Pattern[str], example: str) -> Callable[[str, str], str]:
    def read(field: str, text: str) -> str:
        plain = half_width(text).replace(" ", "").upper() if field != "email" else half_width(text)
        if not shape.fullmatch(plain):
            raise Refused(f"“{text}”不是有效的{label_of(field)}，{example}。", field=field)
        return plain

    return read


READERS: dict[str, Callable[[str, str], Any]] = {
    "phone": _phone,
    "landline": _phone,
    "other_phone": _phone,
    "vin": _vin,
    "plate": _plate,
    "sex": _sex,
    "email": _shaped(_EMAIL, "应像 name@example.com"),
    "id_number": _shaped(_ID_NUMBER, "应为 18 位或 15 位"),
    "postcode": _shaped(_POSTCODE, "应为 6 位数字"),
}
