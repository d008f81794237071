"""Where every label, value and title of a paper form stands on a page of a given width."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

from desktop_app.paper.forms import Cell, Form, Section
from desktop_app.paper.values import shown as value_text
from desktop_app.paper.values import ticks as tick_words
from ui.kit.fonts import font, shown

MARGIN = 24
HEAD_HEIGHT = 80
"""Dealership, title and barcode above the grid."""
LINE, TITLE_LINE = 31, 26
PADDING = 8
LONG_LINES = 3
"""A large area is at least as high as this many lines of text."""
TEXT_LINE = 22
LABEL_MOST = 112
WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere)


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell on the page: its label's box, its value's box, and the text shown in it."""

    cell: Cell
    label: QRectF
    value: QRectF
    text: str


@dataclass(slots=True)
class FormLayout:
    """The whole page: placed cells in reading order, section titles with their boxes, and the height needed."""

    width: float
    cells: list[Placed] = field(default_factory=list)
    titles: list[tuple[str, QRectF]] = field(default_factory=list)
    grid: QRectF = field(default_factory=QRectF)

    @property
    def height(self) -> float:
        """How high the page is with its margins."""
        return self.grid.bottom() + MARGIN


def lay_out(form: Form, values: Mapping[str, object], width: float) -> FormLayout:
    """Place a form's cells on a page ``width`` pixels wide; large areas grow with their text."""
    layout = FormLayout(width)
    left, right, top = float(MARGIN), width - MARGIN, float(HEAD_HEIGHT)
    for section in form.sections:
        if section.title:
            layout.titles.append((section.title, QRectF(left, top, right - left, TITLE_LINE)))
            top += TITLE_LINE
        place = _place_beside if section.layout == "beside" else _place_grid
        top = place(layout, section, values, QRectF(left, top, right - left, 0))
    layout.grid = QRectF(left, HEAD_HEIGHT, right - left, top - HEAD_HEIGHT)
    return layout


def text_of(cell: Cell, values: Mapping[str, object]) -> str:
    """What stands in a cell's value box."""
    value = values.get(cell.field)
    return "　".join(tick_words(cell.options, value)) if cell.kind == "ticks" else value_text(cell, value)


def label_of(cell: Cell, values: Mapping[str, object]) -> str:
    """A cell's label with the tick boxes that stand behind it."""
    if not cell.ticks:
        return cell.label
    return " ".join((cell.label, *tick_words(cell.options, values.get(cell.ticks))))


def _place_grid(layout: FormLayout, section: Section, values: Mapping[str, object], area: QRectF) -> float:
    top, unit = area.top(), area.width() / section.columns
    label_width = _label_width(section)
    for line in section.lines():
        high = max(_height(cell, values, unit * span - label_width, label_width) for cell, span in line)
        left = area.left()
        for cell, span in line:
            edge = min(left + unit * span, area.right())
            words = QRectF(left, top, label_width, high)
            layout.cells.append(Placed(cell, words, _rest(words, edge), text_of(cell, values)))
            left = edge
        top += high
    return top


def _place_beside(layout: FormLayout, section: Section, values: Mapping[str, object], area: QRectF) -> float:
    unit, left = area.width() / section.columns, area.left()
    high = max(_text_height(text_of(cell, values), unit * cell.span) for cell in section.cells)
    high = max(high, LONG_LINES * TEXT_LINE + 2 * PADDING)
    for cell in section.cells:
        wide = unit * cell.span
        label = QRectF(left, area.top(), wide, LINE)
        value = QRectF(left, area.top() + LINE, wide, high)
        layout.cells.append(Placed(cell, label, value, text_of(cell, values)))
        left += wide
    return area.top() + LINE + high


def _rest(label: QRectF, edge: float) -> QRectF:
    return QRectF(label.right(), label.top(), edge - label.right(), label.height())


def _label_width(section: Section) -> float:
    metrics = QFontMetricsF(font(13))
    short = [cell for cell in section.cells if cell.kind != "long"] or section.cells
    widest = max(metrics.horizontalAdvance(shown(cell.label)) for cell in short)
    return min(LABEL_MOST, max(widest, metrics.height() * 3)) + 2 * PADDING


def _height(cell: Cell, values: Mapping[str, object], value_width: float, label_width: float) -> float:
    text = text_of(cell, values)
    needed = max(_text_height(text, value_width), _text_height(label_of(cell, values), label_width, 13))
    least = LONG_LINES * TEXT_LINE if cell.kind == "long" else LINE
    return max(least, needed)


def _text_height(text: str, width: float, pixels: int = 14) -> float:
    metrics = QFontMetricsF(font(pixels))
    box = QRectF(0, 0, max(20.0, width - 2 * PADDING), 100_000)
    lines = metrics.boundingRect(box, WRAP, shown(text) or "字").height()
    return max(LINE, lines + PADDING + 2)
