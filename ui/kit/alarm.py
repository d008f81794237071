"""The alarm over the tabs: one red line that stays until its cause is gone, with what to do and where to look."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit.button import Button
from ui.kit.frames import Ground, row
from ui.kit.labels import ElidedLabel, IconLabel

MARGIN = 12


class AlarmBanner(QWidget):
    """Icon, words, and two buttons named at the start; hidden while there is nothing to say.

    ``acted`` is the first button, ``looked`` the second. ``set_busy`` says that the first one is being done.
    """

    acted = Signal()
    looked = Signal()

    def __init__(self, act: str, look: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = Ground("banner", (14, 6, 8, 6))
        self._ground.set_tone("red")
        self._words = ElidedLabel("", 14, token="red")
        self.act, self.look = Button(act, kind="danger", small=True), Button(look, kind="link", small=True)
        self.act.clicked.connect(self.acted)
        self.look.clicked.connect(self.looked)
        sign = IconLabel("octagon-alert", 16, "red")
        self._ground.column.addLayout(row(sign, self._words, None, self.act, self.look))
        outer = row(self._ground, margins=(MARGIN, 2, MARGIN, 6))
        self.setLayout(outer)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setVisible(False)

    def show_words(self, words: str) -> None:
        """Say something; "" hides the line."""
        self._words.set_text(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self.accessibleName()

    def set_busy(self, why_not: str) -> None:
        """Disable the first button while its work runs; "" allows it again."""
        self.act.set_allowed(not why_not, why_not)
