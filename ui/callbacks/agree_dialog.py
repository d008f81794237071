"""When to call again: typed as people say it, checked while typing."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop_app.callbacks.agreed_times import read_agreed
from ui.kit.button import Button
from ui.kit.choices import Chip, ChipRow
from ui.kit.dialogs import SheetDialog
from ui.kit.fields import Field
from ui.kit.labels import label, set_words

WEEKDAYS = "一二三四五六日"
SUGGESTIONS = ("1 小时后", "今天 19:00", "明天 10:00", "明天 15:00", "后天 10:00")


class AgreeDialog(SheetDialog):
    """Asks for the agreed time; ``moment`` is it afterwards. ``optional`` lets it stay open (非本人)."""

    def __init__(
        self, title: str, now: datetime, parent: QWidget | None = None, *, optional: bool = False
    ) -> None:
        super().__init__(title, parent, width=440)
        self._now, self._optional = now, optional
        self.moment: datetime | None = None
        self.time = Field("约在什么时候再打", hint="例如：明天 15:00、周三下午、11-03 9:30、2 小时后")
        self._means = label("", "strong", "accent")
        chips = ChipRow([("", Chip("")), *((words, Chip(words)) for words in SUGGESTIONS)])
        chips.option("").hide()
        chips.chosen.connect(self.time.set_text)
        self.body.addWidget(label(title, "title"))
        self.body.addWidget(self.time)
        self.body.addWidget(chips)
        self.body.addWidget(self._means)
        leave = Button("取消", keys="Esc", bind=False)
        keep = Button("记下", kind="primary", keys="Enter", bind=False)
        leave.clicked.connect(self.reject)
        keep.clicked.connect(self._keep)
        self.add_buttons(leave, keep)
        edit = self.time.edit
        assert isinstance(edit, QLineEdit)
        edit.textChanged.connect(self._show_meaning)
        edit.setFocus()

    def _show_meaning(self, text: str) -> None:
        moment = read_agreed(text, self._now)
        words = "" if moment is None else f"{moment:%Y-%m-%d} 周{WEEKDAYS[moment.weekday()]} {moment:%H:%M}"
        set_words(self._means, words, "accent")

    def _keep(self) -> None:
        text = self.time.text()
        if not text and self._optional:
            self.accept()
            return
        self.moment = read_agreed(text, self._now)
        if self.moment is None:
            self.time.show_error("看不懂这个时间，请写成“明天 15:00”或“11-03 9:30”。")
        elif self.moment <= self._now:
            self.time.show_error("约定的时间已经过去了，请写今后的时间。")
            self.moment = None
        else:
            self.accept()
