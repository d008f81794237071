"""Code 128, the barcode of case numbers: the bars and spaces that a short text becomes (ISO/IEC 15417)."""

from __future__ import annotations

import re

_WIDTHS = """
    212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
    113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211
    212123 212321 232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131
    113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
    314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211
    241211 221114 413111 241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141
    214121 412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 211214
    211232 2331112
"""
"""The symbols 0 to 106: widths of bar and space in turn, in modules."""

_SYMBOLS = tuple(tuple(map(int, widths)) for widths in _WIDTHS.split())
_START = {"B": 104, "C": 105}
_SWITCH = {"B": 100, "C": 99}
_STOP = 106
_PIECES = re.compile("(?:[0-9]{2}){2,}|[ -~]")
_CODABLE = re.compile("[ -~]+")


def can_be_coded(text: str) -> bool:
    """Whether the text is plain ASCII, all that this code can hold."""
    return bool(_CODABLE.fullmatch(text))


def modules(text: str) -> list[int]:
    """Widths of the bars and spaces in turn, the first and last being bars; raises ValueError for other text."""
    return [width for symbol in symbols(text) for width in _SYMBOLS[symbol]]


def symbols(text: str) -> list[int]:
    """Start, data, check and stop symbols: runs of at least four digits in pairs (set C), the rest in set B."""
    if not can_be_coded(text):
        raise ValueError(f"no barcode for {text!r}")
    coded: list[int] = []
    current = ""
    for piece in _PIECES.findall(text):
        wanted = "C" if len(piece) > 1 else "B"
        if wanted != current:
            coded.append(_SWITCH[wanted] if current else _START[wanted])
            current = wanted
        coded += _pairs(piece) if wanted == "C" else [ord(piece) - 32]
    check = coded[0] + sum(place * symbol for place, symbol in enumerate(coded))
    return [*coded, check % 103, _STOP]


def _pairs(digits: str) -> list[int]:
    return [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
