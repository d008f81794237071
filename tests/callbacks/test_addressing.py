"""How customers are addressed."""

from __future__ import annotations

import pytest

from desktop_app.callbacks.addressing import address, surname


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("沈佳宁", "沈"), ("单俊倩", "单"), ("欧阳娜", "欧阳"), ("欧阳若兰", "欧阳"), ("尉迟慧", "尉迟"),
        ("上官云", "上官"), ("令狐冲之", "令狐"), ("万俟雪", "万俟"), ("司马光", "司马"), ("欧阳", "欧阳"),
        ("梁丘山", "梁"), ("左丘", "左"), ("欧名", "欧"), ("东升", "东"), ("𫖯明", "𫖯"), ("", ""),
    ],
)  # fmt: skip
def test_a_surname_is_one_character_or_a_known_compound(name: str, expected: str) -> None:
    assert surname(name) == expected


@pytest.mark.parametrize(
    ("name", "sex", "is_company", "expected"),
    [
        ("沈佳宁", "女", None, "沈女士"),
        ("尉迟慧", "男", None, "尉迟先生"),
        (" 沈佳宁 ", "女", False, "沈女士"),
        ("沈佳宁", None, None, "沈佳宁"),
        ("沈佳宁", "", None, "沈佳宁"),
        ("云岭商贸有限公司", "男", None, "云岭商贸有限公司"),
        ("云岭商贸", "男", True, "云岭商贸"),
        ("市第一中学", "女", True, "市第一中学"),
        ("金安区人民医院", "女", None, "金安区人民医院"),
        ("阿卜杜拉买买提", "男", None, "阿卜杜拉买买提先生"),
        ("阿依·古丽", "女", None, "阿依·古丽女士"),
        ("Anna Weber", "女", None, "Anna Weber女士"),
        ("", "男", None, "车主"),
    ],
)
def test_a_customer_is_addressed_without_guessing(
    name: str, sex: str | None, is_company: bool | None, expected: str
) -> None:
    assert address(name, sex, is_company=is_company) == expected
