"""Every verb in every state: possible where the department says so, refused with a reason elsewhere."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from db import Complaint, ComplaintStep
from db.connection import scalar
from desktop_app.complaints.cases import open_case
from desktop_app.complaints.course import ACTIONS, STATES, TRANSITIONS, VERB_LABELS, VERBS
from desktop_app.problems import Refused
from desktop_app.safety.duties import MATRIX
from desktop_app.session import Session
from tests.complaints.moving import CALLS, PATHS, bring, use

OPEN = set(STATES) - {"closed"}
POSSIBLE: dict[str, set[str]] = {
    "regrade": OPEN, "opinion": OPEN, "contact": OPEN, "retell": OPEN, "escalate": OPEN, "close": OPEN,
    "add_words": OPEN, "promise": OPEN, "compensate": OPEN, "edit": OPEN, "link": OPEN,
    "verify": {"accepted", "verified", "unfounded", "new_round", "handed_over", "offered"},
    "hand_over": {"accepted", "verified", "new_round", "handed_over"},
    "solve_at_once": {"accepted", "verified", "new_round"},
    "offer": {"handed_over", "offered"},
    "result": {"handed_over", "offered"},
    "check": {"reported"},
    "follow_up": {"checked"},
    "review": {"satisfied"},
    "reopen": {"closed"},
}  # fmt: skip
"""The department's course, written down once more: verb → the states in which it is possible."""

LEADS_TO = {
    "hand_over": "handed_over", "solve_at_once": "reported", "offer": "offered", "result": "reported",
    "check": "checked", "follow_up": "satisfied", "review": "reviewed", "close": "closed", "reopen": "new_round",
}  # fmt: skip


def test_the_tables_name_the_same_verbs_and_states() -> None:
    assert set(POSSIBLE) == set(CALLS) == set(VERBS) == set(TRANSITIONS) == set(ACTIONS) == set(VERB_LABELS)
    assert set(PATHS) == set(STATES)
    assert set(ACTIONS.values()) <= set(MATRIX)
    assert {state for pairs in TRANSITIONS.values() for pair in pairs for state in pair} == set(STATES)


@pytest.mark.parametrize(("state", "verb"), tuple(product(STATES, VERBS)))
def test_a_verb_is_possible_in_its_states_and_refused_with_a_reason_in_all_others(
    desk: Session, case: str, state: str, verb: str
) -> None:
    bring(desk, case, state)
    shown = open_case(desk, case).verb(verb)
    if state in POSSIBLE[verb]:
        assert shown.reason is None
        use(desk, case, verb)
        stays = "verified" if (verb, state) in (("verify", "accepted"), ("verify", "unfounded")) else state
        assert open_case(desk, case).step == LEADS_TO.get(verb, stays)
        return
    stored = (
        scalar(ComplaintStep.select(ComplaintStep.id).order_by(ComplaintStep.id.desc())),
        whole_row(case),
    )
    with pytest.raises(Refused) as refused:
        use(desk, case, verb)
    assert shown.reason == refused.value.message
    assert shown.reason.endswith("。")
    assert stored == (
        scalar(ComplaintStep.select(ComplaintStep.id).order_by(ComplaintStep.id.desc())), whole_row(case),
    )  # fmt: skip


def whole_row(number: str) -> dict[str, Any]:
    return dict(Complaint.select().where(Complaint.number == number).dicts().get())
