"""The input of a password: hidden until the eye is pressed, and it notices Caps Lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.kit import icons, theme
from ui.kit.fields import Field


class PasswordField(Field):
    """A field whose ``line`` hides what is typed; ``secret()`` is that, spaces and all."""

    def __init__(
        self, name: str, *, hint: str = "", large: bool = False, parent: QWidget | None = None
    ) -> None:
        self.line = QLineEdit()
        super().__init__(name, self.line, hint=hint, parent=parent)
        if large:
            self.line.setProperty("large", "true")
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.installEventFilter(self)
        self._warned = False
        self.eye = QAction(icons.icon("eye", theme.color("t2"), 16), self.tr("显示密码"), self)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show_secret)
        self.line.addAction(self.eye, QLineEdit.ActionPosition.TrailingPosition)

    def secret(self) -> str:
        """What was typed, as it was typed."""
        return self.line.text()

    def forget(self) -> None:
        """Empty the input and hide the next password again."""
        self.line.clear()
        self.eye.setChecked(False)
        self.show_error("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A capital letter typed without Shift tells that Caps Lock is on; Qt has no other sign of it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            locked = event.text().isascii() and event.text().isupper() != shift
            # after the field has taken the letter, which clears whatever stood there
            QTimer.singleShot(0, self, lambda: self._warn_of_caps_lock(locked))
        return False

    def _warn_of_caps_lock(self, locked: bool) -> None:
        if locked or self._warned:
            self.error.tell(self.tr("大写锁定已打开") if locked else "", "yellow", "triangle-alert")
        self._warned = locked

    def _show_secret(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.line.setEchoMode(mode)
        self.eye.setIcon(icons.icon("eye-off" if shown else "eye", theme.color("t2"), 16))
