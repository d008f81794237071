"""How a report leaves the program: Excel, PDF, the printer, and the month's workbook; each asks for a reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.exporting import export_report, export_reports
from desktop_app.printing import report_pdf
from desktop_app.safety.duties import allows, reason
from desktop_app.statistics.month import month_pack
from desktop_app.statistics.period import month_label
from desktop_app.statistics.registry import REPORTS, export_duties, kind_of, with_references
from desktop_app.statistics.report import Report
from ui.kit.background import Steps
from ui.kit.button import Button
from ui.kit.pdf_preview import PdfPreview
from ui.office_context import Office
from ui.statistics.report_list import OVERVIEW

REASON = "月度报表"
"""What the export log says of an export from this page."""


class WaysOut:
    """The buttons of the page, and the work behind them."""

    def __init__(
        self, office: Office, page: QWidget, report: Callable[[], Report | None], month: Callable[[], int]
    ) -> None:
        self._office, self._page, self._report, self._month = office, page, report, month
        self._excel = Button("导出Excel", icon="file-spreadsheet", keys="Ctrl+E", tip="导出这张报表为 .xlsx")
        self._pdf = Button("导出PDF", icon="file-text", tip="导出这张报表为 .pdf")
        self._print = Button("打印", icon="printer", keys="Ctrl+P", tip="先预览，再打印")
        self._pack = Button("本月报表包", kind="primary", icon="package", tip="本月全部报表，一个工作簿")
        self._excel.clicked.connect(lambda: self._export("Excel 工作簿 (*.xlsx)", ".xlsx"))
        self._pdf.clicked.connect(lambda: self._export("PDF 文件 (*.pdf)", ".pdf"))
        self._print.clicked.connect(self._preview)
        self._pack.clicked.connect(self._export_pack)

    def buttons(self) -> tuple[QWidget, ...]:
        """For the right end of the tab row."""
        return self._excel, self._pdf, self._print, self._pack

    def show_allowed(self, name: str) -> None:
        """Enable what this person may do with the chosen report; a disabled button says why."""
        why = "先在左边选一张报表。" if name == OVERVIEW else self._why_not(kind_of(name).export_duty)
        for button in (self._excel, self._pdf, self._print):
            button.set_allowed(not why, why)
        pack = next(filter(None, map(self._why_not, export_duties(kind.name for kind in REPORTS))), "")
        self._pack.set_allowed(not pack, pack)

    def _why_not(self, action: str) -> str:
        return "" if allows(self._office.session.person.duties, action) else reason(action)

    def _export(self, kind: str, ending: str) -> None:
        report = self._report()
        if report is None:
            return
        target = self._ask(f"{report.title}_{report.start:%Y%m%d}-{report.end:%Y%m%d}{ending}", kind)
        if target is not None:
            session = self._office.session
            self._run(
                lambda: export_report(session, with_references(session, report), target, reason=REASON),
                target,
            )

    def _export_pack(self) -> None:
        month = self._month()
        target = self._ask(f"客户关系月报_{month_label(month)}.xlsx", "Excel 工作簿 (*.xlsx)")
        if target is None:
            return
        session = self._office.session

        def work() -> None:
            export_reports(session, month_pack(session, month), target, reason=REASON)

        self._run(work, target)

    def _ask(self, name: str, kind: str) -> Path | None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        folder = self._office.memory.read("statistics/folder", documents)
        chosen, _ = QFileDialog.getSaveFileName(self._page, "导出到", str(Path(folder) / name), kind)
        if not chosen:
            return None
        target = Path(chosen)
        self._office.memory.write("statistics/folder", str(target.parent))
        return target if target.suffix else target.with_suffix(name[name.rindex(".") :])

    def _run(self, work: Callable[[], None], target: Path) -> None:
        def steps(_step: Steps) -> None:
            work()

        self._office.status(f"正在导出 {target.name} …")
        self._office.background.run(
            self._page, steps, lambda _: self._office.status(f"已导出到 {target}"), self._office.tell,
            progress=lambda _done, _total: None, long=True,
        )  # fmt: skip

    def _preview(self) -> None:
        report = self._report()
        if report is None:
            return
        session = self._office.session

        def show(page: bytes) -> None:
            PdfPreview(report.title, page, self._page).exec()

        self._office.background.run(self._page, lambda: report_pdf(session, report), show, self._office.tell)
