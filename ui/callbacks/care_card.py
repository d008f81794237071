"""One reminder of a care call: what to say, and what the customer said to it by one key."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from desktop_app.callbacks.agreed_times import read_agreed
from desktop_app.callbacks.care import CARE_ROW_DAYS, KINDS, Reminder
from desktop_app.callbacks.care_handling import CareAnswer
from ui.callbacks.care_words import day_words, saying
from ui.kit.choices import Chip, ChipRow
from ui.kit.fields import Field
from ui.kit.frames import Card, row
from ui.kit.labels import label

ANSWERS: dict[str, tuple[str, Qt.Key]] = {
    "accepted": ("1 接受", Qt.Key.Key_1),
    "declined": ("2 谢绝", Qt.Key.Key_2),
    "later": ("3 以后再说", Qt.Key.Key_3),
}
TOLD: dict[str, tuple[str, Qt.Key]] = {"told": ("1 已提醒", Qt.Key.Key_1)}
"""A word about an appointment is only told."""


class CareCard(Card):
    """Takes the keys while it has the focus; ``answered`` when done with, ``moved`` to its neighbour, ``changed``."""

    answered = Signal()
    changed = Signal()
    moved = Signal(int)

    def __init__(self, one: Reminder, model: str | None, now: datetime) -> None:
        super().__init__((14, 10, 14, 12), 6)
        self.reminder, self._now = one, now
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._keys = ANSWERS if one.kind in KINDS else TOLD
        self._chips = ChipRow(
            [("", Chip("")), *((code, Chip(words)) for code, (words, _) in self._keys.items())]
        )
        self._chips.option("").hide()
        self._chips.chosen.connect(self.choose)
        self.reason = Field("为什么谢绝", QLineEdit())
        self.again = Field("什么时候再打", QLineEdit(), hint="空着就是下个工作日；例如：3 天后、下周三")
        self.column.addLayout(row(label(_title(one, now.date()), "heading"), None))
        self.column.addWidget(label(saying(one, model, now.date()), "script", wrap=True))
        self.column.addWidget(self._chips)
        for field in (self.reason, self.again):
            field.hide()
            self.column.addWidget(field)
            edit = field.edit
            assert isinstance(edit, QLineEdit)
            edit.returnPressed.connect(self.answered)
            edit.textChanged.connect(lambda _text: self.changed.emit())

    # what the view asks

    def answer(self) -> str:
        """The code of what the customer said, "" while nothing."""
        return self._chips.value()

    def choose(self, code: str) -> None:
        """Note what the customer said; a reason or a day is asked for where it belongs to it."""
        self._chips.choose(code)
        self.reason.setVisible(code == "declined")
        self.again.setVisible(code == "later")
        self.set_tone({"accepted": "green", "told": "green", "declined": "grey"}.get(code, ""))  # type: ignore[arg-type]
        self.changed.emit()
        if code == "declined":
            self.reason.edit.setFocus()
        elif code == "later":
            self.again.edit.setFocus()
        else:
            self.answered.emit()

    def draft(self) -> dict[str, str]:
        """What is typed here."""
        return {"answer": self.answer(), "reason": self.reason.text(), "again": self.again.text()}

    def put(self, draft: dict[str, str]) -> None:
        """Show what was typed before, without moving on."""
        code = draft.get("answer", "")
        self._chips.choose(code if code in self._keys else "")
        self.reason.set_text(draft.get("reason", ""))
        self.again.set_text(draft.get("again", ""))
        self.reason.setVisible(code == "declined")
        self.again.setVisible(code == "later")

    def read(self) -> CareAnswer | None:
        """The answer to be saved; None when something is missing, told at its field."""
        one, code = self.reminder, self.answer()
        if code == "declined" and not self.reason.text():
            self.reason.show_error("客户谢绝，请写明原因。")
            return None
        again_on = self._again_on() if code == "later" else None
        if code == "later" and self.again.text() and again_on is None:
            return None
        reason = self.reason.text() if code == "declined" else ""
        return CareAnswer(one.kind, one.due_on, code, reason, again_on)  # type: ignore[arg-type]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        code = next((code for code, (_, wanted) in self._keys.items() if wanted == key), None)
        if code and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(code)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setProperty("now", "true")
        self._mark(here=True)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._mark(here=False)
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus()
        super().mousePressEvent(event)

    def _mark(self, *, here: bool) -> None:
        if not self.answer():
            self.set_tone("accent" if here else "")

    def _again_on(self) -> date | None:
        typed = self.again.text()
        moment = read_agreed(typed, self._now) if typed else None
        latest = self._now.date() + timedelta(days=CARE_ROW_DAYS)
        if typed and moment is None:
            self.again.show_error("看不懂这个日期，请写成“3 天后”或“11-20”。")
        elif moment and not self._now.date() < moment.date() <= latest:
            self.again.show_error(f"再打的日期要在明天到 {latest:%m-%d} 之间。")
            return None
        return moment.date() if moment else None


def _title(one: Reminder, today: date) -> str:
    if one.kind not in KINDS:
        return f"{one.label} · {one.text}"
    return " · ".join(filter(None, (one.label, day_words(one.due_on, today), one.text)))
