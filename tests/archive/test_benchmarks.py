"""The benchmarks: their data is sound by every rule, and every row compares the same work to the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks import backup, importing, measure, satisfaction, saving, search, worklist
from benchmarks.invented import Size, copy_of
from benchmarks.measure import Row
from desktop_app.safety.checking import check

TINY = Size(300, 1500, 60)


@pytest.fixture(scope="module", autouse=True)
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The invented data are kept where temporary files lie; here they go with the tests."""
    with pytest.MonkeyPatch.context() as patch:
        path = tmp_path_factory.mktemp("benchmarks")
        patch.setattr("tempfile.tempdir", str(path))
        yield path


def test_the_invented_data_are_sound() -> None:
    with copy_of(TINY) as session:
        found = check(session)
    assert found.findings == ()
    assert (found.counts["files"], found.counts["callbacks"], found.counts["complaints"]) == (300, 1500, 60)


def test_they_are_made_once_and_copied_after() -> None:
    with copy_of(TINY) as one, copy_of(TINY) as other:
        assert one.data.path != other.data.path


@pytest.mark.parametrize(
    "rows", [search.rows, worklist.rows, satisfaction.rows, saving.rows, backup.rows, importing.rows]
)
def test_a_row_compares_the_same_work(
    rows: Callable[[Size], Iterator[Row]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (search, worklist, satisfaction, saving, backup):
        monkeypatch.setattr(module, "ROUNDS", 1)
    for row in rows(TINY):
        assert row.ours > 0
        assert row.other > 0


@pytest.mark.parametrize(
    ("ours", "other", "goal", "also_met", "met"),
    [
        (1.0, 50.0, 1 / 50, True, True),
        (1.1, 50.0, 1 / 50, True, False),
        (3.0, 2.0, 1.5, True, True),
        (1.0, 9.0, 1, False, False),
    ],
)
def test_a_goal_is_met_by_the_ratio_and_all_else(
    ours: float, other: float, goal: float, also_met: bool, met: bool
) -> None:
    row = Row("work", "peer", ours, other, goal, also_met=also_met)
    assert row.met is met
    assert ("yes" if met else "NO") in measure.table([row]).splitlines()[1].split()


def test_the_slow_end_is_that_of_95_in_a_hundred() -> None:
    assert measure.p95([float(number) for number in range(1, 101)]) == 96.0
