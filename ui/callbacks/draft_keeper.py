"""Writes what is typed in a call to the disk while it is typed, so that not even a power cut loses it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.callbacks.drafts import drop_draft, save_draft
from desktop_app.problems import Refused
from ui.callbacks.call_state import CallState
from ui.office_context import Office

DRAFT_MS = 300
"""How long what was typed waits for more before it is written; typing on does not put it off."""
AGAIN_MS = 5000
"""How long a draft waits that the disk did not take."""


class DraftKeeper(QObject):
    """One call at a time; ``kept`` comes when everything typed so far is on the disk.

    ``failed`` carries the error when a draft could not be written; it is tried again until it can, or until the
    call was saved.
    """

    kept = Signal()
    failed = Signal(object)

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._state: CallState | None = None
        self._newest: CallState | None = None
        self._writes = 0
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.flush)

    def touch(self, state: CallState) -> None:
        """Something was typed in this call."""
        if self._state is not None and self._state is not state:
            self.flush()
        self._state = self._newest = state
        if not self._wait.isActive() or self._wait.interval() == AGAIN_MS:
            self._wait.start(DRAFT_MS)

    def flush(self) -> None:
        """Write now whatever is waiting; a call emptied again has no draft."""
        self._wait.stop()
        state, self._state = self._state, None
        if state is None:
            return
        session, callback_id = self._office.session, state.call.callback_id
        content = None if state.is_blank() else state.draft()

        def work() -> None:
            if content is None:
                drop_draft(session, callback_id)
            else:
                save_draft(session, callback_id, content)

        self._writes += 1
        write = self._writes
        self._office.background.run(
            self, work, lambda _none: self._tell_kept(write), lambda error: self._try_again(state, error)
        )

    def forget(self) -> None:
        """What is waiting is about to be saved as an outcome."""
        self._wait.stop()
        self._state = self._newest = None

    def _tell_kept(self, write: int) -> None:
        """Unless more was typed since: it may be waiting, or on its way to a slow disk."""
        if self._state is None and write == self._writes:
            self.kept.emit()

    def _try_again(self, state: CallState, error: Exception) -> None:
        if self._newest is not state:
            return
        if self._state is None and not isinstance(error, Refused):
            self._state = state
            self._wait.start(AGAIN_MS)
        self.failed.emit(error)
