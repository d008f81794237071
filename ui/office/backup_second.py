"""The second place: which other disk takes a copy of each backup, and how its newest copy stands."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.safety.backup_standing import Standing
from ui.kit.button import Button
from ui.kit.fields import InlineError
from ui.kit.frames import Card, column, row
from ui.kit.labels import ElidedLabel, IconLabel, label, set_words
from ui.office.backup_words import moment_words

ADVICE = "选移动硬盘或网络盘上的一个文件夹，每份备份都会再存一份到那里。电脑坏了，数据还在。"


class SecondPlaceCard(Card):
    """``choose`` and ``clear`` are the user's wishes."""

    choose = Signal()
    clear = Signal()

    def __init__(self, why_not: str = "", parent: QWidget | None = None) -> None:
        super().__init__((16, 10, 12, 10), 2, parent)
        self._icon = IconLabel("copy", 18)
        self._place, self._state = ElidedLabel("", 14), label("", "note", wrap=True)
        self.error = InlineError()
        self._pick = Button("选择…", icon="folder-open", small=True)
        self._drop = Button("不用了", kind="quiet", small=True)
        for button, wish in ((self._pick, self.choose), (self._drop, self.clear)):
            button.clicked.connect(wish)
            button.set_allowed(not why_not, why_not)
        head = row(label("第二处", "strong"), self._place, None, gap=12)
        words = column(head, self._state, gap=2)
        line = row(self._icon, words, self._drop, self._pick, gap=12)
        line.setStretch(1, 1)
        self.column.addLayout(line)
        self.column.addWidget(self.error)

    def show_place(self, place: Path | None, found: Standing, now: datetime) -> None:
        """Show the folder and how its newest copy stands."""
        self._place.set_text(str(place) if place else "还没有选")
        self._pick.set_words("换一个…" if place else "选择…")
        self._drop.setVisible(place is not None)
        if place is None:
            self._say(ADVICE)
        elif found.trouble:
            self._say(
                f"{found.trouble.rstrip('。')}。接好以后，下一份备份会自动补上。{_newest(found, now)}",
                "triangle-alert",
                bad=True,
            )
        elif found.second is None:
            self._say("还没有备份存到这里，下一份备份会存一份过去。")
        else:
            self._say(_newest(found, now), "circle-check")

    def words(self) -> str:
        """What it says of the place."""
        return self._state.text()

    def _say(self, words: str, icon: str = "copy", *, bad: bool = False) -> None:
        set_words(self._state, words, "yellow" if bad else "")
        self._icon.set_icon(icon, "yellow" if bad else "green" if icon == "circle-check" else "")


def _newest(found: Standing, now: datetime) -> str:
    return f"那里最新的一份：{moment_words(found.second, now)}。" if found.second else ""
