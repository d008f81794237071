"""Postal labels on A4 sheets of three by eight, 70 × 37 mm each, as every stationer has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from desktop_app.paper.fonts import STRONG, Style
from desktop_app.paper.ink import Ink
from desktop_app.paper.look import INK, SOFT
from desktop_app.paper.sheet import PORTRAIT
from desktop_app.paper.single_lines import put_right
from desktop_app.paper.text import printable, wrap

ACROSS, DOWN = 3, 8
ON_A_SHEET = ACROSS * DOWN
WIDE, HIGH = PORTRAIT[0] / ACROSS, 37 / 25.4 * 72
TOP = (PORTRAIT[1] - DOWN * HIGH) / 2
INSIDE = 14.0
"""Printers lose a few millimetres at the edges, and sheets lie a little askew."""
ADDRESS_TOP, NAME_BASELINE = 24.0, HIGH - 13
POSTCODE = Style(11.0, 14.0, SOFT, STRONG)
NAME = Style(12.0, 16.0, INK, STRONG)
ADDRESS = (Style(10.5, 14.0, INK), Style(9.0, 11.5, INK), Style(7.5, 9.5, INK))
"""From the largest: the first in which the whole address has room."""


@dataclass(frozen=True, slots=True)
class PostalLabel:
    """One label: postcode (may be empty), address, and who the letter is for."""

    postcode: str
    address: str
    name: str


def print_labels(labels: Sequence[PostalLabel], *, shop: str, skip: int = 0) -> bytes:
    """The labels as PDF, leaving free the first ``skip`` places of the first sheet, which were used before."""
    ink = Ink(PORTRAIT, "邮寄标签", printable(shop))
    places = [None] * (skip % ON_A_SHEET) + list(labels)
    rest = iter(places)
    while sheet := list(islice(rest, ON_A_SHEET)):
        for place, label in enumerate(sheet):
            if label is not None:
                _draw(ink, label, place % ACROSS * WIDE + INSIDE, TOP + place // ACROSS * HIGH)
        ink.end_page()
    return ink.finish()


def fits(label: PostalLabel) -> bool:
    """Whether the address has room in the smallest letters."""
    return bool(_set(label.address))


def _draw(ink: Ink, label: PostalLabel, left: float, top: float) -> None:
    if label.postcode:
        ink.text(left, top + 18, printable(label.postcode), POSTCODE, spacing=3)
    style, lines = _set(label.address) or (ADDRESS[-1], wrap(label.address, WIDE - 2 * INSIDE, ADDRESS[-1]))
    y = top + ADDRESS_TOP
    with ink.reading_as(label.address):
        for line in lines:
            ink.text(left, y + style.size, line, style)
            y += style.leading
    put_right(
        ink, left + WIDE - 2 * INSIDE, top + NAME_BASELINE, printable(label.name), NAME, WIDE - 2 * INSIDE
    )


def _set(address: str) -> tuple[Style, list[str]] | None:
    room = NAME_BASELINE - NAME.size - ADDRESS_TOP
    for style in ADDRESS:
        lines = wrap(address, WIDE - 2 * INSIDE, style)
        if len(lines) * style.leading <= room:
            return style, lines
    return None
