"""The window's head: menus, the search box, the bell, help, and below them the tabs with the page's commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QMenuBar, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ui.kit import icons, paint, theme
from ui.kit.button import Button
from ui.kit.fields import SearchBox
from ui.kit.frames import holder, row
from ui.kit.progress import BusyBar
from ui.kit.tabs import TabBar

SEARCH_WIDTH = 440


@dataclass(frozen=True, slots=True)
class Command:
    """One entry of a menu; empty words make a line. A refused one stays in place and says why."""

    words: str = ""
    act: Callable[[], None] | None = None
    keys: str = ""
    icon: str = ""
    why_not: str = ""


Menus = Sequence[tuple[str, Sequence[Command]]]


class BellButton(Button):
    """The bell with a red dot while something waits."""

    def __init__(self) -> None:
        super().__init__(kind="quiet", icon="bell")
        self.set_waiting(0)

    def set_waiting(self, count: int) -> None:
        """Say how many things wait."""
        self._waiting = count
        words = self.tr("提醒 {}").format(count) if count else self.tr("没有新提醒")
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.update()

    def waiting(self) -> int:
        """How many things wait."""
        return self._waiting

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._waiting:
            with paint.painting(self) as painter:
                self._paint_dot(painter)

    def _paint_dot(self, painter: QPainter) -> None:
        rect = QRectF(self.width() - 14, 5, 9, 9)
        paint.box(painter, rect, 4.5, theme.color("red_s"), theme.color("chrome"), 1.5)


class Header(QWidget):
    """Two rows over the pages: 40 px with menus and search, 46 px with tabs and commands."""

    bell_pressed = Signal()
    help_pressed = Signal()

    def __init__(self, menus: Menus, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menus = QMenuBar()
        self.menus.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_menus(menus)
        self.search = SearchBox(hint, "Ctrl+K")
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.bell, self._help = BellButton(), Button(kind="quiet", icon="circle-question-mark", tip="F1")
        self.bell.clicked.connect(self.bell_pressed)
        self._help.clicked.connect(self.help_pressed)
        self._help.setToolTip(self.tr("帮助与快捷键（F1）"))
        self._help.setAccessibleName(self.tr("帮助与快捷键"))
        self.tabs, self.busy = TabBar(), BusyBar()
        self._commands = QStackedWidget()
        self._commands.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._lay_out()
        # the icons of menus are pictures in the colours of one theme
        theme.switch().changed.connect(self._refill)

    def set_menus(self, menus: Menus) -> None:
        """Fill the menu bar."""
        self._filled_with = menus
        self.menus.clear()
        for title, commands in menus:
            fill_menu(self.menus.addMenu(title), commands)

    def _refill(self) -> None:
        self.set_menus(self._filled_with)

    def add_commands(self, parts: Sequence[QWidget]) -> int:
        """Keep a page's commands; returns the number to show them by."""
        return self._commands.addWidget(holder(row(None, *parts)))

    def show_commands(self, number: int) -> None:
        """Show the commands of one page."""
        self._commands.setCurrentIndex(number)

    def _lay_out(self) -> None:
        left, right = QWidget(), QWidget()
        for side, layout in ((left, row(self.menus, None)), (right, row(None, self.bell, self._help, gap=2))):
            side.setLayout(layout)
            side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        top = QHBoxLayout()
        top.setContentsMargins(12, 3, 12, 3)
        top.addWidget(left, 1)
        top.addWidget(self.search)
        top.addWidget(right, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 12, 8)
        foot.setSpacing(12)
        foot.addWidget(self.tabs, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(self._commands, 1)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addLayout(top)
        stack.addLayout(foot)
        stack.addWidget(self.busy)

    def add_alarm(self, alarm: QWidget) -> None:
        """Put an alarm over the tabs, under the search."""
        stack = self.layout()
        assert isinstance(stack, QVBoxLayout)
        stack.insertWidget(1, alarm)


def fill_menu(menu: QMenu, commands: Sequence[Command]) -> QMenu:
    """Put commands into a menu."""
    menu.setToolTipsVisible(True)
    for command in commands:
        if not command.words:
            menu.addSeparator()
            continue
        action = QAction(command.words, menu)
        if command.icon:
            ink = theme.color("t2")
            action.setIcon(icons.icon(command.icon, ink, 16, theme.color("dis")))
        if command.keys:
            action.setShortcut(QKeySequence(command.keys))
        action.setEnabled(command.act is not None and not command.why_not)
        action.setToolTip(command.why_not)
        if command.act:
            action.triggered.connect(lambda _checked=False, act=command.act: act())
        menu.addAction(action)
    return menu
