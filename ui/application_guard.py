"""Who may see one office window: it is locked when nobody is there, and handed over to another person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_app import doorway
from desktop_app.problems import Refused
from ui.idle_lock import IdleLock
from ui.kit.background import Background
from ui.lock_page import Guarded, LockPage
from ui.switch_dialog import SwitchDialog

if TYPE_CHECKING:
    from desktop_app.session import Session
    from ui.office_window import OfficeWindow

SETTLE_SECONDS = 5.0
"""How long a change of person waits for the last words to be on the disk."""


class Guard(QObject):
    """Watches ``window`` until ``end``; ``taken_over`` carries the session of whoever comes next.

    ``entrance`` does the work of passwords, which the window's own workers shall not wait for.
    """

    taken_over = Signal(object)

    def __init__(self, app: QApplication, window: OfficeWindow, entrance: Background) -> None:
        super().__init__(window)
        self._app, self._window, self._entrance = app, window, entrance
        self._session = window.office.session
        self.idle = IdleLock(app, self._make_page, parent=self)
        self.idle.locking.connect(window.keep_drafts)
        window.lock_wanted.connect(self.idle.lock)
        window.switch_wanted.connect(self.ask_switch)
        window.office.background.changed.connect(self._on_changed)
        self._read_minutes()
        self.idle.start()

    def end(self) -> None:
        """Watch no longer."""
        self.idle.stop()

    def ask_switch(self) -> None:
        """Let someone else sign in; what is open stays open until they did."""
        window, me = self._window, self._session.person.name
        if not self._may_switch():
            return
        dialog = SwitchDialog(self._names(), me, self._switch, self._entrance, window)
        dialog.switched.connect(self._hand_over)
        dialog.exec()

    def _may_switch(self) -> bool:
        busy = self._window.office.background.busy_long()
        if busy:
            self._window.office.tell(
                Refused("还有一件长时间的事没做完（导入、备份或导出），等它做完再换人。")
            )
        return not busy

    def _names(self) -> Sequence[str]:
        """Who can sign in; a keys file that cannot be read just now must not keep the window from locking."""
        try:
            return doorway.account_names(self._session.data.path.parent)
        except Exception:
            return (self._session.person.name,)

    # the lock

    def _make_page(self, window: QWidget) -> LockPage:
        shop, person = self._window.office.memory.read("shop", ""), self._session.person.name
        guarded = Guarded(person, shop, self._names(), self._prove, lambda: bool(self._open_dialogs()))
        page = LockPage(guarded, self._entrance, window)
        page.opened.connect(self._on_opened)
        return page

    def _prove(self, name: str, password: str) -> Session | None:
        from desktop_app import data_folder

        if name == self._session.person.name:
            data_folder.prove(self._session, password)
            return None
        if self._window.office.background.busy_long():
            raise Refused("还有一件长时间的事没做完（导入、备份或导出），等它做完再换人。", field="account")
        return self._switch(name, password)

    def _switch(self, name: str, password: str) -> Session:
        from desktop_app import data_folder

        # what became of the last start was told to whoever came first
        return replace(data_folder.switch(self._session, name, password), after_crash="")

    def _on_opened(self, session: Session | None) -> None:
        if session is None:
            self.idle.unlock()
        else:
            self._hand_over(session)

    # handing over

    def _hand_over(self, session: Session) -> None:
        """Close what stands open, each from the inside out, then let the next person in."""
        for dialog in reversed(self._open_dialogs()):
            dialog.done(QDialog.DialogCode.Rejected)
        QTimer.singleShot(0, self, lambda: self._hand_over_now(session))

    def _hand_over_now(self, session: Session) -> None:
        if not self._window.may_leave():
            return
        self._window.office.background.settle(SETTLE_SECONDS)
        self._window.keep_place()
        self.taken_over.emit(session)

    def _open_dialogs(self) -> list[QDialog]:
        return [one for one in self._app.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]

    # the setting

    def _on_changed(self, changed: frozenset[str]) -> None:
        if "settings" in changed:
            self._read_minutes()

    def _read_minutes(self) -> None:
        from desktop_app import settings

        session = self._session
        self._window.office.background.run(
            self, lambda: int(settings.get(session, "idle_lock_minutes")), self.idle.set_minutes
        )
