"""Cyclic garbage is collected on the main thread alone.

Qt's binding deletes what a worker's collection finds later, on the main thread; a child whose parent went first is
deleted twice then, and the program is gone.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 1000


class MainThreadGarbage(QObject):
    """Takes the collection over from Python, which would run it in whatever thread happens to allocate."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(EVERY_MS)

    def collect(self) -> None:
        """Collect each generation that is due by Python's own thresholds."""
        for generation, threshold in enumerate(gc.get_threshold()):
            if gc.get_count()[generation] <= threshold:
                return
            gc.collect(generation)
