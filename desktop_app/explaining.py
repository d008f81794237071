"""One explanation for every error: what happened, what happened to the data, what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from traceback import extract_tb
from typing import Literal

from db.connection import DataReplaced, NotOurData, PragmaNotTaken
from db.migrate import MigrationDamage, NewerSchema, ScriptsMissing
from desktop_app.fault_sentences import (
    BUG,
    BY_SQLSTATE,
    CANCELLED,
    DAMAGED_MIGRATION,
    FOREIGN_FILE,
    INCOMPLETE_PROGRAM,
    MEMORY,
    REPLACED,
    Sentences,
    by_engine,
    by_errno,
    newer,
)
from desktop_app.problems import Refused, Unavailable, Way

Kind = Literal["refused", "unavailable", "cancelled", "bug"]
ENGINES = ("peewee", "sqlcipher3", "sqlite3", "psycopg")
"""Packages whose errors wrap one another."""
SPARING = ("sqlcipher3", "sqlite3")
"""Those of them whose messages name columns but never values."""

OUR_OWN: tuple[tuple[type[Exception], Sentences], ...] = (
    (MigrationDamage, DAMAGED_MIGRATION),
    (NotOurData, FOREIGN_FILE),
    (DataReplaced, REPLACED),
    (PragmaNotTaken, INCOMPLETE_PROGRAM),
    (ScriptsMissing, INCOMPLETE_PROGRAM),
    (MemoryError, MEMORY),
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """``title`` says what happened, ``data`` what became of the data, ``todo`` what to do, a line a step.

    ``details`` is for technicians: places in the program and the engine's messages, never customer data.
    ``number`` (``E-3F9A-21C7``) is quoted to them; the same place in the program gives the same number.
    ``ways`` are the ways out that the window can offer as buttons.
    """

    title: str
    data: str
    todo: str
    kind: Kind
    details: str
    number: str
    ways: tuple[Way, ...] = ()


def explain(error: BaseException) -> Explanation:
    """What to tell people about ``error``; what nothing is known about is a bug of ours."""
    number = _number(error)
    for link in _chain(error):
        kind, sentences = _known(link)
        if sentences is not None:
            return Explanation(
                sentences.title, sentences.data, sentences.todo, kind, _details(error), number, sentences.ways
            )
    title = BUG.title.format(number=number)
    return Explanation(title, BUG.data, BUG.todo, "bug", _details(error), number)


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The error and what it came from; ``__context__`` only where an engine wraps another's error unsaid."""
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        implied = None if link.__suppress_context__ or not _is_engine(link) else link.__context__
        link = link.__cause__ or implied


def _known(link: BaseException) -> tuple[Kind, Sentences | None]:
    if isinstance(link, Refused):
        return "refused", Sentences(link.message, "", "")
    if isinstance(link, Unavailable):
        return "unavailable", Sentences(link.message, link.data, link.todo, link.ways)
    if isinstance(link, KeyboardInterrupt):
        return "cancelled", CANCELLED
    if isinstance(link, OSError):
        return "unavailable", by_errno(link)
    if isinstance(link, NewerSchema):
        return "unavailable", newer(link.found, link.known)
    own = next((sentences for kind, sentences in OUR_OWN if isinstance(link, kind)), None)
    found = own or (_of_engine(link) if _is_engine(link) else None)
    return ("cancelled" if found is CANCELLED else "unavailable"), found


def _of_engine(link: BaseException) -> Sentences | None:
    state = getattr(link, "sqlstate", None)
    if isinstance(state, str):
        return BY_SQLSTATE.get(state) or BY_SQLSTATE.get(state[:2])
    return by_engine(getattr(link, "sqlite_errorcode", None), str(link))


def _is_engine(link: BaseException) -> bool:
    return type(link).__module__.split(".")[0] in ENGINES


def _number(error: BaseException) -> str:
    """The same for the same kinds of error at the same functions, so that reports of one fault come together."""
    places = [f"{type(link).__name__} {_functions(link)}" for link in _chain(error)]
    digest = hashlib.sha256("\n".join(places).encode()).hexdigest().upper()
    return f"E-{digest[:4]}-{digest[4:8]}"


def _functions(link: BaseException) -> str:
    return " ".join(frame.name for frame in extract_tb(link.__traceback__))


def _details(error: BaseException) -> str:
    lines: list[str] = []
    for link in _chain(error):
        code = getattr(link, "sqlite_errorname", None) or getattr(link, "sqlstate", None) or ""
        lines.append(" ".join(part for part in (type(link).__name__, str(code), _harmless(link)) if part))
        lines += [
            f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
            for frame in extract_tb(link.__traceback__)
        ]
    return "\n".join(lines)


def _harmless(link: BaseException) -> str:
    """The message where it cannot hold customer data: SQLite's, and the system's without its file name."""
    if isinstance(link, OSError):
        return link.strerror or ""
    from_another = link.__cause__ or link.__context__
    own = type(link).__module__.split(".")[0]
    return str(link) if own in SPARING or (own == "peewee" and from_another is None) else ""


def _short(path: str) -> str:
    """Where in the program, without the folder names of this PC."""
    parts = path.replace("\\", "/").split("/")
    return "/".join(parts[-3:])
