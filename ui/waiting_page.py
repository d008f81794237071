"""The window while work needs the data for itself: what is being done and how far it has come."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.kit.fields import ProgressLine
from ui.kit.frames import Sheet, row
from ui.kit.labels import label, set_words
from ui.kit.medallion import Disc

WIDTH = 480


class WaitingPage(QWidget):
    """``advance(done, total)`` moves its bar; it cannot be closed, since the work must not be left half done."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(words)
        self.setObjectName("ground")
        self.setMinimumSize(QSize(1024, 600))
        self.resize(1366, 736)
        self._bar, self._count = ProgressLine(), label("", "second")
        sheet = Sheet((28, 24, 28, 24), 12)
        sheet.setFixedWidth(WIDTH)
        sheet.column.addLayout(row(Disc("shield-check"), label(words, "title"), None, gap=14))
        told = self.tr("请不要关闭程序，也不要拔掉硬盘。做完会自动回到工作台。")
        sheet.column.addWidget(label(told, "second", wrap=True))
        sheet.column.addWidget(self._bar)
        sheet.column.addWidget(self._count)
        outer = QVBoxLayout(self)
        outer.addWidget(sheet, 0, Qt.AlignmentFlag.AlignCenter)

    def advance(self, done: int, total: int) -> None:
        """Show how far the work has come; a total of 0 is unknown."""
        self._bar.set_share(done, total) if total else self._bar.set_share(0)
        set_words(self._count, f"{done / total:.0%}" if total else "")

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
