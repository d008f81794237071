"""The backup before leaving: what changed is backed up while a small dialog waits; it never keeps anyone in."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ui.kit import dialogs
from ui.kit.background import Background, Steps, Task
from ui.kit.button import Button
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import ProgressLine
from ui.kit.frames import beside, column
from ui.kit.labels import label, set_words
from ui.kit.medallion import Disc

if TYPE_CHECKING:
    from desktop_app.session import Session

log = logging.getLogger(__name__)
PATIENCE_MS = 250
"""A backup that lasts no longer, and finding out that none is due, shows nothing at all."""
UNANSWERED_MS = 30_000
"""Nobody may be there to read why it failed, e.g. when the PC is being switched off."""


class LeavingDialog(SheetDialog):
    """``stayed``: go on working; ``skipped``: leave at once without a backup."""

    stayed = Signal()
    skipped = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("正在备份", parent, width=440)
        self._bar, self._count = ProgressLine(), label("", "note")
        words = column(label("正在备份…", "title"), label("备份好就关闭，通常只要几秒钟。", "second"), gap=4)
        self.body.addLayout(beside(Disc("shield-check"), words, gap=14))
        self.body.addWidget(self._bar)
        self.body.addWidget(self._count)
        self.stay = Button("取消，先不关闭", keys="Esc", bind=False)
        self.skip = Button("跳过备份，直接关闭")
        self.stay.clicked.connect(self.reject)
        self.skip.clicked.connect(self.skipped)
        self.rejected.connect(self.stayed)
        self.add_buttons(self.stay, self.skip)
        # Enter, pressed by habit, must skip nothing
        self.skip.setDefault(False)
        self.setFocus()

    def advance(self, done: int, total: int) -> None:
        """Show how far it is."""
        self._bar.set_share(done, total)
        set_words(self._count, f"{done / total:.0%}" if total else "")


class ExitBackup(QObject):
    """Backs up before leaving, once at a time; ``window`` is what the dialog stands over."""

    def __init__(self, session: Session, background: Background, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._background, self._window = session, background, window
        self._then: Callable[[], None] | None = None
        self._over = False
        self._task: Task | None = None
        self._dialog: LeavingDialog | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._show)

    def lets_go(self, leave: Callable[[], None]) -> bool:
        """Whether to leave now; if not, ``leave`` is called once what changed was backed up.

        Also after a failure, which is told once, and when the user skips it. A window out of sight is no place
        where people worked.
        """
        if self._over or not self._window.isVisible():
            return True
        waiting, self._then = self._then is not None, leave
        if not waiting:
            self._patience.start(PATIENCE_MS)
            self._task = self._background.run(
                self, self._work, self._done, self._failed, progress=self._advance, long=True
            )
        return False

    def dialog(self) -> LeavingDialog | None:
        """The dialog while it is in sight."""
        return self._dialog

    def stay(self) -> None:
        """Stop the backup and go on working."""
        self._stop()
        self._then = None

    def skip(self) -> None:
        """Leave without a backup."""
        self._stop()
        self._leave()

    def _work(self, steps: Steps) -> object:
        from desktop_app.safety.backup_schedule import back_up_if_changed, due

        if due(self._session, leaving=True) is None:
            return None
        return back_up_if_changed(self._session, "exit", steps)

    def _advance(self, done: int, total: int) -> None:
        if self._dialog is not None:
            self._dialog.advance(done, total)

    def _show(self) -> None:
        self._dialog = LeavingDialog(self._window)
        self._dialog.stayed.connect(self.stay)
        self._dialog.skipped.connect(self.skip)
        self._dialog.open()

    def _done(self, _made: object) -> None:
        self._hide()
        self._leave()

    def _failed(self, error: Exception) -> None:
        self._hide()
        trouble = dialogs.explain(error, doing="关闭前的备份")
        if trouble.bug:
            log.error("%s", trouble.details)
        told = dialogs.TroubleDialog(trouble, self._window, leave="知道了，关闭")
        told.finished.connect(self._leave)
        QTimer.singleShot(UNANSWERED_MS, told, self._leave)
        told.open()

    def _leave(self) -> None:
        leave, self._then = self._then, None
        if leave is not None:
            self._over = True
            try:
                leave()
            finally:
                # a page may keep the window open after all
                self._over = False

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._hide()

    def _hide(self) -> None:
        self._patience.stop()
        self._task = None
        if self._dialog is not None:
            dialog, self._dialog = self._dialog, None
            # not closed: a locked window lets no dialog close
            dialog.hide()
            dialog.deleteLater()
