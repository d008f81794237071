"""表4: wrong data goes to a department and comes back right; the file is marked meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from db import Attempt, Callback, Correction
from desktop_app.archive import corrections
from desktop_app.archive.files import open_file
from desktop_app.archive.finding import search
from desktop_app.archive.history import history
from desktop_app.problems import Refused
from desktop_app.session import Session

if TYPE_CHECKING:
    from tests.archive.conftest import Shop

DUE = date(2026, 11, 3)


@pytest.fixture
def file_id(shop: Shop) -> int:
    return shop.file(phone="13812345678")


@pytest.fixture
def opened(session: Session, file_id: int) -> int:
    return int(corrections.open_correction(session, file_id, "号码是空号").reference or 0)


def state(session: Session, file_id: int) -> str:
    (case,) = corrections.corrections_of(session, file_id)
    return case.state


def marked(session: Session, file_id: int) -> bool:
    return any(mark.kind == "information_incorrect" for mark in open_file(session, file_id).marks)


def test_the_whole_way_from_opened_to_confirmed(session: Session, file_id: int, opened: int) -> None:
    assert (state(session, file_id), marked(session, file_id)) == ("opened", True)
    corrections.send(session, opened, "销售部", DUE)
    assert state(session, file_id) == "sent"
    corrections.correct(session, opened, name="沈嘉宁", phone="139 0000 1111")
    assert (state(session, file_id), open_file(session, file_id).name) == ("corrected", "沈佳宁")
    corrections.confirm(session, opened)
    assert (state(session, file_id), marked(session, file_id)) == ("confirmed", False)
    file = open_file(session, file_id)
    assert (file.name, file.fields["phone"]) == ("沈嘉宁", "13900001111")
    assert [hit.file_id for hit in search(session, "沈嘉宁")] == [file_id]
    told = [entry.action for entry in reversed(history(session, file_id))]
    assert told == ["登记信息更正", "转交更正", "收回更正", "确认更正", "修改", "修改"]


def test_what_is_still_wrong_goes_back_to_the_department(session: Session, file_id: int, opened: int) -> None:
    corrections.send(session, opened, "销售部", DUE)
    corrections.correct(session, opened, phone="13900001111")
    corrections.give_back(session, opened, "仍是空号")
    assert (state(session, file_id), marked(session, file_id)) == ("returned", True)
    with pytest.raises(Refused):
        corrections.confirm(session, opened)
    corrections.correct(session, opened, phone="13900002222")
    corrections.confirm(session, opened)
    assert open_file(session, file_id).fields["phone"] == "13900002222"


@pytest.mark.parametrize("verb", ["confirm", "give_back"])
def test_nothing_is_confirmed_or_returned_before_it_came_back(
    session: Session, opened: int, verb: str
) -> None:
    with pytest.raises(Refused):
        getattr(corrections, verb)(session, opened, *(["理由"] if verb == "give_back" else []))


def test_a_confirmed_correction_is_never_changed(session: Session, file_id: int, opened: int) -> None:
    corrections.correct(session, opened, remark="客户来店确认，号码已恢复")
    corrections.confirm(session, opened)
    for again in (
        lambda: corrections.send(session, opened, "销售部", DUE),
        lambda: corrections.correct(session, opened, phone="13900002222"),
        lambda: corrections.give_back(session, opened, "错"),
        lambda: corrections.confirm(session, opened),
    ):
        with pytest.raises(Refused):
            again()
    assert open_file(session, file_id).fields["phone"] == "13812345678"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({}, "found_phone"),
        ({"phone": "139000"}, "found_phone"),
        ({"other_phone": "没有"}, "found_other_phone"),
    ],
)
def test_what_came_back_is_checked_at_its_field(
    session: Session, opened: int, typed: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        corrections.correct(session, opened, **typed)
    assert refusal.value.field == field


def test_a_day_that_has_passed_is_no_due_date(session: Session, opened: int) -> None:
    with pytest.raises(Refused) as refusal:
        corrections.send(session, opened, "销售部", date(2026, 10, 30))
    assert refusal.value.field == "due_on"


def test_a_department_is_late_from_the_day_after(session: Session, opened: int) -> None:
    corrections.send(session, opened, "销售部", DUE)
    late = [session.at(datetime(2026, 11, day, 0, 1)) for day in (3, 4)]
    assert [corrections.open_corrections(moment)[0].overdue for moment in late] == [False, True]


def test_a_callback_opens_one_correction_at_a_time(session: Session, shop: Shop, file_id: int) -> None:
    callback = shop.callback(file_id, "WX1", date(2026, 10, 25))
    with session.saving():
        first = corrections.store_correction(session, file_id, "空号", callback)
        assert corrections.store_correction(session, file_id, "错误号码", callback) == first
    assert Correction.select().count() == 1


def test_a_confirmed_number_puts_the_callback_on_the_list_again(
    session: Session, shop: Shop, file_id: int
) -> None:
    callback = shop.callback(file_id, "WX1", date(2026, 10, 25))
    at = session.now() - timedelta(hours=2)
    with session.saving():
        Attempt.insert(
            callback=callback, at=at, recorded_at=at, caller="测试员", disposition="invalid_number"
        ).execute()
        opened = corrections.store_correction(session, file_id, "空号", callback)
    corrections.correct(session, opened, phone="13900001111")
    corrections.confirm(session, opened)
    stored = Callback.get_by_id(callback)
    assert (stored.last_disposition, stored.corrected_at) == ("invalid_number", session.now())


def test_the_mark_stays_while_another_correction_is_open(session: Session, file_id: int, opened: int) -> None:
    corrections.open_correction(session, file_id, "地址不详")
    corrections.correct(session, opened, phone="13900001111")
    corrections.confirm(session, opened)
    assert marked(session, file_id)
