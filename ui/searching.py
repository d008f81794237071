"""What the search box shows: hits as rows in groups, each leading to its tab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop_app.archive.finding import Hit, HitKind, search
from desktop_app.archive.masking import shown_phone
from desktop_app.session import Session
from ui.kit.items import Item, ListRow
from ui.kit.paint import Badge
from ui.search_popup import Search, group

HITS = 30
GROUPS: tuple[tuple[HitKind, str, str], ...] = (
    ("file", "客户档案", "archive"),
    ("case", "投诉案例", "complaints"),
    ("callback", "回访", "callbacks"),
)
"""Kind of hit, the heading over such hits, the room they lead to."""


def searcher(session: Session) -> Search:
    """The search of one session, for the popup."""
    return lambda text: rows_of(search(session, text, HITS))


def rows_of(hits: Iterable[Hit]) -> Sequence[ListRow]:
    """Hits in groups; each item's ``data`` is (room, reference)."""
    found = tuple(hits)
    return [
        row
        for kind, words, room in GROUPS
        for row in group(words, [_item(hit, room) for hit in found if hit.kind == kind])
    ]


def _item(hit: Hit, room: str) -> Item:
    car = " · ".join(part for part in (shown_phone(hit.phone), hit.plate, hit.model) if part)
    title = hit.name or hit.number
    badge = Badge(f"{hit.card}卡", "teal" if hit.card == "C" else "accent") if hit.card else None
    reference = hit.vin if hit.kind == "file" else hit.number
    right = "" if hit.kind == "file" else hit.number
    return Item((hit.kind, hit.record_id), title, car, badge, right=right, data=(room, reference))
