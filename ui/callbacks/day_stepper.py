"""A day between two arrows."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from ui.kit.button import Button
from ui.kit.frames import Ground, row
from ui.kit.labels import label, set_words

NEAR = {0: "今天", 1: "昨天"}
WEEKDAYS = "一二三四五六日"


class DayStepper(Ground):
    """PageUp and PageDown step too, never past ``latest``; ``stepped`` carries the day."""

    stepped = Signal(object)

    def __init__(self, latest: date) -> None:
        super().__init__("stepper", (2, 1, 2, 1), 0)
        self._day = self._latest = latest
        self._before = Button(icon="chevron-left", kind="quiet", small=True, tip="前一天（PageUp）")
        self._after = Button(icon="chevron-right", kind="quiet", small=True, tip="后一天（PageDown）")
        self._before.setShortcut("PgUp")
        self._after.setShortcut("PgDown")
        self._name = label("", "strong")
        self._name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name.setMinimumWidth(150)
        self._before.clicked.connect(lambda: self.step(-1))
        self._after.clicked.connect(lambda: self.step(1))
        self.column.addLayout(row(self._before, self._name, self._after, gap=2))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._show()

    def day(self) -> date:
        """The day shown."""
        return self._day

    def step(self, by: int) -> None:
        """Go some days on or back."""
        self._day = min(self._day + timedelta(days=by), self._latest)
        self._show()
        self.stepped.emit(self._day)

    def _show(self) -> None:
        near = NEAR.get((self._latest - self._day).days, f"周{WEEKDAYS[self._day.weekday()]}")
        set_words(self._name, f"{self._day:%Y-%m-%d} {near}")
        self._after.set_allowed(self._day < self._latest, "后面的日子还没有到")
