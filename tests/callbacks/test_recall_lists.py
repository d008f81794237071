"""A recall list before it is taken in, among those taken in, and taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from db import CareDate, VehicleFile
from desktop_app.callbacks.care_handling import CareAnswer, save_care
from desktop_app.callbacks.recall_lists import preview_recall, recall_lists, undo_recall
from desktop_app.callbacks.recalls import finish_recall, mark_recalled, recalls_of
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.callbacks.scenes import a_car

VINS = ("LFMAE0000000000A1", "LFMAE0000000000A2")
UNKNOWN = "LFMAE0000000000A9"
NAME = "燃油泵召回"


@pytest.fixture
def cars(session: Session) -> list[int]:
    return [a_car(session, vin=vin, name=f"客户{place}") for place, vin in enumerate(VINS)]


def test_a_preview_tells_the_known_and_the_unknown_and_stores_nothing(
    session: Session, cars: list[int], tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"VIN\n{VINS[1]}\n{UNKNOWN}\n{VINS[0]}\n{VINS[0]}\n", "utf-8")
    found = preview_recall(session, path)
    assert [(one.vin, one.name) for one in found.known] == [(VINS[1], "客户1"), (VINS[0], "客户0")]
    assert found.unknown == (UNKNOWN,)
    assert CareDate.select().count() == 0
    path.write_text("没有\n", "utf-8")
    with pytest.raises(Refused, match="没有找到车架号"):
        preview_recall(session, path)


def test_lists_stand_newest_first_with_what_is_open(session: Session, cars: list[int]) -> None:
    mark_recalled(session, VINS, NAME)
    later = session.at(session.now() + timedelta(hours=1))
    mark_recalled(later, VINS[:1], "安全气囊召回")
    finish_recall(later, recalls_of(later, cars[1])[0].id)
    assert [(one.name, one.marked, one.still_open) for one in recall_lists(later)] == [
        ("安全气囊召回", 1, 1), (NAME, 2, 1),
    ]  # fmt: skip


def test_a_list_is_taken_back_whole(session: Session, cars: list[int]) -> None:
    mark_recalled(session, VINS[:1], NAME)
    later = session.at(session.now() + timedelta(hours=1))
    mark_recalled(later, VINS, NAME)
    undo_recall(later, NAME, later.now())
    assert [bool(recalls_of(later, car)) for car in cars] == [True, False], "the list before it stays"
    with pytest.raises(Refused, match="已不存在"):
        undo_recall(later, NAME, later.now())


def test_a_list_that_people_have_worked_on_stays(session: Session, cars: list[int]) -> None:
    mark_recalled(session, VINS, NAME)
    mark = recalls_of(session, cars[0])[0]
    answer = CareAnswer("recall", mark.noted_on, "accepted")
    save_care(session, cars[1], [answer], "k1")
    with pytest.raises(Refused, match="接到这次召回的电话"):
        undo_recall(session, NAME, session.now())
    finish_recall(session, mark.id)
    with pytest.raises(Refused, match="完成召回"):
        undo_recall(session, NAME, session.now())
    assert CareDate.select().count() == 2
    assert VehicleFile.select().count() == 2
