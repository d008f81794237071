"""Looking through data that cannot be opened any more: what is damaged, and what can still be counted."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db import Account
from db.connection import DatabaseError, NotOurData, connect, unlocked
from db.soundness import broken_structure, damaged_pages, orphans
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.backup_file import read_backup
from desktop_app.safety.backup_offers import backups
from desktop_app.safety.duties import allows, reason
from desktop_app.safety.folder_layout import DATA, KEYS
from desktop_app.safety.key_file import read_ring
from desktop_app.safety.keys import KeyRing, clean_name, unlock

NAMED_AT_MOST = 5
"""How many references a finding names; the rest is counted."""

COUNTED = {
    "files": "SELECT count(*) FROM vehicle_file",
    "a_cards": "SELECT count(*) FROM vehicle_file WHERE NOT is_c_card",
    "c_cards": "SELECT count(*) FROM vehicle_file WHERE is_c_card",
    "callbacks": "SELECT count(*) FROM callback",
    "complaints": "SELECT count(*) FROM complaint",
}


@dataclass(frozen=True, slots=True)
class Findings:
    """``findings`` are sentences, none when all is well; ``counts``: files, a_cards, c_cards, callbacks, complaints.

    A count is None where damage lies in the way of counting.
    """

    findings: tuple[str, ...]
    counts: dict[str, int | None]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings


def examine(folder: Path, account: str, password: str, trouble: Unavailable) -> Findings | None:
    """Look through data that could not be opened for ``trouble``; None when the data is not what is wrong.

    The name and password open it by the keys beside it or, when those are damaged, by those of the newest backup
    that has them. Refused when the accounts, as far as they can still be read, do not hold the duty.
    """
    path = folder / DATA
    key = _key(folder, account, password) if path.is_file() else None
    if key is None:
        return None
    try:
        with closing(connect(path, key)) as handle:
            found = damaged_pages(handle)
        findings = damage_of(path, key, found)
    except NotOurData:
        return None
    except DatabaseError as error:
        if not _is_damage(error):
            return None
        findings = (trouble.message,)
    _require(folder, key, clean_name(account))
    return Findings(findings, counts_of(path, key)) if findings else None


def damage_of(path: Path, key: str, pages: list[str]) -> tuple[str, ...]:
    """What is damaged in a data file, in sentences; ``pages`` are those already found (``damaged_pages``)."""
    if pages:
        return (f"数据文件有 {len(pages)} 页损坏，请用备份恢复：{'；'.join(pages[:NAMED_AT_MOST])}",)
    with closing(connect(path, key)) as handle:
        structure = [
            f"数据结构不完整，请用备份恢复：{text}" for text in broken_structure(handle, thorough=True)
        ]
        return tuple(structure + [f"有记录指向不存在的记录：{text}" for text in orphans(handle)])


def counts_of(path: Path, key: str) -> dict[str, int | None]:
    """What can be counted, each by a connection of its own: one that met damage reads nothing any more."""
    return {name: _count(path, key, question) for name, question in COUNTED.items()}


def _count(path: Path, key: str, question: str) -> int | None:
    try:
        with closing(connect(path, key)) as handle:
            return int(handle.execute(question).fetchone()[0])
    except (DatabaseError, NotOurData):
        return None


def _is_damage(error: DatabaseError) -> bool:
    return error.sqlite_errorcode & 0xFF in (11, 26)  # SQLITE_CORRUPT, SQLITE_NOTADB


def _key(folder: Path, account: str, password: str) -> str | None:
    for ring in _rings(folder):
        try:
            return unlock(ring, account, password)
        except Refused:  # a password of another time; opening has refused a wrong one already
            continue
    return None


def _rings(folder: Path) -> Iterator[KeyRing]:
    try:
        yield read_ring(folder / KEYS)
    except (Unavailable, OSError):
        yield from (read_backup(line.file).ring for line in backups(folder) if line.complete)


def _require(folder: Path, key: str, account: str) -> None:
    """Ask the accounts of the data, or of the newest backup that can be asked; damage names no person."""
    for path in (folder / DATA, *(line.file for line in backups(folder) if line.complete)):
        held = _duties(path, key, account)
        if held is not None:
            if not allows(held, "see_office"):
                raise Refused(reason("see_office"))
            return


def _duties(path: Path, key: str, account: str) -> frozenset[str] | None:
    question = "SELECT duties FROM account WHERE name = ? AND retired_at IS NULL"
    try:
        with closing(unlocked(path, key, frozen=True)) as handle:
            row = handle.execute(question, (account,)).fetchone()
    except DatabaseError:
        return None
    return None if row is None else frozenset(Account.duties.python_value(row[0]))
