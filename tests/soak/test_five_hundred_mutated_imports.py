"""Five hundred files of an office, each broken in another way: refused in words, or taken in with every row accounted for."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from desktop_app.exchange.importing import import_file
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.exchange.hostile.counting import table_counts
from tests.exchange.hostile.mutating import Mutant, mutants
from tests.exchange.office import SAMPLE_FILES
from tests.soak.importing_rows import whole_rows

MUTANTS, SEED = 500, 20261122


@pytest.mark.soak
def test_five_hundred_mutated_files_crash_nothing_and_come_in_whole_or_not_at_all(
    session: Session, tmp_path: Path
) -> None:
    tally: Counter[str] = Counter()
    for kind, path in SAMPLE_FILES.items():
        import_file(session, path, kind)
    for mutant in mutants(tmp_path, MUTANTS, SEED):
        before = table_counts(session)
        try:
            with session.data.atomic("IMMEDIATE") as transaction:
                _take(session, mutant, before, tally)
                transaction.rollback()
        finally:
            mutant.path.unlink(missing_ok=True)
        assert table_counts(session) == before, mutant
    print(dict(sorted(tally.items())))
    assert tally.total() == MUTANTS
    assert tally["refused"] > MUTANTS // 10
    assert tally["taken"] > MUTANTS // 10


def _take(session: Session, mutant: Mutant, before: dict[str, int], tally: Counter[str]) -> None:
    """Any other exception than a refusal fails the test and names the mutant."""
    try:
        done = import_file(session, mutant.path, mutant.kind)
    except Refused as refusal:
        said = refusal.message
    except Exception as error:
        raise AssertionError(f"{mutant}: {error!r}") from error
    else:
        assert whole_rows(done, before, table_counts(session)), mutant
        tally["taken"] += 1
        return
    assert "请" in said, (mutant, said)
    assert table_counts(session) == before, mutant
    tally["refused"] += 1
