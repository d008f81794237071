"""The day's end: what is still to be settled, what goes to the departments, what goes into the CRM."""

from __future__ import annotations

import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from db import Attempt, AuditEntry, Department, ExportEntry, ImportBatch, Staff
from db.connection import rows, scalar
from desktop_app.callbacks.calls import Outcome, save_outcome
from desktop_app.callbacks.crm_queue import _waits, crm_queue, crm_report, tick, untick
from desktop_app.callbacks.external_surveys import (
    HIGHEST,
    invitations,
    invite,
    note_score,
    remove,
    survey_report,
)
from desktop_app.callbacks.outstanding import give_reason, open_case_of, outstanding
from desktop_app.callbacks.slips import OTHERWISE, problems, slip_report, slips, slips_pdf
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.exporting import export_report
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from desktop_app.statistics.dissatisfied import dissatisfied_customers
from tests.callbacks.scenes import a_callback, a_car, an_attempt

HANDED_OVER = date(2026, 10, 27)
TODAY = date(2026, 10, 31)
CASE = NewComplaint(words="空调不凉", grade="complaint", channel="callback", cause="repair quality")
HAPPY = {1: 9, 2: True, 4: "详细说明", 5: True, 6: True, 9: 8, 10: 9}
_moments = iter(range(1, 10_000))


def a_call(session: Session, callback: int, answers: dict[int, object], **told: object) -> int:
    """A completed call a second after the one before."""
    at = datetime(2026, 10, 31, 9) + timedelta(seconds=next(_moments))
    outcome = Outcome("completed", f"k{at}", at=at, answers=answers, **told)  # type: ignore[arg-type]
    return save_outcome(session, callback, outcome).attempt_id


def imported(session: Session, count: int = 1) -> list[int]:
    """Dissatisfied calls of an import: no case, no reason."""
    batch = ImportBatch.insert(
        kind="callbacks", file_name="x.csv", sha256="0", at=session.now(), account="许知微", headings=[], read=0,
        created=0, updated=0, unchanged=0, refused=0, warnings=0,
    ).execute()  # fmt: skip
    return [
        an_attempt(
            session, a_callback(session, HANDED_OVER), datetime(2026, 10, 30, 9, minute), "completed",
            dissatisfied=True, overall=3.0, batch=batch,
        )
        for minute in range(count)
    ]  # fmt: skip


def test_imported_dissatisfied_calls_wait_until_each_has_a_case_or_a_reason(session: Session) -> None:
    with session.saving():
        load_causes(session)
    first, second, third = imported(session, 3)
    assert [one.attempt_id for one in outstanding(session)] == [first, second, third]
    made = open_case_of(session, first, CASE)
    give_reason(session, [second, third], "老系统里已经处理过")
    assert outstanding(session) == ()
    assert made.reference
    report = dissatisfied_customers(session, date(2026, 10, 1), TODAY)
    assert [row[-1] for row in report.rows] == [made.reference, *["老系统里已经处理过"] * 2]


def test_what_was_settled_meanwhile_is_not_settled_again(session: Session) -> None:
    first, second = imported(session, 2)
    give_reason(session, [first], "重复")
    for again in ([first], [first, second], [99_999]):
        with pytest.raises(Refused, match="已经由别人处理"):
            give_reason(session, again, "重复")
    with pytest.raises(Refused, match="已经由别人处理"):
        open_case_of(session, first, CASE)
    assert [one.attempt_id for one in outstanding(session)] == [second]


