"""The search over everything (Ctrl+K): name, pinyin, initials, any part of a phone, plate or VIN, any number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from db import RepairOrder, search_index
from db.bulk import among
from db.connection import rows
from desktop_app.archive.masking import phone_for, sees_phones
from desktop_app.archive.ranking import Candidate, best
from desktop_app.archive.spelling import normal
from desktop_app.session import Session, require

HitKind = Literal["file", "callback", "case"]

SHORTEST_REFERENCE = 4
"""From so many characters with a digit among them a text may be the beginning of a case number, 协议号 or 工单号."""

MONTHS_OF_SHORT_CASE_NUMBERS = 12
"""``0007`` alone means case 7 of one of so many months."""

_COLUMNS = ", ".join(Candidate._fields)
_CASE = re.compile(r"ts(\d{0,6})(\d*)|(20\d{2}(?:0[1-9]|1[0-2]))(\d{1,4})")


class Hit(NamedTuple):
    """One thing found; ``number`` is the file's number, the case number, or the 协议号/工单号 of a callback.

    ``phone`` is the number as the person may have it: show it by ``masking.shown_phone``. A case may stand without
    a file; then what belongs to the file is blank.
    """

    kind: HitKind
    number: str
    record_id: int
    """Row of the file, the case, the sale or the repair order."""
    file_id: int | None
    vin: str = ""
    name: str = ""
    phone: str = ""
    plate: str = ""
    model: str = ""
    card: Literal["A", "C"] | None = None


def search(session: Session, text: str, limit: int = 50) -> tuple[Hit, ...]:
    """What people mean by ``text``, the best first, at most ``limit``; nothing for a text without letter or digit.

    Width, case, spaces, hyphens and dots make no difference; several words must all be met. A number typed in
    full comes first, files next, what merely begins so last.
    """
    require(session, "see")
    wanted = normal(text)
    if not wanted or limit < 1:
        return ()
    found = _found(session, text, wanted, limit)
    if sees_phones(session):
        return found
    return tuple(hit._replace(phone=phone_for(session, hit.phone) or "") for hit in found)


def _found(session: Session, text: str, wanted: str, limit: int) -> tuple[Hit, ...]:
    with session.connected():
        references = _references(session, text, wanted, limit)
        files = _by_terms(session, text, wanted, limit)
        exact = [hit for hit in references if normal(hit.number) == wanted]
        others = [hit for hit in references if hit not in exact][: max(limit // 5, limit - len(files))]
        return (*exact, *files[: max(0, limit - len(exact) - len(others))], *others)[:limit]


def _by_terms(session: Session, text: str, wanted: str, limit: int) -> list[Hit]:
    chosen = best([wanted], limit)
    if not chosen and len(parts := list(filter(None, map(normal, text.split())))) > 1:
        chosen = best(parts, limit)
    c_cards = _c_cards(session, chosen)
    return [_hit("file", file.number, file.id, file, c_cards) for file in chosen]


def _references(session: Session, text: str, wanted: str, limit: int) -> list[Hit]:
    if len(wanted) < SHORTEST_REFERENCE or wanted.isalpha():
        return []
    beginnings = dict.fromkeys((*_case_beginnings(session, wanted), wanted.upper(), text.strip()))
    found = [search_index.with_reference(session.data, beginning, limit) for beginning in beginnings]
    unique = list(dict.fromkeys(reference for some in found for reference in some))
    ids = [file_id for _, _, file_id, _ in unique if file_id]
    files = {row[0]: Candidate(*row) for row in search_index.select_by_id(session.data, _COLUMNS, ids)}
    c_cards = _c_cards(session, list(files.values()))
    return [
        _hit(kind, number, row, files.get(file_id or 0), c_cards) for kind, number, file_id, row in unique
    ]


def _case_beginnings(session: Session, wanted: str) -> list[str]:
    """``ts2026100007`` and ``2026100007`` → ``TS-202610-0007``; ``0007`` → that case of the last months."""
    if len(wanted) == SHORTEST_REFERENCE and wanted.isdecimal() and wanted.startswith("0"):
        return [f"TS-{month}-{wanted}" for month in _last_months(session)]
    match = _CASE.fullmatch(wanted)
    if not match:
        return []
    month, number = (match[1], match[2]) if match[3] is None else (match[3], match[4])
    return [f"TS-{month}-{number}" if number else f"TS-{month}"]


def _last_months(session: Session) -> list[str]:
    today = session.today()
    months = (today.year * 12 + today.month - 1 - back for back in range(MONTHS_OF_SHORT_CASE_NUMBERS))
    return [f"{month // 12}{month % 12 + 1:02}" for month in months]


def _c_cards(session: Session, files: Sequence[Candidate]) -> set[int]:
    """Which of them are C cards at the clock; the stored mark is right as long as nobody looks back."""
    if not session.replay:
        return {file.id for file in files if file.is_c_card}
    orders = RepairOrder.select(RepairOrder.file).where(
        RepairOrder.file.in_(among(file.id for file in files)), RepairOrder.handed_over_on <= session.today()
    )
    return {file_id for (file_id,) in rows(orders)}


def _hit(kind: HitKind, number: str, row: int, file: Candidate | None, c_cards: set[int]) -> Hit:
    if file is None:
        return Hit(kind, number, row, None)
    phone, plate, model = file.phone or "", file.plate or "", file.model or ""
    card: Literal["A", "C"] = "C" if file.id in c_cards else "A"
    return Hit(kind, number, row, file.id, file.vin, file.name, phone, plate, model, card)
