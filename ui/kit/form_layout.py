"""Where every label, value and title of a paper form stands on a page of a given width."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from math import ceil

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from desktop_app.paper.forms import Cell, Form, Section
from desktop_app.paper.values import shown as value_text
from desktop_app.paper.values import ticks as tick_words
from ui.kit import paint
from ui.kit.fonts import font, shown

MARGIN = 24
HEAD_HEIGHT = 80
"""Dealership, title and barcode above the grid."""
LINE, TITLE_LINE = 31, 26
PADDING = 8
LONG_LINES = 3
"""A large area is at least as high as this many lines of text."""
TEXT_LINE = 22
LABEL_LEAST, LABEL_MOST = 54.0, 112.0
FEWEST_PAIRS, PAIR_LEAST = 2, 230.0
"""Pairs of label and value give way to two in a line before dates and plates would break."""


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
    sections = [fitted(section, right - left) for section in form.sections]
    labels = label_widths(sections)
    for section in sections:
        if section.title:
            layout.titles.append((section.title, QRectF(left, top, right - left, TITLE_LINE)))
            top += TITLE_LINE
        area = QRectF(left, top, right - left, 0)
        if section.layout == "beside":
            top = _place_beside(layout, section, values, area)
        else:
            top = _place_grid(layout, section, values, area, labels)
    layout.grid = QRectF(left, HEAD_HEIGHT, right - left, top - HEAD_HEIGHT)
    return layout


def fitted(section: Section, width: float) -> Section:
    """A grid of so many pairs in a line as leave each value its least width, never fewer than two."""
    columns = section.columns
    while section.layout == "grid" and columns > FEWEST_PAIRS and width / columns < PAIR_LEAST:
        columns -= 1
    return replace(section, columns=columns)


def label_widths(sections: Sequence[Section]) -> dict[Fraction, float]:
    """How wide labels are that begin at a fraction of the page: the same in every section, so that lines align."""
    metrics, widths = QFontMetricsF(font(13)), dict[Fraction, float]()
    for section in sections:
        for cell, at, _ in _starts(section):
            if section.layout == "grid" and (cell.kind != "long" or at not in widths):
                wide = metrics.horizontalAdvance(shown(cell.label)) if cell.kind != "long" else LABEL_LEAST
                widths[at] = min(LABEL_MOST, max(widths.get(at, LABEL_LEAST), wide))
    return {at: float(round(wide + 2 * PADDING)) for at, wide in widths.items()}


def _starts(section: Section) -> Iterator[tuple[Cell, Fraction, Fraction]]:
    """Each cell with the fractions of the page's width at which it begins and ends."""
    for line in section.lines():
        at = 0
        for cell, span in line:
            yield cell, Fraction(at, section.columns), Fraction(at + span, section.columns)
            at += span


def text_of(cell: Cell, values: Mapping[str, object]) -> str:
    """What stands in a cell's value box."""
    value = values.get(cell.field)
    return "　".join(tick_words(cell.options, value)) if cell.kind == "ticks" else value_text(cell, value)


def label_of(cell: Cell, values: Mapping[str, object]) -> str:
    """A cell's label with the tick boxes that stand behind it."""
    if not cell.ticks:
        return cell.label
    return " ".join((cell.label, *tick_words(cell.options, values.get(cell.ticks))))


def _place_grid(layout: FormLayout, section: Section, values: Mapping[str, object], area: QRectF,
                labels: Mapping[Fraction, float]) -> float:  # fmt: skip
    line: list[tuple[Cell, QRectF, float]] = []
    top = area.top()
    for cell, start, end in _starts(section):
        label = QRectF(area.left() + round(start * round(area.width())), top, labels[start], 0)
        line.append((cell, label, area.left() + round(end * round(area.width()))))
        if end == 1:
            top += _place_line(layout, line, values)
            line = []
    return top


def _place_line(
    layout: FormLayout, line: list[tuple[Cell, QRectF, float]], values: Mapping[str, object]
) -> float:
    high = ceil(max(_height(cell, values, edge - label.right(), label.width()) for cell, label, edge in line))
    for cell, label, edge in line:
        words = label.adjusted(0, 0, 0, high)
        value = QRectF(words.right(), words.top(), edge - words.right(), high)
        layout.cells.append(Placed(cell, words, value, text_of(cell, values)))
    return high


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


def _height(cell: Cell, values: Mapping[str, object], value_width: float, label_width: float) -> float:
    text = text_of(cell, values)
    needed = max(_text_height(text, value_width), _text_height(label_of(cell, values), label_width, 13))
    least = LONG_LINES * TEXT_LINE if cell.kind == "long" else LINE
    return max(least, needed)


def _text_height(text: str, width: float, pixels: int = 14) -> float:
    lines = paint.paragraph(text or "字", font(pixels), width - 2 * PADDING)
    return max(LINE, lines.boundingRect().height() + PADDING + 2)
