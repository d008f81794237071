"""Saving a completed callback (check, audit trail, durable commit) against one raw durable commit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.invented import NOW, Size, copy_of, raw
from benchmarks.measure import Row, in_turn, median
from db import Attempt, Callback
from db.connection import rows as fetched
from desktop_app.callbacks.calls import Outcome, save_outcome
from desktop_app.session import Session

ROUNDS = 60
ANSWERS = {
    1: 9,
    2: True,
    3: True,
    4: "详细说明",
    5: True,
    6: True,
    7: True,
    8: True,
    9: 9,
    10: 9,
    11: "都挺好",
}
STORED = (
    '{"1":9,"10":9,"11":"都挺好","2":true,"3":true,"4":"详细说明","5":true,"6":true,"7":true,"8":true,"9":9}'
)


def rows(size: Size) -> Iterator[Row]:
    with copy_of(size) as session:
        handle = raw(session)
        chosen = never_tried(2 * ROUNDS)
        mine, theirs = chosen[::2], chosen[1::2]
        ours, other = in_turn(
            [partial(save, session, row) for row in mine],
            [partial(_save_raw, handle, row) for row in theirs],
        )
        assert {_standing(row) for row in chosen} == {(1, True, 9.0, NOW, STORED)}, (
            "the calls are not stored alike"
        )
        yield Row("saving a completed callback", "one raw durable commit", median(ours), median(other), 5)


def never_tried(count: int) -> list[int]:
    """Numbers of so many service callbacks that nobody has tried yet, or of all there are; newest first."""
    query = Callback.select(Callback.id).where(
        Callback.kind == "service", Callback.tries == 0, Callback.event_on < NOW.date()
    )
    return [row for (row,) in fetched(query.order_by(Callback.id.desc()).limit(count))]


def save(session: Session, row: int) -> None:
    """Save a completed call through the rules."""
    save_outcome(session, row, Outcome("completed", f"bench {row}", answers=ANSWERS, advisor_phoned=True))


def _save_raw(handle: Any, row: int) -> None:
    """The attempt and the standing, written as they come, without a question asked."""
    now = NOW.isoformat(" ")
    handle.execute("BEGIN IMMEDIATE")
    handle.execute(
        "INSERT INTO attempt (callback_id, at, recorded_at, caller, disposition, questionnaire_id, answers, overall,"
        " advisor_phoned, dissatisfied, key) VALUES (?, ?, ?, '测试', 'completed', 2, ?, 9.0, 1, 0, ?)",
        (row, now, now, STORED, f"raw {row}"),
    )
    handle.execute(
        "UPDATE callback SET tries = 1, completed = 1, score = 9.0, last_at = ?, last_disposition = 'completed',"
        " closed_at = ? WHERE id = ?",
        (now, now, row),
    )
    handle.execute("COMMIT")


def _standing(row: int) -> tuple[Any, ...]:
    query = Callback.select(
        Callback.tries, Callback.completed, Callback.score, Callback.closed_at, Attempt.answers
    )
    (found,) = fetched(query.join(Attempt, on=Attempt.callback == Callback.id).where(Callback.id == row))
    *standing, answers = found
    return (*standing, Attempt.answers.db_value(answers))
