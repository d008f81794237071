"""Which of many files found is meant: the whole before the beginning, the tail before the middle, then the newest.

The engine ranks, by one compiled query for each kind of text: handing over four hundred rows to pick fifty would take
longer than finding them.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

from peewee import SQL, Case, Value

from db import VehicleFile
from db.prepared import Prepared, slot
from db.search_index import NEWEST, match_of

RANKED = 400
"""The newest so many files that match are ranked; of a single digit all would be too many to look at."""

WHOLE, BEGINNING, TAIL, PART, ELSEWHERE = range(5)
PLAIN_NUMBER_DIGITS = 6

Kind = Literal["writing", "digits", "letters", "code"]


class Candidate(NamedTuple):
    """A file that was found."""

    id: int
    number: str
    vin: str
    name: str
    phone: str | None
    plate: str | None
    model: str | None
    is_c_card: int


def best(words: Sequence[str], limit: int) -> list[Candidate]:
    """The ``limit`` best of the files that hold every one of these normalised words, best first; connected."""
    patterns = {
        f"{name}{place}": text for place, word in enumerate(words) for name, text in _patterns(word).items()
    }
    query = _query(tuple(kind_of(word) for word in words))
    return [
        Candidate(*row) for row in query.rows(match=match_of(words), ranked=RANKED, limit=limit, **patterns)
    ]


def kind_of(word: str) -> Kind:
    """What a word can be: Chinese writing, digits, letters (pinyin or a plate), or both mixed."""
    if not word.isascii():
        return "writing"
    if word.isdecimal():
        return "digits"
    return "letters" if word.isalpha() else "code"


def _patterns(word: str) -> dict[str, str]:
    return {
        "whole": word,
        "begins": f"{word}%",
        "ends": f"%{word}",
        "within": f"%{word}%",
        "without_province": f"_{word}",
        "number": f"D{word:0>{PLAIN_NUMBER_DIGITS}}",
        "syllables": f"% {word} %",
        "syllables_begin": f"% {word}%",
    }


@cache
def _query(kinds: tuple[Kind, ...]) -> Prepared:
    return Prepared(lambda: _build(kinds))


def _build(kinds: Sequence[Kind]) -> Any:
    found = SQL(f"({NEWEST})", (slot("match").value, slot("ranked").value))
    ranks: list[Any] = [_RANKS[kind](place) for place, kind in enumerate(kinds)]
    columns = [getattr(VehicleFile, name) for name in Candidate._fields]
    return (
        VehicleFile.select(*columns)
        .where(VehicleFile.id.in_(found))
        .order_by(sum(ranks[1:], ranks[0]), VehicleFile.last_visit_on.desc(), VehicleFile.id.desc())
        .limit(slot("limit"))
    )


def _writing(place: int) -> Any:
    """A name, or a plate with its province."""
    name, plate = VehicleFile.name, VehicleFile.plate
    return _first_of(
        (_like(name, "whole", place) | _like(plate, "whole", place), WHOLE),
        (_like(name, "begins", place) | _like(plate, "begins", place), BEGINNING),
        (_like(name, "ends", place), TAIL),
        (_like(name, "within", place), PART),
    )


def _digits(place: int) -> Any:
    """A phone first; a tail is what people remember of it."""
    phone, plate, vin = VehicleFile.phone, VehicleFile.plate, VehicleFile.vin
    return _first_of(
        (_like(phone, "whole", place) | _like(VehicleFile.number, "number", place), WHOLE),
        (_like(phone, "ends", place) | _like(plate, "ends", place) | _like(vin, "ends", place), TAIL),
        (_like(phone, "within", place), PART),
    )


def _letters(place: int) -> Any:
    """Pinyin or initials before a plate or VIN of these letters."""
    spoken = Value(" ").concat(VehicleFile.spoken).concat(Value(" "))
    return _first_of(
        (_like(spoken, "syllables", place), WHOLE),
        (_like(spoken, "syllables_begin", place), BEGINNING),
        (_like(VehicleFile.plate, "ends", place) | _like(VehicleFile.vin, "ends", place), TAIL),
    )


def _code(place: int) -> Any:
    """A plate, a VIN or the file's own number."""
    plate, vin = VehicleFile.plate, VehicleFile.vin
    return _first_of(
        (
            _like(plate, "without_province", place)
            | _like(vin, "whole", place)
            | _like(VehicleFile.number, "whole", place),
            WHOLE,
        ),
        (_like(plate, "ends", place) | _like(vin, "ends", place), TAIL),
    )


_RANKS = {"writing": _writing, "digits": _digits, "letters": _letters, "code": _code}


def _like(column: Any, pattern: str, place: int) -> Any:
    return column ** slot(f"{pattern}{place}")


def _first_of(*ranked: tuple[Any, int]) -> Any:
    return Case(None, ranked, ELSEWHERE)
