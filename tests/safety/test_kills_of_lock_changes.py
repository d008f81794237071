"""A change of lock killed at any moment leaves all old or all new, and shuts out nobody who remains."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("lock_kills.py")
KILLS = 24


def tally_of(place: Path, kills: int) -> dict[str, Any]:
    """What became of so many kills."""
    words = [sys.executable, str(SCRIPT), str(place), str(kills)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refuse_loss(tally: dict[str, Any], kills: int) -> None:
    """Fail unless every kill left everything and everybody, and both ends were met."""
    assert (tally["kills"], tally["old"] + tally["new"]) == (kills, kills)
    assert (tally["torn"], tally["shut_out"], tally["left_behind"]) == (0, 0, 0)
    assert min(tally["old"], tally["new"]) > 0
    assert tally["moments"] > 1000, "the watch has gone blind"


def test_killing_changes_of_the_lock_leaves_all_old_or_all_new(tmp_path: Path) -> None:
    refuse_loss(tally_of(tmp_path, KILLS), KILLS)
