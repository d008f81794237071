"""A big button that explains itself: icon, title, one sentence."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, font

HEIGHT = 72


class ChoiceCard(QAbstractButton):
    """One way to go on, as wide as its column; Enter and a click take it."""

    def __init__(self, icon: str, title: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words = icon, words
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(360, HEIGHT)

    def keyPressEvent(self, event: object) -> None:
        if getattr(event, "key", lambda: 0)() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        rect = QRectF(self.rect())
        fill = "press" if self.isDown() else "hover" if self.underMouse() else "sheet"
        with paint.painting(self) as painter:
            paint.box(painter, rect, 8, theme.color(fill), theme.color("line2"))
            if self.hasFocus():
                paint.box(painter, rect, 8, None, theme.color("acc"), 2)
            disc = QRectF(16, rect.center().y() - 20, 40, 40)
            paint.box(painter, disc, 20, theme.color("soft"))
            icons.paint_in(painter, self._icon, disc, 20, theme.color("acc"))
            title = QRectF(72, rect.center().y() - 22, rect.width() - 110, 22)
            paint.text(painter, title, self.text(), font(14, MEDIUM), theme.color("t1"))
            words = QRectF(72, rect.center().y() + 2, rect.width() - 110, 20)
            paint.text(painter, words, self._words, font(13), theme.color("t2"))
            icons.paint(painter, "chevron-right", rect.right() - 32, rect.center().y(), 16, theme.color("t3"))
