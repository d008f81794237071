"""Words on the screen: roles of text, eliding labels, badges, keycaps and card letters."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.kit import fonts, icons, paint, theme
from ui.kit.tones import Tone, text_color

Role = Literal[
    "title", "heading", "strong", "number", "question", "phone", "script", "greeting",
    "body", "second", "label", "field", "caption", "note",
]  # fmt: skip


def label(words: str = "", role: Role = "body", tone: Tone = "", *, wrap: bool = False,
          selectable: bool = False) -> QLabel:  # fmt: skip
    """A plain label in one of the theme's text roles; ``wrap`` lets it run over several lines."""
    made = QLabel(fonts.shown(words))
    made.setProperty("role", role)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if tone:
        made.setProperty("tone", tone)
    made.setWordWrap(wrap)
    if selectable:
        made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def set_words(target: QLabel, words: str, tone: Tone = "") -> None:
    """Change a label's words, and its tone with them."""
    target.setText(fonts.shown(words))
    if target.property("tone") != tone:
        target.setProperty("tone", tone)
        restyle(target)


def restyle(widget: QWidget) -> None:
    """Let the style sheet see a changed dynamic property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


class IconLabel(QWidget):
    """One icon of the set, in a tone, that follows the theme."""

    def __init__(self, name: str, size: int = 16, tone: Tone = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._size, self._tone = name, size, tone
        self.setFixedSize(size, size)

    def set_icon(self, name: str, tone: Tone = "") -> None:
        """Show another icon."""
        self._name, self._tone = name, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            ink = text_color(self._tone, "t2")
            icons.paint_in(painter, self._name, QRectF(self.rect()), self._size, ink)


class ElidedLabel(QWidget):
    """One line that gives way: shortened with "…" when narrow, whole in its tooltip, never pushing neighbours."""

    clicked = Signal()

    def __init__(self, words: str = "", pixels: int = 14, weight: QFont.Weight = fonts.REGULAR,
                 token: str = "t1", parent: QWidget | None = None) -> None:  # fmt: skip
        super().__init__(parent)
        self._words, self._font, self._token = "", fonts.font(pixels, weight), token
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.set_text(words)

    def text(self) -> str:
        """The whole words, as stored."""
        return self._words

    def set_text(self, words: str) -> None:
        """Show other words."""
        self._words = words
        self.setAccessibleName(words)
        self._remind()
        self.updateGeometry()
        self.update()

    def set_token(self, token: str) -> None:
        """Paint the words in another colour of the theme."""
        self._token = token
        self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self._font)
        return QSize(
            round(metrics.horizontalAdvance(fonts.shown(self._words)) + 1.5), round(metrics.height()) + 1
        )

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: object) -> None:
        self._remind()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.clicked.emit()
        super().mouseReleaseEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            ink = theme.color(self._token if self.isEnabled() else "dis")
            paint.text(painter, QRectF(self.rect()), self._words, self._font, ink)

    def _remind(self) -> None:
        self.setToolTip(self._words if self.width() < self.sizeHint().width() else "")


class BadgeLabel(QWidget):
    """A badge as a widget of its own."""

    def __init__(self, badge: paint.Badge | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._badge: paint.Badge | None = None
        self._taken_away = False
        self.set_badge(badge)

    def badge(self) -> paint.Badge | None:
        """What it shows."""
        return self._badge

    def set_badge(self, badge: paint.Badge | None) -> None:
        """Show another badge; None hides it."""
        self._badge = badge
        if badge is None:
            self._taken_away = self.isVisible()
            self.hide()
        elif self.parent() is not None or self._taken_away:
            # never shown before and without a parent it would come up as a window of its own and take the keys
            self.show()
        self.setToolTip(badge.tip if badge else "")
        self.setAccessibleName(badge.text if badge else "")
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        wide = paint.badge_width(self._badge) if self._badge else 0.0
        return QSize(round(wide + 0.5), round(paint.BADGE_HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._badge is None:
            return
        with paint.painting(self) as painter:
            paint.badge(painter, 0, self.height() / 2, self._badge)


class KeyCap(QWidget):
    """A shortcut drawn as a key."""

    def __init__(self, keys: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self.setFixedSize(round(paint.keycap_width(keys) + 0.5), round(paint.KEYCAP_HEIGHT))
        self.setAccessibleName(keys)

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            paint.keycap(painter, 0, self.height() / 2, self._keys)


class CardLetter(QWidget):
    """One letter in a square of 20 px, e.g. A in blue with an outline, C in teal without."""

    def __init__(self, letter: str, tone: Tone = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(20, 20)
        self.set_letter(letter, tone)

    def set_letter(self, letter: str, tone: Tone = "accent") -> None:
        """Show another letter."""
        self._letter, self._tone = letter, tone
        self.setAccessibleName(letter)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            paint.letter(painter, 0, self.height() / 2, self._letter, self._tone)
