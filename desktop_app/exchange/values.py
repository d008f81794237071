"""Values as files hold them: what a cell may be, how it reads as text, and what reading one gives back."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Generic, NamedTuple, TypeVar

Cell = str | float | bool | date | time | timedelta | None
"""One cell as Excel or a text file holds it (``float`` includes int, ``date`` includes datetime)."""

T = TypeVar("T")


class Reading(NamedTuple, Generic[T]):
    """What a cell became: its value (None where it holds none) and a Chinese warning, "" where all is well.

    A value with a warning is kept; no value with a warning means that what stood there could not be understood;
    neither means that the cell is blank.
    """

    value: T | None
    warning: str = ""


EXACT_FLOAT_LIMIT = 1e15
"""From here on Excel keeps 15 digits and puts zeros for the rest (identity card and card numbers)."""

_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060\ufeff]")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_LINE_END = re.compile("\r\n?")
_NOTHING = re.compile(
    r"[-–—―－/／\\_*]{1,4}|NULL|(?:#?N/A)|#(?:REF|VALUE|NAME|NULL|NUM|DIV/0)[!?]?", re.IGNORECASE
)
_LONGEST_NOTHING = 8
_NOTHING_STARTS = frozenset("-–—―－/／\\_*Nn#")


def text_of(cell: Cell) -> str:
    """The cell as a person reads it: trimmed (full-width spaces too), whole numbers without ".0", ISO dates.

    Invisible marks and control characters are dropped, line breaks inside the text stay. A mere dash or stroke,
    NULL and Excel's error words stand where an export had nothing to say, and so read as nothing.
    """
    if isinstance(cell, str):
        text = cell.strip()
        if not text.isprintable():
            text = _visible(text)
        return "" if text[:1] in _NOTHING_STARTS and _is_nothing(text) else text
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds").removesuffix(" 00:00:00")
    return str(cell)


def half_width(cell: Cell) -> str:
    """The cell's text with full-width letters, digits and signs made half-width (NFKC), trimmed."""
    text = text_of(cell)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def compact(cell: Cell) -> str:
    """The cell's text half-width, in upper case and without any space."""
    text = "".join(half_width(cell).upper().split())
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def is_blank(cell: Cell) -> bool:
    """Whether nothing stands in the cell that a person could see."""
    return cell is None or (isinstance(cell, str) and not text_of(cell))


def read_text(cell: Cell) -> Reading[str]:
    """Any text, trimmed; None for a blank cell."""
    return Reading(text_of(cell) or None)


def read_reference(cell: Cell) -> Reading[str]:
    """A reference such as 协议号 or 工单号: half-width, without inner spaces, as typed otherwise.

    A number so long that Excel has rounded it is no reference any more: two orders could become one.
    """
    if lost_digits(cell):
        return Reading(None, f"“{text_of(cell)}”在 Excel 中存成了数字，后几位已丢失，请改为文本格式")
    return Reading(unicodedata.normalize("NFKC", "".join(half_width(cell).split())) or None)


def lost_digits(cell: Cell) -> bool:
    """Whether the cell is a number whose last digits Excel has replaced by zeros."""
    return isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= EXACT_FLOAT_LIMIT


def _visible(text: str) -> str:
    visible = _INVISIBLE.sub("", _LINE_END.sub("\n", text))
    return _LONE_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", visible).strip()


def _is_nothing(text: str) -> bool:
    return len(text) <= _LONGEST_NOTHING and _NOTHING.fullmatch(text) is not None


def _number_text(number: float) -> str:
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    return str(number)
