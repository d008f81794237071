"""Data folders with real keys at a cheap price, and small disks that can be full or read-only."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop_app.data_folder import close_folder, create, open_folder
from desktop_app.session import Session
from tests.safety.folders import ACCOUNT, CHEAP, CODE, PASSWORD, clock, mount


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder as first start leaves it; tests copy it."""
    folder = tmp_path_factory.mktemp("made") / "data"
    opened = create(folder, ACCOUNT, PASSWORD, "云岭汽车", "一汽丰田", clock, recovery_code=CODE, cost=CHEAP)
    close_folder(opened.session)
    return folder


@pytest.fixture
def folder(made_folder: Path, tmp_path: Path) -> Path:
    """A data folder of the test's own, closed."""
    return Path(shutil.copytree(made_folder, tmp_path / "data"))


@pytest.fixture
def desk(folder: Path) -> Iterator[Session]:
    """Its manager, signed in."""
    session = open_folder(folder, ACCOUNT, PASSWORD, clock)
    yield session
    close_folder(session)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mount("-t", "tmpfs", "-o", "size=3m", "tmpfs", str(place))
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)
