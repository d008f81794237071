"""Two hundred kills of changes of the lock: all old or all new, and nobody who remains is shut out. Some minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.test_kills_of_lock_changes import ALL, refuse_loss, tally_of

KILLS = 200


@pytest.mark.soak
def test_two_hundred_kills_leave_all_old_or_all_new(tmp_path: Path) -> None:
    tally = tally_of(tmp_path, "anywhere", KILLS)
    print(tally)
    assert tally["moments"] > 1000, "the watch has gone blind"
    refuse_loss(tally, KILLS)


@pytest.mark.soak
def test_no_line_of_the_change_itself_is_a_bad_one_to_be_killed_at(tmp_path: Path) -> None:
    tally = tally_of(tmp_path, "in the change", ALL)
    print(tally)
    assert tally["moments"] > 100, "the watch has gone blind"
    refuse_loss(tally, tally["moments"])
