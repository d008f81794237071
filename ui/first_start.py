"""First use: data folder, shop and brand, the first manager with the recovery code, first files or a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.problems import Refused
from ui.first_start_pages import FolderPage, ManagerPage, ShopPage, StartPage, StepPage
from ui.kit import dialogs
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.frames import Sheet, line, row
from ui.kit.labels import label, set_words
from ui.kit.step_list import StepList

if TYPE_CHECKING:
    from desktop_app.session import Session

PANEL_WIDTH = 238
SIZE = QSize(980, 600)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the first start asks for."""

    folder: Path
    shop: str
    brand: str
    person: str
    account: str
    password: str
    recovery_code: str


@dataclass(frozen=True, slots=True)
class Doors:
    """What the first start works with; ``create`` runs in the background and raises Refused with ``field``."""

    default_folder: Path
    holds_data: Callable[[Path], bool]
    new_code: Callable[[], str]
    create: Callable[[Wishes], Session]


class FirstStart(QWidget):
    """Four steps; the data folder is made after the third.

    ``finished`` carries the session and what to do first: "import", "demo" or "empty". ``existing`` carries a
    chosen folder that holds data already: sign in there instead.
    """

    finished = Signal(object, str)
    existing = Signal(Path)

    def __init__(self, doors: Doors, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._doors, self._background = doors, background
        self._session: Session | None = None
        self.setWindowTitle(self.tr("客户关系工作台 · 第一次使用"))
        self.setMinimumSize(1024, 640)
        self.resize(1366, 736)
        self.folder = FolderPage(doors.default_folder, doors.holds_data)
        self.shop, self.manager, self.begin = ShopPage(), ManagerPage(doors.new_code()), StartPage()
        self.folder.existing.connect(self.existing)
        self.begin.chosen.connect(self._on_chosen)
        self._pages: tuple[StepPage, ...] = (self.folder, self.shop, self.manager, self.begin)
        self._steps = StepList([page.step for page in self._pages])
        self._stack = QStackedWidget()
        for page in self._pages:
            self._stack.addWidget(page)
            page.ready_changed.connect(self._show_ready)
        self.back = Button(self.tr("上一步"), kind="quiet", icon="arrow-left")
        self.next = Button(self.tr("下一步"), kind="primary", keys="Enter")
        self._hint = label("", "second")
        self._lay_out()
        self.back.clicked.connect(lambda: self._go(self._steps.now() - 1))
        self.next.clicked.connect(self.advance)
        self._go(0)

    def step(self) -> int:
        """The present step, from 0."""
        return self._steps.now()

    def advance(self) -> None:
        """Go on to the next step if this one is filled in; what is missing is told at its field."""
        page = self._pages[self.step()]
        if not page.check():
            return
        if page is self.manager:
            self._create()
        elif page is not self.begin:
            self._go(self.step() + 1)

    def wishes(self) -> Wishes:
        """What was filled in so far."""
        return Wishes(
            Path(self.folder.path()), self.shop.shop.text(), self.shop.brand.text(), self.manager.person.text(),
            self.manager.account.text(), self.manager.chosen.secret(), self.manager.code,
        )  # fmt: skip

    def _create(self) -> None:
        wishes = self.wishes()
        self.next.set_allowed(False)
        self.back.set_allowed(False)
        self._stack.setEnabled(False)
        set_words(self._hint, self.tr("正在建立数据文件夹…"))
        self._background.run(
            self, lambda: self._doors.create(wishes), self._on_made, self._on_failed, long=True
        )

    def _on_made(self, session: Session) -> None:
        self._session = session
        self._stack.setEnabled(True)
        self._go(3)

    def _on_failed(self, error: Exception) -> None:
        self._stack.setEnabled(True)
        self._go(self.step())
        if not isinstance(error, Refused):
            dialogs.tell(self, dialogs.explain(error, doing=self.tr("建立数据文件夹")))
            return
        for number, page in enumerate(self._pages):
            if page.show_error(error.field or "", error.message):
                self._go(number)
                return
        dialogs.tell(self, error)

    def _on_chosen(self, what: str) -> None:
        if self._session is not None:
            self.finished.emit(self._session, what)

    def _go(self, number: int) -> None:
        self._steps.set_now(number)
        self._stack.setCurrentIndex(number)
        last = number == len(self._pages) - 1
        self.back.setVisible(number > 0 and not last)
        self.back.set_allowed(True)
        self.next.setVisible(not last)
        self.manager.set_shop(self.shop.shop.text())
        self._show_ready()
        self._pages[number].focus_first()

    def _show_ready(self) -> None:
        page = self._pages[self.step()]
        missing = page.missing()
        self.next.set_allowed(not missing, missing)
        set_words(self._hint, missing)

    def _lay_out(self) -> None:
        sheet = Sheet()
        sheet.setFixedSize(SIZE)
        parts = QHBoxLayout()
        parts.setSpacing(0)
        parts.addWidget(self._left())
        parts.addWidget(self._right(), 1)
        sheet.column.addLayout(parts)
        outer = QVBoxLayout(self)
        outer.addWidget(sheet, 0, Qt.AlignmentFlag.AlignCenter)

    def _left(self) -> QWidget:
        left = Sheet((12, 28, 12, 24))
        left.setProperty("role", "side")
        left.setFixedWidth(PANEL_WIDTH)
        title = QVBoxLayout()
        title.setContentsMargins(13, 0, 0, 22)
        title.addWidget(label(self.tr("第一次使用"), "title"))
        title.addWidget(label(self.tr("四步，约三分钟"), "second"))
        left.column.addLayout(title)
        left.column.addWidget(self._steps)
        left.column.addStretch()
        left.column.addWidget(label("　" + self.tr("数据文件夹以后可以整个搬走"), "note"))
        return left

    def _right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(36, 26, 36, 20)
        column.setSpacing(14)
        column.addWidget(self._stack, 1)
        column.addWidget(line())
        column.addLayout(row(self.back, None, self._hint, 6, self.next))
        return right
