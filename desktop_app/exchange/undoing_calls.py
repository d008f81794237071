"""Taking back past calls: the callbacks stand as without them."""

from __future__ import annotations

from collections.abc import Sequence

from db import Attempt, Callback, Complaint, Correction
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.numbers_to_correct import follow_last_calls
from desktop_app.exchange.undoing_people import remove
from desktop_app.exchange.undone import Work
from desktop_app.problems import Refused


def undo_calls(work: Work) -> None:
    """Remove the attempts that the import made and put back those it changed."""
    made = rows(Attempt.select(Attempt.id, Attempt.callback, Attempt.at).where(Attempt.batch == work.batch))
    work.expect(2 * len(made))
    _refuse_cases([number for number, *_ in made])
    _refuse_handled(work.batch)
    before = work.before(work.table)
    changed = [
        callback
        for page in pages(before)
        for (callback,) in rows(Attempt.select(Attempt.callback).where(within(Attempt.id, page)))
    ]
    for number, values in before.items():
        Attempt.update(**values).where(Attempt.id == number).execute()
    remove(Attempt, [number for number, *_ in made], work)
    callbacks = list(dict.fromkeys([*(callback for _, callback, _ in made), *changed]))
    restand(work.session, callbacks)
    follow_last_calls(work.session, callbacks, {(callback, at) for _, callback, at in made})
    for page in work.pages(callbacks):
        _tell_corrections(work, page)
    work.removed += len(made)
    work.restored += len(before)


def _refuse_cases(attempts: list[int]) -> None:
    """A case that was opened from an imported call needs the call."""
    for page in pages(attempts):
        cases = rows(Complaint.select(Complaint.number).where(within(Complaint.attempt, page)).limit(1))
        for (number,) in cases:
            raise Refused(f"已从其中的回访立案（如 {number}），整批撤销会丢掉依据，所以没有撤销。")


def _refuse_handled(batch: int) -> None:
    """What somebody has noted at an imported call would go with it."""
    noted = Attempt.no_case_reason.is_null(False) | Attempt.entered_in_crm_at.is_null(False)
    query = Attempt.select(Callback.reference).join(Callback).where(Attempt.batch == batch, noted)
    for (reference,) in rows(query.limit(1)):
        raise Refused(f"已有人处理过其中的回访（如 {reference}），整批撤销会丢掉处理结果，所以没有撤销。")


def _tell_corrections(work: Work, callbacks: Sequence[int]) -> None:
    """Corrections that somebody works on stay, though the call that opened them is gone."""
    begun = Correction.sent_at.is_null(False) | Correction.corrected_at.is_null(False)
    query = Correction.select(Callback.reference).join(Callback, on=(Correction.callback == Callback.id))
    kept = rows(query.where(within(Correction.callback, callbacks), begun, Callback.last_at.is_null()))
    if kept:
        work.kept.append(f"{len(kept)} 件信息更正已有人在办（如 {kept[0][0]}），保留。")
