"""Taking back past calls: the callbacks stand as without them."""

from __future__ import annotations

from db import Attempt, Complaint
from db.connection import rows
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.event_merging import among, pages
from desktop_app.exchange.numbers_to_correct import follow_last_calls
from desktop_app.exchange.undoing_people import remove
from desktop_app.exchange.undone import Work
from desktop_app.problems import Refused


def undo_calls(work: Work) -> None:
    """Remove the attempts that the import made and put back those it changed."""
    made = rows(Attempt.select(Attempt.id, Attempt.callback, Attempt.at).where(Attempt.batch == work.batch))
    _refuse_cases([number for number, *_ in made])
    before = work.before(work.table)
    changed = [
        callback
        for page in pages(before)
        for (callback,) in rows(Attempt.select(Attempt.callback).where(among(Attempt.id, page)))
    ]
    for number, values in before.items():
        Attempt.update(**values).where(Attempt.id == number).execute()
    remove(Attempt, [number for number, *_ in made])
    callbacks = list(dict.fromkeys([*(callback for _, callback, _ in made), *changed]))
    restand(work.session, callbacks)
    follow_last_calls(work.session, callbacks, {(callback, at) for _, callback, at in made})
    work.removed += len(made)
    work.restored += len(before)


def _refuse_cases(attempts: list[int]) -> None:
    """A case that was opened from an imported call needs the call."""
    for page in pages(attempts):
        cases = rows(Complaint.select(Complaint.number).where(among(Complaint.attempt, page)).limit(1))
        for (number,) in cases:
            raise Refused(f"已从其中的回访立案（如 {number}），整批撤销会丢掉依据，所以没有撤销。")
