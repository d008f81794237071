"""A thousand kills, ten thousand saves: none lost, none half, none doubled. Some ten minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.killing import kill_again_and_again

KILLS, SAVES_EACH = 1000, 12


@pytest.mark.soak
def test_a_thousand_kills_lose_nothing_of_ten_thousand_saves(folder: Path) -> None:
    tally = kill_again_and_again(folder, KILLS, SAVES_EACH, seed=1)
    print(tally)
    assert tally.kills == KILLS
    assert tally.acknowledged >= 10_000
    assert (tally.lost, tally.half, tally.doubled) == (0, 0, 0)
