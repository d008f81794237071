"""One report on screen: title, table as on paper, the reconciliation line and the notes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop_app.statistics.certainty import SMALL_N
from desktop_app.statistics.report import Report, balance_lines
from ui.kit.button import Button
from ui.kit.cells import Column, Row
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner
from ui.kit.frames import row
from ui.kit.labels import ElidedLabel, IconLabel, label, set_words
from ui.kit.memory import Memory
from ui.kit.pinned_table import PinnedTable
from ui.kit.row_grounds import MARKED
from ui.kit.table import Table
from ui.statistics.report_columns import columns_of
from ui.statistics.report_rows import rows_of

ROOMY, BARRED, DENSE = 40, 36, 30
"""Heights of rows: where there is room, with bars under the rates, and in long lists."""
MOST_ROOMY_ROWS = 12
WIDE = 20
"""Columns from which on the first one stays in sight while the others scroll."""


class ReportView(QWidget):
    """Shows a Report; a clicked number is told as ``number_clicked(row or None, column)``."""

    number_clicked = Signal(object, int)
    row_opened = Signal(int)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._tight = False
        self._memory = memory
        self._title, self._moment = label("", "title"), label("", "note")
        self._tables: dict[str, PinnedTable] = {}
        self._stack = QStackedWidget()
        self._empty = EmptyState("table-2", "这段时间没有记录", "换一个月份，或看看起止日期。", small=True)
        self._stack.addWidget(self._empty)
        self._balance = Banner("green", "circle-check")
        self._notes = ElidedLabel("", 12, token="t2")
        self._intervals = Button("95% 区间", kind="link", icon="chart-spline", small=True)
        self._intervals.setCheckable(True)
        self._intervals.toggled.connect(lambda _on: self._fill())
        stack = QVBoxLayout(self)
        stack.setContentsMargins(1, 4, 1, 10)
        stack.setSpacing(8)
        stack.addLayout(row(self._title, None, self._moment, margins=(20, 0, 20, 0)))
        stack.addWidget(self._stack, 1)
        stack.addLayout(row(self._balance, margins=(20, 0, 20, 0)))
        stack.addLayout(
            row(IconLabel("info", 14), self._notes, None, self._intervals, gap=6, margins=(20, 0, 20, 0))
        )

    def table(self) -> Table:
        """The table of the report shown, for focus and copying."""
        assert self._report is not None
        return self._tables[self._report.name].table

    def report(self) -> Report | None:
        """What is shown."""
        return self._report

    def show_report(self, report: Report) -> None:
        """Show a report in place of the one before."""
        self._report = report
        set_words(self._title, report.title)
        set_words(self._moment, f"{report.start} – {report.end} · 截至 {report.taken:%Y-%m-%d %H:%M}")
        self._fill()
        self._show_balance(report)
        notes = " ".join((*report.notes, *self._small_note(report)))
        self._notes.set_text(notes or ("点数字看明细。" if report.rows else ""))

    def _small_note(self, report: Report) -> Sequence[str]:
        n = "成功数" if report.name.endswith("satisfaction") else "总数"
        shown = bool(report.rows) and self._has_rates()
        return (f"{n}不足 {SMALL_N} 的比率显示为灰色。",) if shown else ()

    def set_tight(self, tight: bool) -> None:
        """Bring the rows closer together while the records stand under the report, the number opened still marked."""
        if tight != self._tight:
            self._tight = tight
            self._fill()
        if self._report is not None:
            self.table().setProperty(MARKED, tight)
            self.table().scrollTo(self.table().currentIndex())

    def _fill(self) -> None:
        report = self._report
        if report is None:
            return
        rows = rows_of(report, intervals=self._intervals.isChecked())
        columns = columns_of(report, rows)
        if report.name not in self._tables:
            self._tables[report.name] = self._make_table(report.name, columns)
        table = self._tables[report.name]
        table.set_columns(columns)
        table.set_row_height(self._row_height(len(rows)))
        table.set_rows(rows)
        self._intervals.setVisible(self._has_rates() and bool(report.rows))
        self._stack.setCurrentWidget(table if report.rows else self._empty)

    def _row_height(self, rows: int) -> int:
        if rows <= MOST_ROOMY_ROWS and not self._tight:
            return ROOMY
        return BARRED if self._has_rates() else DENSE

    def _make_table(self, name: str, columns: tuple[Column, ...]) -> PinnedTable:
        made = PinnedTable(
            columns, pinned=len(columns) >= WIDE, row_height=DENSE, memory=self._memory, name=f"report/{name}"
        )
        made.number_clicked.connect(self._on_number)
        made.opened.connect(self._on_opened)
        self._stack.addWidget(made)
        return made

    def _has_rates(self) -> bool:
        return self._report is not None and any(column.kind == "rate" for column in self._report.columns)

    def _show_balance(self, report: Report) -> None:
        total = balance_lines(tuple(balance for balance in report.balances if balance.row is None)[:1])
        line = total or report.reconciliation
        self._balance.setVisible(bool(report.rows and report.balances and line))
        if not report.reconciles:
            self._balance.show_words(f"对账不符，请告诉维护人员　{report.reconciliation}", "red", "circle-x")
        elif report.rows and report.balances and line:
            every = "　（每行与合计都逐行核对）" if total else ""
            self._balance.show_words(f"对账相符　{line}{every}", "green", "circle-check")

    def _on_number(self, line: Row, key: str) -> None:
        self.number_clicked.emit(line.data, int(key))

    def _on_opened(self, line: Row) -> None:
        if isinstance(line.data, int):
            self.row_opened.emit(line.data)
