"""What a care call came to: accepted, declined, later; the rest of fourteen days; the appointment it leads to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from db import AuditEntry, CareDate, CareOutcome, Staff, VehicleFile
from desktop_app.callbacks.appointment_booking import NewAppointment
from desktop_app.callbacks.appointments import make_appointment, of_file
from desktop_app.callbacks.care_calls import care_calls
from desktop_app.callbacks.care_handling import Answer, CareAnswer, save_care
from desktop_app.callbacks.progress import progress
from desktop_app.callbacks.why import why
from desktop_app.callbacks.worklist import Entry, worklist
from desktop_app.problems import Refused
from desktop_app.safety.duties import RECEPTIONIST
from desktop_app.session import Person, Session
from tests.callbacks.caring import a_wish, evening, sold, visited
from tests.callbacks.scenes import a_callback, a_car

DUE = date(2026, 10, 15)
DAY = timedelta(days=1)
BIRTHDAY = CareAnswer("birthday", DUE, "accepted")


@pytest.fixture
def desk(session: Session) -> Session:
    """The evening of 15 October 2026."""
    return session.at(evening(DUE))


def on(session: Session, days: int) -> Session:
    return session.at(evening(DUE + days * DAY))


def kinds(session: Session) -> list[str]:
    return [one.kind for call in care_calls(session) for one in call.reminders]


def care_rows(session: Session) -> list[Entry]:
    return [entry for entry in worklist(session) if entry.group == "care"]


@pytest.mark.parametrize(("answer", "rests"), [("accepted", True), ("declined", True), ("later", False)])
@pytest.mark.parametrize("phone", ["own", "shared"])
def test_a_care_call_gives_a_customer_fourteen_days_of_rest(
    desk: Session, answer: Answer, rests: bool, phone: str
) -> None:
    first = a_car(desk, birthday=date(1986, 10, 15), phone="13812345678")
    other = first if phone == "own" else a_car(desk, phone="13812345678")
    a_wish(other, "please_come_in", DUE, DUE - DAY)
    save_care(desk, first, [CareAnswer("birthday", DUE, answer, reason="在外地")], "k1")
    for days in range(16):
        listed = "please_come_in" in kinds(on(desk, days))
        assert listed == (not rests or days >= 14), days


def test_an_answered_reminder_does_not_come_back(desk: Session) -> None:
    car = a_car(desk, birthday=date(1986, 10, 15))
    save_care(desk, car, [BIRTHDAY], "k1")
    assert not any(kinds(on(desk, days)) for days in range(40))
    assert kinds(on(desk, 365)) == ["birthday"]
    assert kinds(desk.at(datetime(2026, 10, 15, 9))) == ["birthday"], "in the morning nobody had called yet"


def test_later_is_a_day_of_its_own_and_beats_the_rest(desk: Session) -> None:
    car = sold(desk, date(2024, 10, 15), birthday=date(1986, 10, 15))
    later = CareAnswer("yearly_contact", DUE, "later", again_on=DUE + 5 * DAY)
    save_care(desk, car, [BIRTHDAY, later], "k1")
    assert [kinds(on(desk, days)) for days in (0, 4, 5, 6)] == [
        [],
        [],
        ["yearly_contact"],
        ["yearly_contact"],
    ]
    told = why(desk, care_vin(desk, car)).reason
    assert told.startswith("不在名单上：10-15 已打过关怀电话（年度联系：稍后再打），约好 10-20 再打")
    assert "约好今天再打" in care_rows(on(desk, 5))[0].reason
    assert "约好 10-20 再打" in care_rows(on(desk, 8))[0].reason


def care_vin(session: Session, car: int) -> str:
    return str(VehicleFile.get_by_id(car).vin)


def test_without_a_day_later_means_the_next_working_day(desk: Session) -> None:
    friday = desk.at(evening(date(2026, 10, 16)))
    car = a_car(desk, birthday=date(1986, 10, 15))
    save_care(friday, car, [CareAnswer("birthday", DUE, "later")], "k1")
    assert CareOutcome.get().again_on == date(2026, 10, 19)


def test_a_call_answers_each_of_its_reminders(desk: Session) -> None:
    car = sold(desk, date(2024, 10, 15), birthday=date(1986, 10, 15))
    answers = [BIRTHDAY, CareAnswer("yearly_contact", DUE, "declined", reason="车已卖")]
    saved = save_care(desk, car, answers, "k1")
    assert saved.created
    assert [(one.kind, one.accepted, one.reason) for one in CareOutcome.select()] == [
        ("birthday", True, None), ("yearly_contact", False, "车已卖"),
    ]  # fmt: skip
    assert [entry.new for entry in AuditEntry.select().where(AuditEntry.action == "care")] == [
        "生日 2026-10-15：接受", "年度联系 2026-10-15：不接受",
    ]  # fmt: skip
    again = save_care(desk, car, answers, "k1")
    assert not again.created
    assert CareOutcome.select().count() == 2


def test_a_care_call_counts_as_done_and_never_as_a_callback(desk: Session) -> None:
    car, other = (a_car(desk, birthday=date(1986, 10, 15)) for _ in range(2))
    save_care(desk, car, [BIRTHDAY], "k1")
    made = progress(desk)
    assert (made.calls, made.completed, made.done, made.left) == (0, 0, 1, 1)
    assert [entry.file_id for entry in worklist(desk)] == [other]


def test_an_accepted_one_makes_the_appointment_in_the_same_breath(desk: Session) -> None:
    Staff.insert(name="林澄", role="service_advisor").execute()
    car = a_car(desk, birthday=date(1986, 10, 15))
    new = NewAppointment(datetime(2026, 10, 20, 9), "5,000 公里保养", "林澄", "代步车")
    saved = save_care(desk, car, [BIRTHDAY], "k1", new)
    (booked,) = of_file(desk, car)
    assert (booked.id, booked.at, booked.work, booked.advisor, booked.courtesy, booked.state) == (
        saved.appointment, new.at, new.work, "林澄", "代步车", "made",
    )  # fmt: skip


WRONG: list[tuple[Sequence[CareAnswer], NewAppointment | None, str]] = [
    ([], None, "answer"),
    ([replace(BIRTHDAY, answer="declined")], None, "reason"),
    ([replace(BIRTHDAY, again_on=DUE + DAY)], None, "again_on"),
    ([replace(BIRTHDAY, answer="later", again_on=DUE)], None, "again_on"),
    ([replace(BIRTHDAY, answer="later", again_on=DUE + 31 * DAY)], None, "again_on"),
    ([BIRTHDAY], NewAppointment(datetime(2026, 10, 15, 9), "保养"), "at"),
    ([BIRTHDAY], NewAppointment(datetime(2026, 10, 25, 9), "  "), "work"),
    ([BIRTHDAY], NewAppointment(datetime(2026, 10, 25, 9), "保养", "无此人"), "advisor"),
    ([replace(BIRTHDAY, answer="later")], NewAppointment(datetime(2026, 10, 25, 9), "保养"), "appointment"),
]


@pytest.mark.parametrize(("answers", "new", "field"), WRONG)
def test_what_is_missing_or_wrong_is_said_at_its_field_and_nothing_is_stored(
    desk: Session, answers: Sequence[CareAnswer], new: NewAppointment | None, field: str
) -> None:
    car = a_car(desk, birthday=date(1986, 10, 15))
    with pytest.raises(Refused) as refused:
        save_care(desk, car, answers, "k1", new)
    assert refused.value.field == field
    assert not CareOutcome.select().count()
    assert not of_file(desk, car)


def test_reception_makes_no_care_calls(desk: Session) -> None:
    car = a_car(desk, birthday=date(1986, 10, 15))
    reception = replace(desk, person=Person("前台", frozenset({RECEPTIONIST})))
    with pytest.raises(Refused, match="不能回访"):
        save_care(reception, car, [BIRTHDAY], "k1")
    assert "*" in str(care_calls(reception)[0].customer.phone)


def test_who_declines_to_come_in_is_not_asked_again(desk: Session) -> None:
    car = a_car(desk)
    a_wish(car, "please_come_in", DUE, DUE - DAY)
    assert kinds(on(desk, 300)) == ["please_come_in"]
    save_care(desk, car, [CareAnswer("please_come_in", DUE, "declined", reason="已在外地修好")], "k1")
    assert CareDate.get().done_at == evening(DUE)
    assert kinds(on(desk, 300)) == []
    assert kinds(on(desk, -0).at(datetime(2026, 10, 15, 9))) == ["please_come_in"]


@pytest.mark.parametrize(
    ("first", "second"), [("accepted", False), ("declined", False), (None, True), ("later", True)]
)
def test_the_second_word_about_the_warranty_comes_only_if_the_first_brought_nothing(
    session: Session, first: Answer | None, second: bool
) -> None:
    car = sold(session, date(2023, 10, 15))
    early = session.at(evening(date(2026, 9, 15)))
    if first:
        save_care(early, car, [CareAnswer("warranty", DUE, first, reason="再说")], "k1")
    assert ("warranty_again" in kinds(session.at(evening(date(2026, 10, 1))))) == second


def test_a_row_of_the_worklist_is_one_car_with_all_that_is_to_be_said(desk: Session) -> None:
    car = sold(
        desk,
        date(2024, 10, 15),
        insured_on=date(2025, 10, 30),
        preferred_hours="晚上",
        preferred_contact="微信",
    )
    (row,) = care_rows(desk)
    assert (row.kind, row.ref, row.due_from, row.due_to, row.day, row.tries, row.about_on) == (
        "care", care_vin(desk, car), date(2026, 9, 30), DUE + 30 * DAY, 15, None, DUE,
    )  # fmt: skip
    assert row.reason == (
        "保险到期 10-30 · 年度联系 今天 2024-10-15 之后没有来过 · 爱车生日 今天 2 周年 · 希望用微信联系 · 喜欢晚上"
    )


def test_care_comes_last_and_by_the_day_it_is_about_and_joins_the_customers_callback(desk: Session) -> None:
    late = a_car(desk, birthday=date(1986, 10, 15))
    early = a_car(desk, birthday=date(1986, 10, 1))
    both = a_car(desk, birthday=date(1986, 10, 2))
    a_callback(desk, DUE - 4 * DAY, car=both, ref="WX1")
    rows = worklist(desk)
    assert [(row.file_id, row.group) for row in rows] == [
        (both, "open"), (both, "care"), (early, "care"), (late, "care"),
    ]  # fmt: skip
    assert rows[0].together == rows[1].together == 1


@pytest.mark.parametrize(
    ("then", "listed", "said"),
    [
        (date(2026, 10, 15), True, "在名单上，关怀：生日 今天。"),
        (date(2026, 10, 18), True, "在名单上，关怀：生日 10-15。"),
        (date(2026, 11, 15), False, "不在名单上：下一项是生日，2027-10-15 起。"),
    ],
)
def test_why_answers_for_a_car(session: Session, then: date, listed: bool, said: str) -> None:
    car = a_car(session, birthday=date(1986, 10, 15), opened_at=datetime(2026, 1, 1))
    found = why(session.at(evening(then)), care_vin(session, car).lower())
    assert (found.listed, found.reason) == (listed, said)


def test_why_tells_of_the_last_call_and_of_an_opt_out(desk: Session) -> None:
    car = a_car(desk, birthday=date(1986, 10, 15), opened_at=datetime(2026, 1, 1))
    save_care(desk, car, [BIRTHDAY], "k1")
    told = why(on(desk, 2), care_vin(desk, car)).reason
    assert (
        told == "不在名单上：10-15 已打过关怀电话（生日：接受），14 天内不再打，下一项是生日，2027-10-15 起。"
    )
    never = a_car(desk, opened_at=datetime(2026, 1, 1), do_not_call_at=datetime(2026, 5, 1))
    assert why(desk, care_vin(desk, never)).reason == "不在名单上：客户 05-01 要求不再致电。"
    nothing = a_car(desk, opened_at=datetime(2026, 1, 1))
    assert why(desk, care_vin(desk, nothing)).reason == "不在名单上：现在没有要提醒的。"


def test_a_booked_car_is_shown_as_booked(desk: Session) -> None:
    car = visited(a_car(desk), date(2026, 4, 20))
    make_appointment(desk, car, NewAppointment(datetime(2026, 10, 25, 9), "保养"), "k1")
    assert care_rows(desk)[0].reason == "下次保养 10-20 · 已预约 10-25 09:00"
