"""Two people who save calls in processes of their own while something else is measured."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.invented import KEY, NOW
from benchmarks.saving import save
from db.connection import open_data
from desktop_app.callbacks.drafts import save_draft
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.session import Person, Session

REST_SECONDS = 0.02
"""Between two saves of one of them: some thirty saves a second each, a thousand times what people do."""


@dataclass
class Saves:
    """When each save began and how long it took, in seconds of the same clock."""

    taken: list[tuple[float, float]] = field(default_factory=list)

    def between(self, start: float, end: float) -> list[float]:
        """The times of those that were under way in this stretch."""
        return [took for began, took in self.taken if began + took >= start and began <= end]


@contextmanager
def two_saving(path: Path, callbacks: Sequence[int]) -> Iterator[Saves]:
    """Two processes save from before the body begins until it is done; what came of it is known afterwards."""
    context = multiprocessing.get_context("spawn")
    saves, people = Saves(), []
    for share in (callbacks[::2], callbacks[1::2]):
        ours, theirs = context.Pipe()
        process = context.Process(target=_save_until_told, args=(theirs, str(path), share), daemon=True)
        process.start()
        people.append((process, ours))
    for _, connection in people:
        connection.recv()  # the first save is done
    yield saves
    for process, connection in people:
        connection.send("stop")
        saves.taken += connection.recv()
        process.join()


def _save_until_told(connection: Connection, path: str, callbacks: Sequence[int]) -> None:
    data = open_data(Path(path), KEY)
    taken = []
    with data.connection_context():
        session = Session(Person("测试", ALL_DUTIES), lambda: NOW, data)
        for one_save in _saves(session, callbacks):
            start = time.perf_counter()
            one_save()
            taken.append((start, time.perf_counter() - start))
            if len(taken) == 1:
                connection.send("saving")
            if connection.poll(REST_SECONDS):
                break
    connection.recv()
    connection.send(taken)


def _saves(session: Session, callbacks: Sequence[int]) -> Iterator[Callable[[], object]]:
    """Complete each callback once; from then on drafts of them, for as long as anyone asks."""
    yield from (partial(save, session, number) for number in callbacks)
    for turn in count():
        yield partial(save_draft, session, callbacks[turn % len(callbacks)], {"turn": turn})
