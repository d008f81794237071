"""Killing a process that saves, again and again, and counting what became of its saves."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter as Occurrences
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from db import AuditEntry, Counter, Draft, VehicleFile
from db.connection import raw_handle, rows, scalar
from db.soundness import broken_structure, damaged_pages, indexed_files, orphans
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, PASSWORD, clock

CHILD = Path(__file__).with_name("saving_child.py")
PHASES = ("begin", "written", "done")


@dataclass
class Tally:
    """What all kills so far came to; every save is lost, half or doubled at most once."""

    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    doubled: int = 0
    kept_unacknowledged: int = 0


def kill_again_and_again(folder: Path, kills: int, saves_each: int, seed: int) -> Tally:
    """Kill in every phase in turn, after a random number of saves of about ``saves_each``."""
    chance, tally, acknowledged = random.Random(seed), Tally(), list[int]()
    for turn in range(kills):
        after = chance.randint(1, 2 * saves_each - 1)
        acknowledged += _run_until_killed(
            folder, 1 + max(acknowledged, default=0) + turn, PHASES[turn % 3], after
        )
        tally.kills += 1
        _look(folder, acknowledged, tally)
    return tally


def _run_until_killed(folder: Path, first: int, phase: str, after: int) -> list[int]:
    """Let the child save and kill it when it has begun, written or done its ``after``-th save."""
    with subprocess.Popen(
        [sys.executable, CHILD, folder, str(first)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        heard = _hear(child.stdout, phase, first + after)
        child.kill()
        heard += child.stdout.read().splitlines()
    assert child.returncode == -9, heard[-1:]
    return [int(line.split()[1]) for line in heard if line.startswith("done ") and line.split()[1:]]


def _hear(lines: IO[str], phase: str, number: int) -> list[str]:
    heard = []
    for line in lines:
        heard.append(line.strip())
        if heard[-1] == f"{phase} {number}":
            break
    return heard


def _look(folder: Path, acknowledged: list[int], tally: Tally) -> None:
    """Open as anyone would after a power cut, and compare every save that was ever told to be done."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    try:
        with session.connected():
            _refuse_damage(session)
            _compare(session, acknowledged, tally)
    finally:
        close_folder(session)


def _refuse_damage(session: Session) -> None:
    handle = raw_handle(session.data)
    assert damaged_pages(handle) == []
    assert broken_structure(handle, thorough=True) == []
    assert orphans(handle) == []


def _compare(session: Session, acknowledged: list[int], tally: Tally) -> None:
    cars = {
        int(number[1:]): row for number, row in rows(VehicleFile.select(VehicleFile.number, VehicleFile.id))
    }
    deeds = [
        car
        for (car,) in rows(AuditEntry.select(AuditEntry.entity_id).where(AuditEntry.entity == "vehicle_file"))
    ]
    drafts = [int(key) for (key,) in rows(Draft.select(Draft.key))]
    indexed = indexed_files(raw_handle(session.data))
    told, drafted = Occurrences(deeds), set(drafts)
    whole = {
        number for number, row in cars.items() if told[row] == 2 and row in indexed and number in drafted
    }
    tally.acknowledged = len(acknowledged)
    tally.lost = len(set(acknowledged) - cars.keys())
    tally.half = len(cars.keys() - whole) + len(drafted - whole) + len(indexed - set(cars.values()))
    counted = scalar(Counter.select(Counter.value).where(Counter.name == "D")) or 0
    tally.doubled = sum(abs(count - len(cars)) for count in (len(deeds) // 2, len(drafts), counted))
    tally.kept_unacknowledged = len(cars.keys() - set(acknowledged))
