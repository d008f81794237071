"""Big numbers: the KPI card."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, SEMIBOLD, font
from ui.kit.tones import TONES, Tone, text_color


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure: its name, the value as shown, a trend (words, icon, tone) and a small line below."""

    name: str
    value: str
    note: str = ""
    trend: str = ""
    trend_icon: str = ""
    trend_tone: Tone = ""
    icon: str = ""
    tone: Tone = ""
    """A tone tints the whole card, as in the preview of an import."""


class KpiCard(QAbstractButton):
    """A figure on a card, 92 px high; ``clicked`` opens the records behind it when ``clickable``."""

    def __init__(self, kpi: Kpi, *, clickable: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clickable = clickable
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if clickable else Qt.FocusPolicy.NoFocus)
        if clickable:
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_kpi(kpi)

    def kpi(self) -> Kpi:
        """What it shows."""
        return self._kpi

    def set_kpi(self, kpi: Kpi) -> None:
        """Show another figure."""
        self._kpi = kpi
        self.setAccessibleName(" ".join(part for part in (kpi.name, kpi.value, kpi.trend, kpi.note) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(220, 92 if self._kpi.note and not self._kpi.tone else 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        with paint.painting(self) as painter:
            self._paint_ground(painter)
            self._paint_words(painter)

    def _paint_ground(self, painter: QPainter) -> None:
        rect, tone = QRectF(self.rect()), self._kpi.tone
        if tone:
            paint.box(painter, rect, 8, theme.color("sub" if tone == "neutral" else TONES[tone].ground))
        else:
            fill = "hover" if self._clickable and self.underMouse() else "sheet"
            paint.box(painter, rect, 10, theme.color(fill), theme.color("line"))
        if self.hasFocus():
            paint.box(painter, rect, 10, None, theme.color("acc"), 2)

    def _paint_words(self, painter: QPainter) -> None:
        kpi, left = self._kpi, 16.0
        ink = text_color("" if kpi.tone == "neutral" else kpi.tone, "t2")
        if kpi.icon:
            icons.paint(painter, kpi.icon, left, 20, 16, ink)
        name_left = left + (22 if kpi.icon else 0)
        width = self.width() - left - 12
        paint.text(
            painter, QRectF(name_left, 9, width - (22 if kpi.icon else 0), 22), kpi.name, font(13), ink
        )
        value = QRectF(left, 30, width, 36)
        big = text_color("" if kpi.tone in ("", "neutral", "accent") else kpi.tone, "t1")
        wide = paint.text(painter, value, kpi.value, font(24, SEMIBOLD), big)
        if kpi.tone:
            paint.text(painter, value.adjusted(wide + 8, 4, 0, 4), kpi.note, font(12), theme.color("t2"))
            return
        self._paint_trend(painter, value.adjusted(wide + 10, 3, 0, 3))
        paint.text(painter, QRectF(left, 65, width, 18), kpi.note, font(12), theme.color("t2"))

    def _paint_trend(self, painter: QPainter, rect: QRectF) -> None:
        kpi = self._kpi
        ink = text_color(kpi.trend_tone, "t2")
        if kpi.trend_icon:
            icons.paint(painter, kpi.trend_icon, rect.left(), rect.center().y(), 14, ink)
            rect = rect.adjusted(18, 0, 0, 0)
        paint.text(painter, rect, kpi.trend, font(13, MEDIUM), ink)
