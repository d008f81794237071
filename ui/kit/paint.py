"""Small strokes shared by every painted part: rounded boxes, one line of text, badges, keycaps, letters."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from ui.kit import icons, theme
from ui.kit.fonts import MEDIUM, SEMIBOLD, font, shown
from ui.kit.tones import TONES, Tone

LEFT, RIGHT, CENTER = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignHCenter,
)
BADGE_HEIGHT, BADGE_PADDING, BADGE_ICON, BADGE_GAP = 20.0, 6.0, 14, 3.0
KEYCAP_HEIGHT, KEYCAP_PADDING = 18.0, 4.0
LETTER_SIZE = 20.0
KEY_SIGNS = {"Return": "⏎", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓", "Space": "空格"}


@dataclass(frozen=True, slots=True)
class Badge:
    """A word on a tinted ground, with a Lucide icon where it helps; ``tip`` explains it on hover."""

    text: str
    tone: Tone = "neutral"
    icon: str = ""
    tip: str = ""


@contextmanager
def painting(widget: QWidget) -> Iterator[QPainter]:
    """A painter on a widget with smooth edges, ended even when painting fails."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        yield painter
    finally:
        painter.end()


def width_of(text: str, used: QFont) -> float:
    """The painted width of one line of text in logical pixels."""
    return QFontMetricsF(used).horizontalAdvance(shown(text))


def box(painter: QPainter, rect: QRectF, radius: float, fill: QColor | str | None,
        border: QColor | str | None = None, thickness: float = 1.0) -> None:  # fmt: skip
    """A rounded rectangle; the border lies inside the rectangle, so that hairlines stay sharp."""
    inset = thickness / 2 if border else 0.0
    painter.setPen(QPen(QColor(border), thickness) if border else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(fill) if fill else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


def hairline(painter: QPainter, left: float, right: float, y: float, color: QColor | str) -> None:
    """A horizontal line one pixel high with its top at ``y``."""
    painter.fillRect(QRectF(left, y, right - left, 1), QColor(color))


def text(painter: QPainter, rect: QRectF, words: str, used: QFont, color: QColor | str,
         align: Qt.AlignmentFlag = LEFT) -> float:  # fmt: skip
    """One line of text in the middle of a box's height, elided to its width; returns the width painted."""
    metrics = QFontMetricsF(used)
    line = shown(words)
    wide = metrics.horizontalAdvance(line)
    if wide > rect.width() + 0.5:
        line = metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(rect.width(), 0))
        wide = metrics.horizontalAdvance(line)
    left = rect.left()
    if align == RIGHT:
        left = rect.right() - wide
    elif align == CENTER:
        left = rect.center().x() - wide / 2
    painter.setFont(used)
    painter.setPen(QColor(color))
    baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2
    painter.drawText(QPointF(left, round(baseline)), line)
    return wide


def paragraph(words: str, used: QFont, width: float) -> QTextLayout:
    """Text over several lines, laid out: breaks as Chinese wants it, inside a word only when it must.

    ``paragraph(…).boundingRect().height()`` measures it, ``.draw(painter, point)`` paints it.
    """
    made = QTextLayout(shown(words).replace("\n", "\u2028"), used)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    made.setTextOption(option)
    made.beginLayout()
    top = 0.0
    while (line := made.createLine()).isValid():
        line.setLineWidth(max(1.0, width))
        line.setPosition(QPointF(0, top))
        top += line.height()
    made.endLayout()
    return made


def badge_width(badge: Badge, with_text: bool = True) -> float:
    """How wide a badge is painted."""
    wide = 2 * BADGE_PADDING + (BADGE_ICON if badge.icon else 0)
    if with_text or not badge.icon:
        wide += width_of(badge.text, font(12, MEDIUM)) + (BADGE_GAP if badge.icon else 0)
    return wide


def badge(painter: QPainter, left: float, middle: float, spec: Badge, with_text: bool = True) -> float:
    """Paint a badge with its left edge at ``left``, centred on ``middle``; returns its width."""
    tone = TONES[spec.tone or "neutral"]
    wide = badge_width(spec, with_text)
    rect = QRectF(left, round(middle - BADGE_HEIGHT / 2), wide, BADGE_HEIGHT)
    ground = theme.color(tone.ground) if tone.ground else None
    box(painter, rect, 5, ground, theme.color(tone.border) if spec.tone == "outline" else None)
    at = left + BADGE_PADDING
    ink = theme.color(tone.text)
    if spec.icon:
        icons.paint(painter, spec.icon, at, rect.center().y(), BADGE_ICON, ink)
        at += BADGE_ICON + BADGE_GAP
    if with_text or not spec.icon:
        text(
            painter, QRectF(at, rect.top(), rect.right() - at, BADGE_HEIGHT), spec.text, font(12, MEDIUM), ink
        )
    return wide


def keycap_width(keys: str) -> float:
    """How wide a keycap is painted; "Ctrl+K" is shown as "Ctrl K"."""
    return max(KEYCAP_HEIGHT, width_of(keys_shown(keys), font(11, MEDIUM)) + 2 * KEYCAP_PADDING + 2)


def keys_shown(keys: str) -> str:
    """A shortcut as a keycap shows it, e.g. "Ctrl+Return" as "Ctrl ⏎"."""
    return " ".join(KEY_SIGNS.get(key, key) for key in keys.split("+"))


def keycap(painter: QPainter, left: float, middle: float, keys: str, ink: QColor | str | None = None,
           ground: QColor | None = None, border: QColor | str | None = None) -> float:  # fmt: skip
    """Paint a keycap centred on ``middle``; returns its width."""
    wide = keycap_width(keys)
    rect = QRectF(left, round(middle - KEYCAP_HEIGHT / 2), wide, KEYCAP_HEIGHT)
    plain = ground is None
    fill = theme.color("sub") if ground is None else ground
    box(painter, rect, 4, fill, (border or theme.color("line2")) if plain else border)
    text(painter, rect, keys_shown(keys), font(11, MEDIUM), ink or theme.color("t2"), CENTER)
    return wide


def letter(painter: QPainter, left: float, middle: float, sign: str, tone: Tone = "accent") -> float:
    """Paint one letter in a square: "accent" has a blue outline, every other tone none."""
    colors = TONES[tone]
    rect = QRectF(left, round(middle - LETTER_SIZE / 2), LETTER_SIZE, LETTER_SIZE)
    border = theme.color("acc") if tone == "accent" else None
    box(painter, rect, 5, theme.color(colors.ground), border)
    text(painter, rect, sign, font(12, SEMIBOLD), theme.color(colors.text), CENTER)
    return LETTER_SIZE
