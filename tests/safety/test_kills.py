"""A process killed while it saves loses nothing that it had acknowledged, and leaves nothing half."""

from __future__ import annotations

from pathlib import Path

from tests.safety.killing import kill_again_and_again

KILLS, SAVES_EACH = 24, 12


def test_killing_during_saves_loses_nothing_acknowledged(folder: Path) -> None:
    tally = kill_again_and_again(folder, KILLS, SAVES_EACH, seed=20261031)
    assert tally.kills == KILLS
    assert tally.acknowledged > KILLS * SAVES_EACH / 2
    assert (tally.lost, tally.half, tally.doubled) == (0, 0, 0)
    assert tally.kept_unacknowledged <= KILLS
