"""A new password typed twice, with what is wrong or good about it said while it is typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.problems import Refused
from desktop_app.safety.admission import checked_password
from ui.sign_in_password import PasswordField


class NewPassword(QObject):
    """Two fields to lay out where there is room: ``first`` and ``again``.

    ``whose`` names the account, which the password must not be. ``changed`` comes with every letter.
    """

    changed = Signal()

    def __init__(
        self, whose: Callable[[], str], *, words: str = "密码", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._whose = whose
        self.first, self.again = PasswordField(words), PasswordField(self.tr("再输一次"))
        for field in (self.first, self.again):
            field.line.textChanged.connect(self._on_text)

    def secret(self) -> str:
        """The password as typed."""
        return self.first.secret()

    def missing(self) -> str:
        """What is still to do, in a few words, "" when both are right."""
        if problem(self.secret(), self._whose()):
            return self.tr("请设密码")
        return "" if self.secret() == self.again.secret() else self.tr("两次密码还不一样")

    def check(self) -> bool:
        """Whether both are right; marks the field that is not."""
        if words := problem(self.secret(), self._whose()):
            self.first.show_error(words)
        elif self.secret() != self.again.secret():
            self.again.show_error(self.tr("两次不一样，再输一次"))
        else:
            return True
        return False

    def forget(self) -> None:
        """Empty both."""
        self.first.forget()
        self.again.forget()

    def _on_text(self) -> None:
        password, again = self.secret(), self.again.secret()
        wrong = problem(password, self._whose()) if password else ""
        good = bool(password) and not wrong
        _tell(self.first, f"强度：{strength(password)}，{len(password)} 位" if good else wrong, good)
        same = bool(again) and password == again
        _tell(self.again, "两次一致" if same else "两次还不一样" if again else "", same)
        self.changed.emit()


def _tell(field: PasswordField, words: str, good: bool) -> None:
    field.error.tell(words, "green" if good else "yellow", "circle-check" if good else "triangle-alert")


def problem(password: str, name: str = "") -> str:
    """Why a new password is not good enough, "" when it is; the rule is the data folder's own."""
    try:
        checked_password(password, name)
    except Refused as refused:
        return refused.message
    return ""


def strength(password: str) -> str:
    """How good a password is, in a word: longer and more varied is better."""
    kinds = sum(any(test(letter) for letter in password) for test in (str.islower, str.isupper, str.isdigit))
    points = len(password) + 2 * kinds + (2 if any(not letter.isalnum() for letter in password) else 0)
    return "很好" if points >= 20 else "好" if points >= 14 else "一般"
