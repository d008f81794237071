"""What the menus open for care: the book, recall lists, the working calendar, the kinds; imported when wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.main_window import MainWindow


def book(window: MainWindow) -> None:
    """回访 › 预约簿."""
    from ui.callbacks.book_dialog import BookDialog

    BookDialog(window.office, window).exec()


def recall_lists(window: MainWindow) -> None:
    """文件 › 召回名单."""
    from ui.office.recall_dialog import RecallDialog

    RecallDialog(window.office, window).exec()


def working_calendar(window: MainWindow) -> None:
    """数据 › 工作日历."""
    from ui.office.calendar_dialog import CalendarDialog

    CalendarDialog(window.office, window).exec()


def care_kinds(window: MainWindow) -> None:
    """数据 › 关怀提醒."""
    from ui.office.care_kinds_dialog import CareKindsDialog

    CareKindsDialog(window.office, window).exec()
