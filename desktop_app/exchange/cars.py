"""Cells that name a car: VIN (车架号) and plate (车牌号)."""

from __future__ import annotations

import re
from operator import mul

from desktop_app.exchange.values import Cell, Reading, compact, half_width

_VIN = re.compile("[A-HJ-NPR-Z0-9]{17}")
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_VALUES = {str(digit): digit for digit in range(10)} | dict(
    zip(
        "ABCDEFGHJKLMNPRSTUVWXYZ",
        (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9),
        strict=True,
    )
)
_CHECK_DIGITS = "0123456789X"
_PLATE_MARKS = re.compile("[·.•・‧∙⋅●-]+")


def read_vin(cell: Cell) -> Reading[str]:
    """A VIN: trimmed, upper case, half-width; 17 characters without I, O and Q.

    No value with the reason if it is none; the value with a warning if its check digit is wrong, which cars
    of makers that do not use one also have.
    """
    text = half_width(cell).upper()
    if not text:
        return Reading(None)
    if not _VIN.fullmatch(text):
        return Reading(None, f"车架号“{text}”{_vin_fault(text)}")
    if check_digit(text) != text[8]:
        return Reading(text, f"车架号“{text}”的校验位不符，请核对")
    return Reading(text)


def check_digit(vin: str) -> str:
    """The ninth character that the other sixteen demand (ISO 3779, GB 16735)."""
    return _CHECK_DIGITS[sum(map(mul, _WEIGHTS, map(_VALUES.__getitem__, vin))) % 11]


def read_plate(cell: Cell) -> Reading[str]:
    """A plate: trimmed, upper case, half-width, without dot or space."""
    return Reading(compact(_PLATE_MARKS.sub("", compact(cell))) or None)


def _vin_fault(text: str) -> str:
    if len(text) != 17:
        return f"应为 17 位，实为 {len(text)} 位"
    if set(text) & set("IOQ"):
        return "含有车架号不用的字母 I、O 或 Q"
    return "含有字母和数字以外的字符"
