"""The automatic backup while people work: asked for every minute, made off the screen's way, its troubles kept quiet."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ui.kit.background import Background, Steps, Task
from ui.kit.ticker import Ticker
from ui.kit.trouble import Trouble, explain

if TYPE_CHECKING:
    from desktop_app.safety.backup import Made
    from desktop_app.session import Session

AGAIN_AFTER = timedelta(minutes=10)
"""A failed one is tried again after this: a full disk does not empty itself within a minute."""


class BackupTimer(QObject):
    """``settled`` comes after each one that was made or failed: the standing is another then."""

    settled = Signal()

    def __init__(self, session: Session, background: Background, ticker: Ticker, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._task: Task | None = None
        self._not_before = datetime.min
        self._trouble: Trouble | None = None
        ticker.minute.connect(self.look)

    def look(self, moment: datetime) -> None:
        """Back up if it is due and none is on its way."""
        if self._task is None and moment >= self._not_before:
            self._task = self._background.run(
                self, self._work, self._done, self._failed, progress=_unseen, long=True
            )

    def trouble(self) -> Trouble | None:
        """What kept the last one from being made; None once one was."""
        return self._trouble

    def forget_trouble(self) -> None:
        """A backup was made in another way."""
        self._trouble, self._not_before = None, datetime.min

    def _work(self, steps: Steps) -> Made | None:
        from desktop_app.safety.backup_schedule import back_up_if_changed, due

        if due(self._session) is None:
            return None
        return back_up_if_changed(self._session, "half_hour", steps)

    def _done(self, made: Made | None) -> None:
        self._task = None
        if made is not None:
            self.forget_trouble()
            self.settled.emit()

    def _failed(self, error: Exception) -> None:
        self._task, self._trouble = None, explain(error)
        self._not_before = self._session.now() + AGAIN_AFTER
        self.settled.emit()


def _unseen(_done: int, _total: int) -> None:
    """Nobody watches it; with steps it can be stopped when the window closes."""
