"""Two hundred kills of changes of the lock: all old or all new, and nobody who remains is shut out. Some minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.test_kills_of_lock_changes import refuse_loss, tally_of

KILLS = 200


@pytest.mark.soak
def test_two_hundred_kills_leave_all_old_or_all_new(tmp_path: Path) -> None:
    tally = tally_of(tmp_path, KILLS)
    print(tally)
    refuse_loss(tally, KILLS)
