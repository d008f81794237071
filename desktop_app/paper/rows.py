"""One line of a printed table: boxes side by side, which can be cut between two text lines and run on overleaf."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from desktop_app.paper.fonts import Style
from desktop_app.paper.look import HAIRLINE, SIGNING_LINE
from desktop_app.paper.reading_order import NO_REACH, Reach, reaches

if TYPE_CHECKING:
    from desktop_app.paper.ink import Ink

PAD_X, PAD_Y = 5.0, 3.5
"""Room between a box's edge and its text, in points."""
WIDEST_SPACING = 0.075
"""As a part of the type size; from a tenth on, what copies a page sees blanks."""
LEAST_LINES = 2
"""Neither part of a text that runs on is shorter."""
SIGNING_LENGTH = 190.0
_BASELINE = 0.38
"""How far the baseline lies below the middle of a line, as a part of the type size."""

Align = Literal["left", "centre", "right"]
_OPENING = frozenset("“‘（《〈「『【")
_HANGING = 0.42
"""The blank left half of opening punctuation hangs out where it begins a line, as a part of the type size."""


@dataclass(frozen=True, slots=True)
class Box:
    """A text, already broken into lines, in a part of the row's width (points from the left edge of the page)."""

    x: float
    width: float
    lines: tuple[str, ...]
    style: Style
    tint: str = ""
    align: Align = "left"
    again: tuple[str, ...] | None = None
    """What a label says overleaf, where its row runs on; None: the text itself runs on."""
    signed: bool = False
    """A line to sign on."""
    pad: float = PAD_X
    """Room left and right of its text."""

    @property
    def line(self) -> str:
        """Its first line."""
        return self.lines[0] if self.lines else ""

    @property
    def is_label(self) -> bool:
        """Whether it says what stands beside it."""
        return self.again is not None

    @property
    def start(self) -> float:
        """Where its first line begins."""
        return self._start(self.line)

    @property
    def end(self) -> float:
        """Where its first line ends."""
        return self.start + self.style.width(self.line)

    @property
    def text_height(self) -> float:
        """Height of the text with the room around it."""
        return len(self.lines) * self.style.leading + 2 * PAD_Y

    def first(self, count: int) -> Box:
        """What of it stands above a cut behind ``count`` lines."""
        return replace(self, lines=self.lines[:count]) if self.again is None else self

    def rest(self, count: int) -> Box:
        """What of it stands overleaf."""
        return replace(self, lines=self.lines[count:] if self.again is None else self.again)

    def draw(self, ink: Ink, top: float, first_line: float, height: float, reach: Reach) -> None:
        """Draw it at ``top``; the first text line begins at ``first_line`` and reaches so far as text."""
        if self.tint:
            ink.tint(self.x, top, self.width, height, self.tint)
        if self.signed:
            foot = top + height - 9
            end = self.x + min(self.width - 10, SIGNING_LENGTH)
            ink.line(self.x + 10, foot, end, foot, SIGNING_LINE)
        for number, line in enumerate(self.lines):
            middle = first_line + (number + 0.5) * self.style.leading
            if line:
                baseline = middle + _BASELINE * self.style.size
                ink.text(self._start(line), baseline, line, self.style, reach, self._spacing(line))
                reach = NO_REACH

    def _spacing(self, line: str) -> float:
        """What each character is set apart by, so that lines that are nearly full end flush at the right."""
        if len(self.lines) < LEAST_LINES or self.align != "left":
            return 0
        spare = self.width - 2 * self.pad - self.style.width(line)
        spacing = spare / len(line)
        return spacing if spacing <= WIDEST_SPACING * self.style.size else 0

    def _start(self, line: str) -> float:
        if self.align == "left":
            hangs = _HANGING * self.style.size if line[:1] in _OPENING else 0
            return self.x + self.pad - hangs
        spare = self.width - self.style.width(line)
        return self.x + (spare - self.pad if self.align == "right" else spare / 2)


@dataclass(frozen=True, slots=True)
class Row:
    """Boxes side by side, all as high as the highest."""

    boxes: tuple[Box, ...]
    least: float = 0
    """It is never lower, in points."""
    weight: int = 0
    """Its share of the height that a page has left; 0: it stays as it is."""
    most: float = float("inf")
    """It never grows higher."""
    keep: bool = False
    """It does not stand at the foot of a page without the next row."""
    heads: Row | None = None
    """The row that is set again above the part overleaf."""
    centred: bool = True
    """Its text stands in the middle of the height."""
    joined: bool = True
    """Its first lines read as one line, from left to right: what copies the page must not read by columns."""
    plain: bool = False
    """It stands below the table, without lines around it."""

    @property
    def height(self) -> float:
        """What it needs."""
        return max(self.least, *(box.text_height for box in self.boxes))

    def split(self, room: float) -> tuple[Row, Row] | None:
        """The part that goes into ``room`` points and the rest; None when it is better moved as a whole."""
        lines = max(len(box.lines) for box in self.boxes if box.again is None)
        leading = max(box.style.leading for box in self.boxes)
        count = min(int((room - 2 * PAD_Y) / leading), lines - LEAST_LINES)
        if count < LEAST_LINES:
            return None
        part = replace(self, boxes=tuple(box.first(count) for box in self.boxes), least=0)
        return part, replace(self, boxes=tuple(box.rest(count) for box in self.boxes), least=0)

    def draw(self, ink: Ink, top: float, height: float) -> None:
        """Draw it ``height`` high with the lines between its boxes."""
        text_height = max(box.text_height for box in self.boxes)
        first_line = top + PAD_Y + ((height - text_height) / 2 if self.centred else 0)
        for box, reach in zip(self.boxes, self._reaches(), strict=True):
            box.draw(ink, top, first_line, height, reach)
        for box in self.boxes[1:]:
            ink.line(box.x, top, box.x, top + height, HAIRLINE)

    def _reaches(self) -> list[Reach]:
        """How far the first line of each box reaches."""
        if not self.joined:
            return [NO_REACH] * len(self.boxes)
        texts = [box for box in self.boxes if box.line]
        found = iter(reaches(texts, self.boxes[-1].x + self.boxes[-1].width - PAD_X))
        return [next(found) if box.line else NO_REACH for box in self.boxes]
