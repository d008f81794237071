"""The form of a name and its password, wherever someone proves who they are."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.problems import Refused
from ui.kit import dialogs
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.fields import Field
from ui.sign_in_password import PasswordField
from ui.sign_in_patience import Patience


@dataclass(frozen=True, slots=True)
class FormWords:
    """What the form's button says, while it works too, and the name of the work for an error."""

    act: str = "登录"
    busy: str = "正在登录…"


class SignInForm(QWidget):
    """``prove(name, password)`` runs in the background; ``opened`` carries what it returned, e.g. a session.

    A refusal stands at its field, one with ``wait_seconds`` counts them down there. ``extra`` is put above the
    button. What was typed stays until it was right. ``tell_fault`` tells a fault of the data; whoever knows ways
    out puts another one there.
    """

    opened = Signal(object)

    def __init__(self, names: Sequence[str], prove: Callable[[str, str], object], background: Background, *,
                 words: FormWords | None = None, extra: QWidget | None = None,
                 now: Callable[[], float] = time.monotonic, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._prove, self._background, self._words = prove, background, words or FormWords()
        self._extra, self._waiting = extra, False
        self.tell_fault: Callable[[Exception], None] = self._tell
        self.names = QComboBox()
        self.names.addItems(list(names))
        self.names.setProperty("large", "true")
        self.name, self.password = (
            Field(self.tr("姓名"), self.names),
            PasswordField(self.tr("密码"), large=True),
        )
        self.enter = Button(self._words.act, kind="primary", keys="Enter", bind=False, large=True)
        self.enter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.patience = Patience(self.password, self.enter, now)
        self._lay_out(extra)
        self.names.currentTextChanged.connect(self._on_name)
        self.password.line.returnPressed.connect(self.submit)
        self.enter.clicked.connect(self.submit)

    def submit(self) -> None:
        """Try the name and password that stand there."""
        if self._waiting or self.patience.left():
            return
        name, password = self.names.currentText(), self.password.secret()
        if not password:
            self.password.show_error(self.tr("请输入密码"))
            return
        self._wait(True)
        self._background.run(self, lambda: self._prove(name, password), self._on_good, self._on_bad)

    def set_words(self, words: FormWords) -> None:
        """Say something else on the button."""
        self._words = words
        self.enter.set_words(words.act)

    def focus_first(self, *, name_known: bool) -> None:
        """Put the cursor where the first key is needed."""
        (self.password.line if name_known else self.names).setFocus()

    def _on_good(self, opened: object) -> None:
        self.password.forget()
        self._wait(False)
        self.opened.emit(opened)

    def _on_bad(self, error: Exception) -> None:
        self._wait(False)
        if self.patience.take(error):
            self.password.line.selectAll()
        elif isinstance(error, Refused):
            field = self.name if error.field == "account" else self.password
            field.show_error(error.message)
            self.password.line.selectAll()
        else:
            self.tell_fault(error)

    def _tell(self, error: Exception) -> None:
        dialogs.tell(self, dialogs.explain(error, doing=self._words.act))

    def _on_name(self, _name: str) -> None:
        self.name.show_error("")
        self.patience.stop()

    def _wait(self, waiting: bool) -> None:
        self._waiting = waiting
        self.enter.set_words(self._words.busy if waiting else self._words.act)
        self.password.line.setReadOnly(waiting)  # a disabled one would hand the keys to another part
        parts = (self.enter, self.name, self._extra)
        for part in (part for part in parts if part is not None):
            part.setEnabled(not waiting)
        if not waiting:
            self.password.line.setFocus()

    def _lay_out(self, extra: QWidget | None) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.name)
        column.addWidget(self.password)
        if extra is not None:
            column.addWidget(extra)
        column.addSpacing(4)
        column.addWidget(self.enter)
