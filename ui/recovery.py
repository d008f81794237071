"""The recovery code: its printed sheet, its boxes on the screen, and signing in with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, Signal
from PySide6.QtGui import QColor, QFont, QPageSize, QPainter, QPaintEvent, QPdfWriter
from PySide6.QtWidgets import QComboBox, QLineEdit, QSizePolicy, QWidget

from desktop_app.problems import Refused
from ui.kit import dialogs, paint, theme
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.fonts import MEDIUM, SEMIBOLD, font
from ui.kit.labels import label

if TYPE_CHECKING:
    from desktop_app.session import Session

DPI = 300
LEAST_PASSWORD = 8


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
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(DPI)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(25, 25, 25, 25))
    writer.setTitle("恢复码")
    painter = QPainter(writer)
    _paint_sheet(painter, code, shop, account, day)
    painter.end()
    data: QByteArray = buffer.data()
    return bytes(data.data())


def _paint_sheet(painter: QPainter, code: str, shop: str, account: str, day: date) -> None:
    wide, unit = painter.viewport().width(), DPI / 96
    top = 0.0
    lines: list[tuple[str, QFont]] = [
        (shop, font(round(14 * unit))), ("客户关系工作台 · 恢复码", font(round(24 * unit), SEMIBOLD)),
        (f"账号 {account}　{day.isoformat()}", font(round(13 * unit))),
    ]  # fmt: skip
    for words, used in lines:
        high = used.pixelSize() * 1.7
        paint.text(painter, QRectF(0, top, wide, high), words, used, QColor("black"))
        top += high
    top = _paint_groups(painter, code.split("-"), top + 20 * unit, wide, unit)
    advice = (
        "忘了密码时，在登录页点“忘了密码，用恢复码”，照着输入。",
        "请把这张纸锁进柜子。拿到它的人就能打开全部客户资料。",
        "程序里没有留底；这张纸丢了，又忘了密码，数据就打不开了。",
    )
    for words in advice:
        used = font(round(13 * unit))
        paint.text(painter, QRectF(0, top, wide, 26 * unit), words, used, QColor("black"))
        top += 26 * unit


def _paint_groups(painter: QPainter, groups: Sequence[str], top: float, wide: float, unit: float) -> float:
    step, high = wide / 4, 64 * unit
    for number, group in enumerate(groups):
        rect = QRectF(number % 4 * step, top + number // 4 * high, step - 10 * unit, high - 12 * unit)
        paint.box(painter, rect, 8 * unit, None, "black", unit)
        paint.text(painter, rect, group, font(round(24 * unit), SEMIBOLD), QColor("black"), paint.CENTER)
    return top + (len(groups) + 3) // 4 * high + 20 * unit


class RecoveryDialog(SheetDialog):
    """A name, the code from the paper and a new password; ``signed_in`` carries the session."""

    signed_in = Signal(object)

    def __init__(self, name: str, names: Sequence[str], recover: Callable[[str, str, str], Session],
                 background: Background, parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__("用恢复码登录", parent, width=520)
        self._recover, self._background = recover, background
        combo = QComboBox()
        combo.addItems(list(names))
        combo.setCurrentText(name)
        self.name, self.code = Field(self.tr("姓名"), combo), Field(self.tr("恢复码"))
        self.password, self.again = Field(self.tr("新密码")), Field(self.tr("再输一次"))
        for field in (self.password, self.again):
            assert isinstance(field.edit, QLineEdit)
            field.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.body.addWidget(label(self.tr("用恢复码登录"), "title"))
        words = self.tr("恢复码在第一次使用时打印的那张纸上，空格和横线不用输。登录后密码改成下面的新密码。")
        self.body.addWidget(label(words, "second", wrap=True))
        for field in (self.name, self.code, self.password, self.again):
            self.body.addWidget(field)
        self.yes = Button(self.tr("登录"), kind="primary", keys="Enter", bind=False)
        no = Button(self.tr("取消"), keys="Esc", bind=False)
        no.clicked.connect(self.reject)
        self.yes.clicked.connect(self.submit)
        self.add_buttons(no, self.yes)
        self.code.edit.setFocus()

    def submit(self) -> None:
        """Try what stands there."""
        if not self._is_filled():
            return
        assert isinstance(self.name.edit, QComboBox)
        name, code, password = self.name.edit.currentText(), self.code.text(), self.password.text()
        self.yes.set_allowed(False)
        self._background.run(self, lambda: self._recover(name, code, password), self._on_good, self._on_bad)

    def _is_filled(self) -> bool:
        if not self.code.text():
            self.code.show_error(self.tr("请输入恢复码"))
        elif problem := password_problem(self.password.text()):
            self.password.show_error(problem)
        elif self.password.text() != self.again.text():
            self.again.show_error(self.tr("两次不一样，再输一次"))
        else:
            return True
        return False

    def _on_good(self, session: Session) -> None:
        self.accept()
        self.signed_in.emit(session)

    def _on_bad(self, error: Exception) -> None:
        self.yes.set_allowed(True)
        if isinstance(error, Refused):
            fields = {"account": self.name, "password": self.password}
            fields.get(error.field or "", self.code).show_error(error.message)
        else:
            dialogs.tell(self, dialogs.explain(error, doing=self.windowTitle()))


def password_problem(password: str) -> str:
    """Why a new password is not good enough, "" when it is."""
    if len(password) < LEAST_PASSWORD:
        return f"至少 {LEAST_PASSWORD} 位，现在 {len(password)} 位"
    if len(set(password)) < 3:
        return "太容易猜到，多用几种字符"
    return ""
