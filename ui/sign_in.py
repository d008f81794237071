"""Signing in: a name, a password, and what to do when it was forgotten."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop_app.problems import Refused
from ui.kit import dialogs, icons, theme
from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.fields import Field
from ui.kit.frames import Sheet, holder, row
from ui.kit.labels import ElidedLabel, IconLabel, label
from ui.kit.memory import Memory
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
        self.name, self.password = Field(self.tr("姓名"), QComboBox()), Field(self.tr("密码"))
        self.remember = QCheckBox(self.tr("这台电脑记住我的名字"))
        self.enter = Button(self.tr("登录"), kind="primary", keys="Enter", bind=False, large=True)
        self._prepare_inputs()
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

    def submit(self) -> None:
        """Try the name and password that stand there."""
        name, password = self._names().currentText(), self._password().text()
        if not password:
            self.password.show_error(self.tr("请输入密码"))
            return
        self._wait(True)
        self._background.run(self, lambda: self._door.sign_in(name, password), self._on_good, self._on_bad)

    def _on_good(self, session: Session) -> None:
        kept = self._names().currentText() if self.remember.isChecked() else ""
        self._memory.write(KEPT_NAME, kept)
        self._password().clear()
        self._wait(False)
        self.signed_in.emit(session)

    def _on_bad(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, Refused):
            field = self.name if error.field == "account" else self.password
            field.show_error(error.message)
            self._password().selectAll()
        else:
            dialogs.tell(self, dialogs.explain(error, doing=self.tr("登录")))

    def _wait(self, waiting: bool) -> None:
        self.enter.set_words(self.tr("正在登录…") if waiting else self.tr("登录"))
        for part in (self.enter, self.name, self._password(), self.remember):
            part.setEnabled(not waiting)
        if not waiting:
            self._password().setFocus()

    def _on_forgotten(self) -> None:
        from ui.recovery import RecoveryDialog

        assert self._door.recover is not None
        dialog = RecoveryDialog(
            self._names().currentText(), self._door.names, self._door.recover, self._background, self
        )
        dialog.signed_in.connect(self.signed_in)
        dialog.exec()

    # the form

    def _names(self) -> QComboBox:
        assert isinstance(self.name.edit, QComboBox)
        return self.name.edit

    def _password(self) -> QLineEdit:
        assert isinstance(self.password.edit, QLineEdit)
        return self.password.edit

    def _prepare_inputs(self) -> None:
        self._names().addItems(list(self._door.names))
        kept = self._memory.read(KEPT_NAME, "")
        if kept in self._door.names:
            self._names().setCurrentText(kept)
        self.remember.setChecked(bool(kept))
        self._names().currentTextChanged.connect(lambda _name: self.name.show_error(""))
        for part in (self._names(), self._password()):
            part.setProperty("large", "true")
        edit = self._password()
        edit.setEchoMode(QLineEdit.EchoMode.Password)
        edit.returnPressed.connect(self.submit)
        edit.installEventFilter(self)
        self._eye = QAction(icons.icon("eye", theme.color("t2"), 16), self.tr("显示密码"), self)
        self._eye.setCheckable(True)
        self._eye.toggled.connect(self._show_password)
        edit.addAction(self._eye, QLineEdit.ActionPosition.TrailingPosition)
        self.enter.clicked.connect(self.submit)

    def _show_password(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self._password().setEchoMode(mode)
        self._eye.setIcon(icons.icon("eye-off" if shown else "eye", theme.color("t2"), 16))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A capital letter typed without Shift tells that Caps Lock is on; Qt has no other sign of it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text().isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            locked = event.text().isascii() and event.text().isupper() != shift
            # after the field has taken the letter, which clears whatever stood there
            QTimer.singleShot(0, self, lambda: self._warn_of_caps_lock(locked))
        return False

    def _warn_of_caps_lock(self, locked: bool) -> None:
        words = self.tr("大写锁定已打开") if locked else ""
        self.password.error.tell(words, "yellow", "triangle-alert")

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
        for part in (self.name, self.password, self.remember):
            column.addWidget(part)
        self.enter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        column.addSpacing(4)
        column.addWidget(self.enter)
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
        (self._password() if known else self._names()).setFocus()


def greeting(moment: datetime) -> str:
    """The greeting of the hour."""
    if moment.hour < 5:
        return "夜深了"
    if moment.hour < 12:
        return "上午好" if moment.hour >= 9 else "早上好"
    return "下午好" if moment.hour < 18 else "晚上好"
