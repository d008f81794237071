"""The one window: head, tabs with pages made when first opened, status line; it knows no page's business."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from ui.header import Header, Menus
from ui.kit.button import Button
from ui.kit.labels import label
from ui.kit.page import Page
from ui.kit.shortcuts_dialog import ShortcutsDialog
from ui.office_context import Office
from ui.search_popup import Search, SearchPopup
from ui.status_line import Standing, StatusLine

LEAST_SIZE = QSize(1280, 640)
"""1280×672 with the title bar, what a 1920×1080 screen at 150 % leaves beside the taskbar."""
FIRST_SIZE = QSize(1366, 720)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: room, title, icon, where its page's class stands, and the duties of which one is needed (empty:
    everyone)."""

    room: str
    title: str
    icon: str
    page: str
    duties: frozenset[str] = frozenset()


TABS = (
    Tab("archive", "客户档案", "contact-round", "ui.archive.page:ArchivePage"),
    Tab("callbacks", "回访工作台", "phone-call", "ui.callbacks.page:CallbacksPage"),
    Tab("complaints", "投诉处理", "message-square-warning", "ui.complaints.page:ComplaintsPage"),
    Tab("statistics", "统计报表", "chart-column", "ui.statistics.page:StatisticsPage"),
)
"""To add a tab: a room of one name on every floor, and one line here."""


def page_class(place: str) -> Callable[[Office], Page]:
    """The page's class from "module:Class"; imported only now, so that a tab never opened costs nothing."""
    module, name = place.split(":")
    found: Callable[[Office], Page] = getattr(import_module(module), name)
    return found


