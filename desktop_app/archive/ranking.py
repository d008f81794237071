"""Which of many files found is meant: the whole before the beginning, the tail before the middle, then the newest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
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
    newest = sorted(found, key=attrgetter("id"), reverse=True)
    newest.sort(key=lambda file: file.last_visit_on or "", reverse=True)
    judges = [(_judge(word), word) for word in words]
    if len(judges) == 1:
        judge, word = judges[0]
        newest.sort(key=lambda file: judge(file, word))
    else:
        newest.sort(key=lambda file: sum(judge(file, word) for judge, word in judges))
    return newest[:limit]


def rank(file: Candidate, word: str) -> int:
    """How well one normalised word fits; 0 is best."""
    return _judge(word)(file, word)


def _judge(word: str) -> Callable[[Candidate, str], int]:
    if not word.isascii():
        return _by_writing
    if word.isdecimal():
        return _by_digits
    return _by_letters if word.isalpha() else _by_code


def _by_writing(file: Candidate, word: str) -> int:
    """A name, or a plate with its province."""
    return _worth(file.name.lower(), word) if word in file.name.lower() else _worth(normal(file.plate or ""), word)


def _by_digits(file: Candidate, word: str) -> int:
    """A phone first; a tail is what people remember of it."""
    phone = file.phone or ""
    if word in phone:
        return WHOLE if word == phone else TAIL if phone.endswith(word) else PART
    return _by_code(file, word)


def _by_code(file: Candidate, word: str) -> int:
    """A plate, a VIN or the file's own number."""
    plate, code = normal(file.plate or ""), word.upper()
    if word in (plate, plate[1:]) or code in (file.vin, file.number):
        return WHOLE
    return TAIL if plate.endswith(word) or file.vin.endswith(code) else ELSEWHERE


def _by_letters(file: Candidate, word: str) -> int:
    """Pinyin or initials before a plate or VIN of these letters."""
    spoken = min([_place(*forms, word) for forms in _spoken(file.name.lower())], default=ELSEWHERE)
    return spoken if spoken < ELSEWHERE else _by_code(file, word)


def _place(whole: str, initials: str, word: str) -> int:
    if whole.startswith(word):
        return WHOLE if whole == word else BEGINNING
    return _worth(initials, word) if initials.startswith(word) else ELSEWHERE


@lru_cache(maxsize=50_000)
def _spoken(name: str) -> tuple[tuple[str, str], ...]:
    """Pinyin and initials for every way to read a name."""
    return tuple(("".join(way), "".join(syllable[0] for syllable in way)) for way in spellings(name))


def _worth(value: str, word: str) -> int:
    if value.startswith(word):
        return WHOLE if value == word else BEGINNING
    return TAIL if value.endswith(word) else PART if word in value else ELSEWHERE
