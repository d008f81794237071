"""The window: tabs made when first opened, the search, the status line, what it remembers."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import util
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.session import Person, Session
from ui.header import Command
from ui.kit import theme
from ui.kit.items import Head, Item, ListRow
from ui.main_window import LEAST_SIZE, TABS, MainWindow, Tab
from ui.office_context import Office
from ui.search_popup import group
from ui.status_line import Standing, StatusLine

pytestmark = pytest.mark.usefixtures("no_dialogs")
STANDING = Standing("备份已验证 今天 08:02", True, "D:\\客户关系数据", 2, 3)


@pytest.fixture
def pages() -> Iterator[list]:  # type: ignore[type-arg]
    """The pages made so far; the module stands beside this one."""
    spec = util.spec_from_file_location("plain_pages", Path(__file__).parent / "plain_pages.py")
    assert spec
    assert spec.loader
    module = util.module_from_spec(spec)
    sys.modules["plain_pages"] = module
    spec.loader.exec_module(module)
    yield module.made
    del sys.modules["plain_pages"]


def tabs() -> tuple[Tab, ...]:
    return tuple(replace(tab, page="plain_pages:PlainPage") for tab in TABS)


def search(text: str) -> Sequence[ListRow]:
    if text == "无":
        return []
    return [
        *group("客户", [Item(1, f"{text}佳宁", "138", data=("archive", "VIN1"))]),
        *group("案例", [Item(2, "TS-202610-0007", data=("complaints", "TS-202610-0007"))]),
    ]


@dataclass
class Deeds:
    """What menus did."""

    done: list[str]


@pytest.fixture
def deeds() -> Deeds:
    return Deeds([])


@pytest.fixture
def window(office: Office, pages: list, qtbot: QtBot, deeds: Deeds) -> MainWindow:  # type: ignore[type-arg]
    file = ("文件", [Command("导入…", lambda: deeds.done.append("import"), "Ctrl+I", "file-down"), Command(),
                     Command("恢复…", lambda: deeds.done.append("restore"), why_not="您的职责不能恢复")])  # fmt: skip
    made = MainWindow(
        office, title="云岭汽车 · 客户关系工作台", who="乔安 · 客户回访专员", search=search,
        standing=lambda: STANDING, menus=[file], tabs=tabs(),
    )  # fmt: skip
    qtbot.addWidget(made)
    made.start()
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    qtbot.waitUntil(lambda: not office.background.busy())
    return made


def test_a_page_is_made_when_its_tab_is_first_opened(window: MainWindow, pages: list) -> None:  # type: ignore[type-arg]
    assert len(pages) == 1
    window.header.tabs.setCurrentIndex(2)
    window.header.tabs.setCurrentIndex(0)
    window.header.tabs.setCurrentIndex(2)
    assert len(pages) == 2
    assert window.current_page() is pages[1]


def test_the_first_focus_is_the_pages_not_the_search_box(window: MainWindow, pages: list) -> None:  # type: ignore[type-arg]
    assert QApplication.focusWidget() is pages[0].list
    window.header.tabs.setCurrentIndex(1)
    assert QApplication.focusWidget() is pages[1].list


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_ctrl_and_a_digit_opens_a_tab(window: MainWindow, qtbot: QtBot, number: int) -> None:
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), Qt.KeyboardModifier.ControlModifier)
    assert window.header.tabs.currentIndex() == number - 1


def test_each_page_shows_its_own_commands(window: MainWindow, pages: list) -> None:  # type: ignore[type-arg]
    window.header.tabs.setCurrentIndex(1)
    assert pages[1].command.isVisible()
    assert not pages[0].command.isVisible()


def test_a_command_key_belongs_to_the_page_in_sight(window: MainWindow, pages: list, qtbot: QtBot) -> None:  # type: ignore[type-arg]
    window.header.tabs.setCurrentIndex(1)
    pressed: list[int] = []
    pages[0].command.clicked.connect(lambda: pressed.append(0))
    pages[1].command.clicked.connect(lambda: pressed.append(1))
    qtbot.keyClick(window, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: bool(pressed))
    assert pressed == [1]


def test_changes_reach_every_page_that_is_there(window: MainWindow, pages: list, office: Office) -> None:  # type: ignore[type-arg]
    office.background.changed.emit(frozenset({"archive"}))
    assert pages[0].refreshed == [None, frozenset({"archive"})]


def test_counts_stand_on_the_tabs(window: MainWindow, pages: list) -> None:  # type: ignore[type-arg]
    window.set_count("callbacks", 36)
    assert window.header.tabs.count_of(1) == 36
    pages[0].count_changed.emit(7)
    assert window.header.tabs.count_of(0) == 7


def test_links_lead_to_the_tab_that_shows_them(window: MainWindow, pages: list, office: Office) -> None:  # type: ignore[type-arg]
    office.open_case("TS-202610-0007")
    assert window.header.tabs.currentIndex() == 2
    assert pages[-1].shown == ["TS-202610-0007"]
    office.open_file("VIN9")
    assert pages[0].shown == ["VIN9"]


def test_the_search_finds_and_opens(
    window: MainWindow,
    pages: list,
    qtbot: QtBot,
    type_chinese: Callable[..., None],  # type: ignore[type-arg]
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    box = window.header.search
    assert QApplication.focusWidget() is box
    type_chinese(box, "沈")
    qtbot.waitUntil(window.popup.panel.isVisible)
    assert [type(row) for row in window.popup.rows()] == [Head, Item, Head, Item]
    qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert window.header.tabs.currentIndex() == 2
    assert pages[-1].shown == ["TS-202610-0007"]
    assert (box.text(), window.popup.panel.isVisible()) == ("", False)


def test_escape_closes_the_search(window: MainWindow, qtbot: QtBot) -> None:
    box = window.header.search
    box.setFocus()
    qtbot.keyClicks(box, "1390")
    qtbot.waitUntil(window.popup.panel.isVisible)
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert not window.popup.panel.isVisible()


def test_an_empty_search_says_what_to_try(window: MainWindow, qtbot: QtBot) -> None:
    window.header.search.setText("无")
    qtbot.waitUntil(window.popup.panel.isVisible)
    assert "没有找到“无”" in window.popup._foot.text()


def test_only_the_newest_question_is_answered(window: MainWindow, qtbot: QtBot, office: Office) -> None:
    for text in ("1", "13", "139"):
        window.header.search.setText(text)
    qtbot.waitUntil(lambda: not office.background.busy())
    first = window.popup.rows()[1]
    assert isinstance(first, Item)
    assert first.title == "139佳宁"


def test_what_was_typed_over_is_never_asked(office: Office, pages: list, qtbot: QtBot) -> None:  # type: ignore[type-arg]
    go, asked = threading.Event(), list[str]()

    def slow(text: str) -> Sequence[ListRow]:
        asked.append(text)
        go.wait(10)
        return []

    window = MainWindow(office, title="", who="", search=slow, standing=lambda: STANDING, tabs=tabs())
    qtbot.addWidget(window)
    window.header.search.setText("1")
    qtbot.waitUntil(lambda: asked == ["1"])
    for text in ("13", "139"):
        window.header.search.setText(text)
    go.set()
    qtbot.waitUntil(lambda: not office.background.busy())
    assert asked == ["1", "139"]


def test_the_status_line_tells_who_backup_place_and_counts(window: MainWindow, qtbot: QtBot) -> None:
    words = window.line.words()
    for part in (
        "乔安",
        "备份已验证 今天 08:02",
        "D:\\客户关系数据",
        "红 2",
        "黄 3",
        "2026年10月31日 周六 18:30",
    ):
        assert part in words


def test_a_missing_backup_is_told_in_yellow(qtbot: QtBot) -> None:
    line = StatusLine("乔安")
    qtbot.addWidget(line)
    line.show_standing(Standing("还没有备份", False))
    assert line._backup.property("tone") == "yellow"
    line.say("已保存")
    assert "已保存" in line.words()


def test_an_error_of_background_work_is_told(
    window: MainWindow, office: Office, told: list[Exception]
) -> None:
    error = ValueError()
    office.background.broke.emit(error)
    assert error in told


# the only way to make one in 6.11; 6.12 prefers another, which 6.11 lacks
made_by_hand = pytest.mark.filterwarnings("ignore:.*QDragEnterEvent.*deprecated")


@made_by_hand
def test_a_file_dropped_on_the_window_is_told(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "交车.xlsx"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    parts = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(5, 5), *parts)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    with qtbot.waitSignal(window.file_dropped, check_params_cb=lambda path: Path(path) == file):
        window.dropEvent(QDropEvent(QPointF(5, 5), *parts))


@made_by_hand
def test_text_dropped_on_the_window_is_not_taken(window: MainWindow) -> None:
    data = QMimeData()
    data.setText("x")
    enter = QDragEnterEvent(
        QPoint(5, 5),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    enter.ignore()
    window.dragEnterEvent(enter)
    assert not enter.isAccepted()


def test_the_window_remembers_its_tab_and_place(
    window: MainWindow, office: Office, qtbot: QtBot, pages: list
) -> None:  # type: ignore[type-arg]
    window.header.tabs.setCurrentIndex(3)
    window.resize(1280, 690)
    with qtbot.waitSignal(window.closed):
        window.close()
    again = MainWindow(office, title="", who="", search=search, standing=lambda: STANDING, tabs=tabs())
    qtbot.addWidget(again)
    again.start()
    assert again.header.tabs.currentIndex() == 3
    # the screen of the tests is 800 px square, so only the height can tell
    assert again.height() == 690


def test_a_page_with_something_unsaved_keeps_the_window_open(
    window: MainWindow, pages: list, qtbot: QtBot
) -> None:  # type: ignore[type-arg]
    pages[0].leave = False
    with qtbot.assertNotEmitted(window.closed):
        window.close()
    assert window.isVisible()
    pages[0].leave = True
    window.close()
    assert not window.isVisible()


def test_the_window_fits_a_small_laptop(window: MainWindow) -> None:
    assert (window.minimumWidth(), window.minimumHeight()) == (LEAST_SIZE.width(), LEAST_SIZE.height())
    assert window.minimumSizeHint().width() <= 1280
    window.resize(LEAST_SIZE)
    row = window.header.tabs
    assert row.geometry().right() < window.current_page().commands()[0].mapTo(window, QPoint(0, 0)).x()


def test_menus_do_what_the_duties_allow(window: MainWindow, deeds: Deeds) -> None:
    menu = window.header.menus.actions()[0].menu()
    bring, line, back = menu.actions()
    bring.trigger()
    back.trigger()
    assert deeds.done == ["import"]
    assert line.isSeparator()
    assert (back.isEnabled(), back.toolTip()) == (False, "您的职责不能恢复")


def test_menus_follow_the_theme(window: MainWindow, qapp: QApplication) -> None:
    def drawn() -> QImage:
        return window.header.menus.actions()[0].menu().actions()[0].icon().pixmap(16, 16).toImage()

    light = drawn()
    theme.apply(qapp, dark=True)
    dark = drawn()
    theme.apply(qapp, dark=False)
    assert light != dark
    assert drawn() == light


def test_a_window_that_is_gone_leaves_the_theme_alone(
    office: Office, pages: list, qapp: QApplication
) -> None:  # type: ignore[type-arg]
    window = MainWindow(office, title="", who="", search=search, standing=lambda: STANDING, tabs=tabs())
    shiboken6.delete(window)
    theme.apply(qapp, dark=False)


def test_f1_lists_the_shortcuts_of_window_and_page(window: MainWindow) -> None:
    groups = window.shortcuts()
    assert ("Ctrl+K", "搜索") in groups["到处可用"]
    assert ("Ctrl+2", "回访工作台") in groups["到处可用"]
    assert groups["客户档案"] == [("F9", "来电登记"), ("Ctrl+Return", "保存，下一个")]


def test_tabs_without_the_duty_are_not_there(office: Office, pages: list, qtbot: QtBot) -> None:  # type: ignore[type-arg]
    narrow = Office(
        Session(Person("接待", frozenset({"receptionist"})), office.session.clock, office.session.data),
        office.background, office.memory, office.tell,
    )  # fmt: skip
    some = (tabs()[0], replace(tabs()[1], duties=frozenset({"cr_manager"})))
    window = MainWindow(narrow, title="", who="", search=search, standing=lambda: STANDING, tabs=some)
    qtbot.addWidget(window)
    assert window.header.tabs.count() == 1
    window.go("callbacks")
    assert window.header.tabs.currentIndex() == 0


def test_the_bell_shows_that_something_waits(window: MainWindow, qtbot: QtBot) -> None:
    window.header.bell.set_waiting(2)
    assert window.header.bell.accessibleName() == "提醒 2"
    with qtbot.waitSignal(window.bell_pressed):
        qtbot.mouseClick(window.header.bell, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize("tab", TABS, ids=[tab.room for tab in TABS])
def test_a_tab_has_the_name_of_its_room(tab: Tab) -> None:
    assert tab.page.startswith(f"ui.{tab.room}.")
