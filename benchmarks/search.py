"""Search as you type against ``LIKE '%x%'`` over the same columns, ranked alike, to the same fifty hits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.invented import Size, copy_of, raw
from benchmarks.measure import Row, in_turn, median, p95
from desktop_app.archive.finding import RANKED, search
from desktop_app.archive.indexing import Findable, spoken
from desktop_app.archive.ranking import COLUMNS, Candidate, best
from desktop_app.archive.spelling import normal
from desktop_app.session import Session

ROUNDS = 12
SLOWEST = 0.002
"""Seconds that 95 of 100 searches stay below."""
FIRST = 50

_MAKE = "CREATE TEMP TABLE told (id INTEGER PRIMARY KEY, name, phone, landline, other_phone, plate, vin, spoken)"
_LIKE = """
SELECT id FROM told WHERE name LIKE ?1 OR phone LIKE ?1 OR landline LIKE ?1 OR other_phone LIKE ?1 OR plate LIKE ?1
OR vin LIKE ?1 OR spoken LIKE ?2 ORDER BY id DESC LIMIT ?3"""


def rows(size: Size) -> Iterator[Row]:
    """One row over all the ways in which clerks search."""
    with copy_of(size) as session:
        other = _Like(session)
        texts = _texts(session)
        for text in texts:
            assert [hit.vin for hit in search(session, text, FIRST)] == other.search(text), text
        asked = [text for _ in range(ROUNDS) for text in texts]
        ours, theirs = in_turn(
            [partial(search, session, text, FIRST) for text in asked], [partial(other.search, text) for text in asked]
        )
        slow = p95(ours)
        yield Row(
            f"search as you type, {len(texts)} ways", "LIKE over the same columns", median(ours), median(theirs), 1 / 50,
            f"p95 {slow * 1000:.2f} ms (≤ {SLOWEST * 1000:.0f})", slow <= SLOWEST,
        )  # fmt: skip


def _texts(session: Session) -> list[str]:
    """The searches of every kind, of a customer in the middle of the file."""
    count = session.data.execute_sql("SELECT count(*) FROM vehicle_file").fetchone()[0]
    name, phone, plate, vin = session.data.execute_sql(
        "SELECT name, phone, plate, vin FROM vehicle_file WHERE id = ?", (count // 2,)
    ).fetchone()
    return [
        phone[-4:], phone[-5:], phone[3:8], phone, phone[:3], plate[-4:], plate, vin[-6:], vin[-4:], name, name[:1], name[-1:],
        "zw", "wjx", "zhang", "zhangwei", "王", "5", "38", "138", "皖N", "999999999999", "没有此人",
    ]  # fmt: skip


class _Like:
    """The peer: a plain table of the same words on a connection of its own, read from end to end."""

    def __init__(self, session: Session) -> None:
        self.handle: Any = raw(session)
        files = self.handle.execute("SELECT id, number, vin, name, phone, landline, other_phone, plate FROM vehicle_file")
        found = [Findable(*row) for row in files]
        self.handle.execute(_MAKE)
        self.handle.execute("BEGIN")
        self.handle.executemany("INSERT INTO told VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (_told(file) for file in found))
        self.handle.execute("COMMIT")

    def search(self, text: str) -> list[str]:
        """VINs of the first fifty, ranked as ours are."""
        word = normal(text)
        ids = [row[0] for row in self.handle.execute(_LIKE, (f"%{word}%", f"% {word}%", RANKED))]
        marks = ",".join("?" * len(ids))
        found = self.handle.execute(f"SELECT {COLUMNS} FROM vehicle_file WHERE id IN ({marks})", ids)
        return [file.vin for file in best((Candidate(*row) for row in found), [word], FIRST)]


def _told(file: Findable) -> tuple[Any, ...]:
    words = " " + " ".join(spoken(file))
    return file.id, file.name, file.phone, file.landline, file.other_phone, file.plate, file.vin, words
