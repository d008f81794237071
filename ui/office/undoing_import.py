"""撤回上一次导入: asked first, watched, stopped if wished, and told what went, what is back and what stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtWidgets import QWidget

from desktop_app.exchange.undoing import newest_import, undo_import
from desktop_app.exchange.undone import Undone
from desktop_app.exchange.watching import Cancelled
from ui.kit import dialogs
from ui.kit.background import Steps
from ui.kit.progress import BusyBar
from ui.office.exchange_phases import Phases
from ui.office_context import Office

Newest = tuple[int, str, datetime]


class UndoingImport:
    """Takes the last import back for a window: ``bar`` shows how far it is, ``say`` tells what came of it."""

    def __init__(self, office: Office, window: QWidget, bar: BusyBar, say: Callable[[str], None]) -> None:
        self._office, self._window, self._bar, self._say = office, window, bar, say

    def begin(self) -> None:
        """Look which import was the last, and ask."""
        session = self._office.session
        self._office.background.run(self._window, lambda: newest_import(session), self._ask, self._failed)

    def _ask(self, found: Newest | None) -> None:
        if found is None:
            self._say("没有可以撤回的导入。")
            return
        if dialogs.ask(self._window, _question(found)):
            self._take_back(found)

    def _take_back(self, found: Newest) -> None:
        number, name, _at = found
        phases, session = Phases(self._bar), self._office.session
        self._bar.start("正在撤回导入…")
        stopping = self._bar.cancelled.connect(phases.stop.set)

        def work(steps: Steps) -> Undone:
            return undo_import(session, number, phases.watch(steps))

        def done(taken: Undone) -> None:
            self._bar.cancelled.disconnect(stopping)
            self._done(name, taken)

        def failed(error: Exception) -> None:
            self._bar.cancelled.disconnect(stopping)
            self._failed(error)

        self._office.background.run(self._window, work, done, failed, progress=phases.advance, long=True)

    def _done(self, name: str, taken: Undone) -> None:
        self._bar.finish()
        told = f"删去 {taken.removed:,} 条，恢复 {taken.restored:,} 条"
        self._say(f"已撤回 {name}：{told}")
        if taken.kept:
            words = "\n".join((f"{told}。", "", *taken.kept))
            dialogs.ask(
                self._window, dialogs.Question(f"已撤回 {name}", words, yes="知道了", no="关闭", icon="info")
            )

    def _failed(self, error: Exception) -> None:
        self._bar.finish()
        if isinstance(error, Cancelled):
            self._say("已取消撤回，导入的内容都还在。")
        else:
            self._office.tell(error)


def _question(found: Newest) -> dialogs.Question:
    _number, name, at = found
    words = f"{name}\n{at:%Y-%m-%d %H:%M} 导入的内容会全部退回到导入之前；以后人工改过的不会动。"
    return dialogs.Question("撤回上一次导入？", words, yes="撤回", danger=True)
