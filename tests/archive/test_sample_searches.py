"""After the sample files are imported, every search finds the car that it must."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop_app.archive.finding import search
from desktop_app.archive.lists import Filter, file_count
from desktop_app.exchange.importing import import_file
from desktop_app.session import Session
from tests.archive.conftest import copied
from tests.conftest import SAMPLES

EXPECTED: dict[str, Any] = json.loads((SAMPLES / "expected.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def imported(empty_data_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "crdesk.db"
    with copied(empty_data_file, path) as session:
        import_file(session, SAMPLES / "deliveries.xlsx", "deliveries")
        import_file(session, SAMPLES / "repair-orders.xls", "repair-orders")
        session.data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def office(imported: Path, tmp_path: Path) -> Iterator[Session]:
    with copied(imported, tmp_path / "office.db") as session:
        yield session


@pytest.mark.parametrize(("text", "vin"), EXPECTED["search"])
def test_a_search_finds_its_car(office: Session, text: str, vin: str) -> None:
    assert vin in [hit.vin for hit in search(office, text)]


def test_the_cards_are_as_many_as_they_must_be(office: Session) -> None:
    assert {card: file_count(office, Filter(card=card)) for card in ("A", "C")} == EXPECTED["cards"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("XS202600010", "XS202600010"), ("wx202600067", "WX202600067"), ("WX 202600067", "WX202600067"),
        ("ｗｘ２０２６０００６７", "WX202600067"),
    ],
)  # fmt: skip
def test_a_reference_finds_its_sale_or_order(office: Session, text: str, number: str) -> None:
    first, *_ = search(office, text)
    assert (first.kind, first.number, len(first.vin)) == ("callback", number, 17)
