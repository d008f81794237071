"""Corrections that past calls call for: one stands open while a callback's last call met an invalid number.

It follows the calls, whatever the order in which files bring them; once somebody works on it, it is theirs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from db import Attempt, Callback, Correction
from db.bulk import insert_all, update_all
from db.connection import rows
from db.portions import pages
from desktop_app.archive.from_events import derive_files
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS, NUMBER_INVALID
from desktop_app.session import Session


class LastCall(NamedTuple):
    """A callback as its last call left it."""

    callback: int
    file_id: int
    at: datetime | None
    disposition: str | None
    corrected_at: datetime | None
    caller: str | None

    @property
    def wants_correction(self) -> bool:
        """Whether the number was found invalid and nobody has found the right one since."""
        return self.disposition in NUMBER_INVALID and self.corrected_at is None


class OpenCorrection(NamedTuple):
    """A correction of a callback that is not confirmed; ``moves`` while it only follows past calls from files."""

    id: int
    moves: bool


Moment = tuple[int, datetime]
"""A callback and the moment of one of its attempts."""


def follow_last_calls(session: Session, callbacks: Sequence[int], gone: Collection[Moment] = ()) -> None:
    """Open, move or withdraw the corrections of these callbacks and keep their files' mark.

    After ``restand``, in the same transaction. ``gone`` are imported attempts that were just taken back.
    """
    for page in pages(callbacks):
        known = _open_corrections(page, gone)
        last = _last_calls(page)
        wanting = [call for call in last if call.wants_correction]
        _open([call for call in wanting if call.callback not in known])
        _move([call for call in wanting if call.callback in known], known)
        _withdraw([call for call in last if not call.wants_correction and call.callback in known], known)
        derive_files(
            session, {call.file_id for call in last if call.wants_correction or call.callback in known}
        )


def _last_calls(callbacks: Sequence[int]) -> list[LastCall]:
    last = (Attempt.callback == Callback.id) & (Attempt.at == Callback.last_at)
    query = Callback.select(
        Callback.id,
        Callback.file,
        Callback.last_at,
        Callback.last_disposition,
        Callback.corrected_at,
        Attempt.caller,
    ).left_outer_join(Attempt, on=last)
    return [LastCall(*row) for row in rows(query.where(Callback.id.in_(callbacks)))]


def _open_corrections(callbacks: Sequence[int], gone: Collection[Moment]) -> dict[int, OpenCorrection]:
    """The open correction of each callback; one that was opened at the moment of an imported call follows it."""
    imported = Attempt.select(Attempt.callback, Attempt.at).where(
        Attempt.callback.in_(callbacks), Attempt.batch.is_null(False)
    )
    from_files = {*rows(imported), *gone}
    steps = (Correction.sent_at, Correction.corrected_at, Correction.returned_at)
    query = Correction.select(Correction.id, Correction.callback, Correction.opened_at, *steps).where(
        Correction.callback.in_(callbacks), Correction.confirmed_at.is_null()
    )
    return {
        callback: OpenCorrection(number, not any(taken) and (callback, at) in from_files)
        for number, callback, at, *taken in rows(query)
    }


def _open(calls: Sequence[LastCall]) -> None:
    columns = ("file", "callback", "opened_at", "opened_by", "reason")
    insert_all(Correction, columns, ((call.file_id, call.callback, *_opening(call)) for call in calls))


def _opening(call: LastCall) -> tuple[datetime | None, str, str]:
    return call.at, call.caller or "", DISPOSITION_LABELS[call.disposition or ""]


def _move(calls: Sequence[LastCall], known: Mapping[int, OpenCorrection]) -> None:
    columns = ("opened_at", "opened_by", "reason")
    moving = [call for call in calls if known[call.callback].moves]
    update_all(Correction, columns, ((*_opening(call), known[call.callback].id) for call in moving))


def _withdraw(calls: Sequence[LastCall], known: Mapping[int, OpenCorrection]) -> None:
    moving = [known[call.callback].id for call in calls if known[call.callback].moves]
    Correction.delete().where(Correction.id.in_(moving)).execute()
