"""The system's wish that the program end (Ctrl+C, logging out) reaches Qt's event loop, which would not hear of it."""

from __future__ import annotations

import os
import signal
from types import FrameType

from PySide6.QtCore import QObject, QSocketNotifier
from PySide6.QtWidgets import QApplication

WISHES = (signal.SIGINT, signal.SIGTERM)


class Ending(QObject):
    """Turns the wish into ``app.quit()`` from ``install`` to ``remove``; the data is then left properly."""

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._ends: tuple[int, int] | None = None
        self._notifier: QSocketNotifier | None = None

    def install(self) -> None:
        """Begin to listen; Windows has no such wishes for a program with a window."""
        if os.name == "nt":
            return
        self._ends = os.pipe()
        for end in self._ends:
            os.set_blocking(end, False)
        self._notifier = QSocketNotifier(self._ends[0], QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda *_: self._app.quit())
        signal.set_wakeup_fd(self._ends[1], warn_on_full_buffer=False)
        for wish in WISHES:
            signal.signal(wish, _noted)

    def remove(self) -> None:
        """Leave everything as it is at the start of a process."""
        if self._ends is None or self._notifier is None:
            return
        signal.set_wakeup_fd(-1)
        for wish in WISHES:
            signal.signal(wish, signal.SIG_DFL)
        self._notifier.setEnabled(False)
        for end in self._ends:
            os.close(end)
        self._ends = None


def _noted(_number: int, _frame: FrameType | None) -> None:
    """Python must have a handler to write to the pipe; what is to be done happens at the pipe's other end."""
