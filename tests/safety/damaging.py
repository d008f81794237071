"""Damaging data folders in every way a disk, a copy or a hand does, and judging what the program says of each."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from collections import Counter as Occurrences
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from db import AuditEntry, Draft, VehicleFile
from db.connection import rows
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.problems import Unavailable
from desktop_app.safety.backup import backup
from desktop_app.safety.folder_layout import BACKUPS, DATA, JOURNAL
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, NOW, PASSWORD, clock, damage

CHILD = Path(__file__).with_name("saving_child.py")
PAGE, SECTOR, TAIL = 4096, 512, 80
"""Bytes of a page, of a disk's sector, and of a page's own checksum with its random start at its end."""
JOURNAL_HEADER, FRAME = 32, 24 + PAGE
OLDER, NEWER = NOW.replace(hour=8), NOW.replace(hour=12)
SAVES = 25

Damage = Callable[[Path, random.Random], None]
Records = frozenset[tuple[str, str]]


def _spot(size: int, chance: random.Random, first: int = 0) -> int:
    return chance.randrange(first, size)


def _flip(path: Path, at: int, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ (1 << chance.randrange(8))]))


def header_bit(path: Path, chance: random.Random) -> None:
    _flip(path, _spot(PAGE, chance), chance)


def body_bit(path: Path, chance: random.Random) -> None:
    page = chance.randrange(1, path.stat().st_size // PAGE)
    _flip(path, page * PAGE + chance.randrange(PAGE - TAIL), chance)


def checksum_bit(path: Path, chance: random.Random) -> None:
    page = chance.randrange(path.stat().st_size // PAGE)
    _flip(path, (page + 1) * PAGE - 1 - chance.randrange(TAIL), chance)


def cut(path: Path, chance: random.Random) -> None:
    os.truncate(path, _spot(path.stat().st_size, chance))


def cut_between_pages(path: Path, chance: random.Random) -> None:
    os.truncate(path, PAGE * chance.randrange(1, path.stat().st_size // PAGE))


def zeroed_sector(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.seek(SECTOR * _spot(path.stat().st_size // SECTOR, chance))
        file.write(bytes(SECTOR))


def swapped_pages(path: Path, chance: random.Random) -> None:
    content = path.read_bytes()
    one, other = sorted(chance.sample(range(len(content) // PAGE), 2))
    first, second = (content[page * PAGE : (page + 1) * PAGE] for page in (one, other))
    swapped = content[: one * PAGE] + second + content[(one + 1) * PAGE : other * PAGE] + first
    path.write_bytes(swapped + content[(other + 1) * PAGE :])


def garbage_over(path: Path, chance: random.Random) -> None:
    with path.open("r+b") as file:
        file.seek(_spot(path.stat().st_size - 64, chance))
        file.write(chance.randbytes(chance.randrange(16, 64)))


def garbage_inside(path: Path, chance: random.Random) -> None:
    content, at = path.read_bytes(), _spot(path.stat().st_size, chance)
    path.write_bytes(content[:at] + chance.randbytes(chance.randrange(1, 3 * PAGE)) + content[at:])


def emptied(path: Path, chance: random.Random) -> None:
    os.truncate(path, chance.choice((0, 0, 1, 16, 100)))


DATA_KINDS: dict[str, Damage] = {
    kind.__name__: kind
    for kind in (
        header_bit, body_bit, checksum_bit, cut, cut_between_pages, zeroed_sector, swapped_pages, garbage_over,
        garbage_inside, emptied,
    )
}  # fmt: skip
JOURNAL_KINDS: dict[str, Damage] = {
    "frame_bit": lambda path, chance: _flip(path, _spot(path.stat().st_size, chance, JOURNAL_HEADER), chance),
    "journal_header_bit": lambda path, chance: _flip(path, chance.randrange(JOURNAL_HEADER), chance),
    "journal_cut": cut,
    "journal_cut_between_frames": lambda path, chance: os.truncate(
        path, JOURNAL_HEADER + FRAME * _spot((path.stat().st_size - JOURNAL_HEADER) // FRAME, chance)
    ),
    "journal_zeroed_sector": zeroed_sector,
    "journal_garbage_over": garbage_over,
    "journal_emptied": lambda path, _chance: os.truncate(path, 0),
    "journal_gone": lambda path, _chance: path.unlink(),
}


@dataclass
class Judged:
    """What became of all damaged folders; ``silent`` (wrong without a word, or no way back) must stay empty.

    ``mended`` opened with everything that was ever saved, ``torn`` said that the last save may be missing.
    """

    files: int = 0
    noticed: int = 0
    mended: int = 0
    torn: int = 0
    offered: int = 0
    silent: list[str] = field(default_factory=list)
    by_kind: Occurrences[str] = field(default_factory=Occurrences)


@dataclass(frozen=True)
class Scene:
    """Two folders with two backups each: one closed properly, one whose process was killed after its saves.

    ``of_closed`` and ``of_killed`` are their records that were told to be saved; ``names`` are the backups' file
    names, the newer first.
    """

    closed: Path
    killed: Path
    of_closed: Records
    of_killed: Records
    names: tuple[str, str]


def make_scene(folder: Path, place: Path) -> Scene:
    """Saves told to be done before, between and after the backups."""
    closed, killed = place / "closed", place / "killed"
    shutil.copytree(folder, closed)
    _save(closed, 1)
    older = _back_up(closed, OLDER)
    _save(closed, 1001)
    newer = _back_up(closed, NEWER)
    _save(closed, 2001)
    close_folder(open_folder(closed, ACCOUNT, PASSWORD, clock))
    shutil.copytree(closed, killed)
    _save(killed, 3001)
    assert (killed / JOURNAL).stat().st_size > 10 * FRAME
    return Scene(closed, killed, _records(closed, place), _records(killed, place), (newer, older))


def _records(folder: Path, place: Path) -> Records:
    """What stands in a folder, looked at in a copy."""
    looked_at = Path(shutil.copytree(folder, place / "looked at"))
    session = open_folder(looked_at, ACCOUNT, PASSWORD, clock)
    found = _found(session)
    close_folder(session)
    shutil.rmtree(looked_at)
    return found


def _save(folder: Path, first: int) -> None:
    """Another process saves and is killed."""
    with subprocess.Popen(
        [sys.executable, CHILD, folder, str(first)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        for line in child.stdout:
            if line.strip() == f"done {first + SAVES - 1}":
                break
        child.kill()


def _back_up(folder: Path, moment: datetime) -> str:
    session = open_folder(folder, ACCOUNT, PASSWORD, lambda: moment)
    name = backup(session).file.name
    close_folder(session)
    return name


def _found(session: Session) -> Records:
    """What a person would find: cars with their words, drafts, and the audit trail's deeds about them."""
    with session.connected():
        cars = rows(VehicleFile.select(VehicleFile.number, VehicleFile.personal_remark))
        drafts = rows(Draft.select(Draft.key, Draft.content))
        deeds = rows(
            AuditEntry.select(AuditEntry.entity_id, AuditEntry.action).where(
                AuditEntry.entity == "vehicle_file"
            )
        )
    return frozenset((str(first), str(second)) for first, second in (*cars, *drafts, *deeds))


