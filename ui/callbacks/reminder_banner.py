"""The reminder in sight: a line over the tabs that stays until it was acted on, and a word in the tray."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QSystemTrayIcon, QWidget

from desktop_app.callbacks.own_appointments import OwnAppointment
from ui.callbacks.appointment_reminder import AppointmentReminder
from ui.kit.button import Button
from ui.kit.frames import Ground, row
from ui.kit.labels import ElidedLabel, IconLabel
from ui.office_context import Office

OPEN_KEYS, DROP_KEYS = "Ctrl+Shift+O", "Ctrl+Shift+X"
TITLE = "约好的时间到了"


class ReminderBanner(QWidget):
    """Says whom to call now; 打开 opens the callback, 知道了 takes the line away. It makes no sound."""

    def __init__(self, office: Office, icon: QIcon, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._office = office
        self._come: list[OwnAppointment] = []
        self._words = ElidedLabel("", 14, token="yel")
        self.open = Button("打开", kind="soft", small=True, keys=OPEN_KEYS, bind=False)
        self.drop = Button("知道了", kind="link", small=True, keys=DROP_KEYS, bind=False)
        self._tray = _tray(icon, self)
        self._lay_out()
        self._connect()
        self.hide()

    def words(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self.accessibleName()

    def take(self, come: Sequence[OwnAppointment]) -> None:
        """Say these too; those told before stay until they were opened."""
        self._come += come
        self._show()
        self._office.status(f"{TITLE}：{self._come[-1].name}")
        if self._tray is not None:
            self._tray.show()
            self._tray.showMessage(TITLE, words_of(come), QSystemTrayIcon.MessageIcon.Information)

    def open_first(self) -> None:
        """Open the callback of the first, and go on to the next."""
        if self._come:
            first = self._come.pop(0)
            self._show()
            self._office.open_callback(first.reference)

    def forget(self) -> None:
        """Take the line away; the list shows the appointments as before."""
        self._come.clear()
        self._show()

    def _show(self) -> None:
        words = f"{TITLE}：{words_of(self._come)}" if self._come else ""
        self._words.set_text(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        if self._tray is not None and not words:
            self._tray.hide()

    def _lay_out(self) -> None:
        ground = Ground("banner", (14, 6, 8, 6))
        ground.set_tone("yellow")
        ground.column.addLayout(
            row(IconLabel("calendar-clock", 16, "yellow"), self._words, None, self.open, self.drop)
        )
        self.setLayout(row(ground, margins=(12, 2, 12, 6)))

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_first)
        self.drop.clicked.connect(self.forget)
        if self._tray is not None:
            self._tray.messageClicked.connect(self.open_first)
            self._tray.activated.connect(lambda _reason: self.open_first())


def remind(office: Office, window: QWidget) -> ReminderBanner:
    """The banner of a window, fed by a reminder of its own."""
    banner, reminder = (
        ReminderBanner(office, window.windowIcon(), window),
        AppointmentReminder(office, window),
    )
    reminder.due.connect(banner.take)
    QShortcut(QKeySequence(OPEN_KEYS), window, banner.open_first)
    QShortcut(QKeySequence(DROP_KEYS), window, banner.forget)
    reminder.reload()
    return banner


def words_of(come: Sequence[OwnAppointment]) -> str:
    """``沈佳宁 10:20``, of several the number first."""
    told = "、".join(f"{one.name} {one.at:%H:%M}" for one in come)
    return told if len(come) == 1 else f"{len(come)} 位：{told}"


def _tray(icon: QIcon, parent: QWidget) -> QSystemTrayIcon | None:
    """A place in the tray, where there is one that shows messages."""
    if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
        return None
    return QSystemTrayIcon(icon, parent)
