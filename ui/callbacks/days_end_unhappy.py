"""不满意客户: this month's list, and the way to it in 统计报表."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.session import Session
from desktop_app.statistics.registry import take
from desktop_app.statistics.report import Report
from ui.callbacks.list_outlets import ListOutlets
from ui.kit.button import Button
from ui.kit.empty import EmptyState
from ui.kit.frames import Box, row
from ui.kit.labels import label, set_words
from ui.kit.pages import Pages
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.office_context import Office
from ui.statistics.report_columns import columns_of
from ui.statistics.report_rows import rows_of

NAME = "dissatisfied"


class UnhappyTab(QWidget):
    """``counted`` tells how many there are this month, ``report_wanted`` asks for the report itself."""

    counted = Signal(int)
    report_wanted = Signal(str)

    def __init__(self, office: Office) -> None:
        super().__init__()
        self._office = office
        self.table = Table(ListModel(()))
        self._said = label("", "second")
        self.open = Button("在统计报表里打开", kind="primary", icon="chart-column", keys="Enter", bind=False)
        self.outlets = ListOutlets(office, self, NAME, "不满意客户清单", self._report)
        self._nothing = EmptyState(
            "circle-check", "这个月还没有不满意的客户", "以前的月份在统计报表里看。", small=True, done=True
        )
        box = Box((1, 4, 1, 4))
        box.column.addWidget(self.table)
        self._pages = Pages(box, self._nothing)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(10)
        stack.addWidget(self._said)
        stack.addWidget(self._pages, 1)
        stack.addLayout(row(self.open, None, self.outlets.export, self.outlets.print))
        self.open.clicked.connect(lambda: self.report_wanted.emit(NAME))
        self.table.opened.connect(lambda _row: self.report_wanted.emit(NAME))

    def reload(self) -> None:
        """Take the month's list again."""
        session = self._office.session
        self._office.background.run(self, lambda: self._report(session), self._show, self._office.tell)

    def focus_first(self) -> None:
        """Give the focus to the list, or to the way on while it is empty."""
        (self.table if self._pages.currentIndex() == 0 else self.open).setFocus()

    def _report(self, session: Session) -> Report:
        today = session.today()
        return take(session, NAME, today.replace(day=1), today)

    def _show(self, report: Report) -> None:
        rows, model = rows_of(report), self.table.rows()
        assert isinstance(model, ListModel)
        self.table.set_columns(columns_of(report, rows))
        model.set_rows(rows)
        if rows and self.table.current() is None:
            self.table.select_line(0)
        self._pages.setCurrentIndex(0 if rows else 1)
        set_words(self._said, f"{report.start:%Y年%m月}：{report.reconciliation}" if rows else "")
        self.outlets.allow(bool(rows))
        self.counted.emit(len(rows))
