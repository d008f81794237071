"""Covering every window of the program, dialogs and whatever opens later, without ending what they wait for."""

from __future__ import annotations

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QToolTip, QWidget

from ui.lock_page import LEAST, PRODUCT, LockPage

LOCKED_TITLE = f"{PRODUCT} · 已锁定"
PASSING = (Qt.WindowType.Popup, Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)
"""Kinds of windows that are closed instead: menus, lists of a choice, tips."""
NOT_FOR_OTHERS = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride, QEvent.Type.Shortcut,
    QEvent.Type.InputMethod, QEvent.Type.FocusOut, QEvent.Type.ToolTip, QEvent.Type.ContextMenu,
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick, QEvent.Type.Wheel,
    QEvent.Type.DragEnter, QEvent.Type.Drop,
})  # fmt: skip
"""What reaches a locked page only. Without FocusOut an input does not notice that anything happened."""


class Cover(QObject):
    """One window under its page; ``remove`` gives it back as it was: title, size, focus."""

    def __init__(self, window: QWidget, make_page: Callable[[QWidget], LockPage]) -> None:
        # before the page takes it
        self.focus = window.focusWidget()
        self.window, self.page = window, make_page(window)
        super().__init__(self.page)
        page = self.page
        self._title, self._size = window.windowTitle(), window.size()
        self._grown = window.size().expandedTo(LEAST)
        window.setWindowTitle(LOCKED_TITLE)
        if self._grown != self._size:
            window.resize(self._grown)
        self._lie_over()
        page.show()
        page.focus_form()
        window.installEventFilter(self)

    def remove(self) -> None:
        """Take the page away."""
        self.window.removeEventFilter(self)
        self.window.setWindowTitle(self._title)
        if self.window.size() == self._grown != self._size:
            self.window.resize(self._size)
        self.page.hide()
        if self.focus is not None and shiboken6.isValid(self.focus):
            self.focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self.page.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the page over everything, the title silent, and a dialog from being closed."""
        kind = event.type()
        if kind in (QEvent.Type.Resize, QEvent.Type.ChildAdded):
            self._lie_over()
        elif kind is QEvent.Type.WindowTitleChange and self.window.windowTitle() != LOCKED_TITLE:
            self._title = self.window.windowTitle()
            self.window.setWindowTitle(LOCKED_TITLE)
        elif kind is QEvent.Type.Close and isinstance(watched, QDialog):
            event.ignore()
            return True
        return False

    def _lie_over(self) -> None:
        self.page.setGeometry(self.window.rect())
        self.page.raise_()


class Covers(QObject):
    """All windows at once, from ``put_on`` to ``take_off``; ``make_page`` makes the page over one window."""

    def __init__(self, app: QApplication, make_page: Callable[[QWidget], LockPage]) -> None:
        super().__init__()
        self._app, self._make_page = app, make_page
        self._covers: list[Cover] = []
        self._on = False

    def put_on(self) -> None:
        """Hide everything that belongs to the person."""
        self._on = True
        self._close_passing()
        self._app.installEventFilter(self)
        self._app.focusChanged.connect(self._on_focus)
        self._app.focusWindowChanged.connect(self._show_forms)
        active = self._app.activeWindow()
        for window in self._app.topLevelWidgets():
            if window.isVisible() and not _is_passing(window):
                self._cover(window)
        self._show_forms()
        page = self._page_of(active)
        if page is not None:
            page.focus_form()

    def take_off(self) -> None:
        """Show everything as it stood."""
        self.let_go()
        for cover in self._living():
            cover.remove()
        self._covers.clear()

    def let_go(self) -> None:
        """Guard no input any more; what is covered stays so."""
        if self._on:
            self._on = False
            self._app.removeEventFilter(self)
            self._app.focusChanged.disconnect(self._on_focus)
            self._app.focusWindowChanged.disconnect(self._show_forms)

    def pages(self) -> tuple[LockPage, ...]:
        """The pages in sight."""
        return tuple(cover.page for cover in self._living())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover what opens, close what passes, and keep every input from all but the pages."""
        kind = event.type()
        if kind is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self._on_shown(watched)
        elif kind is QEvent.Type.Hide and isinstance(watched, QDialog):
            QTimer.singleShot(0, self, self._show_forms)
        elif kind in NOT_FOR_OTHERS and not watched.isWindowType() and not _belongs(watched):
            return True
        return False

    def _on_shown(self, window: QWidget) -> None:
        if _belongs(window):
            return
        if _is_passing(window):
            QTimer.singleShot(0, window, window.close)
        elif self._page_of(window) is None:
            self._cover(window)
            self._show_forms()

    def _cover(self, window: QWidget) -> None:
        self._covers.append(Cover(window, self._make_page))

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Someone put the focus below a page, e.g. a list that came in; there it shall be afterwards."""
        if now is None or _belongs(now):
            return
        for cover in self._living():
            if cover.window is now.window():
                cover.focus = now
                QTimer.singleShot(0, cover.page, cover.page.focus_form)

    def _show_forms(self, _in_front: object = None) -> None:
        """Only where keys arrive: not in the windows that a modal dialog blocks."""
        modal = self._app.activeModalWidget()
        for cover in self._living():
            cover.page.show_form(modal is None or modal is cover.window or _belongs(modal))

    def _page_of(self, window: QWidget | None) -> LockPage | None:
        return next((cover.page for cover in self._living() if cover.window is window), None)

    def _living(self) -> list[Cover]:
        return [cover for cover in self._covers if shiboken6.isValid(cover)]

    def _close_passing(self) -> None:
        last = None
        while (popup := self._app.activePopupWidget()) not in (None, last):
            popup.close()
            last = popup
        QToolTip.hideText()


def _is_passing(window: QWidget) -> bool:
    return window.windowType() in PASSING


def _belongs(part: QObject) -> bool:
    """Whether something is a lock page, lies in one, or was opened by one."""
    above: QObject | None = part
    while above is not None and not isinstance(above, LockPage):
        above = above.parent()
    return above is not None
