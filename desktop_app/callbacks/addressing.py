"""How a customer is addressed: surname and 先生 or 女士, or the full name where that would be a guess."""

from __future__ import annotations

import tomllib
from functools import cache

import resources

TITLES = {"男": "先生", "女": "女士"}
COMPANY_SIGNS = ("公司", "集团", "中心", "厂", "局", "院", "校", "所", "社", "队")
"""A name that ends in one of these, and is longer than a person's, is no person's."""
LONGEST_PERSON = 4


def surname(name: str) -> str:
    """The surname of a Chinese name: two characters for a compound one, else the first."""
    return name[:2] if name[:2] in _compound_surnames() else name[:1]


@cache
def _compound_surnames() -> frozenset[str]:
    listed = tomllib.loads(resources.path("surnames.toml").read_text("utf-8"))
    return frozenset(str(listed["compound"]).split())


def address(name: str, sex: str | None, *, is_company: bool | None = None) -> str:
    """``沈女士``, ``尉迟先生``; the full name where the sex is unknown or the name is no Chinese person's.

    An empty name gives 车主.
    """
    plain = name.strip()
    title = TITLES.get(sex or "")
    if not plain:
        return "车主"
    if not title or is_company or _is_company(plain):
        return plain
    if not _is_chinese(plain):
        return f"{plain}{title}"
    return f"{surname(plain)}{title}"


def on_a_letter(name: str, sex: str | None, *, is_company: bool | None = None) -> str:
    """``沈佳 女士``; the name alone where the sex is unknown or it is no person's."""
    plain, title = name.strip(), TITLES.get(sex or "")
    if not plain:
        return "车主"
    return plain if not title or is_company or _is_company(plain) else f"{plain} {title}"


def _is_company(name: str) -> bool:
    return len(name) > LONGEST_PERSON and name.endswith(COMPANY_SIGNS)


def _is_chinese(name: str) -> bool:
    """Names written otherwise (Latin letters, 阿依·古丽) don't begin with a surname."""
    return len(name) <= LONGEST_PERSON and all(ord(sign) >= 0x3400 and sign != "・" for sign in name)
