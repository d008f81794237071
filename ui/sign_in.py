"""Signing in: a name, a password, and what to do when it was forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.fields import Banner
from ui.kit.frames import Sheet, holder, row
from ui.kit.labels import ElidedLabel, IconLabel, label
from ui.kit.memory import Memory
from ui.sign_in_form import SignInForm
from ui.sign_in_panel import SignInPanel

if TYPE_CHECKING:
    from desktop_app.session import Session

WEEKDAYS = "一二三四五六日"
FORM_WIDTH = 360
KEPT_NAME = "sign-in/name"


@dataclass(frozen=True, slots=True)
class Door:
    """What the sign-in page works with.

    ``sign_in(name, password)`` returns the session or raises Refused (with ``field`` account or password) or
    Unavailable; it runs in the background. ``recover(name, code, new password)`` does the same by the recovery
    code, None where there is none. ``shop`` is what this PC remembers of the last session, "" at first.
    """

    names: Sequence[str]
    sign_in: Callable[[str, str], Session]
    place: str
    version: str = ""
    shop: str = ""
    recover: Callable[[str, str, str], Session] | None = None
    now: Callable[[], datetime] = datetime.now


class SignIn(QWidget):
    """The sign-in window; ``signed_in`` carries the session, ``folder_wanted`` the wish for another data folder."""

    signed_in = Signal(object)
    folder_wanted = Signal()

    def __init__(
        self, door: Door, background: Background, memory: Memory, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._door, self._background, self._memory = door, background, memory
        product = self.tr("客户关系工作台")
        self.setWindowTitle(f"{door.shop} · {product}" if door.shop else product)
        self.setObjectName("ground")
        self.setMinimumSize(QSize(1024, 600))
        self.resize(1366, 736)
        self.remember = QCheckBox(self.tr("这台电脑记住我的名字"))
        self.form = SignInForm(door.names, door.sign_in, background, extra=self.remember)
        self.name, self.password, self.enter = self.form.name, self.form.password, self.form.enter
        self._said = Banner("green", "circle-check")
        self.form.opened.connect(self._on_opened)
        self._recall_name()
        shortcuts = (
            ("Ctrl+K", self.tr("一个框，搜到客户、车辆和案例")),
            ("Ctrl 1–4", self.tr("四个工作台之间切换")),
            ("F1", self.tr("随时看这一页的全部快捷键")),
        )
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 12, 12)
        line.setSpacing(12)
        line.addWidget(SignInPanel(door.shop, product, shortcuts), 42)
        line.addWidget(self._sheet(), 58)
        self._focus_first()

    # signing in

    def say(self, words: str) -> None:
        """One sentence over the form, e.g. what a restore has done."""
        self._said.show_words(words, "green", "circle-check")

    def submit(self) -> None:
        """Try the name and password that stand there."""
        self.form.submit()

    def _on_opened(self, session: Session) -> None:
        kept = self.form.names.currentText() if self.remember.isChecked() else ""
        self._memory.write(KEPT_NAME, kept)
        self.signed_in.emit(session)

    def _on_forgotten(self) -> None:
        from ui.recovery import RecoveryDialog

        assert self._door.recover is not None
        name = self.form.names.currentText()
        dialog = RecoveryDialog(name, self._door.names, self._door.recover, self._background, self)
        dialog.signed_in.connect(self.signed_in)
        dialog.exec()

    # the form

    def _recall_name(self) -> None:
        kept = self._memory.read(KEPT_NAME, "")
        if kept in self._door.names:
            self.form.names.setCurrentText(kept)
        self.remember.setChecked(bool(kept))

    def _sheet(self) -> Sheet:
        sheet = Sheet((40, 24, 40, 24))
        form = QWidget()
        form.setFixedWidth(FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(3)
        column.addWidget(label(greeting(self._door.now()), "greeting"))
        column.addWidget(label(self._today(), "second"))
        column.addSpacing(8)
        column.addWidget(self._said)
        column.addWidget(self.form)
        column.addLayout(self._ways_out())
        column.addStretch(4)
        column.addLayout(self._foot())
        sheet.column.addWidget(form, 1, Qt.AlignmentFlag.AlignHCenter)
        return sheet

    def _today(self) -> str:
        now = self._door.now()
        day = f"{now.month} 月 {now.day} 日 周{WEEKDAYS[now.weekday()]}"
        return self.tr("{}，登录后开始今天的回访").format(day)

    def _ways_out(self) -> QHBoxLayout:
        forgotten = Button(self.tr("忘了密码，用恢复码"), kind="link", icon="key-round", small=True)
        folder = Button(self.tr("换一个数据文件夹"), kind="link", icon="folder-open", small=True)
        forgotten.clicked.connect(self._on_forgotten)
        forgotten.setVisible(self._door.recover is not None)
        folder.clicked.connect(self.folder_wanted)
        return row(forgotten, None, folder)

    def _foot(self) -> QHBoxLayout:
        place = ElidedLabel(self._door.place, 12, token="t2")
        left = holder(row(IconLabel("database", 14), place, None, gap=6))
        version = label(
            self.tr("版本 {}").format(self._door.version) if self._door.version else "", "caption"
        )
        line = row(left, version, gap=12)
        line.setStretch(0, 1)
        return line

    def _focus_first(self) -> None:
        known = self._memory.read(KEPT_NAME, "") in self._door.names or len(self._door.names) == 1
        self.form.focus_first(name_known=known)


def greeting(moment: datetime) -> str:
    """The greeting of the hour."""
    if moment.hour < 5:
        return "夜深了"
    if moment.hour < 12:
        return "上午好" if moment.hour >= 9 else "早上好"
    return "下午好" if moment.hour < 18 else "晚上好"
