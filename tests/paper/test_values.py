"""A value reads the same wherever a form is shown."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from desktop_app.paper.forms import Cell, Kind
from desktop_app.paper.values import shown, ticks, written

MOMENT = datetime(2026, 10, 15, 12, 38, 59)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (None, "text", ""),
        ("", "integer", ""),
        (True, "yes_no", "是"),
        (False, "yes_no", "否"),
        (0, "integer", "0"),
        (86214, "integer", "86,214"),
        (86214, "text", "86214"),
        (MOMENT, "time", "2026-10-15 12:38"),
        (MOMENT, "date", "2026-10-15"),
        (date(2026, 10, 5), "date", "2026-10-05"),
        (date(2026, 10, 5), "time", "2026-10-05"),
        ("13712349025", "phone", "13712349025"),
        (("钓鱼", "羽毛球"), "text", "钓鱼、羽毛球"),
        ("老客户。\n性格直爽。", "long", "老客户。\n性格直爽。"),
    ],
)
def test_a_value_in_words(value: object, kind: Kind, text: str) -> None:
    assert written(value, kind) == text


def test_a_unit_stands_behind_a_value_only() -> None:
    cell = Cell("行驶里程", "odometer", "integer", unit="km")
    assert shown(cell, 86214) == "86,214 km"
    assert shown(cell, 0) == "0 km"
    assert shown(cell, None) == ""


def test_a_signature_is_never_printed() -> None:
    assert shown(Cell("客户签字", "signature", "signature"), "曹立夏") == ""


def test_ticks_show_the_choice_and_lose_no_other() -> None:
    options = ("来人", "来电", "函件")
    assert ticks(options, None) == ("☐来人", "☐来电", "☐函件")
    assert ticks(options, "来电") == ("☐来人", "☑来电", "☐函件")
    assert ticks(options, "媒体") == ("☐来人", "☐来电", "☐函件", "☑媒体")
    assert ticks(options, ("来人", "媒体")) == ("☑来人", "☐来电", "☐函件", "☑媒体")
    assert ticks(("是", "否"), True) == ("☑是", "☐否")
