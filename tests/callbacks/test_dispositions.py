"""Every ending of a call has one name and one column, and the sets the rules use are the department's."""

from __future__ import annotations

from typing import get_args

import pytest

from db.callbacks import DISPOSITIONS
from desktop_app.callbacks.dispositions import (
    CATEGORY_OF,
    DISPOSITION_LABELS,
    DISPOSITIONS_BY_LABEL,
    FAILED_TRIES,
    Category,
    category,
    codes_of,
)


def test_every_ending_that_can_be_stored_has_a_name_and_a_column() -> None:
    assert set(DISPOSITION_LABELS) == set(CATEGORY_OF) == set(DISPOSITIONS)


def test_the_names_are_those_of_the_import_files() -> None:
    listed = "成功 拒访 拒接 无人接听 无法接通 关机 停机 占线 呼入限制 空号 错误号码 约定再访 非本人 其他"
    assert list(DISPOSITIONS_BY_LABEL) == listed.split()


@pytest.mark.parametrize(
    ("column", "endings"),
    [
        ("completed", "成功"),
        ("refuse", "拒访 拒接"),
        ("noanswer", "无人接听"),
        ("unreach", "关机 停机 占线 呼入限制 无法接通"),
        ("other", "空号 错误号码 约定再访 非本人 其他"),
    ],
)
def test_a_column_counts_exactly_these_endings(column: Category, endings: str) -> None:
    assert {DISPOSITION_LABELS[code] for code in codes_of(column)} == set(endings.split())


def test_columns_share_no_ending() -> None:
    assert sorted(code for column in get_args(Category) for code in codes_of(column)) == sorted(DISPOSITIONS)
    assert category("rejected") == "refuse"


def test_a_failed_try_is_one_of_the_seven() -> None:
    listed = "停机 拒接 占线 无人接听 无法接通 关机 呼入限制"
    assert {DISPOSITION_LABELS[code] for code in FAILED_TRIES} == set(listed.split())
