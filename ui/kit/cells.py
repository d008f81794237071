"""What lists show, as typed values: cells, rows and columns, with no painting in them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Literal

from ui.kit.paint import Badge
from ui.kit.tones import Tone


@dataclass(frozen=True, slots=True)
class Text:
    """Words, with a second line, an icon or a lettered square in front where they help.

    ``copy`` is what Ctrl+C takes instead of the words, ``tip`` what hovering tells.
    """

    text: str = ""
    sub: str = ""
    tone: Tone = ""
    strong: bool = False
    icon: str = ""
    letter: str = ""
    letter_tone: Tone = "accent"
    tip: str = ""
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number as shown, at the right of its column; ``dim`` is for zeros and rates below n = 5.

    ``bar`` 0–1 draws a thin bar under it, ``link`` makes it clickable, ``copy`` is what Ctrl+C takes.
    """

    text: str = ""
    dim: bool = False
    strong: bool = False
    tone: Tone = ""
    bar: float | None = None
    link: bool = False
    sub: str = ""
    tip: str = ""
    copy: str | None = None


@dataclass(frozen=True, slots=True)
class Badges:
    """At most two badges, the more urgent first; in a narrow column only their icons stay."""

    badges: tuple[Badge, ...] = ()
    tip: str = ""
    copy: str | None = None


Cell = Text | Number | Badges
Tint = Literal["", "red", "yellow", "grey"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its key, a cell for each column, a tint, what a screen reader says, and the record behind it.

    A ``head`` row shows its first cell as the heading of the rows that follow and cannot be chosen; a ``total``
    row is bold on a quiet ground.
    """

    key: Hashable
    cells: tuple[Cell, ...]
    tint: Tint = ""
    spoken: str = ""
    data: object = None
    kind: Literal["row", "head", "total"] = "row"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: key, title, wanted and least width in pixels, and how it behaves.

    ``group`` is a heading shared with neighbours of the same group; ``full`` the whole label for the tooltip.
    A title may hold a line break. ``stretch`` columns share the free width.
    """

    key: str
    title: str
    width: int = 110
    align: Literal["left", "right"] = "left"
    stretch: int = 0
    least: int = 56
    sortable: bool = True
    group: str = ""
    full: str = ""


def plain(cell: Cell) -> str:
    """A cell in one line of words."""
    if isinstance(cell, Badges):
        return " ".join(badge.text for badge in cell.badges)
    return f"{cell.text} {cell.sub}".strip() if cell.sub else cell.text


def copied(cell: Cell) -> str:
    """A cell as Ctrl+C takes it: one line without tabs."""
    text = cell.copy if cell.copy is not None else plain(cell)
    return " ".join(text.split())


def spoken(row: Row) -> str:
    """What a screen reader says for a row."""
    return row.spoken or "，".join(words for words in map(plain, row.cells) if words)
