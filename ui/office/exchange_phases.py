"""What a running import or its taking back is doing just now, told on a busy bar."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

from desktop_app.exchange.watching import Phase, Watch
from ui.kit.progress import BusyBar

WORDS: dict[Phase, str] = {
    "reading": "正在读文件…",
    "checking": "正在逐行检查…",
    "matching": "正在和已有记录核对…",
    "writing": "正在写入，别人的保存会稍等片刻…",
    "removing": "正在撤回，别人的保存会稍等片刻…",
    "indexing": "已经写入，正在更新搜索…",
}
LAST: Phase = "indexing"
"""What is done by then can't be stopped any more."""


class Phases:
    """Words and count of a busy bar: ``watch`` is used by the worker, ``advance`` on the main thread."""

    def __init__(self, bar: BusyBar) -> None:
        self._bar = bar
        self._now: Phase | None = None
        self._shown: Phase | None = None
        self.stop = Event()

    def watch(self, steps: Callable[[int, int], None]) -> Watch:
        """For the rule that does the work."""
        return Watch(steps, self.stop.is_set, self._enter)

    def advance(self, done: int, total: int) -> None:
        """Show how far it is."""
        if self._now is not None and self._now != self._shown:
            self._shown = self._now
            self._bar.tell(WORDS[self._now], can_cancel=self._now != LAST)
        self._bar.advance(done, total)

    def _enter(self, phase: Phase) -> None:
        self._now = phase
