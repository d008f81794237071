"""Which glyph a character has: the cmap table of a TrueType file, searched where it lies."""

from __future__ import annotations

from bisect import bisect_left
from struct import calcsize, unpack_from
from typing import Protocol

Buffer = bytes | memoryview


class CharacterMap(Protocol):
    """Answers the glyph of a code point, 0 when the font has none."""

    def __call__(self, code: int) -> int:
        """The glyph of U+``code``."""


def character_map(table: Buffer) -> CharacterMap:
    """The richest Unicode map of a cmap table: format 12 (all planes) before format 4 (the first plane)."""
    starts = (unpack_from(">L", table, 8 + 8 * row)[0] for row in range(unpack_from(">H", table, 2)[0]))
    formats = {unpack_from(">H", table, start)[0]: start for start in starts}
    if 12 in formats:
        return _Groups(table, formats[12])
    if 4 in formats:
        return _Segments(table, formats[4])
    raise ValueError("no Unicode character map")


class _Groups:
    """Format 12: runs of characters whose glyphs follow one another."""

    def __init__(self, table: Buffer, start: int) -> None:
        count = unpack_from(">L", table, start + 12)[0]
        numbers = unpack_from(f">{3 * count}L", table, start + 16)
        self._firsts, self._lasts, self._glyphs = numbers[0::3], numbers[1::3], numbers[2::3]

    def __call__(self, code: int) -> int:
        row = bisect_left(self._lasts, code)
        if row == len(self._lasts) or code < self._firsts[row]:
            return 0
        return int(self._glyphs[row]) + code - int(self._firsts[row])


class _Segments:
    """Format 4: runs of characters of the first plane, some through a list of glyphs behind the table."""

    def __init__(self, table: Buffer, start: int) -> None:
        count = unpack_from(">H", table, start + 6)[0] // 2
        column = f">{count}H"
        size = calcsize(column)
        self._table = table
        self._lasts = unpack_from(column, table, start + 14)
        self._firsts = unpack_from(column, table, start + 16 + size)
        self._deltas = unpack_from(column, table, start + 16 + 2 * size)
        self._offsets_start = start + 16 + 3 * size
        self._offsets = unpack_from(column, table, self._offsets_start)

    def __call__(self, code: int) -> int:
        row = bisect_left(self._lasts, code)
        if row == len(self._lasts) or code < self._firsts[row]:
            return 0
        glyph = code if not self._offsets[row] else self._listed(row, code - self._firsts[row])
        return (glyph + int(self._deltas[row])) & 0xFFFF if glyph else 0

    def _listed(self, row: int, place: int) -> int:
        at = self._offsets_start + 2 * row + self._offsets[row] + 2 * place
        return int(unpack_from(">H", self._table, at)[0])
