"""One passage of the scripts in its fields, with placeholders to put in and the words as they will be spoken."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from desktop_app.callbacks.script_editing import PLACEHOLDERS, SLOT_LABELS, Passage, Slot, preview
from desktop_app.callbacks.scripts import Words
from ui.kit.button import Button
from ui.kit.fields import Field
from ui.kit.flow import FlowLayout
from ui.kit.frames import Card, ScrollColumn, beside, clear, column, holder, row
from ui.kit.labels import IconLabel, label
from ui.kit.tones import Tone

Lines = dict[Slot, tuple[str, ...]]
HEIGHTS: dict[Slot, int] = {"say": 76, "do": 70, "never": 70, "title": 44, "text": 84}
SIGNS: dict[Slot, tuple[str, Tone]] = {
    "say": ("message-square", ""), "do": ("check", "green"), "never": ("ban", "red"),
    "title": ("message-square", ""), "text": ("check", "green"),
}  # fmt: skip
ONE_A_LINE = "，一句一行"


class PassageView(QWidget):
    """``edited(lines)`` with every key typed; ``lines`` in the editor's words, blank ones and all."""

    edited = Signal(object)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._passage: Passage | None = None
        self._filling = self._read_only = False
        self.edits: dict[Slot, QPlainTextEdit] = {slot: QPlainTextEdit() for slot in SLOT_LABELS}
        self.fields: dict[Slot, Field] = {
            slot: Field(f"{SLOT_LABELS[slot]}{'' if slot == 'title' else ONE_A_LINE}", edit)
            for slot, edit in self.edits.items()
        }
        self._last = self.edits["say"]
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips, 6, 6)
        self._spoken = Card((16, 12, 16, 12), 6)
        self._lay_out()
        for edit in self.edits.values():
            edit.textChanged.connect(self._on_typed)
            edit.installEventFilter(self)

    def show_passage(self, passage: Passage, lines: Mapping[Slot, tuple[str, ...]]) -> None:
        """Show a passage with lines typed before, or its own."""
        self._filling, self._passage = True, passage
        for slot, field in self.fields.items():
            field.setVisible(slot in passage.lines)
            field.show_error("")
            self.edits[slot].setPlainText("\n".join(lines.get(slot, ())))
        self._last = self.edits[next(iter(passage.lines))]
        self._filling = False
        self._show_spoken()

    def set_read_only(self, read_only: bool) -> None:
        """Let nothing be typed or put in."""
        self._read_only = read_only
        for edit in self.edits.values():
            edit.setReadOnly(read_only)
        self._chips.setEnabled(not read_only)

    def lines(self) -> Lines:
        """What stands in the fields of this passage."""
        slots = self._passage.lines if self._passage else ()
        return {slot: tuple(self.edits[slot].toPlainText().splitlines()) for slot in slots}

    def insert(self, word: str) -> None:
        """Put a placeholder where the cursor was last, and go on typing there."""
        if not self._read_only:
            self._last.insertPlainText(f"{{{word}}}")
            self._last.setFocus()

    def spoken(self) -> list[str]:
        """The lines of the preview."""
        return [preview(one, self._words) for lines in self.lines().values() for one in lines if one.strip()]

    def focus_first(self) -> None:
        """Give the focus to the first field."""
        if self._passage is not None:
            self.edits[next(iter(self._passage.lines))].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember which field the cursor was in."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QPlainTextEdit):
            self._last = watched
        return False

    # inside

    def _on_typed(self) -> None:
        if not self._filling:
            self._show_spoken()
            self.edited.emit(self.lines())

    def _show_spoken(self) -> None:
        parts = [
            beside(IconLabel(*_sign(slot)), label(preview(one, self._words), "second", wrap=True))
            for slot, lines in self.lines().items()
            for one in lines
            if one.strip()
        ]
        clear(self._spoken.column)
        self._spoken.column.addWidget(
            holder(column(label("通话时这样显示（虚构的客户）", "caption"), *parts, gap=6))
        )

    def _lay_out(self) -> None:
        for slot, edit in self.edits.items():
            edit.setTabChangesFocus(True)
            edit.setFixedHeight(HEIGHTS[slot])
        self.edits["title"].setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for word in PLACEHOLDERS.values():
            chip = Button(f"{{{word}}}", small=True, tip=f"在光标处插入{word}，通话时自动填写")
            chip.clicked.connect(lambda _=False, word=word: self.insert(word))
            self._flow.addWidget(chip)
        scroll = ScrollColumn((18, 4, 18, 12), 10)
        for part in (*self.fields.values(), self._chips, self._spoken):
            scroll.column.addWidget(part)
        scroll.column.addStretch()
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.addLayout(row(scroll))


def _sign(slot: Slot) -> tuple[str, int, Tone]:
    name, tone = SIGNS[slot]
    return name, 14, tone
