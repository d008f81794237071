"""A few damaged folders of every kind are noticed at opening, and the newest good backup is offered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.damaging import DATA_KINDS, JOURNAL_KINDS, Scene, break_many, make_scene

EACH = 12


@pytest.fixture(scope="module")
def scene(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return make_scene(made_folder, tmp_path_factory.mktemp("scene"))


@pytest.mark.parametrize("kind", DATA_KINDS)
def test_damaged_data_is_noticed_and_the_newest_backup_offered(
    scene: Scene, tmp_path: Path, kind: str
) -> None:
    tally = break_many(scene, tmp_path, EACH, seed=7, kinds={kind: DATA_KINDS[kind]})
    assert tally.silent == []
    assert (tally.noticed, tally.offered) == (EACH, EACH)


@pytest.mark.parametrize("kind", ["body_bit", "cut"])
def test_when_the_newest_backup_is_damaged_too_the_one_before_is_offered(
    scene: Scene, tmp_path: Path, kind: str
) -> None:
    tally = break_many(scene, tmp_path, EACH, seed=7, kinds={kind: DATA_KINDS[kind]}, backup_too=True)
    assert tally.silent == []
    assert (tally.noticed, tally.offered) == (EACH, EACH)


@pytest.mark.parametrize("kind", JOURNAL_KINDS)
def test_a_damaged_journal_loses_nothing_silently(scene: Scene, tmp_path: Path, kind: str) -> None:
    tally = break_many(scene, tmp_path, EACH, seed=7, kinds={kind: JOURNAL_KINDS[kind]}, journal=True)
    assert tally.silent == []
    assert tally.noticed + tally.mended == EACH
    assert tally.noticed


@pytest.mark.parametrize("kind", ["body_bit", "zeroed_sector", "header_bit"])
def test_damage_under_a_journal_is_noticed_unless_the_journal_mends_it(
    scene: Scene, tmp_path: Path, kind: str
) -> None:
    tally = break_many(scene, tmp_path, EACH, seed=7, kinds={kind: DATA_KINDS[kind]}, journal=True)
    assert tally.silent == []
    assert tally.noticed + tally.mended == EACH
