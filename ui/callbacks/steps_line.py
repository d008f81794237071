"""The thin line over a question: a segment for each one, answered, being asked, or to come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.callbacks.call_state import CallState
from ui.kit import paint, theme

GAP, HIGH = 8, 6


class StepsLine(QWidget):
    """Shows how far a call is."""

    def __init__(self) -> None:
        super().__init__()
        self._state: CallState | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(200, HIGH)

    def show_state(self, state: CallState) -> None:
        """Show a call, or what has changed in it."""
        self._state = state
        self.setAccessibleName(f"已答 {state.answered()} 题，共 {len(state.steps)} 题")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._state is None:
            return
        steps = self._state.steps
        wide = (self.width() - GAP * (len(steps) - 1)) / len(steps)
        with paint.painting(self) as painter:
            for place in range(len(steps)):
                segment = QRectF(place * (wide + GAP), 0, wide, HIGH)
                paint.box(painter, segment, HIGH / 2, theme.color(_token(self._state, place)))


def _token(state: CallState, place: int) -> str:
    answered = state.answer_of(state.steps[place]) is not None
    if place == state.place:
        return "acc_h" if answered else "c2"
    return "acc" if answered else "press"
