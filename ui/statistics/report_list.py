"""The list at the left of 统计报表: 概览, then the reports on their shelves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from desktop_app.statistics.registry import REPORTS
from ui.kit.items import Head, Item, ListRow

OVERVIEW = "overview"


def report_items(counts: Mapping[str, int] | None = None) -> tuple[ListRow, ...]:
    """The rows of the list; ``counts`` are the rows of registers in the chosen period, shown at the right."""
    return (Item(OVERVIEW, "概览"), *_shelves(counts or {}))


def _shelves(counts: Mapping[str, int]) -> Iterator[ListRow]:
    for shelf in dict.fromkeys(kind.shelf for kind in REPORTS):
        yield Head(shelf)
        for kind in REPORTS:
            if kind.shelf == shelf:
                count = counts.get(kind.name)
                yield Item(kind.name, kind.label, right="" if count is None else str(count))
