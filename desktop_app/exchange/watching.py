"""How long work in the exchange tells how far it is, and how it learns that it shall stop."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal, TypeVar

from desktop_app.problems import Refused


class Cancelled(Refused):
    """The person stopped the work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("已取消，没有保存任何内容。")


Phase = Literal["reading", "checking", "matching", "writing", "indexing", "removing"]
"""What is being done; ``writing`` and ``removing`` are the one transaction in which others' saves wait."""

T = TypeVar("T")
_TELL_EVERY = 500


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


def _unnamed(phase: Phase) -> None:
    """Nobody asks what is being done."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Three functions of the caller, all called from the working thread.

    ``progress(done, total)`` counts rows (total 0 while it is unknown); ``cancelled()`` says whether to stop;
    ``phase`` is told what begins now.
    """

    progress: Callable[[int, int], None] = _silent
    cancelled: Callable[[], bool] = _never
    phase: Callable[[Phase], None] = _unnamed

    def step(self, done: int, total: int = 0) -> None:
        """Tell how far it is; raises Cancelled when the person asked to stop."""
        if self.cancelled():
            raise Cancelled
        self.progress(done, total)

    def only_told(self) -> Watch:
        """The same, for work that can't be stopped any more."""
        return Watch(self.progress, phase=self.phase)


UNWATCHED = Watch()


class Tally:
    """Counts the records that one phase writes, in however many lists, and tells them as rows of the file."""

    def __init__(self, watch: Watch, records: int, rows: int) -> None:
        self._watch, self._done, self._records, self._rows = watch, 0, max(records, 1), rows

    def __call__(self, items: Iterable[T]) -> Iterator[T]:
        """The same items, each counted when it is taken; raises Cancelled between two of them."""
        left = iter(items)
        while some := list(islice(left, _TELL_EVERY)):
            self._watch.step(min(self._done * self._rows // self._records, self._rows), self._rows)
            yield from some
            self._done += len(some)

    def finish(self) -> None:
        """All of it is done."""
        self._watch.step(self._rows, self._rows)
