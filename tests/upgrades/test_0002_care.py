"""0002_care: an older file keeps its care records and appointments, which get a course of their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from db.connection import DataFile, create_data
from db.migrate import migrate, version

KEY = "ef" * 32
BEFORE = (
    "INSERT INTO vehicle_file (id, number, vin, name, opened_at, birthday)"
    " VALUES (1, 'D000001', 'LFMA0000000000001', '沈佳宁', '2026-01-01 09:00:00', '1986-10-31')",
    "INSERT INTO care_outcome (file_id, kind, due_on, at, account, accepted)"
    " VALUES (1, 'birthday', '2026-10-31', '2026-10-31 10:00:00', '许知微', 1)",
    *(
        "INSERT INTO appointment (id, file_id, at, work, state, made_at, account, reason)"
        f" VALUES ({row}, 1, '2026-10-2{row} 09:00:00', '保养', '{state}', '2026-10-20 10:00:00', '许知微', {reason})"
        for row, state, reason in ((1, "came", "NULL"), (2, "missed", "'出差'"), (3, "made", "NULL"))
    ),
)


@pytest.fixture
def older(tmp_path: Path) -> DataFile:
    """A file of the first schema with one car, an outcome and three appointments."""
    data = create_data(tmp_path / "crdesk.db", KEY)
    with data.connection_context():
        migrate(data, target="0001_first_schema")
        for statement in BEFORE:
            data.execute_sql(statement)
    return data


def told(data: DataFile, query: str) -> list[tuple[Any, ...]]:
    return list(data.execute_sql(query).fetchall())


def test_what_was_there_stays_and_every_appointment_gets_its_course(older: DataFile) -> None:
    with older.connection_context():
        assert migrate(older, target="0002_care") == ["0002_care"]
        assert version(older) == 2
        assert told(older, "SELECT kind, accepted, again_on, key FROM care_outcome") == [
            ("birthday", 1, None, None)
        ]
        assert told(older, "SELECT id, state, cancelled_at, key FROM appointment ORDER BY id") == [
            (1, "came", None, None), (2, "missed", None, None), (3, "made", None, None),
        ]  # fmt: skip
        assert told(older, "SELECT appointment_id, step, at, note FROM appointment_step ORDER BY id") == [
            (1, "made", "2026-10-21 09:00:00", None),
            (2, "made", "2026-10-22 09:00:00", None),
            (3, "made", "2026-10-23 09:00:00", None),
            (1, "came", "2026-10-21 09:00:00", None),
            (2, "missed", "2026-10-22 09:00:00", "出差"),
        ]


def test_a_day_of_the_year_is_found_by_its_index(older: DataFile) -> None:
    with older.connection_context():
        migrate(older, target="0002_care")
        for day in ("birthday", "insured_on", "inspection_on", "wedding_anniversary", "licence_until"):
            plan = told(
                older, f"EXPLAIN QUERY PLAN SELECT id FROM vehicle_file WHERE {day} BETWEEN '2026' AND '2027'"
            )
            assert f"vehicle_file_{day}" in plan[0][3]


def test_an_unknown_step_is_refused_by_the_file_itself(older: DataFile) -> None:
    with older.connection_context():
        migrate(older, target="0002_care")
        with pytest.raises(Exception, match="CHECK constraint failed"):
            older.execute_sql(
                "INSERT INTO appointment_step (appointment_id, step, done_at, account, at)"
                " VALUES (1, 'forgot', '2026-10-20', 'x', '2026-10-20')"
            )
