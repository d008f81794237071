"""The groups of choices that 表11 and 表12 count, and into which choice of a group a file falls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop_app.archive.analysis import FALLBACKS, FIXED_CHOICES, income_band
from desktop_app.statistics.report import UNFILLED

OTHER = "其他"
SEXES = ("男", "女")
AGES = ("25以下", "26–35", "36–45", "45以上")
AGE_STARTS = (26, 36, 46)
"""From which age the next choice begins (department's rules, section 5): ≤ 25, 26–35, 36–45, ≥ 46."""

Fields = Mapping[str, Any]
"""What is counted of a file, by field name."""


@dataclass(frozen=True, slots=True)
class Group:
    """One group of columns: its label, the choices, and which of them a file's fields name ("" for none)."""

    label: str
    choices: tuple[str, ...]
    value: Callable[[Fields, date], str]

    def choice(self, fields: Fields, end: date) -> str:
        """The choice a file counts under: outside the list 其他, or 未填 where the list has none or nothing is said."""
        value = self.value(fields, end)
        if value in self.choices:
            return value
        return OTHER if value and OTHER in self.choices else UNFILLED

    @property
    def columns(self) -> tuple[str, ...]:
        """The choices with 未填, which makes the group add up."""
        return (*self.choices, UNFILLED)


def field_group(label: str, field: str, choices: Iterable[str]) -> Group:
    """A group on one field of the file, or on the one that speaks for it while it is blank."""

    def value(fields: Fields, _end: date) -> str:
        return str(fields[field] or fields.get(FALLBACKS.get(field, ""), "") or "").strip()

    return Group(label, tuple(choices), value)


def a_card_groups(settings: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups of 表11 in the order of the paper."""
    return (
        field_group("性别", "sex", SEXES),
        Group("收入(月)", FIXED_CHOICES["income"], _income),
        Group("年龄", AGES, _age_choice),
        field_group("购车区域", "purchase_region", settings["regions"]),
        field_group("职业", "trade", settings["trades"]),
        _fixed("信息来源", "information_source"),
        _fixed("来店渠道", "visit_channel"),
    )


def c_card_groups(settings: Mapping[str, Any]) -> tuple[Group, ...]:
    """The groups of 表12 in the order of the paper."""
    return (
        _fixed("保险", "insurance_choice"),
        _fixed("成交类别分析", "deal_type"),
        _fixed("首、增、换购", "purchase_kind"),
        field_group("客户居住区域", "home_region", settings["regions"]),
        _fixed("精品与改装", "accessories"),
        _fixed("购买因素", "purchase_factor"),
        _fixed("战败分析", "lost_reason"),
        _fixed("新旧车", "new_or_used"),
    )


def _fixed(label: str, field: str) -> Group:
    return field_group(label, field, FIXED_CHOICES[field])


def _income(fields: Fields, _end: date) -> str:
    return income_band(str(fields["income"] or "").strip().replace("-", "–"))


def _age_choice(fields: Fields, end: date) -> str:
    birthday: date | None = fields["birthday"]
    if birthday is None or birthday > end:
        return ""
    return AGES[sum(age_on(birthday, end) >= start for start in AGE_STARTS)]


def age_on(birthday: date, day: date) -> int:
    """Completed years; who is born on 29 February is a year older on 1 March of other years."""
    return day.year - birthday.year - ((day.month, day.day) < (birthday.month, birthday.day))
