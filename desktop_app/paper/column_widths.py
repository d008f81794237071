"""How wide the columns of a printed report are, and how small its type: from what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from desktop_app.paper.fonts import STRONG, Style
from desktop_app.paper.text import break_positions
from desktop_app.statistics.report import Column

ROOMY = ((9.0, True), (8.5, True), (8.0, True))
TIGHT = tuple((size, False) for size in (8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5))
"""Type sizes in points, and whether headings keep their words whole; the first that fits is taken."""
LEADING = 1.5
WHOLE_HEADING = 6.2
"""A heading of so many ideographs is kept on one line where there is room, a longer one on two."""
SHORT_HEADING = 2.1
"""A heading of two ideographs is never broken."""
REMARK_LINES, TIGHT_LINES = 3, 5
"""Lines for what a heading adds in brackets, and for any heading where room is short."""
NARROWEST_TEXT, WIDEST_TEXT = 6.0, 26.0
"""What a column of running text needs and what it asks for, in ideographs."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The type size of a report's table and the width of each column with its margins, in points."""

    size: float
    pad: float
    """Margin at either side of a cell."""
    widths: tuple[float, ...]

    def body(self, colour: str) -> Style:
        """How cells are set."""
        return Style(self.size, self.size * LEADING, colour)

    def strong(self, colour: str) -> Style:
        """How headings and totals are set."""
        return Style(self.size, self.size * 1.35, colour, STRONG)


def columns_for(columns: Sequence[Column], texts: Sequence[Sequence[str]], width: float) -> Columns:
    """The largest type at which nothing but running text and headings must be broken, filling the width.

    ``texts`` are the rows with one text a column. When even the smallest type is too wide, what does not fit is
    broken too, and still nothing is cut off.
    """
    contents = list(zip(*texts, strict=True)) or [()] * len(columns)
    for size, whole in ROOMY + TIGHT:
        setting = Columns(size, 4.0 if whole else 2.5, ())
        needs = [_need(*column, setting, whole) for column in zip(columns, contents, strict=True)]
        if sum(least for least, _ in needs) <= width:
            break
    return replace(setting, widths=_shared(needs, width))


def heading_lines(column: Column) -> list[str]:
    """A column's own label, what it adds in brackets on lines of its own."""
    own = column.label.split("/", 1)[1] if column.group else column.label
    main, bracket, remark = own.partition("(")
    return [main, bracket + remark] if main and remark else [own]


def _need(column: Column, content: Sequence[str], setting: Columns, whole: bool) -> tuple[float, float]:
    """The least a column must have and what it would like."""
    body = setting.strong("")  # totals are set in it, and it is the wider one
    longest = max((body.width(line) for text in set(content) for line in text.split("\n")), default=0.0)
    head = _heading_need(column, body, whole)
    least = min(longest, NARROWEST_TEXT * setting.size) if column.kind == "text" else longest
    wanted = min(longest, WIDEST_TEXT * setting.size) if column.kind == "text" else longest
    margins = 2 * setting.pad + 0.5
    return max(least, head) + margins, max(wanted, head) + margins


def _heading_need(column: Column, style: Style, whole: bool) -> float:
    main, *remark = heading_lines(column)
    full = style.width(main)
    wanted = [_widest_piece(main + "".join(remark), style)]
    if whole:
        wanted.append(full if full <= WHOLE_HEADING * style.size else full / 2 + style.size / 2)
        wanted += [style.width(text) / REMARK_LINES + style.size for text in remark]
    else:
        wanted.append(min(full, SHORT_HEADING * style.size))
        wanted.append(style.width(main + "".join(remark)) / TIGHT_LINES + style.size)
    return max(wanted)


def _widest_piece(text: str, style: Style) -> float:
    edges = [0, *break_positions(text), len(text)]
    return max(style.width(text[start:end]) for start, end in pairwise(edges))


def _shared(needs: Sequence[tuple[float, float]], width: float) -> tuple[float, ...]:
    """The width dealt out: to each its least, then towards what it would like, then to all alike."""
    least = [need for need, _ in needs]
    spare = width - sum(least)
    if spare < 0:
        return tuple(need * width / sum(least) for need in least)
    wishes = [wanted - need for need, wanted in needs]
    granted = min(1.0, spare / sum(wishes)) if sum(wishes) else 0.0
    rest = (spare - granted * sum(wishes)) / len(needs)
    return tuple(need + granted * wish + rest for need, wish in zip(least, wishes, strict=True))
