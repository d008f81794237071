"""表7 and 表8 of one month against a raw aggregate over the covering index with a stored month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

from benchmarks.invented import Size, copy_of, raw
from benchmarks.measure import Row, in_turn, median
from desktop_app.session import Session
from desktop_app.statistics.satisfaction import sales_satisfaction, service_satisfaction

ROUNDS = 40
FIRST, LAST, MONTH = date(2026, 9, 1), date(2026, 9, 30), 202609

_COUNTED = """
SELECT {who}, count(*), sum(completed), sum(completed AND score >= 8), sum(completed AND score >= 6 AND score < 8),
  sum(completed AND score < 6), sum(NOT completed AND last_disposition IN ('refused', 'rejected')),
  sum(NOT completed AND last_disposition = 'no_answer'),
  sum(NOT completed AND last_disposition IN ('powered_off', 'out_of_service', 'busy', 'barred', 'unreachable')),
  sum(NOT completed AND last_disposition IN ('invalid_number', 'wrong_number', 'agreed', 'not_the_person', 'other'))
FROM callback WHERE kind = ? AND month = ? GROUP BY {who}"""
_QUERIES = (("sales", "person_id"), ("service", "person_id"), ("service", "team_id"))


def rows(size: Size) -> Iterator[Row]:
    with copy_of(size) as session:
        handle = raw(session)
        delivered, reached = _totals(session)
        counted = _counted(handle)
        assert (delivered, reached) == (sum(n for n, _ in counted), sum(s for _, s in counted)), (
            "the reports differ"
        )
        ours, theirs = in_turn([partial(_taken, session)] * ROUNDS, [partial(_counted, handle)] * ROUNDS)
        work = f"sales and service satisfaction of a month, {delivered} counted"
        yield Row(work, "raw aggregate, covering index", median(ours), median(theirs), 1.5)


def _taken(session: Session) -> tuple[Any, Any]:
    return sales_satisfaction(session, FIRST, LAST), service_satisfaction(session, FIRST, LAST)


def _totals(session: Session) -> tuple[int, int]:
    """新车交付量 + 接车台次 by advisor and again by team, and those reached."""
    sold, served = _taken(session)
    people = [*sold.rows, *served.rows]
    return sum(int(row[1]) for row in people), sum(int(row[2]) for row in people)


def _counted(handle: Any) -> list[tuple[int, int]]:
    found = [handle.execute(_COUNTED.format(who=who), (kind, MONTH)).fetchall() for kind, who in _QUERIES]
    return [(row[1], row[2]) for some in found for row in some]