def test_a_reason_is_written(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        give_reason(session, imported(session), "  ")
    assert refused.value.field == "reason"
    assert len(outstanding(session)) == 1


def test_the_queue_holds_completed_calls_of_this_program_until_they_are_ticked(session: Session) -> None:
    imported(session)
    car = a_car(session, name="沈佳", phone="13812345678")
    call = a_call(session, a_callback(session, HANDED_OVER, car=car, ref="WX1"), HAPPY, words="师傅耐心")
    an_attempt(session, a_callback(session, HANDED_OVER), datetime(2026, 10, 31, 8))
    (entry,) = crm_queue(session)
    fields = {one.label: one.value for one in entry.fields}
    assert [one.label for one in entry.fields][:4] == ["工单号", "VIN号", "客户姓名", "联系电话"]
    assert (fields["工单号"], fields["客户姓名"], fields["联系电话"]) == ("WX1", "沈佳", "13812345678")
    assert fields["总分"] == "9.0"
    assert [value for label, value in fields.items() if label.startswith("问题11")] == ["师傅耐心"]
    tick(session, [call])
    assert crm_queue(session) == ()
    untick(session, [call])
    assert len(crm_queue(session)) == 1
    deeds = [one for (one,) in rows(AuditEntry.select(AuditEntry.action)) if "crm" in one]
    assert deeds == ["enter_in_crm", "take_out_of_crm"]


def test_a_ticked_call_stays_ticked_when_asked_of_the_next_day(session: Session) -> None:
    call = a_call(session, a_callback(session, HANDED_OVER), HAPPY)
    assert len(crm_queue(session.at(datetime(2026, 11, 5, 9)))) == 1
    tick(session, [call])
    assert scalar(Attempt.select(Attempt.entered_in_crm_at)) == session.now()


def test_the_queue_goes_out_as_a_file(session: Session, tmp_path: Path) -> None:
    a_call(session, a_callback(session, HANDED_OVER, ref="WX7"), HAPPY)
    export_report(session, crm_report(session, crm_queue(session)), tmp_path / "crm.xlsx", reason="上传厂家")
    cells = [cell for row in load_workbook(tmp_path / "crm.xlsx").active.values for cell in row]
    assert {"WX7", "协议号/工单号", "9.0"} <= set(cells)
    assert rows(ExportEntry.select(ExportEntry.what, ExportEntry.rows)) == [("待录入厂家CRM", 1)]


def test_every_department_gets_one_slip_of_what_was_wrong_today(session: Session) -> None:
    sales = a_callback(session, date(2026, 10, 22), kind="sales")
    a_call(session, sales, {1: 9, 3: False}, words="没试驾")
    service = a_callback(session, HANDED_OVER)
    a_call(session, service, HAPPY | {1: 4}, no_case_reason="当场解释清楚")
    a_call(session, a_callback(session, HANDED_OVER), HAPPY)
    made = slips(session)
    assert [(one.department, len(one.calls)) for one in made] == [(OTHERWISE, 1), ("销售部", 1)]
    assert problems(made[0].calls[0]) == ("问题1 总体满意：4",)
    assert problems(made[1].calls[0])[0].startswith("问题3 试乘试驾：否")
    assert slips(session, TODAY - timedelta(days=1)) == ()


def test_a_slip_goes_to_the_department_of_the_advisor(session: Session) -> None:
    department = Department.insert(name="钣喷车间").execute()
    advisor = Staff.insert(name="方禾", role="service_advisor", department=department).execute()
    a_call(
        session, a_callback(session, HANDED_OVER, person=advisor), HAPPY | {5: False}, no_case_reason="已道歉"
    )
    (slip,) = slips(session)
    assert (slip.department, slip.calls[0].person) == ("钣喷车间", "方禾")


def test_a_slip_is_printed_with_room_to_sign(session: Session, tmp_path: Path) -> None:
    a_call(
        session, a_callback(session, HANDED_OVER), HAPPY | {1: 2}, no_case_reason="已道歉", words="等了两小时"
    )
    page = slips_pdf(session, slips(session))
    (tmp_path / "s.pdf").write_bytes(page)
    told = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "s.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    assert all(words in told for words in ("客户反馈单", "售后部", "等了两小时", "签收人", "签收日期"))
    report = slip_report(session, slips(session)[0])
    assert all(len(row) == len(report.columns) for row in report.rows)
    with pytest.raises(Refused, match="没有要反馈"):
        slips_pdf(session, ())


def test_external_surveys_are_recorded_and_screen_nobody(session: Session) -> None:
    car = a_car(session, name="沈佳")
    invite(session, car, " JD Power ", TODAY)
    with pytest.raises(Refused, match="已经登记过"):
        invite(session, car, "JD Power", TODAY)
    (one,) = invitations(session, TODAY, TODAY)
    assert (one.survey, one.name, one.invited_by, one.score) == ("JD Power", "沈佳", "测试员", None)
    note_score(session, one.id, 812)
    report = survey_report(session, TODAY, TODAY)
    assert report.rows[0][-1] == "812"
    remove(session, one.id)
    assert invitations(session, TODAY, TODAY) == ()


@pytest.mark.parametrize(
    ("survey", "day", "field"), [(" ", TODAY, "survey"), ("CSI", TODAY + timedelta(days=1), "invited_on")]
)
def test_an_invitation_has_a_name_and_a_day_gone_by(
    session: Session, survey: str, day: date, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        invite(session, a_car(session), survey, day)
    assert refused.value.field == field


def test_a_score_is_a_score(session: Session) -> None:
    invite(session, a_car(session), "CSI", TODAY)
    (one,) = invitations(session, TODAY, TODAY)
    for score in (-1, HIGHEST + 1):
        with pytest.raises(Refused):
            note_score(session, one.id, score)
    with pytest.raises(Refused, match="已经删除"):
        note_score(session, one.id + 1, 8)


def test_the_reception_desk_settles_nothing(session: Session) -> None:
    desk = Session(Person("接待", frozenset({"receptionist"})), session.clock, session.data)
    for work in (
        lambda: give_reason(desk, [], "原因"),
        lambda: open_case_of(desk, 1, CASE),
        lambda: crm_queue(desk),
        lambda: tick(desk, []),
        lambda: invite(desk, 1, "CSI", TODAY),
        lambda: note_score(desk, 1, 1),
        lambda: remove(desk, 1),
    ):
        with pytest.raises(Refused):
            work()


def test_the_queue_is_found_by_its_index(session: Session) -> None:
    waits = Attempt.select(Attempt.id).where(_waits()).order_by(Attempt.at)
    plan = session.data.execute_sql(f"EXPLAIN QUERY PLAN {waits.sql()[0]}", waits.sql()[1]).fetchall()
    assert "attempt_to_enter" in str(plan)
