"""One search box finds a customer by whatever the clerk has in hand."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest

from db import VehicleFile
from db.search_index import newest_with
from desktop_app.archive.finding import search
from desktop_app.archive.indexing import index_files, reindex
from desktop_app.archive.spelling import spellings
from desktop_app.session import Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop

VIN = "LFM6J7J10KWRSNLN1"


def a_file(session: Session, number: int = 1, **fields: object) -> int:
    with session.saving():
        file_id = VehicleFile.insert(
            {
                "number": f"D{number:06}",
                "vin": f"LFMAP22C7G{number:07}",
                "name": "沈佳宁",
                "opened_at": datetime(2026, 8, 1),
                **fields,
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
    assert newest_with(session.data, ["0955"], 10) == []


@pytest.mark.parametrize(
    "text",
    ["TS-202610-0007", "ts2026100007", "TS 202610 0007", "202610-0007", "0007", "２０２６１００００７"],
)
def test_a_case_is_found_by_its_number(session: Session, shop: Shop, text: str) -> None:
    linked = shop.file()
    shop.complaint(linked, datetime(2026, 10, 16, 9), "TS-202610-0007")
    shop.complaint(None, datetime(2026, 10, 17, 9), "TS-202610-0008")
    assert [(hit.kind, hit.number, hit.file_id) for hit in search(session, text)] == [
        ("case", "TS-202610-0007", linked)
    ]


def test_a_case_without_a_file_is_found_too(session: Session, shop: Shop) -> None:
    shop.complaint(None, datetime(2026, 10, 17, 9), "TS-202610-0008")
    (hit,) = search(session, "TS-202610")
    assert (hit.kind, hit.number, hit.file_id, hit.vin, hit.card) == (
        "case",
        "TS-202610-0008",
        None,
        "",
        None,
    )


def test_a_short_case_number_is_one_of_the_last_year(session: Session, shop: Shop) -> None:
    shop.complaint(None, datetime(2025, 11, 17, 9), "TS-202511-0008")
    shop.complaint(None, datetime(2025, 10, 17, 9), "TS-202510-0008")
    assert [hit.number for hit in search(session, "0008")] == ["TS-202511-0008"]


def test_a_reference_typed_in_full_comes_first_and_its_beginning_last(session: Session, shop: Shop) -> None:
    by_phone = shop.file(phone="13820261234")
    ordered = shop.file()
    shop.order(ordered, date(2026, 10, 8), reference="20261")
    shop.order(ordered, date(2026, 10, 9), reference="202612")
    assert [(hit.kind, hit.file_id) for hit in search(session, "20261")] == [
        ("callback", ordered), ("file", by_phone), ("callback", ordered),
    ]  # fmt: skip


def test_references_leave_room_for_files(session: Session, shop: Shop) -> None:
    by_phone = shop.file(phone="13820261234")
    for number in range(30):
        shop.order(by_phone, date(2026, 10, 8), reference=f"2026-{number}")
    found = search(session, "2026", limit=10)
    assert len(found) == 10
    assert (found[0].kind, found[0].file_id) == ("file", by_phone)


def test_the_best_come_first(session: Session, shop: Shop) -> None:
    middle = shop.file(name="王一", phone="13856789999")
    tail = shop.file(name="王二", phone="13899995678")
    plate = shop.file(name="王三", plate="皖N5678A")
    assert [hit.file_id for hit in search(session, "5678")] == [tail, middle, plate]


def test_the_tail_of_a_plate_comes_before_the_middle_of_a_phone(session: Session, shop: Shop) -> None:
    plate = shop.file(plate="皖NA827")
    phone = shop.file(phone="13882756789")
    assert [hit.file_id for hit in search(session, "827")] == [plate, phone]


def test_a_whole_name_comes_before_a_longer_one_and_the_last_seen_before_others(
    session: Session, shop: Shop
) -> None:
    longer = shop.file(name="王伟强")
    seen = shop.file(name="王伟")
    shop.order(seen, date(2026, 10, 8))
    newer = shop.file(name="王伟")
    inside = shop.file(name="小王伟")
    assert [hit.file_id for hit in search(session, "王伟")] == [seen, newer, longer, inside]
    assert [hit.file_id for hit in search(session, "wangwei")] == [seen, newer, longer, inside]
    assert [hit.file_id for hit in search(session, "ww")][:2] == [seen, newer]


def test_only_so_many_are_given(session: Session, shop: Shop) -> None:
    for number in range(60):
        shop.file(phone=f"138000{number:05}")
    assert len(search(session, "138")) == 50
    assert len(search(session, "138", limit=3)) == 3
    assert search(session, "138", limit=0) == ()


@pytest.mark.parametrize(
    ("name", "likeliest"),
    [("单雄信", "shan xiong xin"), ("万俟卨", "mo qi xie"), ("尉迟恭", "yu chi gong"), ("王伟", "wang wei")],
)
def test_the_likeliest_way_to_read_a_name_comes_first(name: str, likeliest: str) -> None:
    assert " ".join(spellings(name)[0]) == likeliest


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("单雄信", "shan"), ("单雄信", "dan"), ("曾国华", "zeng"), ("解小东", "xie"), ("仇英", "qiu"), ("区大相", "ou"),
        ("查良", "zha"), ("任盈", "ren"), ("盖聂", "ge"), ("尉迟恭", "yuchi"), ("尉迟恭", "ycg"), ("万俟卨", "moqi"),
        ("吕布", "lvbu"), ("乐嘉", "yuejia"), ("朴树", "piao"), ("覃晴", "qin"), ("䶮㛃堃", "yan"), ("重阳", "chongyang"),
        ("云岭物流", "ylwl"), ("Tom", "tom"),
    ],
)  # fmt: skip
def test_a_name_is_found_as_it_is_spoken(session: Session, shop: Shop, name: str, spoken: str) -> None:
    file_id = shop.file(name=name)
    assert [hit.file_id for hit in search(session, spoken)] == [file_id]


def test_looking_back_a_hit_shows_the_card_of_then(session: Session, shop: Shop) -> None:
    file_id = shop.file(phone="13812345678")
    shop.order(file_id, date(2026, 10, 8))
    cards = [search(session.at(datetime(2026, 10, day)), "5678")[0].card for day in (7, 8)]
    assert cards == ["A", "C"]
