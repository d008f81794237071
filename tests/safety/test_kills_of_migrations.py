"""A migration killed at any statement leaves the old version with every row, or the new one; its backup is good."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from db.migrate import newest

SCRIPT = Path(__file__).with_name("migration_kills.py")
EACH = 9
FAULTS = ("torn", "not_upgraded_later", "bad_backups", "without_backup")


def tallies_of(place: Path, keys: Path, most: int) -> list[dict[str, Any]]:
    """What became of the kills of every migration."""
    words = [sys.executable, str(SCRIPT), str(place), str(keys), str(most)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def refuse_loss(tallies: list[dict[str, Any]]) -> None:
    """Fail unless every migration was killed, and every kill left everything."""
    assert [one["migration"] for one in tallies] == [str(number) for number in range(1, newest() + 2)]
    for one in tallies:
        assert {name: one[name] for name in FAULTS} == dict.fromkeys(FAULTS, 0), one
        assert one["old"] + one["new"] == one["kills"] > 0
        assert min(one["old"], one["new"]) > 0, "both ends must be met"
        assert all(one["rows"].values()), "a table without rows proves nothing"
    assert all(one["backups"] > one["kills"] / 2 for one in tallies[1:])


def test_killing_migrations_at_their_statements_loses_nothing(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kills"
    place.mkdir()
    refuse_loss(tallies_of(place, folder, EACH))
