"""One search box finds a customer by whatever the clerk has in hand."""

from __future__ import annotations

from datetime import datetime

import pytest

from db import VehicleFile
from desktop_app.archive.finding import search
from desktop_app.archive.indexing import index_files, reindex
from desktop_app.session import Session

VIN = "LFM6J7J10KWRSNLN1"


def a_file(session: Session, number: int = 1, **fields: object) -> int:
    with session.saving():
        file_id = VehicleFile.insert(
            {
                "number": f"D{number:06}", "vin": f"LFMAP22C7G{number:07}", "name": "沈佳宁",
                "opened_at": datetime(2026, 8, 1), **fields,
            }
        ).execute()
        index_files(session, [file_id])
    return int(file_id)  # fmt: skip


@pytest.fixture
def shan(session: Session) -> int:
    a_file(session, 1, name="沈佳宁", phone="13812345678", plate="皖N3K827")
    return a_file(session, 2, vin=VIN, name="单俊倩", phone="13930000955", plate="皖NF3DGG", landline="05643772837",
                  other_phone="15911112222、17733334444")  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "0955", "13930000955", "139 3000 0955", "139-3000-0955", "１３９３００００９５５", "3000",
        "0564-3772837", "3772837", "1111", "17733334444",
        "皖NF3DGG", "皖N·F3DGG", "皖n・f3dgg", "F3DGG", "3dgg", "NF3",
        VIN, "RSNLN1", "lfm6j7", "7j10k",
        "单俊倩", "单", "俊倩", "倩", "shanjunqian", "shan", "Shan Jun Qian", "sjq", "danjunqian", "junqian", "shanjq",
        "D000002", "d000002", "单 0955", "0955 单俊",
    ],
)  # fmt: skip
def test_a_customer_is_found_by(session: Session, shan: int, text: str) -> None:
    assert next(hit.file_id for hit in search(session, text)) == shan


@pytest.mark.parametrize("text", ["", "  ", "·-", "98765", "沈 0955", "单俊倪", '"', "*", "AND", "sjqq"])
def test_nobody_is_found_by(session: Session, shan: int, text: str) -> None:
    assert search(session, text) == ()


def test_a_changed_number_is_found_and_the_old_one_no_more(session: Session, shan: int) -> None:
    with session.saving():
        VehicleFile.update(phone="18655556666").where(VehicleFile.id == shan).execute()
        index_files(session, [shan])
    assert [hit.file_id for hit in search(session, "6666")] == [shan]
    assert search(session, "0955") == ()


def test_building_the_index_anew_finds_the_same(session: Session, shan: int) -> None:
    before = search(session, "1")
    with session.saving():
        assert reindex(session) == 2
    assert search(session, "1") == before != ()


def test_a_file_that_is_gone_is_found_no_more(session: Session, shan: int) -> None:
    with session.saving():
        VehicleFile.delete_by_id(shan)
        index_files(session, [shan])
    assert search(session, "0955") == ()
