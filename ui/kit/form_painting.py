"""Paints a paper form: the page, its head with the barcode, titles, labels and values."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from desktop_app.paper.code128 import can_be_coded, modules
from ui.kit import paint, theme
from ui.kit.fonts import MEDIUM, SEMIBOLD, font
from ui.kit.form_layout import MARGIN, PADDING, FormLayout, Placed

BARCODE_WIDTH, BARCODE_HEIGHT = 114.0, 20.0


def paint_paper(painter: QPainter, layout: FormLayout, wide: float) -> None:
    """The white page itself."""
    page = QRectF(0.5, 0.5, wide - 1, layout.height)
    paint.box(painter, page, 4, theme.color("sheet"), theme.color("line2"))


def paint_head(painter: QPainter, wide: float, heading: str, title: str, code: str) -> None:
    """The dealership, the form's title, and the code as barcode and in words where it can be coded."""
    paint.text(painter, QRectF(0, 16, wide, 20), heading, font(13), theme.color("t2"), paint.CENTER)
    box = QRectF(MARGIN + BARCODE_WIDTH, 36, wide - 2 * (MARGIN + BARCODE_WIDTH), 28)
    paint.text(painter, box, title, font(18, SEMIBOLD), theme.color("t1"), paint.CENTER)
    if can_be_coded(code):
        _paint_barcode(painter, code, wide - MARGIN)


def _paint_barcode(painter: QPainter, code: str, right: float) -> None:
    bars = modules(code)
    unit, at = BARCODE_WIDTH / sum(bars), right - BARCODE_WIDTH
    ink = theme.color("t1")
    for number, bar in enumerate(bars):
        if number % 2 == 0:
            painter.fillRect(QRectF(at, 16, bar * unit, BARCODE_HEIGHT), ink)
        at += bar * unit
    words = QRectF(right - BARCODE_WIDTH, 38, BARCODE_WIDTH, 18)
    paint.text(painter, words, code, font(12), theme.color("t2"), paint.RIGHT)


def paint_title(painter: QPainter, rect: QRectF, words: str) -> None:
    """The title of a section over the whole width."""
    painter.fillRect(rect, theme.color("sub"))
    _frame(painter, rect, theme.color("line2"))
    inner = rect.adjusted(PADDING + 2, 0, -PADDING, 0)
    paint.text(painter, inner, words, font(13, MEDIUM), theme.color("t1"))


def paint_cell(
    painter: QPainter, placed: Placed, label: str, text: str, *, hovered: bool, faulty: bool
) -> None:
    """One label with its value; a faulty value is red with a red border."""
    painter.fillRect(placed.label, theme.color("sub"))
    if hovered:
        painter.fillRect(placed.value, theme.color("hover"))
    _frame(painter, placed.label, theme.color("line2"))
    _frame(painter, placed.value, theme.color("line2"))
    _words(painter, placed.label, label, 13, theme.color("t2"))
    _words(painter, placed.value, text, 14, theme.color("red" if faulty else "t1"))
    if faulty:
        paint.box(painter, placed.value.adjusted(1, 1, -1, -1), 3, None, theme.color("red_s"), 1.5)


def _frame(painter: QPainter, rect: QRectF, color: QColor) -> None:
    painter.fillRect(QRectF(rect.left(), rect.top(), rect.width() + 1, 1), color)
    painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width() + 1, 1), color)
    painter.fillRect(QRectF(rect.left(), rect.top(), 1, rect.height()), color)
    painter.fillRect(QRectF(rect.right(), rect.top(), 1, rect.height()), color)


def _words(painter: QPainter, rect: QRectF, words: str, pixels: int, ink: QColor) -> None:
    lines = paint.paragraph(words, font(pixels), rect.width() - 2 * PADDING)
    high = lines.boundingRect().height()
    top = (rect.height() - high) / 2 if rect.height() < 40 else 5.0
    painter.save()
    painter.setClipRect(rect)
    painter.setPen(ink)
    lines.draw(painter, QPointF(rect.left() + PADDING, rect.top() + round(top)))
    painter.restore()
