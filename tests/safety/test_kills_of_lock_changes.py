"""A change of lock killed where its files move leaves all old or all new, and shuts out nobody who remains."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("lock_kills.py")
ALL = 1000
"""More than there are lines."""


def tally_of(place: Path, where: str, kills: int) -> dict[str, Any]:
    """What became of so many kills, or of one at each line when there are fewer."""
    words = [sys.executable, str(SCRIPT), str(place), where, str(kills)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def refuse_loss(tally: dict[str, Any], kills: int) -> None:
    """Fail unless every kill left everything and everybody, and both ends were met."""
    assert (tally["kills"], tally["old"] + tally["new"]) == (kills, kills)
    assert (tally["torn"], tally["shut_out"], tally["left_behind"]) == (0, 0, 0)
    assert min(tally["old"], tally["new"]) > 0


def test_killing_a_change_of_the_lock_at_every_line_where_files_move_leaves_all_old_or_all_new(
    tmp_path: Path,
) -> None:
    tally = tally_of(tmp_path, "where files move", ALL)
    assert tally["moments"] > 30, "the watch has gone blind"
    refuse_loss(tally, tally["moments"])
