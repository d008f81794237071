"""After too many wrong tries: the field says how long to wait, second by second, and the button waits with it."""

from __future__ import annotations

import time
from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.problems import Refused
from ui.kit.button import Button
from ui.kit.fields import Field

WAY_OUT = "，或者请客关部经理解锁"
STEP_MS = 250
"""Often enough that no second is skipped."""


class Patience(QObject):
    """``take(error)`` begins to wait if the error asks for it; ``ended`` comes when one may try again.

    ``now`` counts seconds and never runs backwards.
    """

    ended = Signal()

    def __init__(self, field: Field, button: Button, now: Callable[[], float] = time.monotonic) -> None:
        super().__init__(button)
        self._field, self._button, self._now = field, button, now
        self._until, self._shown, self._way_out = 0.0, 0, ""
        self._timer = QTimer(self)
        self._timer.setInterval(STEP_MS)
        self._timer.timeout.connect(self.tick)

    def take(self, error: Exception) -> bool:
        """Whether the error names seconds to wait; they begin to run at once."""
        seconds = float(getattr(error, "wait_seconds", 0) or 0) if isinstance(error, Refused) else 0.0
        if seconds <= 0:
            return False
        self._until, self._shown = self._now() + seconds, 0
        self._way_out = WAY_OUT if "客关部经理" in str(error) else ""
        self._timer.start()
        self.tick()
        return True

    def left(self) -> int:
        """Whole seconds still to wait, 0 when one may try."""
        return max(0, ceil(self._until - self._now())) if self._timer.isActive() else 0

    def tick(self) -> None:
        """Show the seconds left, and end when there are none."""
        left = self.left()
        if not left:
            self.stop()
            self.ended.emit()
        elif left != self._shown:
            self._shown = left
            self._button.set_allowed(False, self._words())
            self._field.show_error("")
            self._field.error.tell(self._words(), "yellow", "clock")

    def stop(self) -> None:
        """Wait no longer, e.g. because another name was chosen."""
        if self._timer.isActive():
            self._timer.stop()
            self._button.set_allowed(True)
            self._field.show_error("")

    def _words(self) -> str:
        span = span_words(self._shown)
        return self.tr("输错的次数多了，请等 {} 再试{}。填好的都留着。").format(span, self._way_out)


def span_words(seconds: int) -> str:
    """A span of time as people say it: 28 秒, 4 分 30 秒, 1 小时 5 分."""
    if seconds < 60:
        return f"{seconds} 秒"
    if seconds < 3600:
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} 分 {rest} 秒" if rest else f"{minutes} 分"
    hours, rest = divmod(ceil(seconds / 60), 60)
    return f"{hours} 小时 {rest} 分" if rest else f"{hours} 小时"
