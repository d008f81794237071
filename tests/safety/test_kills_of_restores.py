"""A restore killed at any moment leaves all of the old or all of the new, and a copy of the old that opens."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("restore_kills.py")
KILLS = 16


def tally_of(place: Path, kills: int, seed: int) -> dict[str, Any]:
    """What became of so many kills."""
    words = [sys.executable, str(SCRIPT), str(place), str(kills), str(seed)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refuse_loss(tally: dict[str, Any], kills: int) -> None:
    """Fail unless every kill left everything, and both ends were met."""
    assert tally["kills"] == kills
    assert {name: tally[name] for name in ("torn", "unopenable", "bad_copies", "copies_missing")} == {
        "torn": 0, "unopenable": 0, "bad_copies": 0, "copies_missing": 0,
    }  # fmt: skip
    assert tally["old"] + tally["new"] == kills
    assert min(tally["old"], tally["new"], tally["copies"]) > 0
    assert min(tally["moments"]) > 100, "the watch has gone blind"


def test_killing_restores_leaves_all_old_or_all_new(tmp_path: Path) -> None:
    refuse_loss(tally_of(tmp_path, KILLS, seed=20261031), KILLS)
