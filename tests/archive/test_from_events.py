"""A file takes each field from its newest event, whatever came in first."""

from __future__ import annotations

from datetime import date, datetime
from itertools import permutations
from typing import Any

import pytest

from db import Correction, ImportBatch, RepairOrder, Sale, Staff, VehicleFile
from desktop_app.archive.from_events import FileChange, derive_files
from desktop_app.session import Session

SALE = ("sale", date(2026, 8, 1), {"name": "沈佳宁", "phone": "13812345678", "model": "卡罗拉", "sex": "女"})
SPRING = ("order", date(2026, 9, 5), {"name": "沈嘉宁", "phone": "13900001111", "plate": "皖N3K827"})
AUTUMN = ("order", date(2026, 10, 8), {"name": "", "phone": "13900002222", "address": None})


@pytest.fixture
def file_id(session: Session) -> int:
    with session.saving():
        return int(
            VehicleFile.insert(number="D000001", vin="LFMAP22C7G0318254", opened_at=session.now()).execute()
        )


def store(
    file_id: int, reference: str, event: tuple[str, date, dict[str, Any]], batch: int | None = None
) -> None:
    kind, day, reported = event
    person, _ = Staff.get_or_create(name=f"顾问{day.month}", role="other")
    if kind == "sale":
        Sale.insert(reference=reference, file=file_id, delivered_on=day, consultant=person, reported=reported,
                    batch=batch).execute()  # fmt: skip
    else:
        RepairOrder.insert(reference=reference, file=file_id, handed_over_on=day, advisor=person, reported=reported,
                           batch=batch).execute()  # fmt: skip


def derived(session: Session, file_id: int) -> tuple[FileChange, ...]:
    with session.saving():
        return derive_files(session, [file_id])


@pytest.mark.parametrize("order", list(permutations((SALE, SPRING, AUTUMN))))
def test_the_newest_event_that_says_something_wins_in_whatever_order_they_came(
    session: Session, file_id: int, order: tuple[Any, ...]
) -> None:
    with session.saving():
        for number, event in enumerate(order):
            store(file_id, f"R{number}", event)
            derive_files(session, [file_id])
    file = VehicleFile.get_by_id(file_id)
    assert (file.name, file.phone, file.plate, file.model, file.sex) == (
        "沈嘉宁", "13900002222", "皖N3K827", "卡罗拉", "女",
    )  # fmt: skip
    assert (file.last_visit_on, file.last_advisor, file.is_c_card) == (date(2026, 10, 8), "顾问10", True)


def test_of_events_of_one_day_the_one_stored_first_stays(session: Session, file_id: int) -> None:
    with session.saving():
        batches = [_batch(session) for _ in range(2)]
        store(another_file(session), "X0", SALE, batches[0])  # so that the row numbers say the opposite
        store(file_id, "W2", ("order", SALE[1], {"name": "后来"}), batches[1])
        store(file_id, "X1", ("sale", SALE[1], {"name": "先来"}), batches[0])
    derived(session, file_id)
    assert VehicleFile.get_by_id(file_id).name == "先来"


def test_what_a_person_typed_beats_every_import(session: Session, file_id: int) -> None:
    with session.saving():
        VehicleFile.update(name="沈佳凝", edited={"name": "2026-08-02 10:00:00"}).execute()
        store(file_id, "W1", SPRING)
    derived(session, file_id)
    file = VehicleFile.get_by_id(file_id)
    assert (file.name, file.phone) == ("沈佳凝", "13900001111")


def test_a_field_of_which_no_event_speaks_stays(session: Session, file_id: int) -> None:
    with session.saving():
        VehicleFile.update(email="a@example.com", city="六安").execute()
        store(file_id, "W1", SPRING)
    derived(session, file_id)
    assert VehicleFile.get_by_id(file_id).city == "六安"


def test_a_change_says_what_stood_there_and_the_second_time_there_is_none(
    session: Session, file_id: int
) -> None:
    with session.saving():
        store(file_id, "X1", SALE)
    (change,) = derived(session, file_id)
    assert change.before["name"] == ""
    assert change.after == {
        "name": "沈佳宁", "phone": "13812345678", "model": "卡罗拉", "sex": "女", "last_advisor": "顾问8",
    }  # fmt: skip
    assert derived(session, file_id) == ()


@pytest.mark.parametrize(
    ("phone", "incorrect"),
    [("13812345678", False), ("05643772837", False), ("不详", True), ("1381234567", True), ("", False)],
)
def test_a_phone_that_is_none_marks_the_file(
    session: Session, file_id: int, phone: str, incorrect: bool
) -> None:
    with session.saving():
        store(file_id, "X1", ("sale", SALE[1], {"name": "沈佳宁", "phone": phone}))
    derived(session, file_id)
    assert VehicleFile.get_by_id(file_id).information_incorrect is incorrect


def test_an_open_correction_marks_the_file_until_it_is_confirmed(session: Session, file_id: int) -> None:
    with session.saving():
        Correction.insert(file=file_id, opened_at=session.now(), opened_by="测试员", reason="空号").execute()
    derived(session, file_id)
    assert VehicleFile.get_by_id(file_id).information_incorrect
    with session.saving():
        Correction.update(confirmed_at=session.now()).execute()
    derived(session, file_id)
    assert not VehicleFile.get_by_id(file_id).information_incorrect


def test_without_its_only_order_a_c_card_is_an_a_card_again(session: Session, file_id: int) -> None:
    with session.saving():
        store(file_id, "X1", SALE)
        store(file_id, "W1", SPRING)
    derived(session, file_id)
    with session.saving():
        RepairOrder.delete().execute()
    derived(session, file_id)
    file = VehicleFile.get_by_id(file_id)
    assert (file.is_c_card, file.last_visit_on, file.last_advisor) == (False, None, "顾问8")


def test_a_thousand_files_are_derived_at_once(session: Session) -> None:
    with session.saving():
        for number in range(1000):
            file = VehicleFile.insert(
                number=f"D{number:06}", vin=f"LFMAP22C7G{number:07}", opened_at=datetime(2026, 8, 1)
            ).execute()
            store(file, f"X{number}", ("sale", SALE[1], {"name": f"客{number}"}))
        changes = derive_files(session, range(1, 1001))
    assert len(changes) == 1000
    assert VehicleFile.get(VehicleFile.number == "D000777").name == "客777"


def another_file(session: Session) -> int:
    return int(
        VehicleFile.insert(number="D000002", vin="LFMAP22C7G0318255", opened_at=session.now()).execute()
    )


def _batch(session: Session) -> int:
    return int(
        ImportBatch.insert(
            kind="deliveries", file_name="f", sha256="", at=session.now(), account="测试员", headings=[], read=0,
            created=0, updated=0, unchanged=0, refused=0, warnings=0,
        ).execute()
    )  # fmt: skip
