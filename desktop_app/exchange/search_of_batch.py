"""Teaching the search what an import brought: a large one in small steps afterwards, between which others save.

A mark, stored by the import's own transaction, says how far that is; whoever opens the data next goes on from there.
The records themselves are whole from the first moment on, only the search learns of them piece by piece.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from typing import Any

from peewee import fn

from db import Counter, ImportChange, search_index
from db.connection import rows, scalar
from desktop_app.archive.indexing import index_files
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.files_of_events import ENTITY
from desktop_app.exchange.watching import UNWATCHED, Watch
from desktop_app.session import Session

LATER_FROM = 500
"""Files from which on the search learns afterwards: fewer are a tenth of a second."""

STEP = 500
"""Files in one transaction."""

BREATH_SECONDS = 0.02
"""Between two steps: somebody who waits for the lock looks that often."""

_MARK = "search-after-import-"


def learn(session: Session, batch: Batch, files: Collection[int]) -> None:
    """Teach the search these files at once, or leave the mark; inside the import's transaction."""
    if len(files) < LATER_FROM:
        index_files(session, sorted(files))
    else:
        leave_mark(batch.id)


def learn_anew(session: Session, batch: int, files: Sequence[int]) -> None:
    """Teach the search the files of a batch that is taken back, likewise; inside the transaction."""
    if len(files) < LATER_FROM:
        index_files(session, files)
        return
    noted = {number for (number,) in rows(_files_of(batch))}
    index_files(session, [number for number in files if number not in noted])
    leave_mark(batch)


def leave_mark(batch: int) -> None:
    """Say that the search has yet to learn the files of a batch; inside a transaction."""
    Counter.insert(name=f"{_MARK}{batch}", value=0).on_conflict(
        conflict_target=[Counter.name], update={Counter.value: 0}
    ).execute()


def catch_up(session: Session, watch: Watch = UNWATCHED) -> int:
    """Teach the search whatever imports have left to it; returns how many files those were."""
    with session.connected():
        marks = [name for (name,) in rows(Counter.select(Counter.name).where(Counter.name.startswith(_MARK)))]
        learnt = sum(_catch_up_with(session, mark, watch) for mark in marks)
        if learnt:
            _tidy(session)
    return learnt


def waiting() -> set[int]:
    """Files that the search has yet to learn; connected."""
    found: set[int] = set()
    for name, after in rows(
        Counter.select(Counter.name, Counter.value).where(Counter.name.startswith(_MARK))
    ):
        query = _files_of(int(name.removeprefix(_MARK)))
        found |= {number for (number,) in rows(query.where(ImportChange.record_id > after))}
    return found


def _catch_up_with(session: Session, mark: str, watch: Watch) -> int:
    batch, done = int(mark.removeprefix(_MARK)), 0
    total = int(scalar(_files_of(batch).select(fn.COUNT(ImportChange.record_id.distinct()))) or 0)
    while page := _step(session, mark, batch):
        done += page
        watch.step(done, total)
        time.sleep(BREATH_SECONDS)
    return done


def _step(session: Session, mark: str, batch: int) -> int:
    """One transaction: the next files are learnt and the mark moves on; 0 when none are left and it is gone."""
    with session.saving():
        after = scalar(Counter.select(Counter.value).where(Counter.name == mark))
        query = _files_of(batch).where(ImportChange.record_id > (after or 0))
        page = [number for (number,) in rows(query.order_by(ImportChange.record_id).limit(STEP))]
        if page and after is not None:
            index_files(session, page)
            Counter.update(value=page[-1]).where(Counter.name == mark).execute()
            return len(page)
        Counter.delete().where(Counter.name == mark).execute()
        return 0


def _files_of(batch: int) -> Any:
    query = ImportChange.select(ImportChange.record_id).distinct()
    return query.where(ImportChange.batch == batch, ImportChange.table == ENTITY)


def _tidy(session: Session) -> None:
    begin = True
    more = True
    while more:
        with session.saving():
            more = search_index.tidy_some(session.data, begin=begin)
        begin = False
        time.sleep(BREATH_SECONDS)
