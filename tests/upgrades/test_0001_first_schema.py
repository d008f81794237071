"""0001_first_schema: an empty file becomes one that holds the whole domain."""

from __future__ import annotations

from pathlib import Path

import pytest

from db import TABLES
from db.connection import DataFile, create_data
from db.migrate import migrate, version

KEY = "cd" * 32
LATER = {"appointment_step"}
"""Tables that later migrations add."""


@pytest.fixture
def data(tmp_path: Path) -> DataFile:
    return create_data(tmp_path / "crdesk.db", KEY)


def test_it_makes_every_table_the_search_index_and_nothing_in_them(data: DataFile) -> None:
    with data.connection_context():
        assert version(data) == 0
        assert migrate(data, target="0001_first_schema") == ["0001_first_schema"]
        assert version(data) == 1
        found = {
            name
            for (name,) in data.execute_sql("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        }
        assert {table._meta.table_name for table in TABLES} - LATER <= found
        assert "search" in found
        filled = [table for table in TABLES if table._meta.table_name in found and table.select().count()]
        assert filled == []


def test_it_is_applied_once(data: DataFile) -> None:
    with data.connection_context():
        migrate(data, target="0001_first_schema")
        assert migrate(data, target="0001_first_schema") == []


def test_wrong_values_are_refused_by_the_file_itself(data: DataFile) -> None:
    with data.connection_context():
        migrate(data, target="0001_first_schema")
        for statement in (
            "INSERT INTO staff (name, role) VALUES ('x', 'king')",
            "INSERT INTO staff (name, role, team_id) VALUES ('x', 'technician', 99)",
            "INSERT INTO vehicle_file (number, vin, opened_at) VALUES ('D000001', 'short', '2026-10-31')",
            "INSERT INTO team (name) VALUES (NULL)",
        ):
            with pytest.raises(Exception, match="constraint failed"):
                data.execute_sql(statement)
