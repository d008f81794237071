"""A new recovery code: the own password asked, the code shown once, printed for the safe."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop_app.problems import Refused
from ui.kit import dialogs
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.frames import Card, row
from ui.kit.labels import IconLabel, label, set_words
from ui.office_context import Office
from ui.recovery import CodeBoxes, preview_code
from ui.sign_in_password import PasswordField
from ui.sign_in_patience import Patience

ASKED = "新的恢复码一生成，柜子里那张旧的马上作废。请先看好打印机，再输入您自己的密码。"
SHOWN = "只显示这一次，程序里不留底。打印出来，和旧的那张换下来，锁进柜子。"
UNPRINTED = dialogs.Question(
    "还没有收好恢复码",
    "关掉以后再也看不到这个恢复码，旧的也已经作废。",
    yes="仍然关掉",
    no="回去打印",
    danger=True,
)


class RenewCodeDialog(SheetDialog):
    """First the password, then the code; it does not close before someone says that the sheet is put away."""

    def __init__(self, office: Office, parent: QWidget | None = None, *,
                 now: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        super().__init__("换一个恢复码", parent, width=600)
        self._office, self._code = office, ""
        self._told = label(ASKED, "second", wrap=True)
        self.password = PasswordField("您的密码")
        self.printed = QCheckBox("我已打印，并放在安全的地方")
        self.print = Button("打印恢复码", icon="printer", keys="Ctrl+P")
        self.yes = Button("生成新的恢复码", kind="primary", keys="Enter", bind=False)
        self.no = Button("取消", keys="Esc", bind=False)
        self._card = Card((18, 14, 18, 16), 8)
        self._ways = row(self.print, 12, self.printed, None)
        self._lay_out()
        self.patience = Patience(self.password, self.yes, now)
        self.yes.clicked.connect(self.submit)
        self.no.clicked.connect(self.reject)
        self.print.clicked.connect(self._on_print)
        self.printed.toggled.connect(self._show_ready)
        self.password.line.setFocus()

    def code(self) -> str:
        """The new code, "" before there is one."""
        return self._code

    def submit(self) -> None:
        """Make the code, or close when it is put away."""
        from desktop_app.safety.accounts import renew_recovery_code

        if self._code:
            self.accept()
            return
        if self.patience.left() or not self.yes.isEnabled():
            return
        if not self.password.secret():
            self.password.show_error("请输入您的密码")
            return
        session, password = self._office.session, self.password.secret()
        self.yes.set_allowed(False)
        self._office.background.run(
            self, lambda: renew_recovery_code(session, password), self._show_code, self._failed
        )

    def reject(self) -> None:
        """Leave; with a code on the screen that nobody printed only after a question."""
        if not self._code or self.printed.isChecked() or dialogs.ask(self, UNPRINTED):
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.reject()

    def _show_code(self, code: str) -> None:
        self._code = code
        self.password.forget()
        self.password.hide()
        set_words(self._told, SHOWN)
        self._card.column.addWidget(CodeBoxes(code))
        for part in (self._card, self.print, self.printed):
            part.show()
        self.yes.set_words("完成")
        self.no.hide()
        self._show_ready()
        self.print.setFocus()
        self.adjustSize()

    def _failed(self, error: Exception) -> None:
        self.yes.set_allowed(True)
        if self.patience.take(error):
            return
        if isinstance(error, Refused) and error.field == "password":
            self.password.show_error(error.message)
        else:
            self._office.tell(error)

    def _show_ready(self) -> None:
        self.yes.set_allowed(self.printed.isChecked(), "先打印并收好，再勾选左边那一项")

    def _on_print(self) -> None:
        session = self._office.session
        shop = self._office.memory.read("shop", "")
        preview = preview_code(self._code, shop, session.person.name, session.today(), self)
        preview.printed.connect(lambda: self.printed.setChecked(True))
        preview.exec()

    def _lay_out(self) -> None:
        title = row(IconLabel("key-round", 20), label("换一个恢复码", "title"), None)
        self.body.addLayout(title)
        self.body.addWidget(self._told)
        self.body.addWidget(self.password)
        self._card.column.addWidget(label("新的恢复码", "heading"))
        self.body.addWidget(self._card)
        self.body.addLayout(self._ways)
        for part in (self._card, self.print, self.printed):
            part.hide()
        self.add_buttons(self.no, self.yes)
