"""The hint before days off in one line over the list; what has no room is told by its tooltip."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.kit.frames import Ground, row
from ui.kit.labels import ElidedLabel, IconLabel


class DaysOffLine(Ground):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("banner", (10, 5, 10, 5), parent=parent)
        self._line = ElidedLabel("", 12, token="yel")
        self.column.addLayout(row(IconLabel("calendar-days", 14, "yellow"), self._line, gap=6))
        self.set_tone("yellow")
        self.hide()

    def show_words(self, words: str) -> None:
        """Say it; "" hides the line."""
        self._line.set_text(words)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self.accessibleName()
