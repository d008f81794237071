"""Changing one's own password, and giving someone who forgot it a new one."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.problems import Refused
from desktop_app.session import Changed
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.labels import label
from ui.office_context import Office
from ui.sign_in_new_password import NewPassword
from ui.sign_in_password import PasswordField
from ui.sign_in_patience import Patience

CHANGED = "密码已修改，下次登录用新的。"
OLD_WORDS = "旧密码马上作废。请记牢新密码；万一忘了，可以请客关部经理重设。"
RESET_WORDS = "旧密码马上作废，被锁定的也会解开。请当面告诉本人，并提醒他登录后自己改一次。"


class PasswordDialog(SheetDialog):
    """The old password where it is asked, and the new one twice; ``act(old, new)`` runs in the background."""

    def __init__(self, title: str, words: str, whose: str, act: Callable[[str, str], Changed],
                 office: Office, parent: QWidget | None = None, *, asks_old: bool,
                 now: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        super().__init__(title, parent, width=420)
        self._act, self._office, self._asks_old = act, office, asks_old
        self.old, self.chosen = (
            PasswordField("现在的密码"),
            NewPassword(lambda: whose, words="新密码", parent=self),
        )
        self.body.addWidget(label(title, "title"))
        self.body.addWidget(label(words, "second", wrap=True))
        for field in (*((self.old,) if asks_old else ()), self.chosen.first, self.chosen.again):
            self.body.addWidget(field)
        self.yes = Button("修改" if asks_old else "重设", kind="primary", keys="Enter", bind=False)
        no = Button("取消", keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.submit)
        self.add_buttons(no, self.yes)
        self.patience = Patience(self.old, self.yes, now)
        (self.old if asks_old else self.chosen.first).line.setFocus()

    def submit(self) -> None:
        """Change it, if everything is there."""
        if self.patience.left() or not self.yes.isEnabled():
            return
        if self._asks_old and not self.old.secret():
            self.old.show_error("请输入现在的密码")
        elif self.chosen.check():
            old, new = self.old.secret(), self.chosen.secret()
            self.yes.set_allowed(False)
            self._workers().run(
                self, lambda: self._act(old, new), lambda _changed: self.accept(), self._failed
            )

    def _workers(self) -> Background:
        return self._office.background

    def _failed(self, error: Exception) -> None:
        self.yes.set_allowed(True)
        if self.patience.take(error):
            return
        places = {"old": self.old, "password": self.chosen.first}
        place = places.get(error.field or "") if isinstance(error, Refused) else None
        if place is not None and isinstance(error, Refused):
            place.show_error(error.message)
        else:
            self._office.tell(error)


def own_password_dialog(office: Office, parent: QWidget | None = None) -> PasswordDialog:
    """文件 › 修改我的密码."""
    from desktop_app.safety.accounts import change_password

    session = office.session
    dialog = PasswordDialog(
        "修改我的密码", OLD_WORDS, session.person.name, lambda old, new: change_password(session, old, new),
        office, parent, asks_old=True,
    )  # fmt: skip
    dialog.accepted.connect(lambda: office.status(CHANGED))
    return dialog


def reset_password_dialog(office: Office, name: str, parent: QWidget | None = None) -> PasswordDialog:
    """A new password for ``name``, who forgot the old one."""
    from desktop_app.safety.accounts import reset_password

    session = office.session
    return PasswordDialog(
        f"重设{name}的密码", RESET_WORDS, name, lambda _old, new: reset_password(session, name, new),
        office, parent, asks_old=False,
    )  # fmt: skip
