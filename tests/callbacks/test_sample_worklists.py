"""The worklists of five evenings, as the sample files must give them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from db.connection import open_data
from desktop_app.callbacks.candidates import replayed, stored
from desktop_app.callbacks.standing import current_rules, stand
from desktop_app.callbacks.worklist import worklist
from desktop_app.exchange.importing import import_file
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.safety.folder_layout import KEYS
from desktop_app.session import Person, Session
from tests.conftest import KEY, NOW, SAMPLES

EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))
FILES = {"deliveries": "deliveries.xlsx", "repair-orders": "repair-orders.xls", "callbacks": "callbacks.csv"}
EVENINGS: dict[str, list[list[Any]]] = EXPECTED["worklists"]


def shortened(session: Session, on: date | None) -> list[list[Any]]:
    """Callbacks alone: the key tells nothing of care."""
    calls = (entry for entry in worklist(session, on) if entry.kind in ("sales", "service"))
    return sorted([entry.ref, entry.group, entry.day, entry.tries] for entry in calls)


@pytest.fixture(scope="module")
def samples(empty_data_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """The three sample files, imported once for all tests here, which only read."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copy(empty_data_file.with_name(KEYS), folder)
    data = open_data(Path(shutil.copy(empty_data_file, folder / "crdesk.db")), KEY)
    with data.connection_context():
        session = Session(Person("测试员", ALL_DUTIES), lambda: NOW, data, replay=True)
        for kind, name in FILES.items():
            import_file(session, SAMPLES / name, kind)
        yield session


def test_five_evenings_have_the_expected_lists(samples: Session) -> None:
    for evening, expected in EVENINGS.items():
        assert shortened(samples, date.fromisoformat(evening)) == expected, evening


def test_at_the_live_clock_stored_standing_and_replay_agree(samples: Session) -> None:
    now, rules = samples.now(), current_rules(samples)

    def listed(found: Any) -> list[Any]:
        return sorted(
            (one.reference, one.facts, one.tries)
            for one in found
            if stand(one.facts, now.date(), rules).listed
        )

    assert listed(stored(now, rules)) == listed(replayed(now, rules)) != []


def test_an_evening_seen_from_its_own_clock_is_the_same(samples: Session) -> None:
    evening = min(EVENINGS)
    there = samples.at(datetime.combine(date.fromisoformat(evening), time(18, 30)))
    assert shortened(there, None) == EVENINGS[evening]
