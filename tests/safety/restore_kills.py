"""Killing restores and looking at what they leave: ``python restore_kills.py PLACE KILLS SEED`` tells it as JSON.

Half of them restore through the engine's backup interface (same key), half by replacing files (another shop's
data); half are killed at an exact line, half by another process while they run on.
"""

from __future__ import annotations

import json
import random
import shutil
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

import db.backup
from db import VehicleFile
from db.connection import raw_handle
from desktop_app.data_folder import close_folder, create, open_folder
from desktop_app.problems import Refused, Unavailable
from desktop_app.safety.backup import backup
from desktop_app.safety.folder_layout import BACKUPS
from desktop_app.safety.restore import restore
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CHEAP, PASSWORD, clock, rename_shop
from tests.safety.forking import each_line, killed_at, moments_of, spread

OTHER_PASSWORD = "寒露凝霜 2026"
CARS = 400
SMALL_STEP = 8
"""Pages copied at a time here, so that there are moments between the steps of a small file."""
WATCHED = each_line(("desktop_app/safety", "db", "tests/safety/restore_kills.py"))
BEFORE = "before-restore-*"

Content = dict[str, list[Any]]


@dataclass
class Tally:
    """What all kills came to; ``moments`` are the lines that a restore runs, API and files."""

    kills: int = 0
    old: int = 0
    new: int = 0
    torn: int = 0
    unopenable: int = 0
    copies: int = 0
    bad_copies: int = 0
    copies_missing: int = 0
    through_api: int = 0
    by_files: int = 0
    moments: tuple[int, ...] = ()


@dataclass
class Way:
    """A folder to restore into, with its password, and what it holds before and afterwards."""

    folder: Path
    password: str
    old: Content
    new: Content


def shop(folder: Path, password: str, name: str) -> Path:
    """A shop with some cars, a backup of it, and a few changes since; returns the backup."""
    session = create(folder, ACCOUNT, password, name, clock=clock, cost=CHEAP).session
    with session.connected():
        _buy(session, range(CARS))
        made = backup(session).file
        _buy(session, range(CARS, 2 * CARS))
    rename_shop(session, f"{name}（以后）")
    close_folder(session)
    return made


def _buy(session: Session, numbers: range) -> None:
    with session.saving():
        for number in numbers:
            VehicleFile.insert(
                number=f"D{number:06}", vin=f"LFMK{number:013}", opened_at=session.now(), name=f"沈佳{number}",
                personal_remark="电话里说的每一个字。" * 20,
            ).execute()  # fmt: skip


def content(folder: Path, password: str) -> Content:
    """Every row of every table but the deed of restoring itself."""
    session = open_folder(folder, ACCOUNT, password, clock, replay=True)
    try:
        with session.connected():
            return rows_of(raw_handle(session.data))
    finally:
        close_folder(session)


def rows_of(handle: Any) -> Content:
    """Every row of every table that is none of the engine's own, deeds of restoring left out."""
    names = handle.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        " AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
    ).fetchall()
    told = {"audit_entry": " WHERE action != 'restore'"}
    return {
        name: handle.execute(f'SELECT * FROM "{name}"{told.get(name, "")}').fetchall() for (name,) in names
    }


def way(place: Path, name: str, folder: Path, password: str, made: Path) -> Way:
    """What a restore into the folder begins with and leads to when nobody kills it."""
    tried = Path(shutil.copytree(folder, place / f"{name}-tried"))
    restore(tried, made, ACCOUNT, PASSWORD, clock)
    old, new = content(folder, password), content(tried, PASSWORD)
    assert old != new
    return Way(folder, password, old, new)


def kill(place: Path, made: Path, chosen: Way, moment: int, tally: Tally, *, by_parent: bool) -> None:
    """Restore in a copy, be killed, and look."""
    shutil.rmtree(place / "killed", ignore_errors=True)
    folder = Path(shutil.copytree(chosen.folder, place / "killed" / "data"))
    killed_at(lambda: _restore(folder, made), WATCHED, moment, by_parent=by_parent)
    tally.kills += 1
    found = _opened(folder, chosen)
    tally.unopenable += found is None
    tally.old += found == chosen.old
    tally.new += found == chosen.new
    tally.torn += found is not None and found not in (chosen.old, chosen.new)
    _look_at_copies(folder, chosen, tally, needed=found == chosen.new)


def _restore(folder: Path, made: Path) -> None:
    db.backup.PAGES_A_STEP = SMALL_STEP
    restore(folder, made, ACCOUNT, PASSWORD, clock, progress=lambda _done, _total: None)


def _opened(folder: Path, chosen: Way) -> Content | None:
    """What stands there now, whichever of the two passwords opens it."""
    for password in dict.fromkeys((chosen.password, PASSWORD)):
        try:
            return content(folder, password)
        except (Refused, Unavailable):
            continue
    return None


def _look_at_copies(folder: Path, chosen: Way, tally: Tally, *, needed: bool) -> None:
    copies = [one for one in (folder / BACKUPS).glob(BEFORE) if one.suffix != ".part"]
    tally.copies += len(copies)
    tally.copies_missing += needed and not copies
    for one in copies:
        tally.bad_copies += (
            _opened(Path(shutil.copytree(one, folder.parent / one.name)), chosen) != chosen.old
        )


def main(place: Path, kills: int, seed: int) -> Tally:
    """Two shops, a backup of the first; it is restored into the first and into the second."""
    chance, tally = random.Random(seed), Tally()
    made = shop(place / "first", PASSWORD, "第一家店")
    shop(place / "second", OTHER_PASSWORD, "第二家店")
    ways = (
        way(place, "api", place / "first", PASSWORD, made),
        way(place, "files", place / "second", OTHER_PASSWORD, made),
    )
    for number, chosen in enumerate(ways):
        counted = Path(shutil.copytree(chosen.folder, place / f"counted-{number}"))
        moments = moments_of(lambda folder=counted: _restore(folder, made), WATCHED)
        tally.moments += (moments,)
        share = kills // 2 if number else kills - kills // 2
        exact = spread(share - share // 2, moments)
        about = [chance.randint(1, moments) for _ in range(share - len(exact))]
        for moment in exact:
            kill(place, made, chosen, moment, tally, by_parent=False)
        for moment in about:
            kill(place, made, chosen, moment, tally, by_parent=True)
        tally.through_api, tally.by_files = (tally.kills, 0) if not number else (tally.through_api, share)
    return tally


if __name__ == "__main__":
    print(json.dumps(asdict(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
