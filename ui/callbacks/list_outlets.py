"""How a list of daily work leaves the program: a file with its reason written down, or paper after a look at it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.exporting import export_report
from desktop_app.printing import report_pdf
from desktop_app.session import Session
from desktop_app.statistics.registry import export_duty
from desktop_app.statistics.report import Report
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.pdf_preview import PdfPreview
from ui.office_context import Office

FOLDER = "callbacks/export_folder"
KINDS = "Excel 工作簿 (*.xlsx);;CSV 文件 (*.csv);;PDF 文件 (*.pdf)"
NOTHING = "名单是空的，没有可以导出的。"


class ListOutlets:
    """The buttons ``export`` and ``print`` of one list; ``take`` reads it anew, in the background."""

    def __init__(
        self, office: Office, owner: QWidget, name: str, title: str, take: Callable[[Session], Report]
    ) -> None:
        self._office, self._owner, self._title, self._take = office, owner, title, take
        self._why_not = office.why_not(export_duty(name))
        self.export = Button("导出…", icon="file-spreadsheet", keys="Ctrl+E", tip=f"{title}存成文件")
        self.print = Button("打印", icon="printer", keys="Ctrl+P", tip="先预览，再打印")
        self.export.clicked.connect(self._export)
        self.print.clicked.connect(self._preview)

    def allow(self, filled: bool) -> None:
        """Enable both where there is something to take out and the person may."""
        why = self._why_not or ("" if filled else NOTHING)
        for button in (self.export, self.print):
            button.set_allowed(not why, why)

    def _export(self) -> None:
        found = ask_target(self._office, self._owner, self._title, KINDS)
        if found is None:
            return
        target, why = found
        session, take = self._office.session, self._take
        run_export(
            self._office,
            self._owner,
            target,
            lambda: export_report(session, take(session), target, reason=why),
        )

    def _preview(self) -> None:
        session, take = self._office.session, self._take
        self._office.background.run(
            self._owner,
            lambda: report_pdf(session, take(session)),
            self._show,
            self._office.tell,
        )

    def _show(self, page: bytes) -> None:
        preview = PdfPreview(self._title, page, self._owner)
        preview.exec()
        preview.deleteLater()


def ask_target(office: Office, owner: QWidget, title: str, kinds: str) -> tuple[Path, str] | None:
    """Ask why a list leaves the program and where to; None when the user thought better of it."""
    why = dialogs.ask_words(
        owner, f"导出{title}", "导出的原因", words="导出记录会写明谁、什么时候、为什么。", yes="选择位置"
    )
    if why is None:
        return None
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = f"{title}_{office.session.today():%Y%m%d}.xlsx"
    start = Path(office.memory.read(FOLDER, documents)) / name
    chosen, kind = QFileDialog.getSaveFileName(owner, "导出到", str(start), kinds)
    if not chosen:
        return None
    target = Path(chosen)
    office.memory.write(FOLDER, str(target.parent))
    ending = kind[kind.rindex("*") + 1 : -1] if "*" in kind else ".xlsx"
    return (target if target.suffix else target.with_suffix(ending)), why


def run_export(office: Office, owner: QWidget, target: Path, work: Callable[[], None]) -> None:
    """Write a file in the worker for long work and say when it is there."""
    office.status(f"正在导出 {target.name} …")
    office.background.run(owner, work, lambda _: office.status(f"已导出到 {target}"), office.tell, long=True)
