"""The ground of all charts: hit rectangles stored while painting, so that hover, click and keys use the same list."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from ui.kit import paint, theme
from ui.kit.fonts import font

AXIS_WIDTH = 40.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that can be hovered, clicked and reached by keys: its box, its key, what it says."""

    rect: QRectF
    key: Hashable
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """One line or one band of columns: its name and a value for each step, None where there is none."""

    name: str
    values: tuple[float | None, ...]
    words: tuple[str, ...] = field(default=())
    """What each value is called, when a number alone would not do, e.g. "86.0%"."""


class Chart(QWidget):
    """Paints itself, tells ``picked(key)`` when a mark is clicked or Enter is pressed on it."""

    picked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []
        self._over, self._at = -1, 0
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(360, 220)

    @abstractmethod
    def draw(self, painter: QPainter) -> None:
        """Paint everything and fill ``hits`` by :meth:`hit`."""

    def hit(self, rect: QRectF, key: Hashable, words: str) -> bool:
        """Store a place while painting; True when the mouse is on it."""
        self.hits.append(Hit(rect, key, words))
        return len(self.hits) - 1 == self._over

    def paintEvent(self, event: QPaintEvent) -> None:
        self.hits.clear()
        with paint.painting(self) as painter:
            self.draw(painter)
            if self.hasFocus() and 0 <= self._at < len(self.hits):
                ring = self.hits[self._at].rect.adjusted(-2, -2, 2, 2)
                paint.box(painter, ring, 6, None, theme.color("acc"), 2)
        self.setAccessibleDescription("；".join(hit.words for hit in self.hits))

    def event(self, event: QEvent) -> bool:
        """Tell what a mark means on hover."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._place(event.pos().x(), event.pos().y())
            QToolTip.showText(event.globalPos(), self.hits[place].words if place >= 0 else "", self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position().x(), event.position().y())
        if place != self._over:
            self._over = place
            self.setCursor(Qt.CursorShape.PointingHandCursor if place >= 0 else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._over = -1
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        place = self._place(event.position().x(), event.position().y())
        if place >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.picked.emit(self.hits[place].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key in steps and self.hits:
            self._at = max(0, min(len(self.hits) - 1, self._at + steps[key]))
            self.setAccessibleName(self.hits[self._at].words)
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and 0 <= self._at < len(
            self.hits
        ):
            self.picked.emit(self.hits[self._at].key)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: object) -> None:
        self.update()

    def focusOutEvent(self, event: object) -> None:
        self.update()

    def _place(self, x: float, y: float) -> int:
        return next((place for place, hit in enumerate(self.hits) if hit.rect.contains(x, y)), -1)


def axis(painter: QPainter, plot: QRectF, marks: Sequence[tuple[float, str]]) -> None:
    """Hairlines across the plot with their words at the left; a mark is (share of the height 0–1, words)."""
    for share, words in marks:
        y = round(plot.bottom() - share * plot.height())
        paint.hairline(painter, plot.left(), plot.right(), y, theme.color("line2" if share == 0 else "line"))
        box = QRectF(plot.left() - AXIS_WIDTH, y - 9, AXIS_WIDTH - 8, 18)
        paint.text(painter, box, words, font(12), theme.color("t3"), paint.RIGHT)


def fill_of(place: int) -> tuple[QColor, QColor | None]:
    """Fill and outline of the first, second and third series: the second is pale and so gets an outline."""
    if place == 1:
        return theme.color("c2"), theme.color("c1")
    return theme.color("c1" if place == 0 else "c3"), None


def paint_bar(painter: QPainter, rect: QRectF, place: int, radius: float = 1.0) -> None:
    """A bar of the n-th series; the third is hatched, so that it is told without colour."""
    fill, outline = fill_of(place)
    paint.box(painter, rect, radius, fill, outline)
    if place == 2 and rect.height() > 1:
        painter.save()
        painter.setClipRect(rect)
        hatch = QPen(theme.color("sheet"), 1.5)
        painter.setPen(hatch)
        painter.setBrush(QBrush(Qt.BrushStyle.NoBrush))
        at = rect.left() - rect.height()
        while at < rect.right():
            painter.drawLine(round(at), round(rect.bottom()), round(at + rect.height()), round(rect.top()))
            at += 6
        painter.restore()
