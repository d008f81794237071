"""TrueType files read on demand: which glyph a character has, how wide it is, and a file of only the glyphs in use.

A font of ten megabytes is mapped into memory and never parsed as a whole: opening one takes a millisecond.
Understood is what the bundled fonts hold: simple outlines in glyf, as the OpenType specification has them.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from struct import pack, unpack_from

from desktop_app.paper.character_map import character_map

_CHECKSUM_MAGIC = 0xB1B0AFBA
_COPIED = ("head", "hhea", "maxp", "cvt ", "fpgm", "prep")


def _table_directory(data: mmap.mmap) -> Iterator[tuple[str, tuple[int, int]]]:
    for record in range(unpack_from(">H", data, 4)[0]):
        tag, _, offset, length = unpack_from(">4sLLL", data, 12 + 16 * record)
        yield tag.decode("ascii"), (offset, length)


def _checksum(data: bytes) -> int:
    words: tuple[int, ...] = unpack_from(f">{len(data) // 4}L", data)
    return sum(words) & 0xFFFFFFFF


def _assembled(tables: dict[str, bytearray]) -> bytes:
    """A TrueType file of these tables, checksums included."""
    power = len(tables).bit_length() - 1
    header = pack(">LHHHH", 0x00010000, len(tables), 16 << power, power, 16 * len(tables) - (16 << power))
    directory_size = len(header) + 16 * len(tables)
    directory, body, total, at = header, b"", 0, {}
    for tag, data in sorted(tables.items()):
        offset = directory_size + len(body)
        at[tag] = offset
        padded = bytes(data) + bytes(-len(data) % 4)
        checksum = _checksum(padded)
        directory += pack(">4sLLL", tag.encode("ascii"), checksum, offset, len(data))
        body += padded
        total += checksum
    adjustment = (_CHECKSUM_MAGIC - total - _checksum(directory)) & 0xFFFFFFFF
    file = bytearray(directory + body)
    file[at["head"] + 8 : at["head"] + 12] = pack(">L", adjustment)
    return bytes(file)


class FontFile:
    """One TrueType file. Lengths are in thousandths of the type size; glyph 0 stands for a missing character."""

    def __init__(self, path: Path) -> None:
        self.name = path.stem
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._tables = dict(_table_directory(self._data))
        self._units = self._at("head", ">H", 18)[0]
        self._long_offsets = self._at("head", ">h", 50)[0] == 1
        self._metrics = self._at("hhea", ">H", 34)[0]
        self._glyph_of = character_map(self._table("cmap"))
        self.box = [self._scaled(edge) for edge in self._at("head", ">4h", 36)]

    def glyph(self, character: str) -> int:
        """The glyph of a character, 0 when the font has none."""
        return self._glyph_of(ord(character))

    def advance(self, glyph: int) -> int:
        """How far the glyph moves the pen."""
        return self._scaled(self._metric(glyph)[0])

    def subset(self, glyphs: Sequence[int]) -> bytes:
        """A TrueType file whose glyph n is ``glyphs[n]``."""
        outlines = [self._outline(glyph) for glyph in glyphs]
        offsets = list(accumulate(map(len, outlines), initial=0))
        tables = {tag: bytearray(self._table(tag)) for tag in _COPIED if tag in self._tables}
        tables["head"][8:12], tables["head"][50:52] = bytes(4), pack(">h", 1)
        tables["hhea"][34:36] = tables["maxp"][4:6] = pack(">H", len(glyphs))
        tables["glyf"] = bytearray(b"".join(outlines))
        tables["loca"] = bytearray(pack(f">{len(offsets)}L", *offsets))
        tables["hmtx"] = bytearray(b"".join(pack(">Hh", *self._metric(glyph)) for glyph in glyphs))
        return _assembled(tables)

    def _outline(self, glyph: int) -> bytes:
        """The glyph's contours, padded so that the next one begins at a multiple of four."""
        layout, scale = (">2L", 1) if self._long_offsets else (">2H", 2)
        start, end = self._at("loca", layout, 4 // scale * glyph)
        glyf = self._tables["glyf"][0]
        outline = self._data[glyf + start * scale : glyf + end * scale]
        if outline[:2] >= b"\x80":  # a negative number of contours
            raise ValueError(
                f"{self.name}: glyph {glyph} is put together from others, which a subset cannot hold"
            )
        return outline + bytes(-len(outline) % 4)

    def _metric(self, glyph: int) -> tuple[int, int]:
        """Advance and left side bearing in the font's own units."""
        row = min(glyph, self._metrics - 1)
        advance, bearing = self._at("hmtx", ">Hh", 4 * row)
        if row != glyph:
            bearing = self._at("hmtx", ">h", 4 * self._metrics + 2 * (glyph - self._metrics))[0]
        return advance, bearing

    def _scaled(self, units: int) -> int:
        return round(units * 1000 / self._units)

    def _table(self, tag: str) -> bytes:
        offset, length = self._tables[tag]
        return self._data[offset : offset + length]

    def _at(self, tag: str, layout: str, offset: int) -> tuple[int, ...]:
        return unpack_from(layout, self._data, self._tables[tag][0] + offset)
