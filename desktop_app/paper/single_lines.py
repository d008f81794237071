"""One line of text at a page's head or foot, set smaller where it would not fit."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop_app.paper.fonts import Style
from desktop_app.paper.text import printable

if TYPE_CHECKING:
    from desktop_app.paper.ink import Ink


def put_left(ink: Ink, x: float, baseline: float, text: str, style: Style, room: float) -> None:
    """A line that begins at ``x``."""
    line, style = fitted(text, style, room)
    ink.text(x, baseline, line, style)


def put_centred(ink: Ink, middle: float, baseline: float, text: str, style: Style, room: float) -> None:
    """A line whose middle is at ``middle``."""
    line, style = fitted(text, style, room)
    ink.text(middle - style.width(line) / 2, baseline, line, style)


def put_right(ink: Ink, x: float, baseline: float, text: str, style: Style, room: float) -> None:
    """A line that ends at ``x``."""
    line, style = fitted(text, style, room)
    ink.text(x - style.width(line), baseline, line, style)


def fitted(text: str, style: Style, room: float) -> tuple[str, Style]:
    """The text as one line, and the type in which it is at most ``room`` points wide."""
    line = printable(text).replace("\n", " ")
    width = style.width(line)
    return line, style if width <= room else replace(style, size=style.size * room / width)
