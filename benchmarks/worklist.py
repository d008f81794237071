"""The worklist of a day against raw SQL over the partial index of open callbacks, and against no index at all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.invented import NOW, Size, copy_of, raw
from benchmarks.measure import Row, in_turn, median
from desktop_app.callbacks.worklist import Part, worklist

ROUNDS = 40
WITHOUT_INDEX_ROUNDS = 3

_PART = """
SELECT c.reference, f.name, f.phone, f.model, f.plate, c.due_from, c.due_to, c.failed_tries, c.last_disposition,
  CASE WHEN c.agreed_at IS NOT NULL THEN 'appointment'
       WHEN c.due_to < :today THEN 'overdue'
       WHEN c.failed_tries >= 4 AND c.last_disposition NOT IN ('agreed', 'not_the_person') THEN 'sms'
       WHEN c.due_to = :today THEN 'due' ELSE 'open' END
FROM callback c {hint} JOIN vehicle_file f ON f.id = c.file_id
WHERE c.closed_at IS NULL AND f.do_not_call_at IS NULL
  AND (c.last_disposition IS NULL OR c.last_disposition NOT IN ('invalid_number', 'wrong_number')) AND """
_BY_WINDOW = """c.due_to >= date(:today, '-30 days') AND CASE
    WHEN c.agreed_at IS NOT NULL THEN c.agreed_at < date(:today, '+1 day')
    ELSE c.due_from <= :today AND (c.due_to >= :today OR c.failed_tries = 0 OR c.last_disposition = 'not_the_person') END"""
_BY_APPOINTMENT = """c.agreed_at >= date(:today, '-30 days') AND c.agreed_at < date(:today, '+1 day')
  AND c.due_to < date(:today, '-30 days')"""


def rows(size: Size) -> Iterator[Row]:
    """Two rows: the floor, and the cost of having no index; both of the part with the calls, as the screen reads it.

    Ours also looks for follow-up calls, low scores by SMS, claims and drafts, which the floor does not. The care
    reminders have a row of their own.
    """
    with copy_of(size) as session:
        handle = raw(session)
        floor, blind = partial(_listed, handle, ""), partial(_listed, handle, "NOT INDEXED")
        ours = partial(worklist, session, None, frozenset[Part]({"calls"}))
        calls = sorted((entry.ref, entry.group) for entry in ours() if entry.kind != "complaint")
        assert calls == floor() == blind(), "the lists differ"
        mine, theirs = in_turn([ours] * ROUNDS, [floor] * ROUNDS)
        yield Row(
            f"worklist of a day, {len(calls)} calls",
            "raw UNION ALL, partial index",
            median(mine),
            median(theirs),
            8,
        )
        mine, theirs = in_turn([ours] * WITHOUT_INDEX_ROUNDS, [blind] * WITHOUT_INDEX_ROUNDS)
        yield Row("the same", "the same without index", median(mine), median(theirs), 1 / 40)


def _listed(handle: Any, hint: str) -> list[tuple[str, str]]:
    part = _PART.format(hint=hint)
    found = handle.execute(
        f"{part}{_BY_WINDOW} UNION ALL {part}{_BY_APPOINTMENT}", {"today": NOW.date().isoformat()}
    )
    return sorted((row[0], row[-1]) for row in found)
