"""Watches over an open window: reads the data through once, looks at the clock, and says what the opening met."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QObject, QTimer

from desktop_app.safety.clock_faults import note_clock_went_back, went_back
from desktop_app.safety.reading_through import read_through
from ui.kit.fields import Banner
from ui.office_context import Office

READ_AFTER_MS = 60_000
"""The first minute belongs to the first customer."""
READ = "知道了"
AFTER_CRASH = {
    "whole": "上次没有正常退出（断电或被强行关闭）。数据已检查过，完好，保存过的都在。",
    "torn": "上次没有正常退出（断电或被强行关闭）。数据已检查过，完好；最后一次保存可能没有写完，请核对最近一条记录。",
}
WENT_BACK = "电脑的时间被调回了{back}。保存的先后会排错，请先把电脑时间调好。"


class FaultWatch(QObject):
    """``banner`` says one calm thing over the tabs until it is read or right again; faults go to ``office.tell``.

    A clock that goes back while the window is open does not stop anyone from saving: a call that is being made
    must not be lost over it. It is told, and noted in the audit trail once.
    """

    def __init__(self, office: Office, parent: QObject) -> None:
        super().__init__(parent)
        self._office = office
        self.banner = Banner("neutral", "info")
        self.banner.acted.connect(lambda: self.banner.show_words(""))
        self._latest = office.session.now()
        self._back = False
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.timeout.connect(self.read_through)
        office.ticker.minute.connect(self.look_at_clock)

    def start(self) -> None:
        """Say what the opening met, and read the data through in a minute."""
        crash = self._office.session.after_crash
        if crash:
            self.banner.show_words(AFTER_CRASH[crash], "neutral", "shield-check", READ)
        self._wait.start(READ_AFTER_MS)

    def read_through(self) -> None:
        """Look for damage in the whole file, in the worker for long work."""
        session = self._office.session
        self._office.background.run(self, lambda: read_through(session), None, self._office.tell, long=True)

    def look_at_clock(self, now: datetime) -> None:
        """Warn when the clock stands before what it showed already; take it back when it is right again."""
        latest = self._latest
        if went_back(latest, now) and not self._office.session.replay:
            self._warn(latest, now)
            return
        if self._back:
            self._back = False
            self.banner.show_words("")
        self._latest = max(latest, now)

    def _warn(self, latest: datetime, now: datetime) -> None:
        words = WENT_BACK.format(back=_length(latest, now))
        self.banner.show_words(words, "yellow", "clock")
        if not self._back:
            self._back, session = True, self._office.session
            self._office.background.run(self, lambda: note_clock_went_back(session, latest))


def _length(latest: datetime, now: datetime) -> str:
    minutes = round((latest - now).total_seconds() / 60)
    if minutes < 60:
        return f" {minutes} 分钟"
    hours = round(minutes / 60)
    return f" {hours} 小时" if hours < 48 else f" {round(hours / 24)} 天"
