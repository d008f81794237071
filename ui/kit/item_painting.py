"""Paints the rows of a grouped list, one function for each kind of row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from ui.kit import icons, paint, theme
from ui.kit.fonts import MEDIUM, REGULAR, font
from ui.kit.items import Entry, Head, Item, ListRow
from ui.kit.row_grounds import INSET, RADIUS, paint_selection, paint_tint
from ui.kit.tones import TONES, text_color

TEXT_LEFT, TEXT_RIGHT = 20, 20
HEAD_HEIGHT, LINE_HEIGHT, TWO_LINE_HEIGHT, ENTRY_HEIGHT = 34, 36, 58, 54


def height_of(row: ListRow) -> int:
    """How high a row is painted."""
    if isinstance(row, Head):
        return HEAD_HEIGHT
    if isinstance(row, Entry):
        return ENTRY_HEIGHT
    return TWO_LINE_HEIGHT if row.sub or row.badge else LINE_HEIGHT


def paint_ground(painter: QPainter, rect: QRectF, row: ListRow, *, selected: bool, hovered: bool,
                 focused: bool) -> None:  # fmt: skip
    """Paint what lies under a row."""
    if isinstance(row, Head):
        return
    inner = rect.adjusted(INSET, 1, -INSET, -1)
    tint = row.tint if isinstance(row, Item) else ""
    if tint:
        paint_tint(painter, inner, tint)
    if selected and not tint:
        paint_selection(painter, inner)
    elif hovered and not tint:
        paint.box(painter, inner, RADIUS, theme.color("hover"))
    if selected and (focused or tint):
        paint.box(painter, inner, RADIUS, None, theme.color("acc"), 1.5)


def _paint_head(painter: QPainter, rect: QRectF, row: Head) -> None:
    left, middle = rect.left() + TEXT_LEFT, rect.center().y() + 3
    ink = text_color(row.tone, "t2")
    if row.icon:
        icons.paint(painter, row.icon, left, middle, 14, ink)
        left += 20
    line = QRectF(left, middle - 10, rect.right() - left - TEXT_RIGHT, 20)
    wide = paint.text(painter, line, row.words, font(12, MEDIUM), theme.color("t2"))
    if row.count is not None:
        paint.text(
            painter, line.adjusted(wide + 6, 0, 0, 0), f"{row.count:,}", font(12, MEDIUM), theme.color("t3")
        )


def _paint_item(painter: QPainter, rect: QRectF, row: Item) -> None:
    if not (row.sub or row.badge):
        _paint_line(painter, rect, row)
        return
    line = QRectF(rect.left() + TEXT_LEFT, rect.top() + 7, rect.width() - TEXT_LEFT - TEXT_RIGHT, 22)
    right_wide = _paint_right(painter, line, row)
    left = line.left()
    if row.badge:
        left += paint.badge(painter, left, line.center().y(), row.badge) + 8
    room = line.right() - right_wide - left - (8 if right_wide else 0)
    left += (
        paint.text(
            painter, QRectF(left, line.top(), room, 22), row.title, font(14, MEDIUM), theme.color("t1")
        )
        + 8
    )
    for name in row.icons:
        icons.paint(painter, name, left, line.center().y(), 14, theme.color("acc"))
        left += 20
    note = QRectF(left, line.top(), max(0.0, line.right() - right_wide - 8 - left), 22)
    if note.width() > 20:
        paint.text(painter, note, row.note, font(13), theme.color("t3"))
    below = QRectF(line.left(), rect.top() + 30, line.width(), 20)
    paint.text(painter, below, row.sub, font(12), theme.color("t2"))


def _paint_right(painter: QPainter, line: QRectF, row: Item) -> float:
    if not row.right:
        return 0.0
    ink = text_color(row.right_tone, "t2" if row.sub or row.badge else "t3")
    used = font(12, MEDIUM if row.right_tone else REGULAR)
    wide = paint.text(painter, line, row.right, used, ink, paint.RIGHT)
    if row.right_icon:
        icons.paint(painter, row.right_icon, line.right() - wide - 18, line.center().y(), 14, ink)
        wide += 18
    return wide


def _paint_line(painter: QPainter, rect: QRectF, row: Item) -> None:
    line = rect.adjusted(TEXT_LEFT, 0, -TEXT_RIGHT, 0)
    right = _paint_right(painter, line, row)
    room = line.adjusted(0, 0, -right - 8, 0)
    wide = paint.text(painter, room, row.title, font(14), theme.color("t1"))
    paint.text(painter, room.adjusted(wide + 16, 0, 0, 0), row.note, font(13), theme.color("t2"))


def _paint_entry(painter: QPainter, rect: QRectF, row: Entry) -> None:
    tone = TONES[row.tone or "neutral"]
    top = rect.top() + 6
    paint.text(painter, QRectF(rect.left() + TEXT_LEFT, top, 44, 22), row.day, font(13), theme.color("t2"))
    disc = QRectF(rect.left() + 70, top - 1, 26, 26)
    painter.fillRect(QRectF(disc.center().x(), rect.top(), 1, rect.height()), theme.color("line"))
    paint.box(painter, disc.adjusted(-2, -2, 2, 2), 15, theme.color("sheet"))
    paint.box(painter, disc, 13, theme.color(tone.ground or "gry_b"))
    icons.paint_in(painter, row.icon, disc, 14, theme.color(tone.text))
    line = QRectF(rect.left() + 111, top, rect.width() - 111 - TEXT_RIGHT - 6, 22)
    wide = 0.0
    if row.badge:
        wide = paint.badge_width(row.badge)
        paint.badge(painter, line.right() - wide, line.center().y(), row.badge)
    elif row.right:
        wide = paint.text(painter, line, row.right, font(13), theme.color("t1"), paint.RIGHT)
    paint.text(painter, line.adjusted(0, 0, -wide - 8, 0), row.title, font(14, MEDIUM), theme.color("t1"))
    below = QRectF(line.left(), top + 22, line.width(), 20)
    paint.text(painter, below, row.sub, font(13), theme.color("t2"))


PAINTERS: dict[type, Callable[[QPainter, QRectF, Any], None]] = {
    Head: _paint_head, Item: _paint_item, Entry: _paint_entry,
}  # fmt: skip
