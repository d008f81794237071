"""What the records know of a complaint while it is being typed: the file meant, earlier cases, a suggested grade."""

from __future__ import annotations

from dataclasses import dataclass, replace

from desktop_app.archive.files import File, open_file
from desktop_app.archive.finding import search
from desktop_app.complaints.cases import EarlierCase, NewComplaint, Suggestion, earlier, suggest
from desktop_app.session import Session


@dataclass(frozen=True, slots=True)
class Known:
    """What the records say of what was typed so far."""

    file: File | None
    earlier: tuple[EarlierCase, ...]
    suggestion: Suggestion


def known_of(session: Session, new: NewComplaint, car: str) -> Known:
    """``car`` is the VIN or plate as typed; without one, the phone may point at one file."""
    file = _file(session, car) or (None if car.strip() else _file(session, new.phone))
    vin = file.vin if file else new.vin
    phone = new.phone or str(file.fields.get("phone") or "" if file else "")
    cases = earlier(session, vin, phone, new.name)
    return Known(file, cases, suggest(replace(new, vin=vin), len(cases)))


def _file(session: Session, text: str) -> File | None:
    """The one file that a text points at; None for none or several."""
    if not text.strip():
        return None
    hits = [hit for hit in search(session, text, 2) if hit.kind == "file"]
    return open_file(session, hits[0].vin) if len(hits) == 1 else None
