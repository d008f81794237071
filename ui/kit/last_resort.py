"""Errors nobody caught: told in the one dialog, written to the log, and the program goes on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import TracebackType


class LastResort:
    """Takes over ``sys.excepthook`` from ``install`` to ``remove``; an error while telling one is not told again."""

    def __init__(self, tell: Callable[[Exception], None]) -> None:
        self._tell, self._telling = tell, False
        self._before = sys.excepthook

    def install(self) -> None:
        """Begin to catch what the main thread's slots let through."""
        self._before, sys.excepthook = sys.excepthook, self._caught

    def remove(self) -> None:
        """Leave everything as it was."""
        sys.excepthook = self._before

    def _caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self._telling or not isinstance(error, Exception):
            self._before(kind, error, trace)
            return
        self._telling = True
        try:
            self._tell(error)
        finally:
            self._telling = False
