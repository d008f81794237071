"""What a restore would do, in plain words, and the name and password (or the recovery code) that allow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from desktop_app.problems import Refused
from ui.kit.button import Button
from ui.kit.fields import Field
from ui.kit.frames import Card, beside, column, holder, row
from ui.kit.labels import label, set_words
from ui.kit.medallion import NumberSquare

MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """Which backup to bring back and what opens it; with a recovery ``code`` name and password mean nothing."""

    file: Path
    account: str = ""
    password: str = field(default="", repr=False)
    code: str | None = field(default=None, repr=False)


class RestoreForm(QWidget):
    """Says what will happen and asks for the keys of that time; ``submitted`` is Enter in its last field."""

    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self._steps = _Steps()
        self._names, self._secret, self._code = QComboBox(), QLineEdit(), QLineEdit()
        self._secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.account, self.password = Field("姓名", self._names), Field("那时的密码", self._secret)
        self.code = Field("恢复码", self._code)
        self._by_name = holder(row(self.account, self.password, gap=12))
        self._other = Button("", kind="link", icon="key-round", small=True)
        self._other.clicked.connect(lambda: self.use_code(not self.uses_code()))
        for edit in (self._secret, self._code):
            edit.returnPressed.connect(self.submitted)
        parts = column(self._steps, self._by_name, self.code, row(self._other, None), gap=10)
        self.setLayout(parts)
        self.use_code(False)

    def show_backup(self, file: Path, heading: str, steps: Sequence[str], names: Sequence[str]) -> None:
        """Say what restoring ``file`` does, and offer the accounts it knows; a name chosen before stays chosen."""
        self._file = file
        self._steps.say(heading, steps)
        chosen = self._names.currentText()
        self._names.clear()
        self._names.addItems(list(names))
        if chosen in names:
            self._names.setCurrentText(chosen)
        self.password.show_error("")

    def choose_name(self, name: str) -> None:
        """Offer this name first if the backup knows it."""
        if self._names.findText(name) >= 0:
            self._names.setCurrentText(name)

    def wish(self) -> Wish | None:
        """What stands there; None after saying at the field what is missing."""
        if self._file is None:
            return None
        if self.uses_code():
            return Wish(self._file, code=self.code.text()) if _filled(self.code, "请输入恢复码") else None
        # a password may begin or end with a space
        if not self._secret.text():
            self.password.show_error("请输入那时的密码")
            return None
        return Wish(self._file, self._names.currentText(), self._secret.text())

    def fill(self, wish: Wish) -> None:
        """Put back what was typed, after it was refused."""
        self.use_code(wish.code is not None)
        self.choose_name(wish.account)
        self._secret.setText(wish.password)
        self._code.setText(wish.code or "")

    def show_refused(self, error: Refused) -> None:
        """Say at the field what the rule refused; what was typed stays."""
        fields = {"account": self.account, "password": self.password, "code": self.code}
        field_ = self.code if self.uses_code() else fields.get(error.field or "", self.password)
        field_.show_error(error.message)
        if isinstance(field_.edit, QLineEdit):
            field_.edit.selectAll()

    def uses_code(self) -> bool:
        """Whether the recovery code is asked for instead of name and password."""
        return self._by_name.isHidden()

    def use_code(self, code: bool) -> None:
        """Ask for the recovery code, or for name and password."""
        self._by_name.setVisible(not code)
        self.code.setVisible(code)
        self._other.set_words("用姓名和密码" if code else "不记得那时的密码，用恢复码")
        self._other.set_icon("user" if code else "key-round")
        self.focus_first()

    def focus_first(self) -> None:
        """Give the focus to what must be typed."""
        (self._code if self.uses_code() else self._secret).setFocus()


class _Steps(Card):
    """A heading and up to four numbered sentences."""

    def __init__(self) -> None:
        super().__init__((16, 12, 16, 14), 6)
        self._heading = label("", "heading")
        self._words = [label("", "body", wrap=True) for _ in range(MOST_STEPS)]
        self._lines = [_line(number, words) for number, words in enumerate(self._words, 1)]
        self.column.addWidget(self._heading)
        for line in self._lines:
            self.column.addWidget(line)

    def say(self, heading: str, steps: Sequence[str]) -> None:
        """Say them anew."""
        set_words(self._heading, heading)
        for number, (line, words) in enumerate(zip(self._lines, self._words, strict=True)):
            set_words(words, steps[number] if number < len(steps) else "")
            line.setVisible(number < len(steps))


def _line(number: int, words: QWidget) -> QWidget:
    layout = beside(NumberSquare(number), words)
    layout.setContentsMargins(0, 0, 0, 0)
    return holder(layout)


def _filled(asked: Field, complaint: str) -> bool:
    if not asked.text():
        asked.show_error(complaint)
    return bool(asked.text())
