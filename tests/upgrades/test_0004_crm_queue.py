"""0004_crm_queue: the queue of calls to be entered is found without a walk over all calls."""

from __future__ import annotations

from pathlib import Path

from db.connection import create_data
from db.migrate import migrate, version

QUEUE = (
    "EXPLAIN QUERY PLAN SELECT id FROM attempt WHERE disposition = 'completed'"
    " AND entered_in_crm_at IS NULL AND batch_id IS NULL ORDER BY at"
)


def test_the_queue_has_an_index_of_its_own(tmp_path: Path) -> None:
    data = create_data(tmp_path / "crdesk.db", "ef" * 32)
    with data.connection_context():
        migrate(data, target="0003_next_maintenance")
        assert "attempt_to_enter" not in str(data.execute_sql(QUEUE).fetchall())
        assert migrate(data, target="0004_crm_queue") == ["0004_crm_queue"]
        assert version(data) == 4
        assert "attempt_to_enter" in str(data.execute_sql(QUEUE).fetchall())
