"""Phone cells: every shape an export gives a number, sorted into mobile, land line and further numbers."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from desktop_app.exchange.values import Cell, half_width, text_of

SHORTEST_EXACT_MANTISSA = 7
"""Excel shortens a number it has no room for to six digits: fewer than seven mean that the rest is lost."""

LONGEST_RUN = 6
"""Into how many pieces spaces may cut one number (+86 0564 377 2837 转 801)."""

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"0[0-9]{9,11}|[48]00[0-9]{7}|[0-9]{7,8}")
_PLAIN = re.compile(r"1[3-9][0-9]{9}|0[2-9][0-9]{1,2}-[0-9]{7,8}|010-[0-9]{8}")
_EXTENSION = re.compile(r"[0-9]{1,6}")
_EXTENSION_MARK = re.compile(r"转|分机|ext\.?|[x#*]", re.IGNORECASE)
_COUNTRY_CODE = re.compile(r"^(?:(?:\+|00)86|86(?=1[3-9][0-9]{9}$))")
_TRUNK_ZERO = re.compile(r"^0(?=1[3-9][0-9]{9}$)")
_DECIMALS = re.compile(r"([0-9]+)\.0+")
_SCIENTIFIC = re.compile(r"([0-9](?:\.[0-9]{1,20})?)E\+?([0-9]{1,2})", re.IGNORECASE)
_SEPARATORS = re.compile(r"[/\\、;,|\n\t]+")
_BRACKETS = str.maketrans("", "", "()[]【】")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))


class Phones(NamedTuple):
    """The numbers of one customer's cells; "" where there is none.

    ``unreadable`` is what stands there and is no phone number, as typed: the file is marked as incorrect.
    """

    mobile: str = ""
    landline: str = ""
    other: str = ""
    unreadable: str = ""


def read_phones(*cells: Cell) -> Phones:
    """Sort all numbers of the cells: first mobile, first land line, further ones joined by 、 in ``other``.

    Spaces and hyphens are dropped first, and if one valid number remains it is that; else the cell is split at
    / 、 ; , and spaces (rules of the files that come in). No number is taken twice; an extension follows 转.
    """
    found = list(dict.fromkeys(piece for cell in cells if cell is not None for piece in _pieces_of(cell)))
    numbers = [piece for piece in found if is_phone(piece)]
    if not numbers:
        return Phones(unreadable="、".join(filter(None, (text_of(cell) for cell in cells if found))))
    mobile = next((number for number in numbers if is_mobile(number)), "")
    landline = next((number for number in numbers if not is_mobile(number)), "")
    other = "、".join(number for number in numbers if number not in (mobile, landline))
    return Phones(mobile, landline, other, "、".join(piece for piece in found if not is_phone(piece)))


def is_mobile(text: str) -> bool:
    """Whether the text is one mobile number in eleven plain digits: SMS can be sent to it."""
    return _MOBILE.fullmatch(text) is not None


def is_phone(text: str) -> bool:
    """Whether the text is one valid number as this module writes them."""
    number, mark, extension = text.partition("转")
    if mark:
        return _LANDLINE.fullmatch(number) is not None and _EXTENSION.fullmatch(extension) is not None
    return is_mobile(text) or _LANDLINE.fullmatch(text) is not None


def _pieces_of(cell: Cell) -> list[str]:
    """The pieces of a cell; most hold one number in one of two plain shapes."""
    if isinstance(cell, str) and _PLAIN.fullmatch(cell):
        return [cell.replace("-", "")]
    text = half_width(cell)
    return _pieces((text if text.isascii() else text.translate(_DASHES)).strip("'`\""))


def _pieces(text: str) -> list[str]:
    """The cell cut into valid numbers as this module writes them and, as typed, whatever is none."""
    if not text.strip("- "):
        return []
    if whole := _number(text):
        return [whole]
    parts = [part.split() for part in _SEPARATORS.split(text)]
    return [piece for tokens in parts for piece in _join_tokens(tokens)]


def _join_tokens(tokens: list[str]) -> list[str]:
    """Numbers among tokens cut at spaces: from the left, the longest run that makes one number."""
    pieces, strange, start = list[str](), list[str](), 0
    while start < len(tokens):
        number, end = _longest_run(tokens, start)
        if not number:
            strange.append(tokens[start])
        else:
            pieces += [" ".join(strange), number] if strange else [number]
            strange = []
        start = end
    return [*pieces, " ".join(strange)] if strange else pieces


def _longest_run(tokens: list[str], start: int) -> tuple[str, int]:
    """The number that the most tokens from ``start`` make together, "" for none, and where to go on."""
    for end in range(min(len(tokens), start + LONGEST_RUN), start, -1):
        if number := _number("".join(tokens[start:end])):
            return number, end
    return "", start + 1


def _number(text: str) -> str:
    """The one valid number that remains without spaces, hyphens and brackets, else ""."""
    compact = _COUNTRY_CODE.sub("", _whole("".join(text.split()).translate(_BRACKETS)), count=1)
    digits = _TRUNK_ZERO.sub("", compact.replace("-", ""))
    return digits if is_phone(digits) and "转" not in digits else _with_extension(compact)


def _whole(text: str) -> str:
    """Without ".0" and "E+10", where what Excel wrote still holds every digit."""
    if match := _DECIMALS.fullmatch(text):
        return match[1]
    match = _SCIENTIFIC.fullmatch(text)
    if not match or len(match[1].replace(".", "")) < SHORTEST_EXACT_MANTISSA:
        return text
    value = Decimal(match[1]).scaleb(int(match[2]))
    return str(int(value)) if value == value.to_integral_value() else text


def _with_extension(compact: str) -> str:
    """A land line with its extension as 05641234567转801, else ""; a mere hyphen needs an area code before."""
    mark = _EXTENSION_MARK.search(compact)
    if mark:
        number, extension = compact[: mark.start()], compact[mark.end() :]
    else:
        number, _, extension = compact.rpartition("-")
    number, extension = number.replace("-", ""), extension.strip("-:.")
    if not mark and not number.startswith(("0", "400", "800")):
        return ""
    written = f"{number}转{extension}"
    return written if is_phone(written) else ""
