"""The one timer of the window: every second, and at once after the machine slept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

SECOND_MS = 1000


class Ticker(QObject):
    """``ticked`` carries the clock's time each second, ``minute`` when its minute changed: repaint only then."""

    ticked = Signal(object)
    minute = Signal(object)

    def __init__(self, now: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._last = now().replace(second=0)
        self._timer = QTimer(self)
        self._timer.setInterval(SECOND_MS)
        self._timer.timeout.connect(self.tick)

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start()

    def stop(self) -> None:
        """Stop ticking."""
        self._timer.stop()

    def tick(self) -> None:
        """Tell the time now."""
        moment = self._now()
        self.ticked.emit(moment)
        minute = moment.replace(second=0)
        if minute != self._last:
            self._last = minute
            self.minute.emit(moment)