class MainWindow(QMainWindow):
    """Shows the tabs that the session's duties allow.

    ``search`` answers the search box with rows whose ``data`` is (room, reference). ``standing`` is asked in the
    background, at the start, after changes and every minute. ``file_dropped`` carries the path of a file dropped
    on the window, ``closed`` comes once when it closes.
    """

    file_dropped = Signal(str)
    bell_pressed = Signal()
    closed = Signal()

    def __init__(self, office: Office, *, title: str, who: str, search: Search,
                 standing: Callable[[], Standing], menus: Menus = (), tabs: Sequence[Tab] = TABS,
                 parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.office = office
        self._standing = standing
        held = office.session.person.duties
        self._tabs = tuple(tab for tab in tabs if not tab.duties or tab.duties & held)
        self._pages: dict[int, Page] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self.setWindowTitle(title)
        self.setMinimumSize(LEAST_SIZE)
        self.setAcceptDrops(True)
        hint = self.tr("搜姓名、拼音、电话、车牌、车架号、案例编号")
        self.header, self.line = Header(menus, hint), StatusLine(who)
        self._stack = QStackedWidget()
        self._lay_out()
        self.popup = SearchPopup(self.header.search, search, office.background, self)
        self._give_ways()
        self._connect()
        self._bind_keys()
        self._remember_place()

    # going places

    def go(self, room: str, reference: str = "") -> None:
        """Open a tab by its room, and in it the record of a reference."""
        number = next((at for at, tab in enumerate(self._tabs) if tab.room == room), None)
        if number is None:
            return
        self.header.tabs.setCurrentIndex(number)
        page = self.page(number)
        if reference:
            page.show_record(reference)

    def page(self, number: int) -> Page:
        """The page of a tab, made when first asked for."""
        if number not in self._pages:
            page = page_class(self._tabs[number].page)(self.office)
            self._pages[number] = page
            self._places[number] = (self._stack.addWidget(page), self.header.add_commands(page.commands()))
            page.count_changed.connect(lambda count, tab=number: self.header.tabs.set_count(tab, count))
            page.refresh(None)
        return self._pages[number]

    def current_page(self) -> Page:
        """The page in sight."""
        return self.page(self.header.tabs.currentIndex())

    def set_count(self, room: str, count: int) -> None:
        """Show a count on a tab whose page is not made yet."""
        for number, tab in enumerate(self._tabs):
            if tab.room == room:
                self.header.tabs.set_count(number, count)

    def show_help(self) -> None:
        """F1: the shortcuts of the window and of the page in sight."""
        ShortcutsDialog(self.tr("快捷键"), self.shortcuts(), self).exec()

    def shortcuts(self) -> dict[str, list[tuple[str, str]]]:
        """The shortcuts by group: everywhere, in lists, and those of the page in sight."""
        page = self.current_page()
        own = [(button.keys(), button.text()) for button in _buttons(page) if button.keys()]
        own += page.shortcuts()
        tabs = [(f"Ctrl+{number}", tab.title) for number, tab in enumerate(self._tabs, 1)]
        doors = [("Ctrl+Alt+L", self.tr("锁定")), ("Ctrl+L", self.tr("换人登录"))]
        everywhere = [("Ctrl+K", self.tr("搜索")), *tabs, *doors, ("F1", self.tr("这张表"))]
        lists = [
            ("Enter", self.tr("打开")), ("Space", self.tr("预览")), ("Ctrl+C", self.tr("复制为表格")),
            ("Esc", self.tr("取消、清空搜索")),
        ]  # fmt: skip
        here = self._tabs[self.header.tabs.currentIndex()].title
        groups = {self.tr("到处可用"): everywhere, self.tr("名单里"): lists, here: list(dict.fromkeys(own))}
        return {name: lines for name, lines in groups.items() if lines}

    def refresh_standing(self) -> None:
        """Ask for backup, place and counts again."""
        self.office.background.run(self, self._standing, self.line.show_standing)

    def start(self) -> None:
        """Show the first tab, the status line and the clock; call it once, before ``show``."""
        first = min(self.office.memory.read("window/tab", 0), len(self._tabs) - 1)
        if first == self.header.tabs.currentIndex():
            self._open(first)
        self.header.tabs.setCurrentIndex(first)
        self.refresh_standing()
        self.line.show_time(self.office.session.now())
        self.office.ticker.start()

    def may_leave(self) -> bool:
        """Whether every page lets the window go; what was typed is on the disk then."""
        return all(page.may_leave() for page in self._pages.values())

    def keep_drafts(self) -> None:
        """Write down what is typed and not yet on the disk."""
        for page in self._pages.values():
            page.keep_drafts()

    def keep_place(self) -> None:
        """Remember where the window stands and which tab is open."""
        memory = self.office.memory
        memory.write_bytes("window/geometry", self.saveGeometry())
        memory.write("window/tab", self.header.tabs.currentIndex())

    # events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        urls = event.mimeData().urls()
        if urls and urls[0].isLocalFile():
            event.acceptProposedAction()
            self.file_dropped.emit(urls[0].toLocalFile())

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_leave():
            event.ignore()
            return
        self.keep_place()
        self.office.ticker.stop()
        event.accept()
        self.closed.emit()

    # set-up

    def _lay_out(self) -> None:
        for tab in self._tabs:
            self.header.tabs.add(tab.title, tab.icon)
        self.setMenuWidget(self.header)
        ground = QWidget()
        column = QVBoxLayout(ground)
        column.setContentsMargins(12, 0, 12, 0)
        column.addWidget(self._stack)
        if not self._tabs:
            column.addWidget(label(self.tr("您的职责没有可以打开的工作台，请找客关部经理。"), "title"))
        self.setCentralWidget(ground)
        self.setStatusBar(self.line)

    def _give_ways(self) -> None:
        self.office.open_file = lambda vin: self.go("archive", vin)
        self.office.open_callback = lambda reference: self.go("callbacks", reference)
        self.office.open_case = lambda number: self.go("complaints", number)
        self.office.open_report = lambda name: self.go("statistics", name)
        self.office.status = self.line.say

    def _connect(self) -> None:
        self.header.tabs.currentChanged.connect(self._open)
        self.header.bell_pressed.connect(self.bell_pressed)
        self.header.help_pressed.connect(self.show_help)
        self.popup.picked.connect(lambda place: self.go(*place))
        self.line.counts_clicked.connect(lambda: self.go("complaints"))
        self.office.background.changed.connect(self._on_changed)
        self.office.background.broke.connect(self.office.tell)
        self.office.ticker.ticked.connect(self.line.show_time)
        self.office.ticker.minute.connect(lambda _moment: self.refresh_standing())

    def _bind_keys(self) -> None:
        for number in range(len(self._tabs)):
            keys = QKeySequence(f"Ctrl+{number + 1}")
            QShortcut(keys, self, lambda number=number: self.header.tabs.setCurrentIndex(number))
        QShortcut(QKeySequence("F1"), self, self.show_help)

    def _remember_place(self) -> None:
        self.resize(FIRST_SIZE)
        kept = self.office.memory.read_bytes("window/geometry")
        if not kept.isEmpty():
            self.restoreGeometry(kept)

    def _open(self, number: int) -> None:
        if number < 0:
            return
        page = self.page(number)
        place, commands = self._places[number]
        self._stack.setCurrentIndex(place)
        self.header.show_commands(commands)
        self.popup.close()
        page.focus_first()

    def _on_changed(self, changed: frozenset[str]) -> None:
        for page in self._pages.values():
            page.refresh(changed)
        self.refresh_standing()


def _buttons(page: Page) -> list[Button]:
    inside = [child for child in page.findChildren(Button) if child.isVisibleTo(page)]
    return [*(part for part in page.commands() if isinstance(part, Button)), *inside]
