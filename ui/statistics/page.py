"""统计报表: the list of reports, the period, the report with the records behind each number, and ways out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop_app.safety.duties import allows, reason
from desktop_app.statistics.records import Record
from desktop_app.statistics.registry import kind_of, records_behind, take
from desktop_app.statistics.report import Report
from ui.kit.background import Task
from ui.kit.fields import ErrorBanner
from ui.kit.frames import Sheet, Splitter, row
from ui.kit.grouped_list import GroupedList
from ui.kit.items import Item
from ui.kit.labels import label, set_words
from ui.kit.page import Page
from ui.kit.pages import Pages
from ui.kit.progress import BusyBar
from ui.office_context import Office
from ui.statistics.drill_down import DrillDown
from ui.statistics.overview_view import OverviewView
from ui.statistics.period_bar import PeriodBar
from ui.statistics.report_list import OVERVIEW, report_items
from ui.statistics.report_view import ReportView
from ui.statistics.ways_out import WaysOut

CONCERNS = frozenset({"callbacks", "complaints", "archive", "statistics", "settings"})
LIST_WIDTH = 196
RECORDS_SHARE = 0.44
"""Of the height that the records get until someone drags the gap."""


class StatisticsPage(Page):
    """The fourth tab."""

    def __init__(self, office: Office, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._name = OVERVIEW
        self._task: Task | None = None
        self._list = GroupedList(report_items())
        self._list.chosen.connect(self._on_chosen)
        self._period = PeriodBar(office.session.today())
        self._period.changed.connect(lambda _start, _end: self._reload())
        self._taken = label("", "note")
        self._view, self._overview = ReportView(office.memory), OverviewView(office)
        self._drill = DrillDown(office, self)
        self._busy, self._error = BusyBar(), ErrorBanner()
        self._out = WaysOut(office, self, self.current_report, self._period.month)
        self._lay_out()
        self._connect()
        self._list.select(OVERVIEW)

    # what the window asks

    def commands(self) -> Sequence[QWidget]:
        return self._out.buttons()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        if changed is None or changed & CONCERNS:
            self._reload()

    def focus_first(self) -> None:
        self._list.setFocus()

    def show_record(self, reference: str) -> None:
        self._list.select(reference)

    # what tests and other screens ask

    def show_report(self, name: str, month: int | None = None) -> None:
        """Choose a report, and a month with it."""
        if month is not None:
            self._period.set_month(month)
        self._list.select(name)

    def current_report(self) -> Report | None:
        """The report on screen; None on 概览."""
        return self._view.report() if self._name != OVERVIEW else None

    def report_view(self) -> ReportView:
        """The report's part of the page."""
        return self._view

    def drill_down(self) -> DrillDown:
        """The list of records under a report."""
        return self._drill

    # inside

    def _lay_out(self) -> None:
        sheet = Sheet()
        sheet.column.addWidget(self._busy)
        sheet.column.addWidget(self._error)
        sheet.column.addWidget(self._view, 1)
        self._stack = Pages(self._overview, sheet)
        self._parts = Splitter(self._stack, self._drill, orientation=Qt.Orientation.Vertical)
        self._drill.hide()
        side = Sheet((1, 8, 1, 8))
        side.setFixedWidth(LIST_WIDTH)
        side.column.addWidget(self._list)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addLayout(row(self._period, None, self._taken))
        right.addWidget(self._parts, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(side)
        line.addLayout(right, 1)

    def _connect(self) -> None:
        self._view.number_clicked.connect(self._open_number)
        self._view.row_opened.connect(self._open_row)
        self._drill.opened.connect(self._go_to)
        self._drill.closed.connect(self._on_records_closed)
        self._overview.number_wanted.connect(self._show_number)
        self._overview.records_wanted.connect(self._show_records)
        self._overview.case_wanted.connect(self._office.open_case)
        self._parts.splitterMoved.connect(lambda *_: self._remember_share())
        self._busy.cancelled.connect(self._cancel)
        self._error.acted.connect(self._reload)

    def _on_chosen(self, item: object) -> None:
        if isinstance(item, Item) and str(item.key) != "":
            self._name = str(item.key)
            self._close_records()
            self._stack.setCurrentIndex(0 if self._name == OVERVIEW else 1)
            self._reload()

    def _reload(self) -> None:
        self._cancel()
        self._out.show_allowed(self._name)
        if self._name == OVERVIEW:
            self._overview.show_month(self._period.month())
            self._say_taken()
            return
        self._close_records()
        session, name, (start, end) = self._office.session, self._name, self._period.period()
        self._busy.start("正在统计…")
        self._error.show_words("")
        self._task = self._office.background.run(
            self, lambda: take(session, name, start, end), self._show, self._failed
        )

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._task = None
        self._busy.finish()

    def _say_taken(self) -> None:
        set_words(self._taken, f"截至 {self._office.session.now():%Y-%m-%d %H:%M}，随记录变化")

    def _show(self, report: Report) -> None:
        self._busy.finish()
        self._say_taken()
        self._view.show_report(report)

    def _failed(self, error: Exception) -> None:
        self._busy.finish()
        self._error.show_words("统计没有做成，记录都没有变。", action="再试一次")
        self._office.tell(error)

    def _open_number(self, line: int | None, column: int) -> None:
        report = self._view.report()
        if report is None:
            return
        cells = report.cells(line)
        head = str(cells[0]) if cells and isinstance(cells[0], str) else ""
        label = report.columns[column].label.split("(")[0]
        value = cells[column]
        number = value if isinstance(value, int) else None
        self._list_records(
            f"{head} · {label}", lambda: records_behind(self._office.session, report, line, column), number
        )

    def _open_row(self, line: int) -> None:
        report = self._view.report()
        if report is not None:
            head = str(report.rows[line][0])
            self._list_records(head, lambda: records_behind(self._office.session, report, line, 0), None)

    def _list_records(self, title: str, work: Callable[[], tuple[Record, ...]], number: int | None) -> None:
        self._office.background.run(
            self, work, lambda records: self._show_records(title, records, number=number)
        )

    def _show_number(self, title: str, report: str, start: date, end: date, number: str) -> None:
        """From a chart's column to the records that it counts."""
        session = self._office.session

        def work() -> tuple[Record, ...]:
            return records_behind(session, take(session, report, start, end), None, number)

        self._list_records(title, work, None)

    def _show_records(self, title: str, records: tuple[Record, ...], *, number: int | None = None) -> None:
        fresh = self._drill.isHidden()
        self._view.set_tight(True)
        self._drill.show_records(title, records, number=number)
        self._drill.forbid_copying(self._why_not_export())
        if fresh:
            whole = self._parts.height()
            wanted = self._office.memory.read("statistics/records", round(whole * RECORDS_SHARE))
            self._parts.setSizes([whole - wanted, wanted])
        self._drill.table().setFocus()

    def _why_not_export(self) -> str:
        action = "export_lists" if self._name == OVERVIEW else kind_of(self._name).export_duty
        return "" if allows(self._office.session.person.duties, action) else reason(action)

    def _remember_share(self) -> None:
        self._office.memory.write("statistics/records", self._parts.sizes()[1])

    def _close_records(self) -> None:
        self._drill.hide()
        self._view.set_tight(False)

    def _on_records_closed(self) -> None:
        self._view.set_tight(False)
        (self._list if self._name == OVERVIEW else self._view.table()).setFocus()

    def _go_to(self, record: object) -> None:
        if not isinstance(record, Record):
            return
        if record.reference.startswith("TS-"):
            self._office.open_case(record.reference)
        elif record.file_id is not None:
            self._office.open_callback(record.reference)
