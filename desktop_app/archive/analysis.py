"""分析属性: what 表11 and 表12 count of a file and no card prints, each a single choice from one list."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app import settings
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute: its field, its label and its choices; a stored value outside them counts as 其他."""

    field: str
    label: str
    choices: tuple[str, ...]


FIXED_CHOICES: dict[str, tuple[str, ...]] = {
    "income": ("1999以下", "2000–3999", "4000–5999", "6000以上"),
    "information_source": ("亲友", "媒体", "来店", "其他"),
    "visit_channel": ("主流", "平面", "户外"),
    "insurance_choice": ("自选", "外保"),
    "deal_type": ("展厅成交", "转介绍", "外展成交", "其他"),
    "purchase_kind": ("首购", "增购", "换购", "其他"),
    "accessories": ("车膜", "GPS", "底盘防锈", "其他"),
    "purchase_factor": ("价格", "品牌", "服务", "其他"),
    "lost_reason": ("价格", "服务", "产品"),
    "new_or_used": ("新车", "二手车"),
}
CHOICES_IN_SETTINGS = {"purchase_region": "regions", "home_region": "regions", "trade": "trades"}
"""Field → the setting that lists its choices."""

LABELS: dict[str, str] = {
    "income": "月收入",
    "purchase_region": "购车区域",
    "home_region": "客户居住区域",
    "trade": "职业",
    "information_source": "信息来源",
    "visit_channel": "来店渠道",
    "insurance_choice": "保险",
    "deal_type": "成交类别",
    "purchase_kind": "首/增/换购",
    "accessories": "精品与改装",
    "purchase_factor": "购买因素",
    "lost_reason": "战败原因",
    "new_or_used": "新旧车",
}
"""The attributes in their order on the file."""

FALLBACKS = {"home_region": "purchase_region", "trade": "occupation"}
"""Field → the field that speaks for it while it is blank."""


def attributes(session: Session) -> tuple[Attribute, ...]:
    """Every attribute with its choices of today."""
    values = settings.get_all(session)
    lists = FIXED_CHOICES | {field: tuple(values[key]) for field, key in CHOICES_IN_SETTINGS.items()}
    return tuple(Attribute(field, label, lists[field]) for field, label in LABELS.items())


INCOME_BANDS = (2000, 4000, 6000)
"""From so many yuan a month the next choice of ``income`` begins."""


def income_band(value: str) -> str:
    """A number in 收入 falls into its band; anything else stays as it is."""
    try:
        yuan = float(value.replace(",", ""))
    except ValueError:
        return value
    return FIXED_CHOICES["income"][sum(yuan >= start for start in INCOME_BANDS)]
