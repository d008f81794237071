"""One window for one data folder: the right to show it, and the ear for a second start that asks it to come forward."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop_app.safety.file_lock import FileLock
from desktop_app.safety.one_window import claim_window, window_name

ANSWER_MS = 2000


class OneWindow(QObject):
    """Holds one folder at a time; ``called`` tells that the program was started for it once more."""

    called = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lock: FileLock | None = None
        self._folder: Path | None = None
        self._server: QLocalServer | None = None

    def take(self, folder: Path) -> bool:
        """Whether this process now shows the folder's window; a folder held before is let go then.

        Makes the folder if need be; raises OSError where that cannot be.
        """
        if folder == self._folder:
            return True
        folder.mkdir(parents=True, exist_ok=True)
        lock = claim_window(folder)
        if lock is None:
            return False
        self.free()
        self._lock, self._folder = lock, folder
        self._listen(window_name(folder))
        return True

    def free(self) -> None:
        """Let the folder go."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
        if self._lock is not None:
            self._lock.free()
        self._server = self._lock = self._folder = None

    def _listen(self, name: str) -> None:
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(name)  # what a killed process left; the lock says that none is alive
        self._server.newConnection.connect(self._greet)
        self._server.listen(name)

    def _greet(self) -> None:
        assert self._server is not None
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnectFromServer()
            caller.deleteLater()
        self.called.emit()


def call_forward(folder: Path) -> bool:
    """Ask the window that shows the folder to come forward; False when it does not answer."""
    socket = QLocalSocket()
    socket.connectToServer(window_name(folder))
    return socket.waitForConnected(ANSWER_MS)
