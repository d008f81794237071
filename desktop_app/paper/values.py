"""How a value reads, the same on the screen, on paper and in a sheet: dates, 是/否, distances, tick boxes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from desktop_app.paper.forms import Cell, Kind

TICKED, UNTICKED = "☑", "☐"
YES, NO = "是", "否"


def shown(cell: Cell, value: object) -> str:
    """The text of a cell's value with its unit; empty for none, and for a signature, which only a hand can give."""
    text = "" if cell.kind == "signature" else written(value, cell.kind)
    return f"{text} {cell.unit}" if text and cell.unit else text


def written(value: object, kind: Kind = "text") -> str:
    """A value in words: ``2026-10-15 12:38``, ``86,214`` for an integer, 是 or 否, several joined by 、."""
    match value:
        case None:
            return ""
        case bool():
            return YES if value else NO
        case datetime():
            return value.date().isoformat() if kind == "date" else value.isoformat(" ", "minutes")
        case date():
            return value.isoformat()
        case int():
            return f"{value:,}" if kind == "integer" else str(value)
        case tuple() | list():
            return "、".join(written(part, kind) for part in value)
    return str(value)


def ticks(options: Iterable[str], value: object) -> tuple[str, ...]:
    """Tick boxes with their words; what was chosen beside the options gets a box of its own, not to be lost."""
    words = tuple(options)
    chosen = [written(part) for part in (value if isinstance(value, tuple | list) else (value,))]
    others = tuple(word for word in chosen if word and word not in words)
    return tuple(f"{TICKED if word in chosen else UNTICKED}{word}" for word in words + others)
