"""A fault with its ways out as buttons: another folder, the newest backup, going on knowingly, or once more."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtWidgets import QApplication, QWidget

from ui.kit.button import Button
from ui.kit.dialogs import TroubleDialog
from ui.kit.trouble import Trouble, explain

log = logging.getLogger(__name__)

Ways = Mapping[str, Callable[[], None]]
"""What each way out does; a way that is not in it is not offered."""

WORDS: dict[str, tuple[str, str]] = {
    "again": ("再试一次", "refresh-cw"),
    "choose_folder": ("选择数据文件夹…", "folder-open"),
    "restore": ("从最近的备份恢复…", "history"),
    "keys_from_backup": ("从备份取回密钥", "key-round"),
    "without_journal": ("不等它，直接打开", "log-out"),
    "clock_is_right": ("时间没有错，继续", "clock"),
}
"""Words and icon of each way out."""
KEPT = "您写的内容一个字也没丢，还在窗口里。"
WIDE, WIDE_FROM = 640, 3


class FaultDialog(TroubleDialog):
    """Accepted with ``taken``, the way that was chosen; Escape and closing take none."""

    def __init__(self, trouble: Trouble, offered: tuple[str, ...], parent: QWidget | None = None, *,
                 leave: str = "关闭") -> None:  # fmt: skip
        self._offered = offered
        self.taken = ""
        self.ways: dict[str, Button] = {}
        super().__init__(trouble, parent, leave=leave if offered else "")
        if len(offered) >= WIDE_FROM:
            self.setMinimumWidth(WIDE)
            self.fit()

    def add_answers(self, retry: str, leave: str) -> None:
        """The best way out is the primary button and answers Enter."""
        if not self._offered:
            super().add_answers(retry, leave)
            return
        close = Button(leave, keys="Esc", bind=False)
        close.clicked.connect(self.reject)
        for way in self._offered:
            self.ways[way] = self._button(way, best=way == self._offered[0])
        self.add_buttons(*reversed(self.ways.values()), left=close)

    def says(self, trouble: Trouble) -> bool:
        """Whether it tells this already."""
        return self._trouble.what == trouble.what

    def _button(self, way: str, *, best: bool) -> Button:
        words, icon = WORDS[way]
        made = Button(
            words, kind="primary" if best else "none", icon=icon, keys="Enter" if best else "", bind=False
        )
        made.clicked.connect(lambda: self._take(way))
        return made

    def _take(self, way: str) -> None:
        self.taken = way
        self.accept()


def tell_fault(parent: QWidget | None, error: BaseException, ways: Ways, *, doing: str = "",
               title: str = "") -> None:  # fmt: skip
    """Tell an error with those of its ways out that lie in ``ways``, and go the one that is chosen.

    One that stands already is not told twice: a disk that is gone fails every reading of the window at once.
    """
    told = explain(error, doing=doing)
    if title and told.details and not told.bug:
        told = replace(told, title=title)
    _show(parent, told, tuple(way for way in told.ways if way in ways), ways)


def tell_not_saved(parent: QWidget | None, error: BaseException, doing: str, again: Callable[[], None],
                   ways: Ways) -> None:  # fmt: skip
    """Tell that something typed was not saved; ``again`` saves it once more."""
    told = explain(error, doing=doing)
    if not told.bug and told.details:
        told = replace(told, title="没有保存成功", data=f"{told.data}{KEPT}")
    others = tuple(way for way in told.ways if way in ways)
    _show(
        parent, told, ("again", *others) if told.details else (), {"again": again, **ways}, leave="稍后再存"
    )


def _show(parent: QWidget | None, told: Trouble, offered: tuple[str, ...], ways: Ways, *,
          leave: str = "关闭") -> None:  # fmt: skip
    if told.bug:
        log.error("%s", told.details)
    standing = QApplication.activeModalWidget()
    if isinstance(standing, FaultDialog) and standing.says(told):
        return
    dialog = FaultDialog(told, offered, parent, leave=leave)
    if dialog.exec() and dialog.taken:
        ways[dialog.taken]()
