"""Choosing duties: a check box for each, over a readable table of what each may do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop_app.safety.duties import DUTIES, MATRIX
from ui.kit.fields import InlineError
from ui.kit.frames import Card
from ui.kit.labels import IconLabel, label

LINE, WORDS, COLUMN = 21, 262, 124


class DutyChoice(QWidget):
    """``duties()`` are those ticked; ticking one lights up what it may do."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes = {duty: QCheckBox(words) for duty, words in DUTIES.items()}
        self._signs: list[tuple[str, IconLabel]] = []
        self.error = InlineError()
        card = Card((14, 10, 14, 12), 0)
        card.column.addLayout(self._table())
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(card)
        stack.addWidget(self.error)
        stack.addStretch()
        for box in self.boxes.values():
            box.toggled.connect(self._on_ticked)

    def duties(self) -> frozenset[str]:
        """The duties ticked."""
        return frozenset(duty for duty, box in self.boxes.items() if box.isChecked())

    def choose(self, duties: frozenset[str]) -> None:
        """Tick these and no others."""
        for duty, box in self.boxes.items():
            box.setChecked(duty in duties)

    def show_error(self, sentence: str) -> None:
        """Say under the table what is wrong."""
        self.error.show_error(sentence)
        next(iter(self.boxes.values())).setFocus()

    def _on_ticked(self) -> None:
        self.error.show_error("")
        held = self.duties()
        for duty, sign in self._signs:
            sign.set_icon("check", "accent" if duty in held else "grey")
        self.changed.emit()

    def _table(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.setColumnMinimumWidth(0, WORDS)
        grid.addWidget(label(self.tr("选一项或几项职责"), "field"), 0, 0)
        for at, box in enumerate(self.boxes.values(), 1):
            grid.addWidget(box, 0, at)
            grid.setColumnMinimumWidth(at, COLUMN)
        grid.setRowMinimumHeight(0, 32)
        for line, (words, holders) in enumerate(MATRIX.values(), 1):
            self._add_line(grid, line, words, holders)
        return grid

    def _add_line(self, grid: QGridLayout, line: int, words: str, holders: frozenset[str]) -> None:
        grid.addWidget(label(words, "second"), line, 0)
        grid.setRowMinimumHeight(line, LINE)
        for at, duty in enumerate(DUTIES, 1):
            if duty in holders:
                sign = IconLabel("check", 14, "grey")
                sign.setToolTip(f"{DUTIES[duty]}可以{words}")
                self._signs.append((duty, sign))
                grid.addWidget(sign, line, at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