def judge(folder: Path, whole: Records, offered: str, kind: str, tally: Judged) -> None:
    """Open a damaged folder as a clerk would: told in words, or opened with everything that was ever saved."""
    tally.files += 1
    tally.by_kind[kind] += 1
    content = {name: (folder / name).read_bytes() for name in (DATA, JOURNAL) if (folder / name).exists()}
    try:
        session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    except Unavailable as told:
        _noticed(folder, told, content, offered, kind, tally)
        return
    missing = whole - _found(session)
    close_folder(session)
    if session.after_crash == "torn":
        tally.torn += 1
    elif missing:
        tally.silent.append(f"{kind}: {len(missing)} records missing")
    else:
        tally.mended += 1


def _noticed(
    folder: Path, told: Unavailable, content: dict[str, bytes], offered: str, kind: str, tally: Judged
) -> None:
    tally.noticed += 1
    if told.ways and "restore" not in told.ways:
        tally.silent.append(f"{kind}: no way back offered: {told.message}")
    # under damaged data a sound journal is moved home first: it may mend the page
    moved_home = JOURNAL in content and kind in DATA_KINDS and not (folder / JOURNAL).exists()
    if not moved_home and {name: (folder / name).read_bytes() for name in content} != content:
        tally.silent.append(f"{kind}: changed what it refused to open")
    if "损坏" not in told.message:
        return
    tally.offered += offered in told.data
    if offered not in told.data:
        tally.silent.append(f"{kind}: {offered} was not offered: {told.data}")


def spoil_backup(folder: Path, name: str, chance: random.Random) -> None:
    """Turn one byte anywhere in the data of a backup, which its end does not show."""
    file = folder / BACKUPS / name
    damage(file, chance.randrange(file.stat().st_size // 2), 1)


def break_many(scene: Scene, place: Path, each: int, seed: int, kinds: dict[str, Damage], *,
               journal: bool = False, backup_too: bool = False) -> Judged:  # fmt: skip
    """Damage ``each`` copies in each of ``kinds`` and judge them; with ``backup_too`` the newest backup as well."""
    tally, chance = Judged(), random.Random(seed)
    source = scene.killed if journal else scene.closed
    whole = scene.of_killed if journal else scene.of_closed
    for kind, harm in kinds.items():
        for _ in range(each):
            copy = Path(shutil.copytree(source, place / "copy"))
            harm(copy / (JOURNAL if kind in JOURNAL_KINDS else DATA), chance)
            if backup_too:
                spoil_backup(copy, scene.names[0], chance)
            judge(copy, whole, scene.names[1 if backup_too else 0], kind, tally)
            shutil.rmtree(copy)
    return tally
