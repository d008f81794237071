"""The recovery code: its printed sheet, its boxes on the screen, and signing in with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from desktop_app.problems import Refused
from ui.kit import dialogs, paint, theme
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.fonts import MEDIUM, font
from ui.kit.labels import label
from ui.kit.pdf_preview import PdfPreview
from ui.sign_in_new_password import NewPassword
from ui.sign_in_patience import Patience

if TYPE_CHECKING:
    from desktop_app.session import Session


class CodeBoxes(QWidget):
    """The groups of a code in boxes, easy to read aloud and to compare with the paper."""

    def __init__(self, code: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups = code.split("-")
        self.setFixedHeight(44)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(code)

    def paintEvent(self, event: QPaintEvent) -> None:
        step = (self.width() + 8) / len(self._groups)
        with paint.painting(self) as painter:
            for number, group in enumerate(self._groups):
                rect = QRectF(number * step, 0, step - 8, self.height())
                paint.box(painter, rect, 7, theme.color("sheet"), theme.color("line2"))
                paint.text(painter, rect, group, font(17, MEDIUM), theme.color("t1"), paint.CENTER)


def code_sheet(code: str, shop: str, account: str, day: date) -> bytes:
    """The sheet to print and lock away, as PDF bytes; nothing is written to disk."""
    # the paper is drawn by a library that the start need not wait for
    from desktop_app.paper.recovery_sheet import RecoveryPaper, print_recovery_sheet

    return print_recovery_sheet(RecoveryPaper(code, shop, account, day))


def preview_code(code: str, shop: str, account: str, day: date, parent: QWidget | None) -> PdfPreview:
    """The sheet as it will be printed or saved; ``printed`` and ``saved`` of the preview tell that it was."""
    return PdfPreview(
        "恢复码", code_sheet(code, shop, account, day), parent, file_name=f"恢复码-{account}.pdf"
    )


class RecoveryDialog(SheetDialog):
    """A name, the code from the paper and a new password; ``signed_in`` carries the session."""

    signed_in = Signal(object)

    def __init__(self, name: str, names: Sequence[str], recover: Callable[[str, str, str], Session],
                 background: Background, parent: QWidget | None = None, *,
                 now: Callable[[], float] = time.monotonic) -> None:  # fmt: skip
        super().__init__("用恢复码登录", parent, width=520)
        self._recover, self._background = recover, background
        self._names = combo = QComboBox()
        combo.addItems(list(names))
        combo.setCurrentText(name)
        self.name, self.code = Field(self.tr("姓名"), combo), Field(self.tr("恢复码"))
        self.chosen = NewPassword(combo.currentText, words=self.tr("新密码"), parent=self)
        self.password, self.again = self.chosen.first, self.chosen.again
        self.body.addWidget(label(self.tr("用恢复码登录"), "title"))
        words = self.tr("恢复码在第一次使用时打印的那张纸上，空格和横线不用输。登录后密码改成下面的新密码。")
        self.body.addWidget(label(words, "second", wrap=True))
        for field in (self.name, self.code, self.password, self.again):
            self.body.addWidget(field)
        self.yes = Button(self.tr("登录"), kind="primary", keys="Enter", bind=False)
        no = Button(self.tr("取消"), keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.submit)
        self.patience = Patience(self.code, self.yes, now)
        self.add_buttons(no, self.yes)
        self.code.edit.setFocus()

    def submit(self) -> None:
        """Try what stands there."""
        if not self._is_filled() or self.patience.left() or not self.yes.isEnabled():
            return
        name, code, password = self._names.currentText(), self.code.text(), self.chosen.secret()
        self.yes.set_allowed(False)
        self._background.run(self, lambda: self._recover(name, code, password), self._on_good, self._on_bad)

    def _is_filled(self) -> bool:
        if not self.code.text():
            self.code.show_error(self.tr("请输入恢复码"))
            return False
        return self.chosen.check()

    def _on_good(self, session: Session) -> None:
        self.accept()
        self.signed_in.emit(session)

    def _on_bad(self, error: Exception) -> None:
        self.yes.set_allowed(True)
        if self.patience.take(error):
            return
        if isinstance(error, Refused):
            fields = {"account": self.name, "password": self.password}
            fields.get(error.field or "", self.code).show_error(error.message)
        else:
            dialogs.tell(self, dialogs.explain(error, doing=self.windowTitle()))
