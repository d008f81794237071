"""Bars lying side by side with names, and tiles sized by their count."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.kit import icons, paint, theme
from ui.kit.chart import Chart, paint_bar
from ui.kit.fonts import MEDIUM, SEMIBOLD, font
from ui.kit.tones import TONES, Tone

BAR_ROW, TIGHT_BAR_ROW, BAR_HEIGHT, NAME_WIDTH, SHARE_WIDTH = 34, 26, 12, 128, 108
TILE_HEIGHT, TILE_LEAST, TILE_GAP = 64, 56, 6


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: key, name and count."""

    key: Hashable
    name: str
    count: int


class Bars(Chart):
    """Name left, count behind the bar, share of the total far right; hovering shows "看这 9 件记录 ›".

    ``unit`` is the measure word of what is counted. ``picked`` gives the bar's key.
    """

    def __init__(self, bars: Sequence[Bar] = (), unit: str = "件", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit = unit
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.set_bars(bars)

    def set_bars(self, bars: Sequence[Bar], total: int = 0) -> None:
        """Show other bars; ``total`` is what shares refer to, the sum of the bars without it."""
        self._bars = tuple(bars)
        self._total = total or sum(bar.count for bar in bars)
        self.setMinimumHeight(TIGHT_BAR_ROW * len(self._bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, BAR_ROW * max(1, len(self._bars)))

    def draw(self, painter: QPainter) -> None:
        most = max((bar.count for bar in self._bars), default=0)
        high = min(BAR_ROW, self.height() / max(1, len(self._bars)))
        for place, bar in enumerate(self._bars):
            self._draw_bar(painter, QRectF(0, place * high, self.width(), high), bar, most)

    def _draw_bar(self, painter: QPainter, row: QRectF, bar: Bar, most: int) -> None:
        middle, share = row.center().y(), f"{bar.count / self._total * 100:.1f}%" if self._total else "—"
        over = self.hit(row, bar.key, f"{bar.name} {bar.count} {self._unit} {share}")
        if over:
            paint.box(painter, row.adjusted(0, 1, 0, -1), 6, theme.color("hover"))
        name = QRectF(row.left(), row.top(), NAME_WIDTH - 8, row.height())
        paint.text(
            painter, name, bar.name, font(13, MEDIUM if over else font(13).weight()), theme.color("t1")
        )
        room = row.width() - NAME_WIDTH - SHARE_WIDTH - 36
        wide = max(4.0, room * bar.count / most) if most else 0.0
        rect = QRectF(NAME_WIDTH, middle - BAR_HEIGHT / 2, wide, BAR_HEIGHT)
        if wide:
            paint_bar(painter, rect, 0 if over else 1, 3)
        count = QRectF(rect.right() + 6, row.top(), 36, row.height())
        paint.text(painter, count, str(bar.count), font(13, SEMIBOLD), theme.color("t1"))
        right = QRectF(row.right() - SHARE_WIDTH - 8, row.top(), SHARE_WIDTH, row.height())
        offer = QCoreApplication.translate("Bars", "看这 {} {}记录 ›").format(bar.count, self._unit)
        paint.text(
            painter,
            right,
            offer if over else share,
            font(12),
            theme.color("acc" if over else "t3"),
            paint.RIGHT,
        )


@dataclass(frozen=True, slots=True)
class Tile:
    """One tile: key, words, count, tone ("" is white) and icon."""

    key: Hashable
    words: str
    count: int
    tone: Tone = ""
    icon: str = ""


class Tiles(Chart):
    """Tiles in one row sized by their count, each with icon and word; ``picked`` gives the tile's key."""

    def __init__(self, tiles: Sequence[Tile] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_tiles(tiles)

    def set_tiles(self, tiles: Sequence[Tile]) -> None:
        """Show other tiles."""
        self._tiles = tuple(tiles)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(360, TILE_HEIGHT)

    def draw(self, painter: QPainter) -> None:
        left = 0.0
        for tile, wide in zip(self._tiles, self._widths(), strict=True):
            self._draw_tile(painter, QRectF(left, 0, wide, TILE_HEIGHT), tile)
            left += wide + TILE_GAP

    def _widths(self) -> list[float]:
        least = [
            max(TILE_LEAST, paint.width_of(tile.words, font(13)) + (22 if tile.icon else 0) + 24)
            for tile in self._tiles
        ]
        free = self.width() - sum(least) - TILE_GAP * (len(least) - 1)
        total = sum(tile.count for tile in self._tiles) or 1
        return [
            wide + max(0.0, free) * tile.count / total for wide, tile in zip(least, self._tiles, strict=True)
        ]

    def _draw_tile(self, painter: QPainter, rect: QRectF, tile: Tile) -> None:
        tone = TONES[tile.tone]
        over = self.hit(rect, tile.key, f"{tile.words} {tile.count}")
        fill = tone.ground or ("hover" if over else "sheet")
        paint.box(painter, rect, 8, theme.color(fill), theme.color(tone.border or "line2"))
        ink, left = theme.color(tone.text if tile.tone else "t2"), rect.left() + 12
        if tile.icon:
            icons.paint(painter, tile.icon, left, rect.top() + 18, 16, ink)
            left += 22
        paint.text(painter, QRectF(left, rect.top() + 7, rect.right() - left, 22), tile.words, font(13), ink)
        count = QRectF(rect.left() + 12, rect.top() + 28, rect.width() - 24, 32)
        paint.text(painter, count, str(tile.count), font(22, SEMIBOLD), ink)
