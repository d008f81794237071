"""The typefaces of the paper, and which of them sets a character."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import resources
from desktop_app.paper.font_file import FontFile

REGULAR = "NotoSansSC-Regular"
SEMI_BOLD = "NotoSansSC-SemiBold"
SYMBOLS = "NotoSansSymbols2-subset"

MISSING_BOX = "□"
"""Set in place of a character that no face has."""

_HALF_WIDE = {"·": "･"}
"""Characters set by a narrower glyph: the full-width dot tears plates such as 皖N·2A719 apart."""

PLAIN = (REGULAR, SYMBOLS)
STRONG = (SEMI_BOLD, REGULAR, SYMBOLS)
"""Faces in the order in which they are asked: the bold one holds the common characters only."""


@cache
def font(name: str) -> FontFile:
    """The bundled font of that name, opened once in a process."""
    return FontFile(resources.path("fonts", f"{name}.ttf"))


def glyph(name: str, character: str) -> int:
    """The glyph that a face sets for a character, 0 when it has none."""
    return font(name).glyph(_HALF_WIDE.get(character, character))


class Faces(dict[str, tuple[str, int]]):
    """Maps a character to the name of the face that sets it and its advance in thousandths of the type size.

    A character that no face has gets the first complete face, which sets the box of a missing one.
    """

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self._names = names

    def __missing__(self, character: str) -> tuple[str, int]:
        name = next((name for name in self._names if glyph(name, character)), REGULAR)
        shown = glyph(name, character) or glyph(name, MISSING_BOX)
        found = self[character] = (name, font(name).advance(shown))
        return found


def lacks(character: str) -> bool:
    """Whether no bundled face has the character."""
    return not any(glyph(name, character) for name in PLAIN)


@cache
def faces(names: tuple[str, ...]) -> Faces:
    """The shared lookup of a stack of faces."""
    return Faces(names)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set: faces, size and line distance in points, colour as the PDF's red green blue, 0 to 1."""

    size: float
    leading: float
    colour: str
    names: tuple[str, ...] = PLAIN

    @property
    def faces(self) -> Faces:
        """Which face sets which character, and its advance."""
        return faces(self.names)

    def width(self, text: str) -> float:
        """How wide the text runs in points."""
        lookup = self.faces
        return sum(lookup[character][1] for character in text) * self.size / 1000
