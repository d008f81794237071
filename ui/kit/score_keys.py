"""Ten keys for a score from 1 to 10, answered by the mouse or by 1–9 and 0."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ui.kit import paint, theme
from ui.kit.fonts import SEMIBOLD, font

HIGHEST = 10
RING = 5
"""Room around a key for its focus ring: 2 px wide, 3 px outside."""


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of scores with one meaning: first and last score, its words, the token of its line."""

    first: int
    last: int
    words: str
    token: str


class _Key(QAbstractButton):
    def __init__(self, score: int, meaning: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.score = score
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAccessibleName(f"{score} 分，{meaning}" if meaning else f"{score} 分")

    def sizeHint(self) -> QSize:
        return QSize(52 + 2 * RING, 54 + 2 * RING)

    def minimumSizeHint(self) -> QSize:
        return QSize(28 + 2 * RING, 54 + 2 * RING)

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect()).adjusted(RING, RING, -RING, -RING)
        chosen = self.isChecked()
        fill = "acc" if chosen else "press" if self.isDown() else "hover" if self.underMouse() else "sheet"
        ink, hint = ("onacc", "onacc") if chosen else ("t1", "t3")
        if not self.isEnabled():
            fill, ink, hint = "sub", "dis", "dis"
        with paint.painting(self) as painter:
            if self.hasFocus():
                paint.box(painter, rect.adjusted(-4.5, -4.5, 4.5, 4.5), 11, None, theme.color("acc"), 2)
            paint.box(painter, rect, 8, theme.color(fill), theme.color("acc" if chosen else "line2"))
            number = QRectF(rect.left(), rect.top() + 6, rect.width(), 28)
            paint.text(painter, number, str(self.score), font(20, SEMIBOLD), theme.color(ink), paint.CENTER)
            below = QRectF(rect.left(), rect.top() + 34, rect.width(), 16)
            words = f"键 {self.score % HIGHEST}"
            paint.text(painter, below, words, font(11), theme.color(hint), paint.CENTER)


class _Bands(QWidget):
    """The coloured line and the words under the keys."""

    def __init__(self, bands: Sequence[Band], parent: QWidget) -> None:
        super().__init__(parent)
        self._bands = bands
        self.setFixedHeight(28)

    def paintEvent(self, event: QPaintEvent) -> None:
        step = self.width() / HIGHEST
        with paint.painting(self) as painter:
            for band in self._bands:
                left, right = (band.first - 1) * step + RING, band.last * step - RING
                paint.box(painter, QRectF(left, 2, right - left, 4), 2, theme.color(band.token))
                words = QRectF(left, 9, right - left, 18)
                paint.text(painter, words, band.words, font(12), theme.color("t2"), paint.CENTER)


class ScoreKeys(QWidget):
    """Ten checkable keys; while the widget or one of its keys has focus, 1–9 and 0 (for 10) choose at once.

    ``bands`` draws the line of meanings below. The keys take no input-method input, so that digits arrive while
    a Chinese keyboard is on. ``take(event)`` lets a page pass keys on from elsewhere.
    """

    scored = Signal(int)
    """The score that the user chose."""

    def __init__(self, bands: Sequence[Band] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._group = QButtonGroup(self)
        keys = QHBoxLayout()
        keys.setSpacing(0)
        for score in range(1, HIGHEST + 1):
            meaning = next((band.words for band in bands if band.first <= score <= band.last), "")
            key = _Key(score, meaning, self)
            key.installEventFilter(self)
            self._group.addButton(key, score)
            keys.addWidget(key)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(keys)
        if bands:
            outer.addWidget(_Bands(bands, self))
        self.setFocusProxy(self._group.button(1))
        self._group.idClicked.connect(self.scored)

    def score(self) -> int | None:
        """The chosen score, None while there is none."""
        return self._group.checkedId() if self._group.checkedButton() else None

    def set_score(self, score: int | None) -> None:
        """Show a score, or none, without telling anyone."""
        self._group.setExclusive(False)
        for key in self._group.buttons():
            key.setChecked(self._group.id(key) == score)
        self._group.setExclusive(True)
        self.setFocusProxy(self._group.button(score or 1))

    def take(self, event: QKeyEvent) -> bool:
        """Choose by a pressed digit; False when the key is none of ours."""
        digit = event.text()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not (plain and len(digit) == 1 and digit in "0123456789" and self.isEnabled()):
            return False
        self._group.button(int(digit) or HIGHEST).click()
        return True

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Digits choose, arrows move from key to key."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step and isinstance(watched, _Key):
            target = self._group.button((watched.score - 1 + step) % HIGHEST + 1)
            target.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return self.take(event)
