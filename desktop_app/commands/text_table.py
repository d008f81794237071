"""Rows as lines of text for people at a terminal, where a Chinese character is two columns wide."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from fractions import Fraction
from unicodedata import east_asian_width

from desktop_app.statistics.report import percent

GAP = "  "


def text_table(headings: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """The headings and the rows in columns; "" without rows."""
    if not rows:
        return ""
    lines = [list(headings), *([_words(cell) for cell in row] for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*lines, strict=True)]
    return "\n".join(GAP.join(map(_padded, line, widths)).rstrip() for line in lines)


def _words(cell: object) -> str:
    if isinstance(cell, Fraction):
        return percent(cell)
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else " ".join(str(cell).split())


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)
