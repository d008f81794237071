"""From the start of the window to its end: find the data folder, first start or sign-in, then the office."""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_app import data_folder
from desktop_app.safety.file_lock import FileLock
from desktop_app.safety.folder_layout import holds_data
from desktop_app.safety.one_window import claim_window, window_name
from desktop_app.session import Clock, Session
from ui.kit import dialogs, theme, wording
from ui.kit.background import Background
from ui.kit.memory import Memory
from ui.sign_in import Door, SignIn

log = logging.getLogger(__name__)
DEMO = "demo"
MEMORY_FILE = "window.ini"
RAISE_WAIT_MS = 500
SECOND_START = 0


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was started: which folder, which clock, and whether as the demonstration account."""

    folder: Path
    clock: Clock
    replay: bool
    demo: bool


def start(standing: Namespace) -> int:
    """Open the window and return its exit status when it closes."""
    from desktop_app.commands.running import clock_of

    folder = standing.data or data_folder.default_folder()
    asked = Start(folder, clock_of(standing), standing.now is not None, standing.demo)
    app = make_application()
    lock = _first_window(folder)
    if lock is None:
        return SECOND_START
    office = Application(app, asked)
    server = _listen(folder, office.raise_window)
    office.begin()
    status = app.exec()
    office.end()
    server.close()
    lock.free()
    return status


def make_application() -> QApplication:
    """The QApplication with the program's look and words, made once."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("crdesk")
    app.setApplicationDisplayName("客户关系工作台")
    wording.install(app)
    theme.choose(app, "system")
    return app


def _first_window(folder: Path) -> FileLock | None:
    """The right to show this folder's window; None after raising the window that has it."""
    if not folder.exists():
        folder.mkdir(parents=True)
    lock = claim_window(folder)
    if lock is None:
        socket = QLocalSocket()
        socket.connectToServer(window_name(folder))
        socket.waitForConnected(RAISE_WAIT_MS)
        socket.disconnectFromServer()
    return lock


def _listen(folder: Path, raise_window: Callable[[], None]) -> QLocalServer:
    server = QLocalServer()
    QLocalServer.removeServer(window_name(folder))
    server.listen(window_name(folder))

    def greet() -> None:
        server.nextPendingConnection().close()
        raise_window()

    server.newConnection.connect(greet)
    return server


class Application(QObject):
    """Holds the one window in sight: first start, sign-in or the office."""

    def __init__(self, app: QApplication, asked: Start) -> None:
        super().__init__()
        self._app, self._asked, self._folder = app, asked, asked.folder
        self._entrance = Background(nullcontext)
        self._shown: QWidget | None = None
        self._session: Session | None = None
        theme.choose(app, self._memory().read("window/theme", "system"))  # type: ignore[arg-type]
        sys.excepthook = self._on_bug

    def begin(self) -> None:
        """Show what the data folder asks for."""
        if not holds_data(self._folder):
            self._show_first_start()
        elif self._asked.demo:
            self._entrance.run(self, lambda: self._open(DEMO, DEMO), self._show_office, self._tell)
        else:
            self._show_sign_in()

    def end(self) -> None:
        """Leave the data properly."""
        self._entrance.stop()
        if self._session is not None:
            data_folder.close_folder(self._session)
            self._session = None

    def raise_window(self) -> None:
        """Bring the window to the front: someone started the program again."""
        if self._shown is not None:
            self._shown.showNormal() if self._shown.isMinimized() else self._shown.show()
            self._shown.raise_()
            self._shown.activateWindow()

    def window(self) -> QWidget | None:
        """The window in sight."""
        return self._shown

    # the three windows

    def _show_first_start(self) -> None:
        from desktop_app.safety.recovery_code import new_code
        from ui.first_start import Doors, FirstStart

        page = FirstStart(Doors(self._folder, holds_data, new_code, self._create), self._entrance)
        page.finished.connect(self._after_first_start)
        page.existing.connect(self._change_folder)
        self._show(page)

    def _show_sign_in(self) -> None:
        try:
            names = data_folder.account_names(self._folder)
        except Exception as error:
            names = ()
            self._tell(error)
        door = Door(
            names, self._open, str(self._folder), shop=self._memory().read("shop", ""), now=self._asked.clock
        )
        page = SignIn(door, self._entrance, self._memory())
        page.signed_in.connect(self._show_office)
        page.folder_wanted.connect(self._ask_folder)
        self._show(page)

    def _show_office(self, session: Session) -> None:
        from ui.office_window import make_office_window

        self._session = session
        window = make_office_window(session, self._memory())
        window.closed.connect(self._app.quit)
        window.sign_out_wanted.connect(self._sign_out)
        self._show(window)

    def _after_first_start(self, session: Session, what: str) -> None:
        self._show_office(session)
        window = self._shown
        if window is not None and what != "empty":
            window.begin_with(what)  # type: ignore[attr-defined]

    def _sign_out(self) -> None:
        if self._session is not None:
            data_folder.close_folder(self._session)
            self._session = None
        self._show_sign_in()

    # work

    def _open(self, name: str, password: str) -> Session:
        return data_folder.open_folder(
            self._folder, name, password, self._asked.clock, replay=self._asked.replay
        )

    def _create(self, wishes: object) -> Session:
        from ui.first_start import Wishes

        assert isinstance(wishes, Wishes)
        made = data_folder.create(
            wishes.folder, wishes.account, wishes.password, wishes.shop, wishes.brand, self._asked.clock,
            person=wishes.person, recovery_code=wishes.recovery_code,
        )  # fmt: skip
        self._folder = wishes.folder
        return made.session

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._shown, "选择数据文件夹", str(self._folder))
        if chosen:
            self._change_folder(Path(chosen))

    def _change_folder(self, folder: Path) -> None:
        self._folder = folder
        self.begin()

    def _memory(self) -> Memory:
        return Memory.in_file(self._folder / MEMORY_FILE)

    def _show(self, window: QWidget) -> None:
        before, self._shown = self._shown, window
        window.show()
        if before is not None:
            before.deleteLater()
        QGuiApplication.processEvents()

    def _tell(self, error: Exception) -> None:
        dialogs.tell(self._shown, error)

    def _on_bug(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("unexpected", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            self._tell(error)
