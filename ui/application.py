"""From the start of the window to its end: find the data folder, first start or sign-in, then the office.

The database and the office are loaded only when someone signs in, so that the sign-in stands at once.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime
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
from ui.application_doors import DataDoors
from ui.application_guard import Guard
from ui.application_place import Place, Start, folder_of
from ui.application_setup import make_application
from ui.ending import Ending
from ui.kit import dialogs, theme
from ui.kit.background import Background, Steps
from ui.kit.last_resort import LastResort
from ui.sign_in import SignIn

if TYPE_CHECKING:
    from ui.office.restore_form import Wish

__all__ = ["Application", "Start", "folder_of", "make_application", "start"]

DEMO = "demo"
SECOND_START = 0
FAILED = 3

AloneWork = Callable[[Steps], Session | None]
"""Work that needs the data for itself: returns who goes on in the office, or None to sign in anew."""


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
        self._place = Place(asked)
        self._doors = DataDoors(self._place, asked)
        self._entrance = Background(nullcontext)
        self._entrance.broke.connect(self._tell)
        self._last_resort = LastResort(self._tell)
        self._last_resort.install()
        self._place.one.called.connect(self.raise_window)
        self._shown: QWidget | None = None
        self._session: Session | None = None
        self._guard: Guard | None = None
        theme.choose(app, self._place.memory().read("window/theme", "system"))  # type: ignore[arg-type]

    def claim(self) -> bool:
        """Whether the folder's window is ours to show; if not, the one that shows it was asked to come forward."""
        try:
            return self._place.claim()
        except Unavailable as error:
            self._tell(error)
            return False

    def begin(self) -> None:
        """Show what the data folder asks for."""
        if self._place.is_new():
            self._show_first_start()
        elif self._place.is_demonstration():
            work = partial(self._doors.sign_in, DEMO, DEMO)
            self._entrance.run(self, work, self._show_office, self._sign_in_after)
        else:
            self._show_sign_in()

    def end(self) -> None:
        """Leave the data properly, and nothing of the window behind."""
        self._entrance.stop()
        self._end_guard()
        self._leave_data()
        self._place.one.free()
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

    def window(self) -> QWidget | None:
        """The window in sight."""
        return self._shown

    # the windows

    def _show_first_start(self) -> None:
        from desktop_app.safety.recovery_code import new_code
        from ui.first_start import Doors, FirstStart

        doors = Doors(self._place.folder, holds_data, new_code, self._doors.create)
        page = FirstStart(doors, self._entrance)
        page.finished.connect(self._after_first_start)
        page.existing.connect(self._change_folder)
        self._show(page)

    def _show_sign_in(self) -> None:
        door, trouble = self._doors.sign_in_door()
        page = SignIn(door, self._entrance, self._place.memory())
        page.signed_in.connect(self._show_office)
        page.folder_wanted.connect(self._ask_folder)
        page.form.tell_fault = partial(self._tell_at_door, page)
        self._show(page)
        if trouble is not None:
            self._tell_at_door(page, trouble)

    def _tell_at_door(self, page: SignIn, error: Exception) -> None:
        from ui.fault_doors import tell_fault
        from ui.sign_in_faults import sign_in_ways

        ways = sign_in_ways(
            page, self._doors, self._begin_anew, self._ask_folder, self._mend, self._fetch_keys
        )
        tell_fault(page, error, ways, doing="登录", title="打不开数据")

    def _fetch_keys(self) -> None:
        from ui.sign_in_faults import KEYS_ARE_BACK

        def done(made_at: datetime) -> None:
            self._after_mending(KEYS_ARE_BACK.format(made_at=made_at))

        self._entrance.run(self, self._doors.fetch_keys, done, self._tell)

    def _begin_anew(self) -> None:
        if self.claim():
            self.begin()

    def _mend(self, wish: Wish | None = None) -> None:
        """Leave the data and bring a backup back: the one wished for, or one that is chosen then."""
        from ui.office.restoring import Restoring

        self._leave_data()
        page = Restoring(
            self._place.folder, None, self._entrance, self._place.clock(), self._place.memory(), wish=wish
        )
        page.finished.connect(self._after_mending)
        page.left.connect(self.begin)
        self._show(page)

    def _after_mending(self, words: str) -> None:
        self.begin()
        if isinstance(self._shown, SignIn):
            self._shown.say(words)

    def _show_office(self, session: Session) -> None:
        from ui.office_window import make_office_window

        self._session = session
        with suppress(Unavailable):
            self._place.claim()  # a folder that could not be written before
        try:
            window = make_office_window(session, self._place.memory())
        except Exception:
            self._leave_data()
            raise
        window.closed.connect(self._app.quit)
        window.sign_out_wanted.connect(self._sign_out)
        window.mend_wanted.connect(self._mend)
        window.restore_wanted.connect(self._mend)
        self._show(window)
        window.alone_wanted.connect(self.work_alone)
        self._guard = Guard(self._app, window, self._entrance)
        self._guard.taken_over.connect(self._take_over)

    def _take_over(self, session: Session) -> None:
        """Another person goes on at this window; the data stays open."""
        self._still_office()
        self._show_office(session)

    def _after_first_start(self, session: Session, what: str) -> None:
        from ui.office_window import OfficeWindow

        self._place.change(session.data.path.parent)
        self._show_office(session)
        if isinstance(self._shown, OfficeWindow) and what != "empty":
            self._shown.begin_with(what)

    def _sign_out(self) -> None:
        self._leave_data()
        self._show_sign_in()

    def _sign_in_after(self, error: Exception) -> None:
        self._show_sign_in()
        self._tell(error)

    # work that needs the data for itself

    def work_alone(self, words: str, work: AloneWork, done: str = "") -> None:
        """Do ``work(steps)`` while no window reads or writes, a page with ``words`` and its progress in sight.

        The work closes the data itself where it must (a restore, another lock). Then the office is shown again
        for the session it returned, the sign-in for None. An error is told, in the office if the data is still open; a good
        end is told there by ``done``.
        """
        from ui.waiting_page import WaitingPage

        self._still_office()
        page = WaitingPage(words)
        self._show(page)
        self._entrance.run(
            self, work, lambda session: self._after_alone(session, done), self._after_alone_failed,
            progress=page.advance, long=True,
        )  # fmt: skip

    def _after_alone(self, session: Session | None, done: str) -> None:
        from ui.office_window import OfficeWindow

        if session is None:
            self._sign_out()
        else:
            self._show_office(session)
        if isinstance(self._shown, OfficeWindow) and done:
            self._shown.line.say(done)

    def _after_alone_failed(self, error: Exception) -> None:
        session = self._session
        if session is not None and session.data.shut.alive:  # the work had not come to closing it
            self._show_office(session)
        else:
            self._sign_out()
        self._tell(error)

    def _still_office(self) -> None:
        from ui.office_window import OfficeWindow

        if isinstance(self._shown, OfficeWindow):
            self._shown.office.ticker.stop()
            self._shown.office.background.stop()

    def _leave_data(self) -> None:
        if self._session is None:
            return
        from desktop_app import data_folder

        self._still_office()
        data_folder.close_folder(self._session)
        self._session = None

    # other folders

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._shown, "选择数据文件夹", str(self._place.folder))
        if chosen:
            self._change_folder(Path(chosen))

    def _change_folder(self, folder: Path) -> None:
        try:
            self._place.change(folder)
        except Exception as error:
            self._tell(error)
            return
        self.begin()

    def _show(self, window: QWidget) -> None:
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

    def _tell(self, error: Exception) -> None:
        dialogs.tell(self._shown, error)
