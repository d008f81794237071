"""The page over a locked window: opaque, the only one that takes keys, with the form that unlocks it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.kit.background import Background
from ui.kit.button import Button
from ui.kit.fields import Banner
from ui.kit.frames import Sheet, row
from ui.kit.labels import label, set_words
from ui.kit.medallion import Disc
from ui.sign_in_form import FormWords, SignInForm
from ui.sign_in_panel import SignInPanel

if TYPE_CHECKING:
    from desktop_app.session import Session

UNLOCK, HAND_OVER = FormWords("解锁", "正在核对…"), FormWords("登录", "正在登录…")
PRODUCT = "客户关系工作台"
LEAST = QSize(400, 360)
"""What the form needs; a smaller window is made as large while it is locked."""
FORM_WIDTH = 320
PANEL_FROM = 960
"""Width of a window from which there is room for the picture too."""


@dataclass(frozen=True, slots=True)
class Guarded:
    """What the page works with.

    ``prove(name, password)`` runs in the background: None means that it is still the same person, a session that
    someone else takes over. ``unfinished()`` tells whether dialogs stand open, which a change of person closes.
    """

    person: str
    shop: str
    names: Sequence[str]
    prove: Callable[[str, str], Session | None]
    unfinished: Callable[[], bool]


class LockPage(QWidget):
    """Lies over one window; ``opened`` carries what ``prove`` returned."""

    opened = Signal(object)

    def __init__(self, guarded: Guarded, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._guarded = guarded
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("已锁定"))
        self.form = SignInForm(guarded.names, guarded.prove, background)
        self.form.names.setCurrentText(guarded.person)
        self.form.name.hide()
        self.form.opened.connect(self.opened)
        self.setFocusProxy(self.form.password.line)
        self._warning = Banner("yellow", "triangle-alert")
        self._title = label("", "greeting")
        self._told = label("", "second", wrap=True)
        self.other = Button("", kind="link", icon="arrow-right-left", small=True)
        self.other.clicked.connect(lambda: self._choose_other(self.form.name.isHidden()))
        self._lay_out(window.width() >= PANEL_FROM)
        self._choose_other(False)

    def focus_form(self) -> None:
        """Put the cursor into the password."""
        self.form.password.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_form(self, shown: bool) -> None:
        """A window that another one blocks takes no keys, so it shall not ask for any."""
        before = self._asking.isVisibleTo(self)
        self._asking.setVisible(shown)
        if shown and not before:
            self.focus_form()

    # keys and mouse end here

    def event(self, event: QEvent) -> bool:
        """No shortcut of the window below may fire."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes round inside the page."""
        parts = [part for part in self._stops() if part.isVisible() and part.isEnabled()]
        if not parts:  # the page is being taken away, and nothing below shall be told of a Tab
            return True
        here = self.focusWidget()
        at = parts.index(here) if here in parts else -1
        step = 1 if forward else -1
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        parts[(at + step) % len(parts)].setFocus(reason)
        return True

    def _stops(self) -> tuple[QWidget, ...]:
        return self.form.names, self.form.password.line, self.form.enter, self.other

    # the form

    def _choose_other(self, other: bool) -> None:
        person, names = self._guarded.person, self._guarded.names
        others = [name for name in names if name != person]
        self.form.name.setVisible(other)
        self.form.names.setCurrentText(others[0] if other else person)
        self.form.set_words(HAND_OVER if other else UNLOCK)
        told = "选姓名，输入自己的密码。" if other else f"{person}，输入密码继续；刚才的内容都还在。"
        set_words(self._told, told)
        set_words(self._title, self.tr("换人登录") if other else self.tr("已锁定"))
        unfinished = other and self._guarded.unfinished()
        warning = f"{person}还有窗口没做完，换人会关掉它，里面没保存的内容会丢。最好请{person}先解锁。"
        self._warning.show_words(warning if unfinished else "", "yellow", "triangle-alert")
        self.other.set_words(self.tr("不换了") if other else self.tr("换人登录"))
        self.other.setVisible(bool(others))
        (self.form.names if other and len(others) > 1 else self.form.password.line).setFocus()

    def _lay_out(self, with_picture: bool) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(12, 12, 12, 12)
        line.setSpacing(12)
        if with_picture:
            shortcuts = (("Ctrl+Alt+L", self.tr("离开座位，随手锁定")), ("Ctrl+L", self.tr("换人登录")))
            line.addWidget(SignInPanel(self._guarded.shop, PRODUCT, shortcuts), 42)
        line.addWidget(self._sheet(), 58)

    def _sheet(self) -> Sheet:
        sheet = Sheet((24, 20, 24, 20))
        self._asking = form = QWidget()
        form.setFixedWidth(FORM_WIDTH)
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addStretch(3)
        column.addLayout(row(Disc("lock"), self._title, None, gap=14))
        for part in (self._told, self._warning, self.form):
            column.addWidget(part)
        column.addLayout(row(self.other, None))
        column.addStretch(4)
        sheet.column.addWidget(form, 1, Qt.AlignmentFlag.AlignHCenter)
        return sheet
