"""Restoring as a page of the application: nobody is signed in, the data is closed, and one backup takes its place.

Reached from 备份与恢复 with everything typed already, and from the sign-in when the data is damaged or missing.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.problems import Refused
from desktop_app.session import Clock
from ui.kit import dialogs
from ui.kit.background import Background, Cancelled, Steps
from ui.kit.frames import Sheet, row
from ui.kit.memory import Memory
from ui.office.backup_stop import Stop
from ui.office.restore_choice import RestoreChoice
from ui.office.restore_form import Wish
from ui.office.restore_progress import RestoreProgress
from ui.office.restore_words import done_words

if TYPE_CHECKING:
    from desktop_app.safety.restore import Restored

WIDTH = 900


class Restoring(QWidget):
    """Brings a backup back into ``folder``, which nobody may have open.

    ``file`` is the backup offered first (None: the newest in the folder). With ``wish`` it begins at once; a
    refusal leads back to the form with everything typed. ``finished`` carries one sentence for the sign-in: what
    was done and where the old data lies. ``left`` is the wish to go back; nothing was changed then.
    """

    finished = Signal(str)
    left = Signal()

    def __init__(self, folder: Path, file: Path | None, background: Background, clock: Clock, memory: Memory, *,
                 wish: Wish | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._folder, self._background, self._clock = folder, background, clock
        self._stop = Stop()
        self._running = False
        self._wish: Wish | None = None
        self.setObjectName("ground")
        self.setWindowTitle("恢复数据")
        self.setMinimumSize(QSize(1024, 600))
        self.resize(1366, 736)
        self.choice = RestoreChoice(folder, background, clock, memory, file=wish.file if wish else file)
        self.progress = RestoreProgress()
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        if wish is not None:
            self.choice.form.fill(wish)
            self.begin(wish)

    def running(self) -> bool:
        """Whether a restore is under way."""
        return self._running

    def begin(self, wish: Wish) -> None:
        """Restore; the page shows how far it is."""
        from desktop_app.safety.restore import restore

        self._stop = stop = Stop()
        self._running, self._wish = True, wish
        self.progress.start(wish.file.name)
        self._pages.setCurrentWidget(self.progress)

        def work(steps: Steps) -> Restored:
            return restore(
                self._folder, wish.file, wish.account, wish.password, self._clock,
                recovery_code=wish.code, progress=stop.watching(steps),
            )  # fmt: skip

        self._background.run(self, work, self._done, self._failed, progress=self.progress.advance, long=True)

    def cancel(self) -> None:
        """Stop at the next step; all of the old data is there then."""
        self.progress.show_stopping()
        self._stop.ask()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing in the middle means to stop first."""
        if self._running:
            self.cancel()
            event.ignore()
        else:
            event.accept()

    # set-up

    def _lay_out(self) -> None:
        sheet = Sheet((36, 28, 36, 24))
        sheet.setMaximumWidth(WIDTH)
        for page in (self.choice, self.progress):
            self._pages.addWidget(page)
        sheet.column.addWidget(self._pages)
        line = row(None, sheet, None)
        line.setStretch(1, 100)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 12, 12, 12)
        outer.addLayout(line)

    def _connect(self) -> None:
        self.choice.chosen.connect(self.begin)
        self.choice.left.connect(self.left)
        self.progress.cancelled.connect(self.cancel, Qt.ConnectionType.QueuedConnection)

    # what came of it

    def _done(self, done: Restored) -> None:
        self._running = False
        self.finished.emit(done_words(done, self._now()))

    def _now(self) -> datetime:
        return self._clock()

    def _failed(self, error: Exception) -> None:
        self._running = False
        self._pages.setCurrentWidget(self.choice)
        self.choice.focus_first()
        if isinstance(error, Cancelled):
            self.choice.say("已经取消，数据没有改动。", "neutral", "ban")
        elif isinstance(error, Refused):
            self.choice.form.show_refused(error)
        else:
            dialogs.tell(self, dialogs.explain(error, doing=self.windowTitle()))
