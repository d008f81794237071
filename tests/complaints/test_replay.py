"""Whatever happens to a case: what is stored for speed is what its steps say, and any moment can be replayed."""

from __future__ import annotations

from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import Complaint
from db.connection import first
from desktop_app.complaints.cases import CaseRow, case_list, counts, follow_ups, open_case
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.complaints.making import ACCEPTED, Take
from tests.complaints.moving import CALLS, UNFOUNDED, use

CHANGES: tuple[tuple[str, dict[str, object]], ...] = (
    *((verb, {}) for verb in CALLS),
    ("verify", UNFOUNDED),
    ("contact", {"reached": False}),
    ("check", {"passed": False, "said": "没做完"}),
    ("follow_up", {"satisfied": False}),
    ("follow_up", {"satisfied": None}),
    ("regrade", {"grade": None, "escalated": True}),
    ("regrade", {"grade": "抱怨", "escalated": False}),
)
COURSE = ("hand_over", "contact", "result", "check", "follow_up")
Walk = list[tuple[tuple[str, dict[str, object]], int]]

walks = st.lists(
    st.tuples(
        st.one_of(
            st.sampled_from(CHANGES), st.sampled_from([(verb, dict[str, object]()) for verb in COURSE])
        ),
        st.integers(0, 30 * 3600),
    ),
    max_size=14,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(walks)
def test_any_walk_leaves_columns_and_steps_in_agreement_and_every_moment_replayable(
    desk: Session, take: Take, walk: Walk
) -> None:
    number = take(accepted=ACCEPTED).number
    now, seen = ACCEPTED, list[tuple[datetime, CaseRow]]()
    for (verb, changes), seconds in walk:
        now += timedelta(seconds=seconds + 1)
        seen.append((now - timedelta(seconds=1), row_of(desk, number, now - timedelta(seconds=1))))
        try:
            use(desk.at(now), number, verb, **changes | (DUE if verb == "promise" else {}))
        except Refused:
            assert open_case(desk.at(now), number).verb(verb).reason is not None or verb in MAY_STILL_REFUSE
        agree(desk.at(now), number)
    for moment, row in seen:
        assert plain(row_of(desk, number, moment)) == plain(row)


DUE = {"due_at": datetime(2027, 12, 31)}
MAY_STILL_REFUSE = {"close", "escalate", "compensate"}
"""Verbs whose arguments can be refused though the state allows them."""


def agree(session: Session, number: str) -> None:
    """The stored columns are those of the standing."""
    case = open_case(session, number)
    table = Complaint
    query = table.select(table.round, table.closed_at, table.grade, table.escalated).where(
        table.number == number
    )
    assert first(query) == (case.round, case.closed_at, case.grade, case.escalated)
    listed = [row.number for row in case_list(session, open_only=True)]
    assert (number in listed) == (case.closed_at is None)
    assert counts(session).open == len(listed)
    calls = [call.number for call in follow_ups(session, session.today() + timedelta(days=2))]
    assert (number in calls) == (case.step in ("reported", "checked"))


def row_of(session: Session, number: str, moment: datetime) -> CaseRow:
    return next(row for row in case_list(session.at(moment)) if row.number == number)


def plain(row: CaseRow) -> tuple[object, ...]:
    return (
        row.step,
        row.round,
        row.colour,
        row.grade,
        row.next_deadline,
        row.rung_due,
        row.closed_at,
        row.step_label,
    )
