"""Two hundred kills of restores, both ways: each time all of the old or all of the new. Some two minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.test_kills_of_restores import refuse_loss, tally_of

KILLS = 200


@pytest.mark.soak
def test_two_hundred_kills_leave_all_old_or_all_new(tmp_path: Path) -> None:
    tally = tally_of(tmp_path, KILLS, seed=1)
    print(tally)
    refuse_loss(tally, KILLS)
    assert min(tally["through_api"], tally["by_files"]) == KILLS // 2
