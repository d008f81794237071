"""What a place shows while it has nothing: a picture, what that means and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.button import Button
from ui.kit.labels import IconLabel, label, set_words
from ui.kit.medallion import Medallion


class EmptyState(QWidget):
    """Centred: icon, title, one sentence on what to do next, and at most two buttons.

    ``small`` is the quiet form for a list; ``done`` marks the happy kind of empty. ``extra`` is put between the
    sentence and the buttons.
    """

    def __init__(self, icon: str, title: str, what_next: str = "", *buttons: Button, small: bool = False,
                 done: bool = False, extra: QWidget | None = None, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, False)
        self._picture = IconLabel(icon, 20, "") if small else Medallion(icon, done=done)
        self._title = label(title, "strong" if small else "title")
        self._next = label(what_next, "second" if small else "body", wrap=True)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(24, 24, 24, 24)
        stack.setSpacing(6 if small else 8)
        stack.addStretch(2)
        stack.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        stack.addSpacing(2 if small else 14)
        for words in (self._title, self._next):
            words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            stack.addWidget(words)
        if extra:
            stack.addWidget(extra, 0, Qt.AlignmentFlag.AlignHCenter)
        stack.addLayout(self._button_row(buttons))
        stack.addStretch(3)

    def say(self, title: str, what_next: str = "") -> None:
        """Change the words, e.g. from "empty" to "nothing found"."""
        set_words(self._title, title)
        set_words(self._next, what_next)

    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def _button_row(self, buttons: tuple[Button, ...]) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setContentsMargins(0, 10 if buttons else 0, 0, 0)
        line.addStretch()
        for button in buttons:
            line.addWidget(button)
        line.addStretch()
        return line
