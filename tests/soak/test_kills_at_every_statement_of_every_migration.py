"""Every migration, and an invented one, killed at each of its statements. Some minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.test_kills_of_migrations import refuse_loss, tallies_of

AT_EACH = 0


@pytest.mark.soak
def test_no_statement_of_any_migration_is_a_bad_one_to_be_killed_at(folder: Path, tmp_path: Path) -> None:
    place = tmp_path / "kills"
    place.mkdir()
    tallies = tallies_of(place, folder, AT_EACH)
    for one in tallies:
        print({name: value for name, value in one.items() if name != "rows"})
    refuse_loss(tallies)
    assert all(one["kills"] == one["statements"] for one in tallies)
