"""Which of many files found is meant: the whole before the beginning, the tail before the middle, then the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from desktop_app.archive.spelling import normal, spellings

WHOLE, BEGINNING, TAIL, PART, ELSEWHERE = range(5)


class Candidate(NamedTuple):
    """A file that the index found, as ``COLUMNS`` gives it."""

    id: int
    number: str
    vin: str
    name: str
    phone: str | None
    plate: str | None
    model: str | None
    is_c_card: int
    last_visit_on: str | None


COLUMNS = ", ".join(Candidate._fields)


def best(found: Iterable[Candidate], words: Sequence[str], limit: int) -> list[Candidate]:
    """The ``limit`` best of them, best first."""
    newest = sorted(found, key=lambda file: (file.last_visit_on or "", file.id), reverse=True)
    return sorted(newest, key=lambda file: sum(rank(file, word) for word in words))[:limit]


def rank(file: Candidate, word: str) -> int:
    """How well one normalised word fits; 0 is best."""
    name, plate, phone = normal(file.name), normal(file.plate or ""), file.phone or ""
    if word in (name, phone, plate, plate[1:], file.vin.lower(), file.number.lower()):
        return WHOLE
    if name.startswith(word):
        return BEGINNING
    if word.isascii() and word.isalpha() and (spoken := _rank_spoken(name, word)) < ELSEWHERE:
        return spoken
    if phone.endswith(word) or plate.endswith(word) or file.vin.lower().endswith(word):
        return TAIL
    return PART if word in phone or word in plate or word in name else ELSEWHERE


def _rank_spoken(name: str, word: str) -> int:
    places = [_place(syllables, word) for syllables in spellings(name)] if name else []
    return min(places, default=ELSEWHERE)


def _place(syllables: tuple[str, ...], word: str) -> int:
    whole, initials = "".join(syllables), "".join(syllable[:1] for syllable in syllables)
    if word in (whole, initials):
        return WHOLE
    return BEGINNING if whole.startswith(word) or initials.startswith(word) else ELSEWHERE
