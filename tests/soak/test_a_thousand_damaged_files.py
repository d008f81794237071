"""A thousand damaged folders: all noticed, nothing lost silently, the newest good backup offered. Some two minutes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.safety.damaging import DATA_KINDS, JOURNAL_KINDS, Judged, break_many, make_scene

PLAIN, WITH_BACKUP, JOURNALS, UNDER_A_JOURNAL = 65, 15, 20, 10
"""How many of each kind: of the data; of the data and its newest backup; of the journal; of data with a journal."""


@pytest.mark.soak
def test_a_thousand_damaged_files_are_all_noticed(folder: Path, tmp_path: Path) -> None:
    scene = make_scene(folder, tmp_path)
    place = tmp_path / "broken"
    place.mkdir()
    plain = break_many(scene, place, PLAIN, 1, DATA_KINDS)
    both = break_many(scene, place, WITH_BACKUP, 2, DATA_KINDS, backup_too=True)
    under = break_many(scene, place, UNDER_A_JOURNAL, 3, DATA_KINDS, journal=True)
    journals = break_many(scene, place, JOURNALS, 4, JOURNAL_KINDS, journal=True)
    for name, tally in (
        ("data", plain),
        ("and backup", both),
        ("under a journal", under),
        ("journal", journals),
    ):
        _tell(name, tally)
        assert tally.silent == []
    assert plain.files + both.files + under.files + journals.files >= 1000
    assert plain.noticed == plain.offered == plain.files
    assert both.noticed == both.offered == both.files
    assert under.noticed + under.mended == under.files
    assert journals.noticed + journals.mended + journals.torn == journals.files


def _tell(name: str, tally: Judged) -> None:
    print(
        f"{name}: {tally.files} files, {tally.noticed} noticed, {tally.mended} opened whole, {tally.torn} told as torn,"
        f" {tally.offered} backups offered, {len(tally.silent)} silent"
    )
