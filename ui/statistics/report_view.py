"""One report on screen: title, table as on paper, the reconciliation line and the notes."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.statistics.certainty import SMALL_N
from desktop_app.statistics.report import Report, balance_lines
from ui.kit.button import Button
from ui.kit.cells import Row
from ui.kit.empty import EmptyState
from ui.kit.fields import Banner
from ui.kit.frames import row
from ui.kit.labels import ElidedLabel, IconLabel, label, set_words
from ui.kit.memory import Memory
from ui.kit.rows import ListModel
from ui.kit.table import Table
from ui.statistics.report_rows import columns_of, rows_of

ROOMY, DENSE = 40, 30
MOST_ROOMY_ROWS = 12


class ReportView(QWidget):
    """Shows a Report; a clicked number is told as ``number_clicked(row or None, column)``."""

    number_clicked = Signal(object, int)
    row_opened = Signal(int)

    def __init__(self, memory: Memory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self._memory = memory
        self._title, self._moment = label("", "title"), label("", "note")
        self._model = ListModel(())
        self._table = Table(self._model, row_height=DENSE, memory=memory, name="report", by_cell=True)
        self._table.number_clicked.connect(self._on_number)
        self._table.opened.connect(self._on_opened)
        self._empty = EmptyState("table-2", "这段时间没有记录", "换一个月份，或看看起止日期。", small=True)
        self._balance = Banner("green", "circle-check")
        self._notes = ElidedLabel("", 12, token="t2")
        self._intervals = Button("95% 区间", kind="link", icon="chart-spline", small=True)
        self._intervals.setCheckable(True)
        self._intervals.toggled.connect(lambda _on: self._fill())
        stack = QVBoxLayout(self)
        stack.setContentsMargins(1, 4, 1, 10)
        stack.setSpacing(8)
        stack.addLayout(row(self._title, None, self._moment, margins=(20, 0, 20, 0)))
        stack.addWidget(self._table, 1)
        stack.addWidget(self._empty, 1)
        stack.addLayout(row(self._balance, margins=(20, 0, 20, 0)))
        stack.addLayout(
            row(IconLabel("info", 14), self._notes, None, self._intervals, gap=6, margins=(20, 0, 20, 0))
        )

    def table(self) -> Table:
        """The table, for focus and copying."""
        return self._table

    def report(self) -> Report | None:
        """What is shown."""
        return self._report

    def show_report(self, report: Report) -> None:
        """Show a report in place of the one before."""
        fresh = self._report is None or self._report.columns != report.columns
        self._report = report
        set_words(self._title, report.title)
        set_words(self._moment, f"{report.start} – {report.end} · 截至 {report.taken:%Y-%m-%d %H:%M}")
        if fresh:
            self._table.set_columns(columns_of(report))
        self._fill()
        self._show_balance(report)
        small = f"成功数不足 {SMALL_N} 的比率显示为灰色。" if self._has_rates() else ""
        self._notes.set_text(" ".join(part for part in (*report.notes, small) if part) or "点数字看明细。")

    def _fill(self) -> None:
        if self._report is None:
            return
        rows = rows_of(self._report, intervals=self._intervals.isChecked())
        self._table.set_row_height(ROOMY if len(rows) <= MOST_ROOMY_ROWS else DENSE)
        self._model.set_rows(rows)
        self._intervals.setVisible(self._has_rates())
        self._table.setVisible(bool(self._report.rows))
        self._empty.setVisible(not self._report.rows)

    def _has_rates(self) -> bool:
        return self._report is not None and any(column.kind == "rate" for column in self._report.columns)

    def _show_balance(self, report: Report) -> None:
        self._balance.setVisible(bool(report.balances))
        total = balance_lines(tuple(balance for balance in report.balances if balance.row is None)[:1])
        if report.reconciles:
            self._balance.show_words(f"对账相符　{total}　（每行与合计都逐行核对）", "green", "circle-check")
        else:
            self._balance.show_words(f"对账不符，请告诉维护人员　{report.reconciliation}", "red", "circle-x")

    def _on_number(self, line: Row, key: str) -> None:
        self.number_clicked.emit(line.data, int(key))

    def _on_opened(self, line: Row) -> None:
        if isinstance(line.data, int):
            self.row_opened.emit(line.data)
