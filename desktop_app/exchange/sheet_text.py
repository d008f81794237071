"""Text as a sheet of Excel can hold it: nothing lost, nothing that could do harm or turn into a formula."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape

LONGEST_TEXT = 32_767
"""What one cell holds, in UTF-16 units: a rare character counts as two."""

CONTINUED = "（续）"
"""Stands before text that goes on from the cell above."""

_SAFE_LENGTH = LONGEST_TEXT // 2
_FORMULA_START = ("=", "+", "-", "@", "\t", "\r")
_NOT_PLAIN = re.compile("[&<>\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_CONTROL = {code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: 0x2421}
_CONTROL[0x0D] = 0x0A
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet program would take the text for a formula when it is typed or read from .csv."""
    return text.startswith(_FORMULA_START)


def xml_text(text: str) -> str:
    """The text for a cell's XML: control characters made visible, what is no character replaced.

    ``_x0041_`` would be read as the letter A, so its first sign is itself written as such an escape.
    """
    if not _NOT_PLAIN.search(text):
        return text
    plain = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").translate(_CONTROL))
    return escape(_ESCAPE_LIKE.sub("_x005F_", plain))


def fits(text: str) -> bool:
    """Whether one cell holds the whole text."""
    return len(text) <= _SAFE_LENGTH or _units(text) <= LONGEST_TEXT


def pieces(text: str) -> Iterator[str]:
    """The text in pieces that a cell holds each, all after the first with ``CONTINUED`` before them."""
    mark = ""
    while text:
        end = _end_of_piece(text, LONGEST_TEXT - len(mark))
        yield mark + text[:end]
        text, mark = text[end:], CONTINUED


def _end_of_piece(text: str, room: int) -> int:
    """How many characters fit into ``room`` UTF-16 units."""
    end = min(len(text), room)
    while (over := _units(text[:end]) - room) > 0:
        end -= (over + 1) // 2
    return end


def _units(text: str) -> int:
    return len(text) + sum(character > "\uffff" for character in text)
