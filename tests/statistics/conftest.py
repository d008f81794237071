"""An office whose three sample files are read in, made once for this room's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connection import open_data
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.session import Person, Session
from tests.conftest import KEY, NOW
from tests.statistics.sample_office import load_samples


@pytest.fixture(scope="package")
def sample_data_file(empty_data_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "crdesk.db"
    shutil.copy(empty_data_file, path)
    data = open_data(path, KEY)
    with data.connection_context():
        load_samples(Session(Person("测试员", ALL_DUTIES), lambda: NOW, data, replay=True))
        data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def office(sample_data_file: Path, tmp_path: Path) -> Iterator[Session]:
    """The sample office at 2026-10-31 18:30, a copy for each test."""
    path = tmp_path / "office.db"
    shutil.copy(sample_data_file, path)
    data = open_data(path, KEY)
    with data.connection_context():
        yield Session(Person("测试员", ALL_DUTIES), lambda: NOW, data, replay=True)
