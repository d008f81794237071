"""Real encrypted data files for every test: made once by the migrations, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db.connection import create_data, open_data
from db.migrate import migrate
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.safety.folder_layout import KEYS
from desktop_app.safety.key_file import write_ring
from desktop_app.safety.keys import Cost, KeyRing, with_account
from desktop_app.session import Person, Session

KEY = "0123456789abcdef" * 4
NOW = datetime(2026, 10, 31, 18, 30)
SAMPLES = Path(__file__).parent / "samples"


@pytest.fixture(scope="session")
def empty_data_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty data file of the newest schema; tests copy it."""
    path = tmp_path_factory.mktemp("template") / "crdesk.db"
    data = create_data(path, KEY)
    with data.connection_context():
        migrate(data)
        data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    ring = with_account(KeyRing(), KEY, "测试员", "测试", cost=Cost(memory_kib=64, passes=1, lanes=1))
    write_ring(path.with_name(KEYS), ring)
    return path


@pytest.fixture
def session(empty_data_file: Path, tmp_path: Path) -> Iterator[Session]:
    """Someone with every duty, at 2026-10-31 18:30, on an empty data file; connected."""
    path = tmp_path / "crdesk.db"
    shutil.copy(empty_data_file, path)
    shutil.copy(empty_data_file.with_name(KEYS), tmp_path)
    data = open_data(path, KEY)
    with data.connection_context():
        yield Session(Person("测试员", ALL_DUTIES), lambda: NOW, data, replay=True)
