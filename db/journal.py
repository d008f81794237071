"""Reading the journal a dead process left, before the engine does, to know what the engine would leave out.

The engine takes a journal up to the last whole commit before the first frame whose checksum does not fit, and
forgets the rest without a word. Behind a power cut that rest is the one save that was never told to be done. When
the disk spoilt the middle, it holds saves that were. Two things tell them apart: behind a commit that counted,
more was written; and the engine's shared memory, which a killed process leaves, names the last frame committed.
"""

from __future__ import annotations

import struct
import sys
from array import array
from dataclasses import dataclass
from pathlib import Path

HEADER, FRAME_HEADER = 32, 24
MAGIC = 0x377F0682
MASK = 0xFFFFFFFF
SHARED_HEADER, SHARED_FRAMES, SHARED_SALTS, SHARED_BACKFILLED = 48, 16, 32, 96
"""Where the shared memory holds its header once more, the frames committed, their salts, and those moved home."""

Sums = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Journal:
    """Frames counted from 1: ``readable`` is the last one the engine will take, ``promised`` the last one a save was
    told to be done with, ``moved`` the last one that stands in the data file already (both 0 where unknown).

    ``written`` is the last frame of this generation in the file; ``followed`` says that a commit the engine leaves
    out has frames behind it, so that its save was told to be done.
    """

    readable: int
    written: int
    promised: int
    moved: int
    followed: bool

    @property
    def mixed(self) -> bool:
        """Old pages of the readable part would cover newer ones in the data file."""
        return 0 < self.readable < self.moved

    @property
    def lost(self) -> bool:
        """Saves that were told to be done cannot be read any more."""
        return self.followed or self.promised > max(self.readable, self.moved)

    @property
    def torn(self) -> bool:
        """Something behind the last whole commit is left out; as a rule a save that was never told to be done."""
        return self.written > self.readable


def read_journal(journal: Path, shared_memory: Path) -> Journal:
    """Look at a journal that nobody has open; 80 ms for the engine's usual thousand pages. Raises OSError."""
    content = journal.read_bytes()
    salts, page_size, sums = _header(content)
    promised, moved = _promised(shared_memory, salts)
    size = FRAME_HEADER + (page_size or 4096)
    if salts is None:  # no header to go by: the first frame belongs to the newest generation
        salts = content[HEADER + 8 : HEADER + 16]
    starts = range(HEADER, len(content) - size + 1, size)
    ours = [at for at in starts if content[at + 8 : at + 16] == salts]
    readable = _readable(content, size, salts, sums) if sums else 0
    written = (ours[-1] - HEADER) // size + 1 if ours else 0
    commits = [(at - HEADER) // size + 1 for at in ours if content[at + 4 : at + 8] != bytes(4)]
    followed = any(readable < commit < written for commit in commits)
    return Journal(readable, written, promised, moved, followed)


def _header(content: bytes) -> tuple[bytes | None, int, Sums | None]:
    """Salts, page size and checksum of a sound header."""
    if len(content) < HEADER:
        return None, 0, None
    magic, _version, page_size, _number = struct.unpack_from(">4I", content)
    stated = struct.unpack_from(">2I", content, 24)
    if magic | 1 != MAGIC | 1 or _sums(content[:24], (0, 0), big=bool(magic & 1)) != stated:
        return None, 0, None
    return content[16:24], page_size, stated


def _readable(content: bytes, size: int, salts: bytes, sums: Sums) -> int:
    """The last commit before the first frame that does not fit, as the engine finds it."""
    big, last = bool(content[3] & 1), 0
    for number, at in enumerate(range(HEADER, len(content) - size + 1, size), 1):
        sums = _sums(content[at : at + 8] + content[at + FRAME_HEADER : at + size], sums, big=big)
        if content[at + 8 : at + 16] != salts or struct.unpack_from(">2I", content, at + 16) != sums:
            break
        if content[at + 4 : at + 8] != bytes(4):
            last = number
    return last


def _sums(content: bytes, sums: Sums, *, big: bool) -> Sums:
    """The engine's checksum of the journal, a running one over pairs of words."""
    words = array("I", content)
    if big != (sys.byteorder == "big"):
        words.byteswap()
    first, second = sums
    pairs = iter(words)
    for even, odd in zip(pairs, pairs, strict=True):
        first = (first + even + second) & MASK
        second = (second + odd + first) & MASK
    return first, second


def _promised(shared_memory: Path, salts: bytes | None) -> tuple[int, int]:
    """Frames committed and frames moved home, of this generation; 0 where the shared memory does not tell."""
    try:
        with shared_memory.open("rb") as file:
            content = file.read(SHARED_BACKFILLED + 4)
    except OSError:
        return 0, 0
    whole = len(content) == SHARED_BACKFILLED + 4
    if not whole or content[:SHARED_HEADER] != content[SHARED_HEADER : 2 * SHARED_HEADER]:
        return 0, 0
    if salts is not None and content[SHARED_SALTS : SHARED_SALTS + 8] != salts:
        return 0, 0
    return (
        struct.unpack_from("=I", content, SHARED_FRAMES)[0],
        struct.unpack_from("=I", content, SHARED_BACKFILLED)[0],
    )
