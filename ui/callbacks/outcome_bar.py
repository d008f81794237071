"""The endings of a call, one key each, and 保存并打开下一个."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from ui.kit.button import Button
from ui.kit.frames import column, row, upright_line
from ui.kit.labels import ElidedLabel, label

REACHED = (
    ("completed", "完成", "F5"),
    ("agreed", "忙，改约", "F6"),
    ("not_the_person", "非本人", "F7"),
    ("refused", "拒访", "F8"),
)
INVALID = (("invalid_number", "空号", "Alt+8"), ("wrong_number", "错误号码", "Alt+9"))
FAILED = (
    ("no_answer", "无人接听", "Alt+1"), ("busy", "占线", "Alt+2"), ("powered_off", "关机", "Alt+3"),
    ("out_of_service", "停机", "Alt+4"), ("unreachable", "无法接通", "Alt+5"), ("rejected", "拒接", "Alt+6"),
    ("barred", "呼入限制", "Alt+7"), ("other", "其他", "Alt+0"),
)  # fmt: skip


class OutcomeBar(QWidget):
    """Tells ``chosen(disposition)`` and ``save_wanted``."""

    chosen = Signal(str)
    save_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        self._buttons: dict[str, Button] = {}
        self.save = Button("保存，下一个", kind="primary", keys="Ctrl+Return", tip="保存并打开下一个")
        self._next = ElidedLabel("", 12, token="t2")
        self.save.clicked.connect(self.save_wanted)
        invalid = (label("号码有误", "note"), *self._row(INVALID))
        above = row(label("接通", "note"), *self._row(REACHED), 6, upright_line(20), 6, *invalid, None, gap=6)
        below = row(label("未通", "note"), *self._row(FAILED), None, gap=6)
        right = QVBoxLayout()
        right.addWidget(self.save)
        right.addWidget(self._next)
        line = row(column(above, below, gap=8), right, margins=(16, 9, 12, 9))
        line.setStretch(0, 1)
        self.setLayout(line)

    def choose(self, disposition: str) -> None:
        """Show an ending as chosen, "" for none, without telling anyone."""
        for code, button in self._buttons.items():
            button.setChecked(code == disposition)
            button.update()

    def button(self, disposition: str) -> Button:
        """The button of an ending."""
        return self._buttons[disposition]

    def set_next(self, words: str) -> None:
        """Say who comes next."""
        self._next.set_text(words)

    def set_allowed(self, allowed: bool, why_not: str) -> None:
        """Enable everything or nothing."""
        for button in (*self._buttons.values(), self.save):
            button.set_allowed(allowed, why_not)

    def _row(self, endings: tuple[tuple[str, str, str], ...]) -> list[Button]:
        made = []
        for code, words, keys in endings:
            button = Button(words, keys=keys, small=True, tip=f"{DISPOSITION_LABELS[code]}（{keys}）")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, code=code: self.chosen.emit(code))
            self._group.addButton(button)
            self._buttons[code] = button
            made.append(button)
        return made
