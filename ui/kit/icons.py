"""Lucide outline icons in any colour and size, drawn for the screen's pixel ratio and kept."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

import resources

STROKES = ((12, 2.4), (14, 2.2), (16, 2.0), (18, 1.9), (20, 1.75), (44, 1.5))
"""Up to that size in pixels, the stroke width on the 24 grid: the drawn line stays about 1.3 px."""
STROKE_OF_LARGE = 1.4


def stroke(size: int) -> float:
    """The stroke width on the icon's own 24 grid for a size in logical pixels."""
    return next((width for limit, width in STROKES if size <= limit), STROKE_OF_LARGE)


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text(encoding="utf-8")


def svg(name: str, color: str, size: int, weight: float | None = None) -> str:
    """The icon's SVG text in a colour, ``weight`` overriding the stroke width."""
    width = weight if weight is not None else stroke(size)
    text = _source(name).replace("currentColor", color)
    return re.sub(r'stroke-width="[\d.]+"', f'stroke-width="{width}"', text)


@lru_cache(maxsize=1024)
def _drawn(name: str, color: str, size: int, ratio: float, weight: float | None) -> QPixmap:
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg(name, color, size, weight).encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, color: QColor | str, size: int = 16, ratio: float = 0.0) -> QPixmap:
    """One icon as a pixmap of ``size`` logical pixels; without a ratio the screen's own is taken."""
    return _drawn(name, QColor(color).name(), size, ratio or _screen_ratio(), None)


def icon(name: str, color: QColor | str, size: int = 16, disabled: QColor | str | None = None) -> QIcon:
    """One icon for Qt's own widgets, e.g. menus."""
    made = QIcon(pixmap(name, color, size))
    if disabled is not None:
        made.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
    return made


def paint(painter: QPainter, name: str, left: float, middle: float, size: int, color: QColor | str,
          weight: float | None = None) -> None:  # fmt: skip
    """Draw an icon with its left edge at ``left`` and its centre at ``middle`` (logical pixels)."""
    ratio = painter.device().devicePixelRatio()
    drawn = _drawn(name, QColor(color).name(), size, ratio, weight)
    top = round((middle - size / 2) * ratio) / ratio
    painter.drawPixmap(QPointF(round(left * ratio) / ratio, top), drawn)


def paint_in(painter: QPainter, name: str, box: QRectF, size: int, color: QColor | str,
             weight: float | None = None) -> None:  # fmt: skip
    """Draw an icon in the centre of a box."""
    paint(painter, name, box.center().x() - size / 2, box.center().y(), size, color, weight)


def forget() -> None:
    """Drop the drawn icons, after a change of theme."""
    _drawn.cache_clear()


def _screen_ratio() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.devicePixelRatio() if screen else 1.0
