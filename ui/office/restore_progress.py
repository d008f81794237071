"""The page while a backup is being brought back: what is going on, how far, and a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.kit.button import Button
from ui.kit.fields import ProgressLine
from ui.kit.frames import column, holder, row
from ui.kit.labels import label, set_words
from ui.kit.medallion import Medallion

WIDTH = 520
CHECKING = "正在核对这份备份…"
COPYING = "正在恢复数据…"
CALM = "中途断电或取消都不要紧：要么全是原来的，要么全是备份里的，不会只恢复一半。"


class RestoreProgress(QWidget):
    """``cancelled`` is the user's wish to stop."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title, self._file = label("", "title"), label("", "second")
        self._bar, self._count = ProgressLine(), label("", "note")
        self.stop = Button("取消", keys="Esc")
        self.stop.clicked.connect(self._on_stop)
        calm = label(CALM, "second", wrap=True)
        for words in (self._title, self._file, self._count, calm):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        head, foot = row(None, Medallion("history"), None), row(None, self.stop, None)
        block = holder(
            column(head, 8, self._title, self._file, 8, self._bar, self._count, calm, 12, foot, gap=6)
        )
        block.setFixedWidth(WIDTH)
        self.setLayout(column(None, row(None, block, None), None, None))

    def start(self, file: str) -> None:
        """Begin anew with the file's name."""
        set_words(self._title, CHECKING)
        set_words(self._file, file)
        self._bar.set_share(0)
        set_words(self._count, "")
        self.stop.set_allowed(True)

    def advance(self, done: int, total: int) -> None:
        """Show how far the copying is; before the first step the backup is being checked."""
        set_words(self._title, COPYING)
        self._bar.set_share(done, total)
        set_words(self._count, f"{done / total:.0%}" if total else "")

    def show_stopping(self) -> None:
        """The wish was heard."""
        self.stop.set_allowed(False, "正在停下")
        set_words(self._title, "正在取消…")

    def words(self) -> str:
        """What it says."""
        return f"{self._title.text()} {self._count.text()}".strip()

    def _on_stop(self) -> None:
        self.cancelled.emit()
