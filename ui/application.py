"""From the start of the window to its end: find the data folder, first start or sign-in, then the office.

The database and the office are loaded only when someone signs in, so that the sign-in stands at once.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop_app import VERSION, doorway
from desktop_app.problems import Unavailable
from desktop_app.safety.folder_layout import holds_data
from desktop_app.session import Clock, Session
from ui.ending import Ending
from ui.kit import dialogs, theme, wording
from ui.kit.background import Background
from ui.kit.last_resort import LastResort
from ui.kit.memory import Memory
from ui.one_window import OneWindow, call_forward
from ui.sign_in import Door, SignIn
from ui.surroundings import refuse_no_screen, refuse_unsound_pair

DEMO = "demo"
MEMORY_FILE = "window.ini"
KEPT_FOLDER = "place/folder"
SHOWN_ELSEWHERE = Unavailable(
    "这个数据文件夹已经在另一个窗口里打开。",
    data="数据没有改动。",
    todo="用那个窗口继续，或者换一个数据文件夹。",
)
NO_ANSWER = Unavailable(
    "程序已经打开，但它的窗口没有回应。",
    data="以前保存的内容都在。",
    todo="等它做完手上的事，再试一次。\n一直没有回应时，重新启动电脑再打开。",
)
SECOND_START = 0
FAILED = 3


@dataclass(frozen=True, slots=True)
class Start:
    """How the program was started: which folder (None: the last one), which clock, and whether as demonstration."""

    folder: Path | None
    clock: Clock
    replay: bool
    demo: bool


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


def make_application() -> QApplication:
    """The QApplication with the program's look and words, made once."""
    refuse_unsound_pair()
    refuse_no_screen()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("crdesk")
    app.setApplicationDisplayName("客户关系工作台")
    wording.install(app)
    return app


def folder_of(asked: Start) -> Path:
    """The data folder asked for, else the one this person chose last, else the platform's."""
    if asked.folder is not None:
        return asked.folder
    usual = doorway.default_folder()
    return Path(_memory(usual).read(KEPT_FOLDER, str(usual)))


def _memory(folder: Path) -> Memory:
    return Memory.in_file(folder / MEMORY_FILE)


class Application(QObject):
    """Holds the one window in sight: first start, sign-in or the office."""

    def __init__(self, app: QApplication, asked: Start) -> None:
        super().__init__()
        self._app, self._asked = app, asked
        self._folder = folder_of(asked)
        # where data was the last time, its absence is a fault and no first start
        self._expected = asked.folder is None and self._folder != doorway.default_folder()
        self._entrance = Background(nullcontext)
        self._entrance.broke.connect(self._tell)
        self._last_resort = LastResort(self._tell)
        self._last_resort.install()
        self._one = OneWindow()
        self._one.called.connect(self.raise_window)
        self._shown: QWidget | None = None
        self._session: Session | None = None
        theme.choose(app, self._memory().read("window/theme", "system"))  # type: ignore[arg-type]

    def claim(self) -> bool:
        """Whether the folder's window is ours to show; if not, the one that shows it was asked to come forward."""
        if self._one.take(self._folder):
            return True
        if not call_forward(self._folder):
            self._tell(NO_ANSWER)
        return False

    def begin(self) -> None:
        """Show what the data folder asks for."""
        if not holds_data(self._folder) and not self._expected:
            self._show_first_start()
        elif self._asked.demo and self._folder == self._asked.folder:
            self._entrance.run(
                self, lambda: self._open(DEMO, DEMO), self._show_office, self._not_a_demonstration
            )
        else:
            self._show_sign_in()

    def end(self) -> None:
        """Leave the data properly, and nothing of the window behind."""
        self._entrance.stop()
        self._leave_data()
        self._one.free()
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
            names, trouble = doorway.account_names(self._folder), None
        except Exception as error:
            names, trouble = (), error
        shop = self._memory().read("shop", "")
        door = Door(names, self._open, str(self._folder), VERSION, shop, now=self._asked.clock)
        page = SignIn(door, self._entrance, self._memory())
        page.signed_in.connect(self._show_office)
        page.folder_wanted.connect(self._ask_folder)
        self._show(page)
        if trouble is not None:
            self._tell(trouble)

    def _show_office(self, session: Session) -> None:
        from ui.office_window import make_office_window

        self._session = session
        try:
            window = make_office_window(session, self._memory())
        except Exception:
            self._leave_data()
            raise
        window.closed.connect(self._app.quit)
        window.sign_out_wanted.connect(self._sign_out)
        self._show(window)

    def _after_first_start(self, session: Session, what: str) -> None:
        from ui.office_window import OfficeWindow

        self._folder = session.data.path.parent
        self._one.take(self._folder)
        self._show_office(session)
        if isinstance(self._shown, OfficeWindow) and what != "empty":
            self._shown.begin_with(what)

    def _sign_out(self) -> None:
        self._leave_data()
        self._show_sign_in()

    def _not_a_demonstration(self, error: Exception) -> None:
        self._show_sign_in()
        self._tell(error)

    # work

    def _open(self, name: str, password: str) -> Session:
        from desktop_app import data_folder

        return data_folder.open_folder(
            self._folder, name, password, self._asked.clock, replay=self._asked.replay
        )

    def _create(self, wishes: object) -> Session:
        from desktop_app import data_folder
        from ui.first_start import Wishes

        assert isinstance(wishes, Wishes)
        made = data_folder.create(
            wishes.folder, wishes.account, wishes.password, wishes.shop, wishes.brand, self._asked.clock,
            person=wishes.person, recovery_code=wishes.recovery_code,
        )  # fmt: skip
        self._remember(wishes.folder)
        return made.session

    def _leave_data(self) -> None:
        if self._session is None:
            return
        from desktop_app import data_folder
        from ui.office_window import OfficeWindow

        if isinstance(self._shown, OfficeWindow):
            self._shown.office.ticker.stop()
            self._shown.office.background.stop()
        data_folder.close_folder(self._session)
        self._session = None

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self._shown, "选择数据文件夹", str(self._folder))
        if chosen:
            self._change_folder(Path(chosen))

    def _change_folder(self, folder: Path) -> None:
        try:
            taken = self._one.take(folder)
        except OSError as error:
            self._tell(error)
            return
        if not taken:
            self._tell(SHOWN_ELSEWHERE)
            return
        self._folder, self._expected = folder, False
        if holds_data(folder):
            self._remember(folder)
        self.begin()

    def _remember(self, folder: Path) -> None:
        """Open a folder chosen in the window at the next start without ``--data`` too."""
        if self._asked.folder is None:
            _memory(doorway.default_folder()).write(KEPT_FOLDER, str(folder))

    def _memory(self) -> Memory:
        return _memory(self._folder)

    def _show(self, window: QWidget) -> None:
        before, self._shown = self._shown, window
        window.show()
        if before is not None:
            before.deleteLater()
        QGuiApplication.processEvents()

    def _tell(self, error: Exception) -> None:
        dialogs.tell(self._shown, error)
