"""Showing that something takes time: the thin bar under the tab row with a count and 取消."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.kit.button import Button
from ui.kit.fields import ProgressLine
from ui.kit.labels import label, set_words

PATIENCE_MS = 1000
"""Work shorter than this shows no bar at all."""


class BusyBar(QWidget):
    """Appears one second after ``start``: what is being done, how far, and a way out.

    ``advance(done, total)`` moves it; a total of 0 shows the count alone. ``share`` shows how far in per cent,
    for steps that nobody counts. ``cancelled`` is the user's wish.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._count = label("", "note"), label("", "note")
        self._share = False
        self._bar = ProgressLine()
        self._stop = Button(self.tr("取消"), kind="link", small=True)
        self._stop.clicked.connect(self._on_stop)
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 0, 12, 2)
        for part in (self._words, self._bar, self._count, self._stop):
            line.addWidget(part)
        line.setStretch(1, 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.show)
        self.hide()

    def start(
        self, what: str, *, can_cancel: bool = True, at_once: bool = False, share: bool = False
    ) -> None:
        """Begin; the bar shows itself when the work lasts, or at once if asked."""
        self._share = share
        set_words(self._words, what)
        self.advance(0, 0)
        self._stop.setVisible(can_cancel)
        self._stop.setEnabled(True)
        self._wait.start(0 if at_once else PATIENCE_MS)

    def tell(self, what: str, *, can_cancel: bool = True) -> None:
        """Something else is being done now; a wish to cancel stays as it was told, unless it comes too late."""
        self._stop.setVisible(can_cancel)
        if self._stop.isEnabled() or not can_cancel:
            set_words(self._words, what)

    def advance(self, done: int, total: int) -> None:
        """Show how far the work has come."""
        self._bar.set_share(done, total) if total else self._bar.set_share(0)
        counted = f"{done / total:.0%}" if self._share and total else f"{done:,} / {total:,}"
        set_words(self._count, counted if total else f"{done:,}" if done else "")

    def finish(self) -> None:
        """The work is over, however it ended."""
        self._wait.stop()
        self.hide()

    def words(self) -> str:
        """What it says: the work and its count."""
        return f"{self._words.text()} {self._count.text()}".strip()

    def _on_stop(self) -> None:
        self._stop.setEnabled(False)
        set_words(self._words, self.tr("正在取消…"))
        self.cancelled.emit()
