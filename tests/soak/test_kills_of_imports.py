"""A hundred imports killed at random moments, those of the last transaction too: each is there whole or not at all."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from db.connection import raw_handle
from db.soundness import broken_structure, damaged_pages, orphans
from desktop_app.data_folder import close_folder, open_folder
from desktop_app.exchange.importing import import_file
from desktop_app.safety.consistency import (
    callbacks_out_of_step,
    files_out_of_step,
    search_index_out_of_step,
)
from desktop_app.session import Session
from tests.exchange.hostile.counting import table_counts
from tests.exchange.office import Office, delivery
from tests.safety.folders import ACCOUNT, PASSWORD, clock

KILLS, SEED = 100, 20261122
ON_RECORD, ROWS = 300, 2_000
CHILD = Path(__file__).with_name("importing_child.py")
COMES_BY_OPENING = {"AuditEntry", "Counter"}
"""Opening after a crash may write these; the import's own lines in them are compared by what they belong to."""


@pytest.mark.soak
def test_a_hundred_kills_leave_no_import_half_done(folder: Path, tmp_path: Path) -> None:
    path = _prepare(folder, tmp_path)
    before, after = _counts(folder), _counts_after(folder, path, tmp_path)
    moments = _moments(folder, path, tmp_path)
    chance, tally = random.Random(SEED), Counter[str]()
    for _ in range(KILLS):
        phase = chance.choice(sorted(moments))
        place = Path(shutil.copytree(folder, tmp_path / "killed"))
        _run_until(place, path, phase, chance.randrange(moments[phase]))
        found = _counts(place)
        outcome = "nothing" if found == before else "everything" if found == after else "half"
        tally[f"{outcome}, killed while {phase}"] += 1
        tally[outcome] += 1
        shutil.rmtree(place)
    print(dict(sorted(tally.items())))
    assert tally["half"] == 0
    assert tally["nothing"] + tally["everything"] == KILLS
    assert tally["nothing"] > 0 < tally["everything"]


def _prepare(folder: Path, tmp_path: Path) -> Path:
    """A shop with some cars on record, and a file that changes those and brings many new ones."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    office = Office(session, tmp_path)
    with session.connected():
        office.deliveries(*(delivery(number) for number in range(ON_RECORD)))
    path = office.file([delivery(number, 手机=f"138{number:08}") for number in range(ROWS)])
    close_folder(session)
    return path


def _counts_after(folder: Path, path: Path, tmp_path: Path) -> dict[str, int]:
    place = Path(shutil.copytree(folder, tmp_path / "whole"))
    session = open_folder(place, ACCOUNT, PASSWORD, clock)
    import_file(session, path, "deliveries")
    close_folder(session)
    return _counts(place)


def _moments(folder: Path, path: Path, tmp_path: Path) -> dict[str, int]:
    """How many times the child speaks in each phase."""
    place = Path(shutil.copytree(folder, tmp_path / "counted"))
    spoken = Counter(line.split()[0] for line in _lines(place, path))
    return {phase: count for phase, count in spoken.items() if phase != "done"}


def _lines(place: Path, path: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, CHILD, place, path, "deliveries"], stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout.splitlines()


def _run_until(place: Path, path: Path, phase: str, after: int) -> None:
    """Kill the child when it has spoken ``after`` times in this phase."""
    command = [sys.executable, CHILD, place, path, "deliveries"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout
        heard = 0
        for line in child.stdout:
            heard += line.split()[0] == phase
            if heard > after:
                break
        child.kill()
    assert child.returncode == -9


def _counts(place: Path) -> dict[str, int]:
    """The numbers of records after opening as anyone would; whatever is damaged or out of step fails at once."""
    session = open_folder(place, ACCOUNT, PASSWORD, clock)
    try:
        with session.connected():
            _refuse_damage(session)
            return {
                name: count for name, count in table_counts(session).items() if name not in COMES_BY_OPENING
            }
    finally:
        close_folder(session)


def _refuse_damage(session: Session) -> None:
    handle = raw_handle(session.data)
    assert damaged_pages(handle) == broken_structure(handle, thorough=True) == orphans(handle) == []
    for check in (callbacks_out_of_step, files_out_of_step, search_index_out_of_step):
        assert [*check(session)] == []
    from desktop_app.exchange.search_of_batch import waiting

    assert waiting() == set()
