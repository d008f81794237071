"""The wish to stop long work: unlike a task that is taken back, what came of it is told when it has stopped."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from ui.kit.background import Cancelled, Steps


class Stop:
    """One wish for one piece of work; the work ends with ``Cancelled`` at its next step, or was done before."""

    def __init__(self) -> None:
        self._wanted = Event()

    def ask(self) -> None:
        """Ask the work to stop."""
        self._wanted.set()

    def asked(self) -> bool:
        """Whether somebody asked."""
        return self._wanted.is_set()

    def watching(self, steps: Steps) -> Callable[[int, int], None]:
        """The progress to hand to the work."""

        def step(done: int, total: int) -> None:
            if self._wanted.is_set():
                raise Cancelled
            steps(done, total)

        return step
