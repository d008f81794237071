"""An office on an empty data file."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop_app.session import Session
from tests.exchange.office import Office


@pytest.fixture
def office(session: Session, tmp_path: Path) -> Office:
    return Office(session, tmp_path)
