"""Keeping the search index in step with the vehicle files: one file, many, or all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from db import search_index
from desktop_app.archive.spelling import normal, spellings
from desktop_app.session import Session

FINDABLE = "id, number, vin, name, phone, landline, other_phone, plate, spoken"
"""Columns whose change calls for ``index_files``, and what it keeps itself."""

TIDY_FROM = 2_000
"""Files put in at once after which the index is merged."""

LONGEST = 64
"""Characters of one value by which a file is found."""

_PAGE = 5_000


class Findable(NamedTuple):
    """What a file can be found by, in the order of ``FINDABLE``."""

    id: int
    number: str
    vin: str
    name: str = ""
    phone: str | None = None
    landline: str | None = None
    other_phone: str | None = None
    plate: str | None = None
    spoken: str = ""


def terms(file: Findable) -> str:
    """The words that stand in the index for one file: every suffix of everything it can be found by."""
    words = dict.fromkeys(_suffixes(normal(file.vin)))
    for value in (file.phone, file.landline, file.plate, file.name):
        if value:
            words.update(dict.fromkeys(_suffixes(normal(value))))
    for number in (file.other_phone or "").split("、"):
        words.update(dict.fromkeys(_suffixes(normal(number))))
    words.update(dict.fromkeys((*spoken_words(file.name), *_running_number(file.number.lower()))))
    return " ".join(words)


def spoken_of(name: str) -> str:
    """How a whole name is read, for ranking and for sorting: ``shenjianing sjn`` and other readings behind."""
    plain = normal(name)[:LONGEST]
    if plain.isascii():
        return plain
    ways = [("".join(way), "".join(syllable[:1] for syllable in way)) for way in spellings(plain)]
    return " ".join(dict.fromkeys(word for way in ways for word in way))


def index_files(session: Session, ids: Iterable[int]) -> None:
    """Bring the index in step with these files, new, changed or gone; inside ``session.saving()``.

    The bulk form too: any number of ids, some 60 µs each.
    """
    wanted = tuple(dict.fromkeys(ids))
    for start in range(0, len(wanted), _PAGE):
        _index_page(session, wanted[start : start + _PAGE])
    if len(wanted) >= TIDY_FROM:
        search_index.tidy(session.data)


def reindex(session: Session) -> int:
    """Build the whole index anew; inside ``session.saving()``. Returns how many files stand in it."""
    search_index.empty(session.data)
    count = 0
    for page in _every_file(session):
        _put(session, page)
        count += len(page)
    search_index.tidy(session.data)
    return count


def _index_page(session: Session, ids: Sequence[int]) -> None:
    found = [Findable(*row) for row in search_index.select_by_id(session.data, FINDABLE, ids)]
    _put(session, found)
    if len(found) < len(ids):
        search_index.drop_terms(session.data, set(ids) - {file.id for file in found})


def _put(session: Session, files: Sequence[Findable]) -> None:
    search_index.put_terms(session.data, ((file.id, terms(file)) for file in files))
    spoken = ((spoken_of(file.name), file) for file in files)
    search_index.put_spoken(
        session.data, ((words, file.id) for words, file in spoken if words != file.spoken)
    )


def _every_file(session: Session) -> Iterator[list[Findable]]:
    after = 0
    while page := search_index.page_of_files(session.data, FINDABLE, after, _PAGE):
        yield [Findable(*row) for row in page]
        after = page[-1][0]


def _suffixes(word: str) -> list[str]:
    """Every end of the word's beginning; of a whole page in one cell they would fill the memory."""
    word = word[:LONGEST]
    return [word[start:] for start in range(len(word))]


def _running_number(number: str) -> tuple[str, ...]:
    """``D000123`` is found as such and as ``123``, not by every tail: 23 means a phone or a plate."""
    return number, number.lstrip("d0") or "0"


def spoken_words(name: str) -> Iterator[str]:
    """Pinyin from every syllable on, initials from every character on, surname with initials (``zhangxm``)."""
    plain = normal(name)[:LONGEST]
    for syllables in () if plain.isascii() else spellings(plain):
        initials = "".join(syllable[:1] for syllable in syllables)
        yield syllables[0] + initials[1:]
        for start in range(len(syllables)):
            yield "".join(syllables[start:])
            yield initials[start:]
