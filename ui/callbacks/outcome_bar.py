"""The endings of a call, one key each, and 保存并打开下一个."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from ui.kit.button import Button
from ui.kit.frames import column, holder, row, upright_line
from ui.kit.labels import ElidedLabel, label

Ending = tuple[str, str, str]
"""Disposition, the word on its button, its key."""

REACHED: tuple[Ending, ...] = (
    ("completed", "完成", "F5"), ("agreed", "忙，改约", "F6"), ("not_the_person", "非本人", "F7"),
    ("refused", "拒访", "F8"),
)  # fmt: skip
INVALID: tuple[Ending, ...] = (("invalid_number", "空号", "Alt+8"), ("wrong_number", "错误号码", "Alt+9"))
OTHER: tuple[Ending, ...] = (("other", "其他", "Alt+0"),)
FAILED: tuple[Ending, ...] = (
    ("no_answer", "无人接听", "Alt+1"), ("busy", "占线", "Alt+2"), ("powered_off", "关机", "Alt+3"),
    ("out_of_service", "停机", "Alt+4"), ("unreachable", "无法接通", "Alt+5"), ("rejected", "拒接", "Alt+6"),
    ("barred", "呼入限制", "Alt+7"),
)  # fmt: skip

NARROW = 980
"""Below this width the caption of the wrong numbers gives way; buttons never shrink."""


class OutcomeBar(QWidget):
    """Tells ``chosen(disposition)`` and ``save_wanted``."""

    chosen = Signal(str)
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[str, Button] = {}
        self._next = self._note = ""
        self.save = Button("保存，下一个", kind="primary", keys="Ctrl+Return", tip="保存并打开下一个")
        self._about_number = label("号码有误", "note")
        self._below = ElidedLabel("", 12, token="t2")
        self.save.clicked.connect(self.save_wanted)
        self._lay_out()

    def choose(self, disposition: str, note: str = "") -> None:
        """Show an ending as chosen, "" for none, without telling anyone; ``note`` says what goes with it."""
        for code, button in self._buttons.items():
            button.setChecked(code == disposition)
            button.update()
        self._note = note
        self._show_below()

    def button(self, disposition: str) -> Button:
        """The button of an ending."""
        return self._buttons[disposition]

    def note(self) -> str:
        """The line below 保存: who comes next, or what goes with the chosen ending."""
        return self._below.text()

    def set_next(self, words: str) -> None:
        """Say who comes next."""
        self._next = words
        self._show_below()

    def set_allowed(self, allowed: bool, why_not: str) -> None:
        """Enable everything or nothing."""
        for button in (*self._buttons.values(), self.save):
            button.set_allowed(allowed, why_not)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._about_number.setHidden(self.width() < NARROW)
        super().resizeEvent(event)

    def _show_below(self) -> None:
        self._below.set_text(self._note or self._next)
        self._below.set_token("acc" if self._note else "t2")

    def _lay_out(self) -> None:
        above = row(
            label("接通", "note"), *self._row(REACHED), 2, upright_line(20), 2, self._about_number,
            *self._row(INVALID), *self._row(OTHER), None, gap=6,
        )  # fmt: skip
        below = row(label("未通", "note"), *self._row(FAILED), None, gap=6)
        right = QVBoxLayout()
        right.addWidget(self.save)
        right.addLayout(row(None, self._below))
        side = holder(right)
        right.setContentsMargins(0, 0, 0, 0)
        side.setFixedWidth(self.save.sizeHint().width())
        line = row(column(above, below, gap=8), side, margins=(16, 9, 16, 9))
        line.setStretch(0, 1)
        self.setLayout(line)

    def _row(self, endings: tuple[Ending, ...]) -> list[Button]:
        return [self._ending(*ending) for ending in endings]

    def _ending(self, code: str, words: str, keys: str) -> Button:
        button = Button(words, keys=keys, small=True, tip=f"{DISPOSITION_LABELS[code]}（{keys}）")
        button.setCheckable(True)
        button.clicked.connect(lambda: self.chosen.emit(code))
        self._buttons[code] = button
        return button
