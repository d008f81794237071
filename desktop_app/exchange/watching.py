"""How long work in the exchange tells how far it is, and how it learns that it shall stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.problems import Refused


class Cancelled(Refused):
    """The person stopped the work; nothing of it was kept."""

    def __init__(self) -> None:
        super().__init__("已取消，没有保存任何内容。")


def _silent(done: int, total: int) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Two functions of the caller, both called from the working thread.

    ``progress(done, total)`` counts rows (total 0 while it is unknown); ``cancelled()`` says whether to stop.
    """

    progress: Callable[[int, int], None] = _silent
    cancelled: Callable[[], bool] = _never

    def step(self, done: int, total: int = 0) -> None:
        """Tell how far it is; raises Cancelled when the person asked to stop."""
        if self.cancelled():
            raise Cancelled
        self.progress(done, total)


UNWATCHED = Watch()
