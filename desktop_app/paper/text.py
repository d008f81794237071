"""Chinese text on paper: what can be printed, where a line may end, and which characters fit in it."""

from __future__ import annotations

import re
import string
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from itertools import accumulate
from typing import cast

from desktop_app.paper.fonts import Style, lacks

_LINE_ENDS = re.compile("\r\n?|[\v\f\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e0fff]"
)
"""Control characters, marks of direction, joiners and variation selectors: nothing that anyone could read."""
_PLAIN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
"""Ideographs between any two of which a line may end."""
_OTHERS = re.compile(f"[^{_PLAIN}]+")
_COMMON = re.compile("[\n -~\u3000-\u3002\uff01-\uff5e\u4e00-\u9fa5]+")
_ALIKE = str.maketrans(string.digits + string.ascii_letters, "0" * 10 + "A" * 52)
"""The algorithm treats all digits alike and all Latin letters alike: every 2026-10-15 is one question."""
_BETWEEN_WORDS = re.compile("(?<=[0-9A-Za-z] )(?=[0-9A-Za-z])")


def printable(text: str) -> str:
    """The text with one kind of line end and no invisible marks; a character that no font has gets its code.

    Such a character stays, shown as a box, and is followed by e.g. ``[U+1F600]``, so that nobody overlooks it.
    """
    text = _INVISIBLE.sub("", _LINE_ENDS.sub("\n", text)).replace("\t", "    ")
    if _COMMON.fullmatch(text):
        return text
    return "".join(map(_noted, text))


@lru_cache(4096)
def _noted(character: str) -> str:
    if character == "\n" or not lacks(character):
        return character
    if unicodedata.category(character) == "Zs":
        return " "
    shown = "\ufffd" if unicodedata.category(character) == "Cs" else character
    return f"{shown}[U+{ord(character):04X}]"


def wrap(text: str, width: float, style: Style) -> list[str]:
    """The lines of a text set to a width in points; blank lines stay, blanks at a line's end go.

    Lines end where the Unicode line breaking algorithm (UAX #14) lets them; a word wider than the line is cut.
    """
    return [line for paragraph in printable(text).split("\n") for line in _lines(paragraph, width, style)]


def _lines(paragraph: str, width: float, style: Style) -> Iterator[str]:
    paragraph = paragraph.rstrip(" ")
    faces = style.faces
    ends = list(accumulate(faces[character][1] for character in paragraph))
    limit = width * 1000 / style.size
    if not ends or ends[-1] <= limit:
        yield paragraph
        return
    breaks = break_positions(paragraph)
    start, done = 0, 0
    while done + limit < ends[-1]:
        fits = bisect_right(ends, done + limit, lo=start)
        end = _line_end(paragraph, breaks, start, fits)
        yield paragraph[start:end].rstrip(" ")
        start, done = end, ends[end - 1]
    yield paragraph[start:].rstrip(" ")


def _line_end(paragraph: str, breaks: list[int], start: int, fits: int) -> int:
    """Where a line that begins at ``start`` ends when the characters before ``fits`` have room in it."""
    while fits < len(paragraph) and paragraph[fits] == " ":  # blanks hang over the edge
        fits += 1
    end = breaks[bisect_right(breaks, fits) - 1] if breaks and breaks[0] <= fits else 0
    if end > start:
        return end
    while fits > start + 1 and unicodedata.combining(paragraph[fits]):
        fits -= 1
    return max(fits, start + 1)


def break_positions(text: str) -> list[int]:
    """The positions before which a line may begin, by UAX #14; the start of the text is none.

    Between plain ideographs that is everywhere, so the slow general algorithm is asked for the rest only, and
    what it said of a run (，“ or 2.5V) is kept.
    """
    allowed = bytearray(b"\x01" * len(text))
    for run in _OTHERS.finditer(text):
        start, end = run.span()
        answers = _breaks_in(run[0], start > 0, end < len(text))
        allowed[start : start + len(answers)] = answers
    return [at for at, may in enumerate(allowed) if may and at]


def _breaks_in(run: str, before: bool, after: bool) -> bytes:
    """For each character of the run, and the ideograph after it if any, whether a line may begin there."""
    words = _BETWEEN_WORDS.split(run.translate(_ALIKE))
    last = len(words) - 1
    parts = [_breaks_of(word, before and not at, after and at == last) for at, word in enumerate(words)]
    return parts[0] + b"".join(b"\x01" + part[1:] for part in parts[1:])


@cache
def _algorithm() -> Callable[[str], Iterable[int]]:
    from uniseg.linebreak import line_break_breakables  # 40 ms that only printing should cost

    return cast(Callable[[str], Iterable[int]], line_break_breakables)


@lru_cache(8192)
def _breaks_of(run: str, before: bool, after: bool) -> bytes:
    return bytes(_algorithm()("一" * before + run + "一" * after))[before:]
