"""Recalls: a list of VINs marks files and reminds, until the car came for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook

from db import AuditEntry, CareDate, VehicleFile
from desktop_app.callbacks.care_calls import care_call
from desktop_app.callbacks.recalls import finish_recall, import_recall, mark_recalled, recalls_of
from desktop_app.problems import Refused
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.caring import visited
from tests.callbacks.scenes import a_car

VINS = ("LFMAE0000000000A1", "LFMAE0000000000A2")
UNKNOWN = "LFMAE0000000000A9"
NAME = "燃油泵召回 2026-11"
DAY = timedelta(days=1)


@pytest.fixture
def cars(session: Session) -> list[int]:
    return [a_car(session, vin=vin) for vin in VINS]


def a_csv(folder: Path) -> Path:
    path = folder / "list.csv"
    path.write_text(
        f"召回清单\n序号,车架号,备注\n1,{VINS[0].lower()},急\n2, {VINS[1]} ,\n3,{UNKNOWN},\n4,{VINS[0]},\n",
        "gb18030",
    )
    return path


def a_workbook(folder: Path) -> Path:
    book = Workbook()
    for row in (["召回"], ["底盘号"], *([vin] for vin in (*VINS, UNKNOWN))):
        book.active.append(row)  # type: ignore[union-attr]
    book.save(folder / "list.xlsx")
    return folder / "list.xlsx"


@pytest.mark.parametrize("make", [a_csv, a_workbook])
def test_a_list_marks_the_cars_known_here_once(
    session: Session, cars: list[int], tmp_path: Path, make
) -> None:  # type: ignore[no-untyped-def]
    path = make(tmp_path)
    first = import_recall(session, path, NAME)
    assert (first.read, first.marked, first.already, first.unknown) == (3, 2, 0, (UNKNOWN,))
    again = import_recall(session, path, f" {NAME} ")
    assert (again.marked, again.already) == (0, 2)
    assert CareDate.select().count() == 2
    trail = [(entry.entity, entry.new) for entry in AuditEntry.select().order_by(AuditEntry.id)]
    assert trail[0][1].endswith(".backup"), "one is made before the list is taken in"
    assert [new for entity, new in trail if entity == "recall"] == [f"{NAME}：2 辆"]
    assert import_recall(session, path, "气囊召回").marked == 2


def test_the_mark_stands_with_a_reminder_from_that_day(session: Session, cars: list[int]) -> None:
    mark_recalled(session, VINS, NAME)
    (mark,) = recalls_of(session, cars[0])
    assert (mark.name, mark.noted_on, mark.done_on) == (NAME, session.today(), None)
    call = care_call(session, VINS[0])
    assert call
    assert [(one.kind, one.text, one.lead_on) for one in call.reminders] == [
        ("recall", NAME, session.today())
    ]
    assert recalls_of(session.at(session.now() - DAY), cars[0]) == ()


def test_an_order_for_the_recall_ends_it_and_another_does_not(session: Session, cars: list[int]) -> None:
    mark_recalled(session, VINS, NAME)
    later = session.at(session.now() + 5 * DAY)
    visited(cars[0], date(2026, 11, 2), work="更换机油")
    assert recalls_of(later, cars[0])[0].done_on is None
    visited(cars[0], date(2026, 11, 3), work="按召回更换燃油泵")
    assert recalls_of(later, cars[0])[0].done_on == date(2026, 11, 3)
    assert care_call(later, VINS[0]) is None
    assert recalls_of(session.at(datetime(2026, 11, 2, 12)), cars[0])[0].done_on is None


def test_a_person_can_say_that_it_is_done(session: Session, cars: list[int]) -> None:
    mark_recalled(session, VINS, NAME)
    finish_recall(session, recalls_of(session, cars[0])[0].id)
    assert recalls_of(session, cars[0])[0].done_on == session.today()
    assert care_call(session, VINS[0]) is None
    assert care_call(session, VINS[1]) is not None
    with pytest.raises(Refused, match="不存在"):
        finish_recall(session, 999)


def test_a_list_without_vins_or_a_name_is_refused(session: Session, cars: list[int], tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("序号,备注\n1,无\n", "utf-8")
    with pytest.raises(Refused, match="没有找到车架号"):
        import_recall(session, path, NAME)
    with pytest.raises(Refused) as refused:
        import_recall(session, a_csv(tmp_path), " ")
    assert refused.value.field == "name"
    reception = replace(session, person=Person("前台", frozenset({RECEPTIONIST})))
    with pytest.raises(Refused, match="不能导入"):
        import_recall(reception, a_csv(tmp_path), NAME)
    assert not CareDate.select().count()
    assert VehicleFile.select().count() == 2
