"""A clerk killed at the keyboard loses no keystroke older than a second, and nothing saved. A thousand take ten minutes."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("typing_kills.py")
LANES = 4
"""Clerks who type at the same time, each in a folder of its own: they mostly wait."""
FAULTS = ("late", "taken_back", "lost", "half", "doubled")


def tally_of(folder: Path, place: Path, lanes: int, kills: int) -> dict[str, float]:
    """What became of so many kills in each lane, counted together; of ``oldest_lost`` the worst."""
    running = [
        _start(Path(shutil.copytree(folder, place / f"lane {lane}" / "data")), kills, lane)
        for lane in range(lanes)
    ]
    told = [child.communicate()[0] for child in running]
    assert [child.returncode for child in running] == [0] * lanes
    tallies = [json.loads(text) for text in told]
    worst = max(tally.pop("oldest_lost") for tally in tallies)
    return {**sum(map(Counter, tallies), Counter(dict.fromkeys(FAULTS, 0))), "oldest_lost": worst}


def _start(folder: Path, kills: int, lane: int) -> subprocess.Popen[str]:
    words = [sys.executable, str(SCRIPT), str(folder), str(kills), str(lane * 100_000)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True)


def refuse_loss(tally: dict[str, float], kills: int) -> None:
    """Fail unless every kill left all that it had to leave, and kills met clerks in the midst of everything."""
    assert {name: tally.get(name, 0) for name in FAULTS} == dict.fromkeys(FAULTS, 0)
    assert tally["kills"] == kills
    assert (
        min(tally[name] for name in ("told_kept", "acknowledged", "while_saving", "with_a_draft"))
        > kills / 20
    )
    assert 0 < tally["oldest_lost"] < 1


def test_kills_while_typing_lose_no_keystroke_older_than_a_second(folder: Path, tmp_path: Path) -> None:
    refuse_loss(tally_of(folder, tmp_path, 2, 8), 16)


@pytest.mark.soak
def test_a_thousand_kills_while_typing_and_saving_lose_nothing(folder: Path, tmp_path: Path) -> None:
    tally = tally_of(folder, tmp_path, LANES, 250)
    print(tally)
    refuse_loss(tally, 1000)
