"""Wishes noted by hand, drafts of care calls, the sheet of a care call, and the switches of the kinds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from db import AuditEntry, Staff
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import make_appointment
from desktop_app.callbacks.care import KINDS
from desktop_app.callbacks.care_calls import care_call, care_calls
from desktop_app.callbacks.care_drafts import load_care_draft, save_care_draft
from desktop_app.callbacks.care_handling import CareAnswer, save_care
from desktop_app.callbacks.care_notes import AHEAD, end_wish, note_wish, wishes_of
from desktop_app.callbacks.care_sheet import open_care
from desktop_app.callbacks.care_switches import care_switches, switch_kinds_off
from desktop_app.problems import Refused
from desktop_app.session import Session
from tests.callbacks.caring import evening
from tests.callbacks.scenes import a_car

TODAY = date(2026, 10, 15)
DAY = timedelta(days=1)
VIN = "LFMAE0000000000A1"


@pytest.fixture
def desk(session: Session) -> Session:
    """The evening of 15 October 2026."""
    return session.at(evening(TODAY))


def kinds(session: Session) -> list[str]:
    return [one.kind for call in care_calls(session) for one in call.reminders]


@pytest.mark.parametrize(("kind", "lead"), [("advised_work", 14), ("please_come_in", 0)])
def test_a_wish_makes_a_row_from_its_lead_day_until_it_is_ended(desk: Session, kind: str, lead: int) -> None:
    car, due = a_car(desk), TODAY + 20 * DAY
    note_wish(desk, car, kind, due, " 更换刹车片 ")  # type: ignore[arg-type]
    assert kinds(desk.at(evening(due - (lead + 1) * DAY))) == []
    assert kinds(desk.at(evening(due - lead * DAY))) == [kind]
    wish = wishes_of(desk, car)[0]
    assert (wish.text, wish.due_on) == ("更换刹车片", due)
    end_wish(desk, wish.id)
    assert wishes_of(desk, car) == ()
    assert kinds(desk.at(evening(due))) == []
    deeds = [
        entry.action for entry in AuditEntry.select().where(AuditEntry.file_id == car).order_by(AuditEntry.id)
    ]
    assert deeds == ["wish", "wish_ended"]


def test_the_same_wish_twice_is_one(desk: Session) -> None:
    car = a_car(desk)
    for _ in range(2):
        note_wish(desk, car, "please_come_in", TODAY, "看异响")
    assert len(wishes_of(desk, car)) == 1


@pytest.mark.parametrize(
    ("due_on", "text", "field"),
    [(TODAY, "  ", "text"), (TODAY - DAY, "刹车片", "due_on"), (TODAY + AHEAD + DAY, "刹车片", "due_on")],
)
def test_what_cannot_be_noted_is_told_at_its_field(
    desk: Session, due_on: date, text: str, field: str
) -> None:
    with pytest.raises(Refused) as told:
        note_wish(desk, a_car(desk), "advised_work", due_on, text)
    assert told.value.field == field
    with pytest.raises(Refused):
        note_wish(desk, 999, "advised_work", TODAY, "刹车片")
    with pytest.raises(Refused):
        end_wish(desk, 999)


def test_a_care_call_left_half_way_is_kept_until_it_is_saved(desk: Session) -> None:
    car = a_car(desk, vin=VIN, birthday=date(1986, 10, 15))
    save_care_draft(desk, VIN, {"birthday": "declined"})
    save_care_draft(desk, VIN, {"birthday": "accepted"})
    assert load_care_draft(desk, VIN) == {"birthday": "accepted"}
    assert open_care(desk, VIN).draft == {"birthday": "accepted"}
    save_care(desk, car, [CareAnswer("birthday", TODAY, "accepted")], "k1")
    assert load_care_draft(desk, VIN) is None
    save_care_draft(desk, VIN, {"birthday": "later"})
    save_care_draft(desk, VIN, None)
    assert load_care_draft(desk, VIN) is None


def test_the_sheet_of_a_call_has_the_appointments_and_the_advisors(desk: Session) -> None:
    Staff.insert(name="白一鸣", role="service_advisor").execute()
    Staff.insert(name="走了的", role="service_advisor", retired_on=TODAY).execute()
    car = a_car(desk, vin=VIN, birthday=date(1986, 10, 15), phone=None, landline="0564-3312345", sex="女")
    made, _ = make_appointment(desk, car, NewAppointment(evening(TODAY + DAY), "保养"), "k")
    sheet = open_care(desk, VIN)
    assert (sheet.field, sheet.number, sheet.sex) == ("landline", "0564-3312345", "女")
    assert [one.id for one in sheet.booked] == [made]
    assert sheet.advisors == ("白一鸣",)


def test_a_car_without_a_reminder_has_no_sheet(desk: Session) -> None:
    a_car(desk, vin=VIN)
    with pytest.raises(Refused, match="没有要提醒的"):
        open_care(desk, VIN)


def test_kinds_are_switched_off_and_on_again(desk: Session) -> None:
    a_car(desk, vin=VIN, birthday=date(1986, 10, 15))
    assert {one.code for one in care_switches(desk)} == KINDS.keys()
    assert all(one.on for one in care_switches(desk))
    assert care_call(desk, VIN)
    switch_kinds_off(desk, ["birthday"])
    assert [one.code for one in care_switches(desk) if not one.on] == ["birthday"]
    assert care_call(desk, VIN) is None
    switch_kinds_off(desk, [])
    assert care_call(desk, VIN)
    assert [entry.new for entry in AuditEntry.select().order_by(AuditEntry.id)] == ["生日", None]
    leads = {one.code: (one.lead, one.stays) for one in care_switches(desk)}
    assert leads["warranty"] == ("提前 1 个月", "30 天")
    assert leads["please_come_in"] == ("当天", "直到来店或谢绝")
    with pytest.raises(KeyError):
        switch_kinds_off(desk, ["moon"])
