"""Search as you type against ``LIKE '%x%'`` over the same columns, ranked alike, to the same fifty hits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from benchmarks.invented import Size, copy_of, raw
from benchmarks.measure import Row, in_turn, median, p95
from desktop_app.archive.finding import search
from desktop_app.archive.indexing import spoken_words
from desktop_app.archive.ranking import RANKED
from desktop_app.archive.spelling import normal
from desktop_app.session import Session

ROUNDS = 12
SLOWEST = 0.002
"""Seconds that 95 of 100 searches stay below."""
FIRST = 50

_TOLD = "id, number, vin, name, phone, landline, other_phone, plate, model, last_visit_on, spoken"
_LIKE = """
SELECT * FROM told WHERE name LIKE :any OR phone LIKE :any OR landline LIKE :any OR other_phone LIKE :any
OR plate LIKE :any OR vin LIKE :any OR words LIKE :word ORDER BY id DESC LIMIT :ranked"""
_WHOLE = "name LIKE :it OR phone LIKE :it OR plate LIKE :it OR plate LIKE '_' || :it OR vin LIKE :it OR number LIKE :it"
_RANKED = f"""
SELECT vin FROM ({_LIKE}) ORDER BY CASE
  WHEN {_WHOLE} OR ' ' || spoken || ' ' LIKE '% ' || :it || ' %' OR number LIKE 'D' || printf('%06d', :number) THEN 0
  WHEN name LIKE :it || '%' OR (plate LIKE :it || '%' AND :it > '~') OR ' ' || spoken LIKE '% ' || :it || '%' THEN 1
  WHEN name LIKE '%' || :it OR phone LIKE '%' || :it OR plate LIKE '%' || :it OR vin LIKE '%' || :it THEN 2
  WHEN name LIKE :any OR phone LIKE :any THEN 3 ELSE 4 END, last_visit_on DESC, id DESC LIMIT :first"""


def rows(size: Size) -> Iterator[Row]:
    """One row over all the ways in which clerks search."""
    with copy_of(size) as session:
        other = _Like(session)
        texts = _texts(session)
        for text in texts:
            assert [hit.vin for hit in search(session, text, FIRST)] == other.search(text), text
        asked = [text for _ in range(ROUNDS) for text in texts]
        ours, theirs = in_turn(
            [partial(search, session, text, FIRST) for text in asked],
            [partial(other.search, text) for text in asked],
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
        self.handle.execute(f"CREATE TEMP TABLE told ({_TOLD}, words)")
        files = self.handle.execute(f"SELECT {_TOLD} FROM vehicle_file ORDER BY id").fetchall()
        self.handle.execute("BEGIN")
        marks = ", ".join("?" * (len(files[0]) + 1))
        self.handle.executemany(
            f"INSERT INTO told VALUES ({marks})", ((*file, _words(*file[:4])) for file in files)
        )
        self.handle.execute("COMMIT")

    def search(self, text: str) -> list[str]:
        """VINs of the first fifty, ranked as ours are."""
        word = normal(text)
        number = int(word) if word.isdecimal() else -1
        told = {
            "it": word,
            "any": f"%{word}%",
            "word": f"% {word}%",
            "number": number,
            "ranked": RANKED,
            "first": FIRST,
        }
        return [vin for (vin,) in self.handle.execute(_RANKED, told)]


def _words(_row: int, number: str, _vin: str, name: str) -> str:
    return " " + " ".join([*spoken_words(name), number.lower(), number.lower().lstrip("d0")])
