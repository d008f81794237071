"""Rows of a grouped list, as typed values: heads, items, entries of a timeline."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from ui.kit.paint import Badge
from ui.kit.tones import Tone


@dataclass(frozen=True, slots=True)
class Head:
    """A heading over the items that follow; it cannot be chosen."""

    words: str
    count: int | None = None
    icon: str = ""
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: a badge, the title, a quiet note, small icons behind it; at the right a word in a tone; below a line.

    Without ``sub`` and ``badge`` it is a single line of 36 px, e.g. in a list of reports, with ``right`` as count.
    """

    key: Hashable
    title: str
    sub: str = ""
    badge: Badge | None = None
    note: str = ""
    icons: tuple[str, ...] = ()
    right: str = ""
    right_tone: Tone = ""
    right_icon: str = ""
    tint: str = ""
    spoken: str = ""
    data: object = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened: its day, an icon on a disc, what it was, details, and at the right words or a badge."""

    key: Hashable
    day: str
    icon: str
    title: str
    sub: str = ""
    tone: Tone = "neutral"
    right: str = ""
    badge: Badge | None = None
    spoken: str = ""
    data: object = None


ListRow = Head | Item | Entry


def words_of(row: ListRow) -> str:
    """A row in words: for copying, and for a screen reader when it has no sentence of its own."""
    if isinstance(row, Head):
        return row.words if row.count is None else f"{row.words} {row.count}"
    badge = row.badge.text if row.badge else ""
    if isinstance(row, Entry):
        parts = (row.day, row.title, row.sub, row.right, badge)
    else:
        parts = (badge, row.title, row.note, row.right, row.sub)
    return row.spoken or " ".join(part for part in parts if part)
