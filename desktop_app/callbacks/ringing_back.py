"""A customer rings back: who it is, found by number, name or plate, and the callback to open at once (来电登记)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db import Callback
from db.bulk import among
from db.connection import rows
from desktop_app.archive.finding import Hit, search
from desktop_app.callbacks.standing import current_rules
from desktop_app.session import Session, require

MOST = 20


@dataclass(frozen=True, slots=True)
class Ringing:
    """One customer who may be on the line, with the open callback of the car, if there is one.

    ``phone`` is the number as the person may have it. ``due_from`` and ``due_to`` are the callback's window.
    """

    file_id: int
    vin: str
    name: str
    phone: str
    plate: str
    model: str
    reference: str | None = None
    kind: str | None = None
    due_from: date | None = None
    due_to: date | None = None


def ringing_back(session: Session, text: str) -> tuple[Ringing, ...]:
    """Whom ``text`` may mean, the best first, each car once; those with an open callback before the others."""
    require(session, "see")
    hits = {hit.file_id: hit for hit in reversed(search(session, text, MOST)) if hit.file_id is not None}
    with session.connected():
        open_calls = _open_callbacks(hits, session)
    found = [_ringing(hit, open_calls.get(number)) for number, hit in reversed(hits.items())]
    return tuple(sorted(found, key=lambda one: one.reference is None))


def _open_callbacks(file_ids: Iterable[int], session: Session) -> dict[int, tuple[str, str, date, date]]:
    """Of each car the open callback whose window ends last, unless that is too long ago to be listed."""
    today = session.today()
    recent = Callback.agreed_at.is_null(False) | (Callback.due_to >= today - current_rules(session).reach)
    query = Callback.select(
        Callback.file, Callback.reference, Callback.kind, Callback.due_from, Callback.due_to
    ).where(
        Callback.file.in_(among(file_ids))
        & Callback.closed_at.is_null()
        & (Callback.event_on <= today)
        & recent
    )
    ordered = rows(query.order_by(Callback.due_to, Callback.id))
    return {number: found for number, *found in ordered}


def _ringing(hit: Hit, found: tuple[str, str, date, date] | None) -> Ringing:
    assert hit.file_id is not None
    return Ringing(hit.file_id, hit.vin, hit.name, hit.phone, hit.plate, hit.model, *(found or ()))
