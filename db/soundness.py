"""Looking for damage in an open data file, in the engine's own words."""

from __future__ import annotations

import re
from typing import Any

from db.connection import DatabaseError


def damaged_pages(handle: Any) -> list[str]:
    """Pages whose checksum does not fit, read from the file itself: 2.6 ms a megabyte.

    Asked twice before a page is called damaged, since another process may be writing it just then; what lies
    behind the last page (a backup's own notes) is no page.
    """
    found = _failing_pages(handle)
    again = set(_failing_pages(handle)) if found else set()
    return [text for text in found if text in again]


def _failing_pages(handle: Any) -> list[str]:
    last = int(handle.execute("PRAGMA page_count").fetchone()[0])
    return [text for text in _answers(handle, "PRAGMA cipher_integrity_check") if _page(text) <= last]


def _page(text: str) -> int:
    number = re.search(r"page (\d+)", text)
    return int(number[1]) if number else 0


def broken_structure(handle: Any, *, thorough: bool = False) -> list[str]:
    """Tables and indexes that do not hold together; ``thorough`` compares each index with its table as well."""
    found = _answers(handle, f"PRAGMA {'integrity_check' if thorough else 'quick_check'}(20)")
    return [] if found == ["ok"] else found


def orphans(handle: Any) -> list[str]:
    """Rows that refer to a row that is not there, as ``table → table: count``."""
    counts: dict[str, int] = {}
    for table, _row, parent, _key in handle.execute("PRAGMA foreign_key_check"):
        counts[f"{table} → {parent}"] = counts.get(f"{table} → {parent}", 0) + 1
    return [f"{pair}: {count}" for pair, count in counts.items()]


def indexed_files(handle: Any) -> set[int]:
    """Row numbers of the vehicle files that the search index knows."""
    return {number for (number,) in handle.execute("SELECT id FROM search_docsize")}


def _answers(handle: Any, question: str) -> list[str]:
    try:
        return [str(text) for (text,) in handle.execute(question)]
    except DatabaseError as error:
        return [str(error)]
