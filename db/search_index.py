"""The search index: for each vehicle file the suffixes of what can be searched, in one FTS5 table.

Every suffix stands as a word of its own, so that a query for any part of a phone is a query for the beginning of a
word, which the prefix index answers for one character as fast as for ten. The table keeps no text
(``content=''``); its row numbers are those of ``vehicle_file``. This is the one place that SQLite alone understands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

STATEMENTS: tuple[str, ...] = (
    "CREATE VIRTUAL TABLE search USING fts5(terms, content='', contentless_delete=1, detail=none,"
    " prefix='1 2 3 4', tokenize='ascii')",
)
"""DDL of the index, part of the first migration. ``ascii`` takes every character beyond ASCII as a letter, so
that names with the rarest characters are found; capital and small letters are one."""

_IN_ONE_GO = 500
"""Row numbers in one ``IN``: below the limit of every engine."""

_MERGED_AT_ONCE = 400
"""Pages of the index that one step of tidying writes: some tens of milliseconds."""

_WORTH_GOING_ON = 2
"""Changes that a merge reports when it did something; an idle one reports itself alone."""

NEWEST = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
"""Row numbers of the newest files that match; takes ``match_of`` the words and how many."""

_REFERENCES = """
SELECT 'case', number, file_id, id FROM complaint WHERE number >= ?1 AND number < ?2
UNION ALL SELECT 'callback', reference, file_id, id FROM sale WHERE reference >= ?1 AND reference < ?2
UNION ALL SELECT 'callback', reference, file_id, id FROM repair_order WHERE reference >= ?1 AND reference < ?2
LIMIT ?3"""


def create_search(data: Any) -> None:
    """Make the empty index in a database that was made by ``create_tables``."""
    for statement in STATEMENTS:
        data.execute_sql(statement)


def put_terms(data: Any, terms: Iterable[tuple[int, str]]) -> None:
    """Store (row number, words) pairs, replacing what stood there; inside the caller's transaction."""
    data.connection().executemany("INSERT OR REPLACE INTO search (rowid, terms) VALUES (?, ?)", terms)


def put_spoken(data: Any, spoken: Iterable[tuple[str, int]]) -> None:
    """Store how names are read, as (words, row number) pairs; inside the caller's transaction."""
    data.connection().executemany("UPDATE vehicle_file SET spoken = ? WHERE id = ?", spoken)


def drop_terms(data: Any, ids: Iterable[int]) -> None:
    """Take files out of the index; those that are not in it are passed over."""
    data.connection().executemany("DELETE FROM search WHERE rowid = ?", ((number,) for number in ids))


def empty(data: Any) -> None:
    """Take everything out, before all of it is put in again."""
    data.execute_sql("INSERT INTO search (search) VALUES ('delete-all')")


def tidy(data: Any) -> None:
    """Merge the index into one piece after much was put in: halves what a search has to read."""
    data.execute_sql("INSERT INTO search (search) VALUES ('optimize')")


def tidy_some(data: Any, *, begin: bool) -> bool:
    """Merge a little of the index, so that others can save in between; returns whether anything is left to merge.

    ``begin`` starts to make one piece of all that is there; later calls go on with it.
    """
    handle = data.connection()
    before = handle.total_changes
    pages = -_MERGED_AT_ONCE if begin else _MERGED_AT_ONCE
    handle.execute("INSERT INTO search (search, rank) VALUES ('merge', ?)", (pages,))
    return bool(handle.total_changes - before >= _WORTH_GOING_ON)


def match_of(words: Sequence[str]) -> str:
    """What a file has to match: for each word a term that begins with it."""
    return " AND ".join('"' + word.replace('"', '""') + '"*' for word in words)


def newest_with(data: Any, words: Sequence[str], limit: int) -> list[int]:
    """Row numbers of files that hold, for each of ``words``, a term beginning with it; newest first."""
    return [number for (number,) in data.connection().execute(NEWEST, (match_of(words), limit))]


def select_by_id(data: Any, columns: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The named columns of the vehicle files with these numbers, in no order."""
    handle, found = data.connection(), list[tuple[Any, ...]]()
    for start in range(0, len(ids), _IN_ONE_GO):
        some = ids[start : start + _IN_ONE_GO]
        marks = ",".join("?" * len(some))
        found += handle.execute(f"SELECT {columns} FROM vehicle_file WHERE id IN ({marks})", some)
    return found


def page_of_files(data: Any, columns: str, after: int, limit: int) -> list[tuple[Any, ...]]:
    """The next ``limit`` vehicle files whose number is above ``after``, in order."""
    query = f"SELECT {columns} FROM vehicle_file WHERE id > ? ORDER BY id LIMIT ?"
    return list(data.connection().execute(query, (after, limit)))


Reference = tuple[Literal["case", "callback"], str, int | None, int]
"""What it is, its number, the row of its file, its own row (of the case, the sale or the repair order)."""


def with_reference(data: Any, beginning: str, limit: int) -> list[Reference]:
    """Case numbers, 协议号 and 工单号 that begin so."""
    after = beginning + "\U0010ffff"
    return list(data.connection().execute(_REFERENCES, (beginning, after, limit)))
