"""One deed at a time on the backups: its progress, the wish to stop it, and what came of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from ui.kit.background import Background, Steps
from ui.kit.progress import BusyBar
from ui.office.backup_deeds import Progress, Told
from ui.office.backup_stop import Stop


class BackupRunner(QObject):
    """``began`` and ``ended`` frame each deed; between them ``told`` carries what came of it, or ``failed`` why not."""

    began = Signal()
    ended = Signal()
    told = Signal(object)
    failed = Signal(object)

    def __init__(self, background: Background, busy: BusyBar, parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._busy = background, busy
        self._stop: Stop | None = None
        busy.cancelled.connect(self.stop)

    def running(self) -> bool:
        """Whether something is being done."""
        return self._stop is not None

    def run(self, words: str, work: Callable[[Progress], Told], *, can_stop: bool = True) -> None:
        """Do it; nothing while another deed runs."""
        if self._stop is not None:
            return
        self._stop = stop = Stop()
        self._busy.start(words, can_cancel=can_stop, share=True)
        self.began.emit()

        def watched(steps: Steps) -> Told:
            return work(stop.watching(steps))

        self._background.run(self, watched, self._done, self._failed, progress=self._busy.advance, long=True)

    def stop(self) -> None:
        """Ask the work to stop; what came of it is told when it has."""
        if self._stop is not None:
            self._stop.ask()

    def _done(self, told: Told) -> None:
        self._end()
        self.told.emit(told)

    def _failed(self, error: Exception) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        self._stop = None
        self._busy.finish()
        self.ended.emit()
