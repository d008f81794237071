"""A form with its values as the rows of a printed table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from desktop_app.paper.fonts import STRONG, Style
from desktop_app.paper.forms import Cell, Form, Section
from desktop_app.paper.look import BAND_TINT, INK, LABEL_TINT, SOFT
from desktop_app.paper.rows import PAD_X, Box, Row
from desktop_app.paper.text import wrap
from desktop_app.paper.values import shown, ticks

Values = Mapping[str, object]

VALUE = Style(9.5, 14.0, INK)
SMALLER_VALUES = tuple(replace(VALUE, size=size) for size in (9.0, 8.5, 8.0))
LABEL = Style(8.5, 14.0, SOFT, STRONG)
BAND = Style(9.0, 12.0, INK, STRONG)

LINE_HEIGHT, TALLEST_LINE = 23.0, 36.0
SIGNATURE_HEIGHT = 34.0
AREA_HEIGHT = 52.0
CONTINUED = "（续）"
TICK_GAP = "   "


@dataclass(frozen=True, slots=True)
class Grid:
    """Where labels and values stand, the same in all sections of a form that are of one kind."""

    starts: tuple[float, ...]
    """Left edge of each column's label, and behind the last the right edge of the table."""
    labels: tuple[float, ...]
    """Width of each column's label."""


def form_rows(form: Form, values: Values, left: float, width: float) -> Iterator[Row]:
    """The rows of the form in label order, in a table of that left edge and width in points."""
    to_write_on = any(map(_has_area, form.sections))
    for section, grid in zip(form.sections, _grids(form, left, width), strict=True):
        if section.title:
            yield band(section.title, left, width)
        if section.layout == "beside":
            yield from _beside(section, values, left, width)
            continue
        for line in section.lines():
            if line[0][0].kind == "long":
                yield _area(line[0][0], values, grid)
            else:
                yield _line(line, values, grid, grows=not to_write_on)


def band(title: str, left: float, width: float) -> Row:
    """The heading of a section over the whole width."""
    return Row((Box(left, width, (title,), BAND, BAND_TINT),), keep=True)


def label_box(label: str, x: float, width: float) -> Box:
    """A tinted label, which says （续） where its row runs on."""
    again = tuple(wrap(label + CONTINUED, width - 2 * PAD_X, LABEL))
    return Box(x, width, tuple(wrap(label, width - 2 * PAD_X, LABEL)), LABEL, LABEL_TINT, again=again)


def text_box(text: str, x: float, width: float) -> Box:
    """A value; set a little smaller where that saves it from being broken."""
    for style in (VALUE, *SMALLER_VALUES):
        if "\n" not in text and style.width(text) <= width - 2 * PAD_X:
            return Box(x, width, tuple(wrap(text, width - 2 * PAD_X, style)), style)
    return Box(x, width, tuple(wrap(text, width - 2 * PAD_X, VALUE)), VALUE)


def _line(line: tuple[tuple[Cell, int], ...], values: Values, grid: Grid, *, grows: bool) -> Row:
    """Label and value in turn."""
    boxes: list[Box] = []
    column = 0
    for cell, span in line:
        start, end, label = grid.starts[column], grid.starts[column + span], grid.labels[column]
        boxes.append(label_box(cell.label, start, label))
        value = text_box(_text(cell, values), start + label, end - start - label)
        boxes.append(replace(value, signed=cell.kind == "signature"))
        column += span
    signed = any(box.signed for box in boxes)
    least = SIGNATURE_HEIGHT if signed else LINE_HEIGHT
    return Row(tuple(boxes), least, weight=int(grows), most=TALLEST_LINE)


def _area(cell: Cell, values: Values, grid: Grid) -> Row:
    """A text of any length beside its label, with room to write."""
    x = grid.starts[0] + grid.labels[0]
    lines = wrap(_text(cell, values), grid.starts[-1] - x - 2 * PAD_X, VALUE)
    if cell.ticks:
        lines = [TICK_GAP.join(ticks(cell.options, values.get(cell.ticks))), *lines]
    text = Box(x, grid.starts[-1] - x, tuple(lines), VALUE)
    label = label_box(cell.label, grid.starts[0], grid.labels[0])
    return Row((label, text), AREA_HEIGHT, weight=cell.weight, centred=False)


def _beside(section: Section, values: Values, left: float, width: float) -> Iterator[Row]:
    """Labels as column heads and the texts below them, which run on side by side."""
    unit = width / section.columns
    edges = list(accumulate((cell.span * unit for cell in section.cells), initial=left))
    labels = [
        label_box(cell.label, x, cell.span * unit) for cell, x in zip(section.cells, edges, strict=False)
    ]
    heads = Row(tuple(labels), keep=True)
    texts = [
        text_box(_text(cell, values), box.x, box.width)
        for cell, box in zip(section.cells, labels, strict=True)
    ]
    again = replace(heads, boxes=tuple(box.rest(0) if len(box.again or ()) == 1 else box for box in labels))
    yield heads
    weight = max(cell.weight for cell in section.cells)
    yield Row(tuple(texts), AREA_HEIGHT, weight=weight, heads=again, centred=False, joined=False)


def _text(cell: Cell, values: Values) -> str:
    if cell.kind == "ticks":
        return TICK_GAP.join(ticks(cell.options, values.get(cell.field)))
    return shown(cell, values.get(cell.field))


@cache
def _grids(form: Form, left: float, width: float) -> tuple[Grid, ...]:
    return tuple(_grid(form, section, left, width) for section in form.sections)


def _grid(form: Form, section: Section, left: float, width: float) -> Grid:
    """The columns of a section: labels as wide as their kind needs, values sharing the rest equally."""
    labels = [_label_width(form, section, column) for column in range(section.columns)]
    value = (width - sum(labels)) / section.columns
    return Grid(tuple(accumulate((label + value for label in labels), initial=left)), tuple(labels))


def _label_width(form: Form, section: Section, column: int) -> float:
    """The widest label of a column; sections with room to write share one first column in all the form."""
    area = _has_area(section)
    widths = (
        LABEL.width(cell.label) + 2 * PAD_X + 1
        for other in form.sections
        if other.layout == "grid" and _has_area(other) == area
        if other.columns == section.columns or (area and not column)
        for cell, start in _starts(other)
        if start == column
    )
    return max(widths, default=0.0)


def _starts(section: Section) -> Iterator[tuple[Cell, int]]:
    """The cells of a grid with the column in which each begins."""
    for line in section.lines():
        starts = accumulate((span for _, span in line), initial=0)
        yield from ((cell, start) for (cell, _), start in zip(line, starts, strict=False))


def _has_area(section: Section) -> bool:
    return any(cell.kind == "long" for cell in section.cells)
