"""What lets other programs read a row from left to right: texts that reach, blank by blank, to their neighbours.

Programs that copy or search a page guess the order of its texts from the gaps between them and take the cells
of a table for columns of prose. A text that reaches to the next one, as one span of the PDF with a blank at its
end, is a word of the same line to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

Reach = tuple[float, float]
"""From where to where a text reaches, in points from the left edge of the page; 0: as far as it is set."""

NO_REACH: Reach = (0.0, 0.0)
WORD_GAP = 3.0
"""Between two texts that read as words of one line: wider than a letter's gap, narrower than a column's."""


class Text(Protocol):
    """The first line of a cell as it is set."""

    @property
    def line(self) -> str:
        """Its characters."""

    @property
    def is_label(self) -> bool:
        """Whether it is a label, which reaches rather than the value beside it."""

    @property
    def start(self) -> float:
        """Where it begins."""

    @property
    def end(self) -> float:
        """Where it ends."""


def reaches(texts: Sequence[Text], edge: float) -> list[Reach]:
    """How far each of the texts of a row reaches, the last one to the row's right edge."""
    found = [NO_REACH] * len(texts)
    for (at, left), (_, right) in pairwise(enumerate(texts)):
        if _reaching(left) and _reaching(left) >= _reaching(right):
            found[at] = (found[at][0], right.start - WORD_GAP)
        elif _reaching(right):
            found[at + 1] = (left.end + WORD_GAP, 0.0)
    if texts and _reaching(texts[-1]):
        found[-1] = (found[-1][0], edge)
    return found


def _reaching(text: Text) -> int:
    """How fit a text is to reach: characters beyond U+FFFF in a span are dropped by some programs."""
    return 0 if max(text.line) > "\uffff" else 2 if text.is_label else 1
