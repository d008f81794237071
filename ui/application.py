"""From the start of the window to its end: find the data folder, first start or sign-in, then the office.

The database and the office are loaded only when someone signs in, so that the sign-in stands at once.
"""

from __future__ import annotations

from contextlib import nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_app.problems import Unavailable
from desktop_app.safety.folder_layout import holds_data
from desktop_app.session import Session
from ui.application_alone import Alone
from ui.application_doors import DataDoors
from ui.application_mending import Mending
from ui.application_place import Place, Start, folder_of
from ui.application_setup import make_application
from ui.ending import Ending
from ui.kit import dialogs, theme
from ui.kit.background import Background
from ui.kit.last_resort import LastResort
from ui.sign_in import SignIn

if TYPE_CHECKING:
    from ui.application_guard import Guard

__all__ = ["Application", "Start", "folder_of", "make_application", "start"]

DEMO = "demo"
SECOND_START = 0
FAILED = 3


def start(asked: Start) -> int:
    """Open the window and return its exit status when it closes."""
    app = make_application()
    office = Application(app, asked)
    try:
        return _run(app, office)
    finally:
        office.end()


def _run(app: QApplication, office: Application) -> int:
    try:
        if not office.claim():
            return SECOND_START
    except OSError as error:
        dialogs.tell(None, error)
        return FAILED
    ending = Ending(app)
    ending.install()
    office.begin()
    status = app.exec()
    ending.remove()
    return status


class Application(QObject):
    """Holds the one window in sight: first start, sign-in or the office."""

    def __init__(self, app: QApplication, asked: Start) -> None:
        super().__init__()
        self._app = app
        self.place = Place(asked)
        self.doors = DataDoors(self.place, asked)
        self.entrance = Background(nullcontext)
        self.entrance.broke.connect(self.tell)
        self._last_resort = LastResort(self.tell)
        self._last_resort.install()
        self.place.one.called.connect(self.raise_window)
        self._shown: QWidget | None = None
        self._session: Session | None = None
        self._guard: Guard | None = None
        self._mending = Mending(self)
        self._alone = Alone(self)
        theme.choose(app, self.place.memory().read("window/theme", "system"))  # type: ignore[arg-type]

    def claim(self) -> bool:
        """Whether the folder's window is ours to show; if not, the one that shows it was asked to come forward."""
        try:
            return self.place.claim()
        except Unavailable as error:
            self.tell(error)
            return False

    def begin(self) -> None:
        """Show what the data folder asks for."""
        if self.place.is_new():
            self._show_first_start()
        elif self.place.is_demonstration():
            work = partial(self.doors.sign_in, DEMO, DEMO)
            self.entrance.run(self, work, self.show_office, self._sign_in_after)
        else:
            self._show_sign_in()

    def end(self) -> None:
        """Leave the data properly, and nothing of the window behind."""
        self.entrance.stop()
        self._end_guard()
        self.leave_data()
        self.place.one.free()
        self._last_resort.remove()
        if self._shown is not None:
            # at the end of the process Qt would be gone before the window
            shiboken6.delete(self._shown)
            self._shown = None

    def raise_window(self) -> None:
        """Bring the window to the front: someone started the program again."""
        if self._shown is not None:
            self._shown.showNormal() if self._shown.isMinimized() else self._shown.show()
            self._shown.raise_()
            self._shown.activateWindow()

    def session(self) -> Session | None:
        """Who works at the open data."""
        return self._session

    def window(self) -> QWidget | None:
        """The window in sight."""
        return self._shown

    # the windows

    def _show_first_start(self) -> None:
        from desktop_app.safety.recovery_code import new_code
        from ui.first_start import Doors, FirstStart

        doors = Doors(self.place.folder, holds_data, new_code, self.doors.create)
        page = FirstStart(doors, self.entrance)
        page.finished.connect(self._after_first_start)
        page.existing.connect(self._change_folder)
        self.show(page)

    def _show_sign_in(self) -> None:
        door, trouble = self.doors.sign_in_door()
        page = SignIn(door, self.entrance, self.place.memory())
        page.signed_in.connect(self.show_office)
        page.folder_wanted.connect(self.ask_folder)
        page.form.tell_fault = partial(self._mending.tell_at_door, page)
        self.show(page)
        if trouble is not None:
            self._mending.tell_at_door(page, trouble)

    def show_office(self, session: Session) -> None:
        """Show the four tabs of whoever signed in."""
        from ui.application_guard import Guard
        from ui.office_window import make_office_window

        self._session = session
        with suppress(Unavailable):
            self.place.claim()  # a folder that could not be written before
        try:
            window = make_office_window(session, self.place.memory())
        except Exception:
            self.leave_data()
            raise
        window.closed.connect(self._app.quit)
        window.sign_out_wanted.connect(self.sign_out)
        window.mend_wanted.connect(self._mending.restore)
        window.restore_wanted.connect(self._mending.restore)
        self.show(window)
        window.alone_wanted.connect(self._alone.work)
        self._guard = Guard(self._app, window, self.entrance)
        self._guard.taken_over.connect(self._take_over)

    def _take_over(self, session: Session) -> None:
        """Another person goes on at this window; the data stays open."""
        self.still_office()
        self.show_office(session)

    def _after_first_start(self, session: Session, what: str) -> None:
        from ui.office_window import OfficeWindow

        self.place.change(session.data.path.parent)
        self.show_office(session)
        if isinstance(self._shown, OfficeWindow) and what != "empty":
            self._shown.begin_with(what)

    def sign_out(self) -> None:
        """Close the data and let somebody sign in."""
        self.leave_data()
        self._show_sign_in()

    def _sign_in_after(self, error: Exception) -> None:
        self._show_sign_in()
        self.tell(error)

    def still_office(self) -> None:
        """Stop the office's workers and its minute ticks."""
        from ui.office_window import OfficeWindow

        if isinstance(self._shown, OfficeWindow):
            self._shown.office.ticker.stop()
            self._shown.office.background.stop()

    def leave_data(self) -> None:
        """Close the data properly, if any is open."""
        if self._session is None:
            return
        from desktop_app import data_folder

        self.still_office()
        data_folder.close_folder(self._session)
        self._session = None

    # other folders

    def ask_folder(self) -> None:
        """Let another data folder be chosen."""
        chosen = QFileDialog.getExistingDirectory(self._shown, "选择数据文件夹", str(self.place.folder))
        if chosen:
            self._change_folder(Path(chosen))

    def _change_folder(self, folder: Path) -> None:
        try:
            self.place.change(folder)
        except Exception as error:
            self.tell(error)
            return
        self.begin()

    def show(self, window: QWidget) -> None:
        """Put a window in the place of the one in sight."""
        self._end_guard()
        before, self._shown = self._shown, window
        window.show()
        if before is not None:
            before.deleteLater()
        QGuiApplication.processEvents()

    def _end_guard(self) -> None:
        if self._guard is not None:
            self._guard.end()
            self._guard = None

    def tell(self, error: Exception) -> None:
        """Tell an error over the window in sight."""
        dialogs.tell(self._shown, error)
