"""Compensation: what, who authorised it, and approval above the limit."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_app.complaints.cases import open_case
from desktop_app.complaints.compensation import decide_compensation
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, As
from tests.complaints.moving import use


def test_compensation_above_the_limit_of_the_whole_case_waits_for_the_general_manager(
    as_person: As, desk: Session, case: str
) -> None:
    one = as_person("乔安")
    assert not use(one, case, "compensate", cost_fen=30_000, key="c1").needs_approval
    assert not use(one, case, "compensate", cost_fen=30_000, key="c1").needs_approval
    waiting = use(one, case, "compensate", cost_fen=20_001)
    assert waiting.needs_approval
    with pytest.raises(Refused, match="等总经理批准"):
        use(desk, case, "close")
    with pytest.raises(Refused, match="请由总经理操作"):
        decide_compensation(as_person("温经理"), waiting.id, approve=True)
    decide_compensation(as_person("郑总"), waiting.id, approve=False, remark="太多")
    decide_compensation(as_person("郑总"), waiting.id, approve=True)
    first, second = open_case(desk, case).compensation
    assert (first.label, first.cost_fen, first.waits) == ("免费洗车", 30_000, False)
    assert (second.declined_at, second.approved_at, second.approved_by) == (ACCEPTED, None, "郑总")
    assert not use(one, case, "compensate", cost_fen=20_000).needs_approval
    use(desk, case, "close")


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"kind": "红包"}, "kind"), ({"cost_fen": -1}, "cost_fen"), ({"authorised_by": ""}, "authorised_by")],
)
def test_compensation_says_what_and_who_authorised_it(
    desk: Session, case: str, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        use(desk, case, "compensate", **changes)
    assert refused.value.field == field
