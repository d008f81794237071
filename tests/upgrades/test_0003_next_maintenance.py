"""0003_next_maintenance: an older file learns from its visits when maintenance is due and how far each car went."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from db.connection import DataFile, create_data
from db.migrate import migrate, version
from desktop_app.callbacks.maintenance import maintenance_due

KEY = "ef" * 32
VISITS: tuple[tuple[tuple[str, int | None], ...], ...] = (
    (("2026-01-01", 10_000), ("2026-03-02", 13_000)),
    (("2026-01-01", None),),
    (("2026-08-31", 100),),
    (("2026-01-01", 10_000), ("2026-03-02", 13_000), ("2026-08-01", None)),
    (("2026-01-01", 10_000), ("2026-01-05", 10_900), ("2026-02-01", 12_000)),
    (("2016-01-01", 10_000), ("2026-01-05", 10_001)),
    (),
)
"""The visits of each car: by distance, without a reading, at the end of a month, overtaken, close together, hardly driven."""


@pytest.fixture
def older(tmp_path: Path) -> DataFile:
    """A file of the second schema with these cars."""
    data = create_data(tmp_path / "crdesk.db", KEY)
    with data.connection_context():
        migrate(data, target="0002_care")
        for car, visits in enumerate(VISITS, 1):
            data.execute_sql(
                "INSERT INTO vehicle_file (id, number, vin, opened_at) VALUES (?, ?, ?, '2016-01-01 09:00:00')",
                (car, f"D{car:06}", f"LFMA{car:013}"),
            )
            for place, (day, odometer) in enumerate(visits):
                data.execute_sql(
                    "INSERT INTO repair_order (reference, file_id, handed_over_on, odometer) VALUES (?, ?, ?, ?)",
                    (f"W{car}-{place}", car, day, odometer),
                )
    return data


def test_each_car_gets_what_its_visits_say(older: DataFile) -> None:
    with older.connection_context():
        assert migrate(older, target="0003_next_maintenance") == ["0003_next_maintenance"]
        assert version(older) == 3
        kept = older.execute_sql(
            "SELECT maintenance_on, furthest_km FROM vehicle_file ORDER BY id"
        ).fetchall()
    assert kept[0] == ("2026-06-10", 13_000), "counted on a paper calendar"
    assert kept[1] == ("2026-07-01", None)
    assert kept[2] == ("2027-02-28", 100)
    assert kept[-1] == (None, None)
    told = [[(date.fromisoformat(day), odometer) for day, odometer in visits] for visits in VISITS]
    assert [due for due, _ in kept] == [
        str(due) if (due := maintenance_due(visits)) else None for visits in told
    ]


def test_the_day_is_found_by_its_index(older: DataFile) -> None:
    with older.connection_context():
        migrate(older, target="0003_next_maintenance")
        plan = older.execute_sql(
            "EXPLAIN QUERY PLAN SELECT id FROM vehicle_file WHERE maintenance_on BETWEEN '2026' AND '2027'"
        ).fetchall()
    assert "vehicle_file_maintenance_on" in plan[0][3]
