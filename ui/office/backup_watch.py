"""Everything about backups in one office window: the timer, the alarm over the tabs, the dialog, the one at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.safety.duties import allows, reason
from ui.kit.alarm import AlarmBanner
from ui.kit.background import Cancelled, Steps
from ui.main_window import MainWindow
from ui.office.backup_exit import ExitBackup
from ui.office.backup_stop import Stop
from ui.office.backup_timer import BackupTimer
from ui.status_line import Standing

if TYPE_CHECKING:
    from desktop_app.safety.backup import Made

RUNNING = "正在备份"


class BackupWatch(QObject):
    """Made once for a ``window``; ``restore_wanted`` carries the Wish of a restore, for which the data must be closed."""

    restore_wanted = Signal(object)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        office = window.office
        self._window, self._office = window, office
        self._stop: Stop | None = None
        self.timer = BackupTimer(office.session, office.background, office.ticker, self)
        self.leaving = ExitBackup(office.session, office.background, window)
        self.alarm = AlarmBanner("现在备份", "看看")
        window.header.add_alarm(self.alarm)
        self.alarm.acted.connect(self.back_up)
        self.alarm.looked.connect(self.open)
        window.line.alarmed.connect(self.alarm.show_words)
        window.line.backup_clicked.connect(self.open)
        window.header.busy.cancelled.connect(self._on_stop)
        self.timer.settled.connect(window.refresh_standing)

    def open(self) -> None:
        """Show 备份与恢复."""
        from ui.office.backups_dialog import BackupsDialog

        if not allows(
            self._office.session.person.duties, "see_office"
        ):  # the status line is there for everyone
            self._window.line.say(reason("see_office"))
            return
        dialog = BackupsDialog(self._office, self._window)
        dialog.backed_up.connect(self._backed_up)
        dialog.restore_wanted.connect(self.restore_wanted)
        dialog.exec()
        dialog.deleteLater()

    def back_up(self) -> None:
        """Make a backup now; whoever sees the alarm may, also without the duty for the rest."""
        if self._stop is not None:
            return
        self._stop = stop = Stop()
        self.alarm.set_busy(RUNNING)
        busy = self._window.header.busy
        busy.start("正在备份…", share=True)
        self._office.background.run(
            self, lambda steps: self._make(steps, stop), self._made, self._failed,
            progress=busy.advance, long=True,
        )  # fmt: skip

    def lets_go(self, leave: Callable[[], None]) -> bool:
        """Whether the window may close now; if not yet, ``leave`` is called again after the last backup."""
        return self.leaving.lets_go(leave)

    def told(self, line: Standing) -> Standing:
        """The status line's standing with the backups in it; asked in the background."""
        from desktop_app.safety.backup_standing import standing
        from ui.office.backup_status import with_backups

        session = self._office.session
        return with_backups(line, standing(session), self.timer.trouble(), session.now())

    def _make(self, steps: Steps, stop: Stop) -> Made | None:
        from desktop_app.safety.backup import backup
        from desktop_app.safety.backup_schedule import back_up_if_changed

        session = self._office.session
        if allows(session.person.duties, "manage_office"):
            return backup(session, progress=stop.watching(steps))
        return back_up_if_changed(session, "half_hour", stop.watching(steps))

    def _made(self, made: Made | None) -> None:
        self._end()
        if made is not None:
            self._window.line.say(f"备份已核对：{made.file.name}，{made.records:,} 条记录")
        self._backed_up()

    def _backed_up(self) -> None:
        self.timer.forget_trouble()
        self._window.refresh_standing()

    def _failed(self, error: Exception) -> None:
        self._end()
        if isinstance(error, Cancelled):
            self._window.line.say("备份已取消。")
        else:
            self._office.tell(error)

    def _end(self) -> None:
        self._stop = None
        self._window.header.busy.finish()
        self.alarm.set_busy("")

    def _on_stop(self) -> None:
        if self._stop is not None:
            self._stop.ask()
