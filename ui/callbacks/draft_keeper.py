"""Writes what is typed in a call to the disk while it is typed, so that not even a power cut loses it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_app.callbacks.drafts import drop_draft, save_draft
from ui.callbacks.call_state import CallState
from ui.office_context import Office

DRAFT_MS = 300
"""How long what was typed waits for more before it is written; typing on does not put it off."""


class DraftKeeper(QObject):
    """One call at a time; ``kept`` comes when everything typed so far is on the disk."""

    kept = Signal()

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self._state: CallState | None = None
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(DRAFT_MS)
        self._wait.timeout.connect(self.flush)

    def touch(self, state: CallState) -> None:
        """Something was typed in this call."""
        if self._state is not None and self._state is not state:
            self.flush()
        self._state = state
        if not self._wait.isActive():
            self._wait.start()

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

        self._office.background.run(self, work, lambda _none: self._tell_kept())

    def forget(self) -> None:
        """What is waiting is about to be saved as an outcome."""
        self._wait.stop()
        self._state = None

    def _tell_kept(self) -> None:
        if self._state is None:
            self.kept.emit()
