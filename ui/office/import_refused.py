"""Saving the rows that an import did not take, ready to be mended and imported again."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.exchange.importing import Imported
from desktop_app.exchange.refused_of_batch import save_refused
from ui.office_context import Office


def ask_where_to_save(parent: QWidget, office: Office, found: Imported, source: Path) -> None:
    """Ask for a place beside the file that came in, and save there."""
    name = source.with_name(f"{source.stem}-未导入.xlsx")
    chosen, _ = QFileDialog.getSaveFileName(parent, "另存未导入的行", str(name), "Excel 工作簿 (*.xlsx)")
    if chosen:
        save_rows(office, found, Path(chosen))


def save_rows(office: Office, found: Imported, target: Path) -> None:
    """Write the refused rows; the work outlives the dialog that asked for it."""
    office.background.run(
        office.background, lambda: save_refused(office.session, found, target),
        lambda count: office.status(f"未导入的 {count} 行已存到 {target.name}"), office.tell, long=True,
    )  # fmt: skip
