"""Locking the window (锁定): by key, or after minutes without a key or the mouse; everything stands as it was after."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from ui.lock_cover import Covers
from ui.lock_page import LockPage

LOOK_MS = 1000
LOCK_KEYS = QKeySequence("Ctrl+Alt+L")
LIFE = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
    QEvent.Type.TouchBegin, QEvent.Type.TabletPress,
})  # fmt: skip
PHONE = re.compile(r"(?:\d[\s-]?){7,}")
CLOCKS = (time.monotonic, time.time)
"""The steady one stands still while some computers sleep, the other can be put back: whichever says more counts."""


class IdleLock(QObject):
    """``make_page(window)`` makes the page over one window. ``tick`` looks at the clocks, each second once started.

    ``locking`` comes before anything is hidden, for what was typed to be written down; ``locked`` after it.
    """

    locking = Signal()
    locked = Signal()
    unlocked = Signal()

    def __init__(self, app: QApplication, make_page: Callable[[QWidget], LockPage],
                 clocks: Sequence[Callable[[], float]] = CLOCKS, parent: QObject | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._clocks, self._after_s, self._is_locked = clocks, 0.0, False
        self._covers = Covers(app, make_page)
        self._app = app
        self._touched, self._copied = self._now(), ""
        QGuiApplication.clipboard().dataChanged.connect(self._on_copied)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.tick)

    def set_minutes(self, minutes: float) -> None:
        """Lock after so many minutes without a sign of life; 0 means never."""
        self._after_s = minutes * 60

    def minutes(self) -> float:
        """After how many it locks, 0 for never."""
        return self._after_s / 60

    def start(self) -> None:
        """Begin to look for signs of life."""
        self._touched = self._now()
        self._watch()
        self._app.focusWindowChanged.connect(self._watch)
        self._timer.start()

    def stop(self) -> None:
        """Look no longer; what is covered stays covered, its window is about to go."""
        if self._timer.isActive():
            self._timer.stop()
            self._app.focusWindowChanged.disconnect(self._watch)
        for window in QGuiApplication.topLevelWindows():
            window.removeEventFilter(self)
        self._covers.let_go()

    def is_locked(self) -> bool:
        """Whether everything is hidden."""
        return self._is_locked

    def pages(self) -> tuple[LockPage, ...]:
        """The pages in sight while it is locked."""
        return self._covers.pages()

    def tick(self) -> None:
        """Lock when nobody gave a sign of life for long enough."""
        self._watch()
        if self._after_s and not self._is_locked and self._idle() >= self._after_s:
            self.lock()

    def lock(self) -> None:
        """Hide everything now."""
        if self._is_locked:
            return
        QGuiApplication.inputMethod().commit()
        self.locking.emit()
        self._is_locked = True
        self._forget_phones()
        self._covers.put_on()
        self.locked.emit()

    def unlock(self) -> None:
        """Show everything as it stood."""
        self._is_locked = False
        self._touched = self._now()
        self._covers.take_off()
        self.unlocked.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a sign of life; it goes its way, unless it is the key that locks, which works in dialogs too."""
        if event.type() in LIFE:
            self._touched = self._now()
        if isinstance(event, QKeyEvent) and _locks(event):
            # the key has to be out of the way before its window is covered
            QTimer.singleShot(0, self, self.lock)
            return True
        return False

    def _on_copied(self) -> None:
        """What comes to the clipboard while one of our windows has the keys comes from there."""
        self._copied = QGuiApplication.clipboard().text() if QGuiApplication.focusWindow() else ""

    def _forget_phones(self) -> None:
        """Empty the clipboard when something like a phone number was copied here."""
        clipboard = QGuiApplication.clipboard()
        if PHONE.search(self._copied) and clipboard.text() == self._copied:
            clipboard.clear()

    def _watch(self, _now_in_front: object = None) -> None:
        """Windows come and go; the system's own windows get every key and move first."""
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)

    def _now(self) -> tuple[float, ...]:
        return tuple(clock() for clock in self._clocks)

    def _idle(self) -> float:
        return max(now - then for now, then in zip(self._now(), self._touched, strict=True))


def _locks(event: QKeyEvent) -> bool:
    return event.type() is QEvent.Type.KeyPress and QKeySequence(event.keyCombination()) == LOCK_KEYS
