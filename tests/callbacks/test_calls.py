"""The course of a call: what the sheet shows, what each ending needs, what saving changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from db import Attempt, AuditEntry, Callback, Claim, Complaint, Correction, ImportBatch, VehicleFile
from db.callbacks import DISPOSITIONS
from db.connection import first, rows, scalar
from desktop_app.callbacks.calls import (
    Outcome,
    Saved,
    allow_calls,
    claim,
    load_draft,
    open_call,
    save_draft,
    save_outcome,
    undo_last,
)
from desktop_app.callbacks.dispositions import FAILED_TRIES
from desktop_app.callbacks.questionnaire_file import shipped
from desktop_app.callbacks.questionnaires import asked_with
from desktop_app.callbacks.why import why
from desktop_app.callbacks.worklist import worklist
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.complaints.promises import make_promise
from desktop_app.problems import Refused
from desktop_app.safety.duties import CALLBACK_SPECIALIST, GENERAL_MANAGER
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.conftest import NOW

EVENT = date(2026, 10, 26)
CONTENT: dict[int, Any] = {1: 9, 2: True, 5: True, 6: True, 9: 8, 10: 10, 11: "洗得干净"}
UNHAPPY: dict[int, Any] = CONTENT | {1: 4, 6: False}
COMPLAINT = NewComplaint(words="等了两个小时没人理", grade="投诉", channel="回访", cause="waiting")


@pytest.fixture
def car(session: Session) -> int:
    return a_car(session, name="沈佳宁", sex="女", phone="13812345678", preferred_hours="上午")


@pytest.fixture
def callback(session: Session, car: int) -> int:
    with session.saving():
        load_causes(session)
    return a_callback(session, EVENT, ref="WX1", car=car)


def outcome(disposition: str, **typed: Any) -> Outcome:
    needed: dict[str, Any] = {
        "completed": {"answers": CONTENT},
        "agreed": {"agreed_at": NOW + timedelta(days=1)},
        "other": {"remark": "电话里很吵"},
    }.get(disposition, {})
    return Outcome(disposition, **{"key": "k1", **needed, **typed})


def stored(attempt_id: int, *names: str) -> tuple[Any, ...]:
    found = first(Attempt.select(*(getattr(Attempt, name) for name in names)).where(Attempt.id == attempt_id))
    assert found
    return found


def attempts() -> int:
    return int(Attempt.select().count())


# --- opening


def test_an_opened_call_shows_all_that_matters_now(session: Session, car: int, callback: int) -> None:
    VehicleFile.update(personal_remark=" 16 点后接孩子 ", vehicle_remark="").execute()
    an_attempt(session, callback, NOW - timedelta(days=1), remark="在开会", caller="周小满")
    save_draft(session, callback, {"answers": {"1": 9}})
    claim(session, [callback])
    call = open_call(session, callback)
    assert (call.reference, call.kind, call.file_id, call.event_on) == ("WX1", "service", car, EVENT)
    assert (call.customer.name, call.customer.phone, call.customer.preferred_hours) == (
        "沈佳宁",
        "13812345678",
        "上午",
    )
    assert (call.car.model, call.remarks) == ("卡罗拉", ("16 点后接孩子",))
    assert call.about is not None
    assert call.about.reference == "WX1"
    assert call.last_visit == call.about
    assert [(one.caller, one.disposition, one.remark) for one in call.earlier] == [
        ("周小满", "no_answer", "在开会")
    ]
    assert call.questionnaire == shipped("service")
    assert call.draft == {"answers": {"1": 9}}
    assert call.claim is not None
    assert call.claim.account == "测试员"
    assert (call.standing.group, call.reason) == ("open", why(session, "WX1").reason)
    assert (call.cases, call.promises) == ((), ())


def test_the_newest_visit_and_the_newest_call_come_first(session: Session, car: int, callback: int) -> None:
    a_callback(session, date(2026, 3, 2), ref="WX0", car=car)
    other = a_callback(session, date(2026, 10, 29), ref="WX2", car=car)
    an_attempt(session, callback, NOW - timedelta(days=2))
    an_attempt(session, other, NOW - timedelta(days=1), "busy")
    call = open_call(session, callback)
    assert call.last_visit is not None
    assert call.about is not None
    assert (call.last_visit.reference, call.about.reference) == ("WX2", "WX1")
    assert [(one.reference, one.disposition) for one in call.earlier] == [
        ("WX2", "busy"),
        ("WX1", "no_answer"),
    ]


def test_a_sales_call_is_about_the_delivery(session: Session, car: int) -> None:
    sold = a_callback(session, date(2026, 10, 22), kind="sales", ref="XS1", car=car)
    call = open_call(session, sold)
    assert (call.kind, call.questionnaire) == ("sales", shipped("sales"))
    assert call.about is not None
    assert call.about.reference == "XS1"
    assert call.last_visit is None


def test_open_cases_and_promises_of_the_customer_are_on_the_sheet(session: Session, callback: int) -> None:
    number = save_outcome(session, callback, outcome("refused", dissatisfied=True, complaint=COMPLAINT)).case
    make_promise(session, what="赠洗车一次", due_at=NOW + timedelta(days=3), by_whom="周岚", number=number)
    call = open_call(session, callback)
    assert [(case.number, case.closed) for case in call.cases] == [(number, False)]
    assert [promise.what for promise in call.promises] == ["赠洗车一次"]


def test_opening_what_is_gone_says_so(session: Session) -> None:
    with pytest.raises(Refused, match="已不存在"):
        open_call(session, 4711)


# --- saving


def test_a_completed_call_keeps_answers_score_and_version(session: Session, callback: int) -> None:
    typed = outcome(
        "completed", answer_notes={9: " 问得仔细 ", 10: " "}, words=" 很好 ", remark="", advisor_phoned=False
    )
    saved = save_outcome(session, callback, typed)
    assert (saved.created, saved.grievances, saved.case) == (True, (), None)
    assert saved.changed.features == {"callbacks", "archive", "statistics"}
    assert stored(
        saved.attempt_id, "disposition", "answers", "answer_notes", "overall", "words", "remark", "advisor_phoned",
        "dissatisfied", "caller", "at", "recorded_at",
    ) == (
        "completed",
        {"1": 9, "2": True, "5": True, "6": True, "9": 8, "10": 10, "11": "洗得干净"},
        {"9": "问得仔细"}, 9.0, "很好", None, False, False, "测试员", NOW, NOW,
    )  # fmt: skip
    (version,) = stored(saved.attempt_id, "questionnaire")
    assert asked_with(session, version) == shipped("service")
    assert worklist(session) == ()
    assert first(Callback.select(Callback.completed, Callback.score, Callback.closed_at)) == (True, 9.0, NOW)


def test_the_same_key_twice_is_one_call(session: Session, callback: int) -> None:
    typed = outcome("completed", answers=UNHAPPY, complaint=COMPLAINT)
    saved = save_outcome(session, callback, typed)
    again = save_outcome(session, callback, typed)
    assert again == Saved(saved.attempt_id, False, (), saved.case, again.changed)
    assert (attempts(), Complaint.select().count()) == (1, 1)


@pytest.mark.parametrize("disposition", [code for code in DISPOSITIONS if code not in ("agreed", "other")])
def test_an_ending_needs_one_key_press_and_is_stored_as_it_is(
    session: Session, callback: int, disposition: str
) -> None:
    saved = save_outcome(session, callback, outcome(disposition))
    assert stored(saved.attempt_id, "disposition") == (disposition,)
    assert scalar(Callback.select(Callback.failed_tries)) == (disposition in FAILED_TRIES)


def test_a_busy_customer_agrees_on_a_time_and_becomes_an_appointment(session: Session, callback: int) -> None:
    tomorrow = NOW + timedelta(days=1)
    save_outcome(session, callback, outcome("agreed", agreed_at=tomorrow))
    assert worklist(session) == ()
    (entry,) = worklist(session, tomorrow.date())
    assert (entry.group, entry.agreed_at) == ("appointment", tomorrow)


def test_not_the_person_may_agree_on_a_time(session: Session, callback: int) -> None:
    save_outcome(session, callback, outcome("not_the_person", agreed_at=NOW + timedelta(hours=1)))
    (entry,) = worklist(session)
    assert entry.group == "appointment"


@pytest.mark.parametrize(
    ("typed", "field", "says"),
    [
        (outcome("agreed", agreed_at=None), "agreed_at", "约定的时间"),
        (outcome("agreed", agreed_at=NOW), "agreed_at", "晚于"),
        (outcome("no_answer", agreed_at=NOW + timedelta(days=1)), "agreed_at", "无人接听"),
        (outcome("completed", answers={}), "answers", "至少要有一题"),
        (outcome("other", remark="  "), "remark", "备注"),
        (outcome("busy", at=NOW + timedelta(seconds=1)), "at", "还没有到"),
        (outcome("busy", at=datetime(2026, 10, 25, 18)), "at", "早于交车日期"),
        (outcome("completed", answers=UNHAPPY), "complaint", "问题1 总体满意：4；问题6 解释费用：否。请立案"),
        (outcome("completed", dissatisfied=True, no_case_reason=" "), "complaint", "客户表示不满意。请立案"),
        (outcome("refused", dissatisfied=True), "complaint", "客户表示不满意"),
    ],
)
def test_what_is_missing_or_impossible_is_refused_at_its_field_and_nothing_is_stored(
    session: Session, callback: int, typed: Outcome, field: str, says: str
) -> None:
    save_draft(session, callback, {"words": "还在"})
    with pytest.raises(Refused, match=says) as refused:
        save_outcome(session, callback, typed)
    assert refused.value.field == field
    assert (attempts(), load_draft(session, callback)) == (0, {"words": "还在"})


def test_two_calls_in_one_second_are_told_apart(session: Session, callback: int) -> None:
    save_outcome(session, callback, outcome("busy"))
    with pytest.raises(Refused, match="稍等一秒"):
        save_outcome(session, callback, outcome("no_answer", key="k2"))
    save_outcome(session.at(NOW + timedelta(seconds=1)), callback, outcome("no_answer", key="k2"))
    assert scalar(Callback.select(Callback.failed_tries)) == 2


def test_a_completed_callback_takes_no_more_calls(session: Session, callback: int) -> None:
    save_outcome(session, callback, outcome("completed"))
    with pytest.raises(Refused, match="10-31 完成"):
        save_outcome(session.at(NOW + timedelta(hours=1)), callback, outcome("busy", key="k2"))


def test_who_refused_and_rings_back_can_still_answer(session: Session, callback: int) -> None:
    save_outcome(session, callback, outcome("refused"))
    save_outcome(session.at(NOW + timedelta(hours=1)), callback, outcome("completed", key="k2"))
    assert scalar(Callback.select(Callback.completed)) is True


def test_an_answer_that_its_question_cannot_have_is_our_bug(session: Session, callback: int) -> None:
    for answers in ({1: 11}, {1: True}, {2: "是"}, {4: "也许"}):
        with pytest.raises(ValueError, match="cannot be answered"):
            save_outcome(session, callback, outcome("completed", answers=answers))
    with pytest.raises(KeyError):
        save_outcome(session, callback, outcome("completed", answers={12: 1}))
    with pytest.raises(ValueError, match="unknown disposition"):
        save_outcome(session, callback, outcome("asleep"))
    assert attempts() == 0


def test_a_dissatisfied_call_is_saved_with_a_reason_why_there_is_no_case(
    session: Session, callback: int
) -> None:
    saved = save_outcome(
        session, callback, outcome("completed", answers=UNHAPPY, no_case_reason=" 当场已解释清楚 ")
    )
    assert [one.question for one in saved.grievances] == [1, 6]
    assert stored(saved.attempt_id, "dissatisfied", "no_case_reason") == (True, "当场已解释清楚")


def test_a_dissatisfied_call_opens_a_case_in_the_same_transaction(session: Session, callback: int) -> None:
    saved = save_outcome(session, callback, outcome("completed", answers=UNHAPPY, complaint=COMPLAINT))
    assert saved.case == "TS-202610-0001"
    assert saved.changed.features >= {"complaints", "callbacks"}
    assert first(Complaint.select(Complaint.attempt, Complaint.vin, Complaint.phone, Complaint.channel)) == (
        saved.attempt_id, scalar(VehicleFile.select(VehicleFile.vin)), "13812345678", "callback",
    )  # fmt: skip
    assert stored(saved.attempt_id, "dissatisfied", "no_case_reason") == (True, None)


def test_a_case_that_is_refused_takes_the_call_back_with_it(session: Session, callback: int) -> None:
    unsound = replace(COMPLAINT, cause="天气不好")
    with pytest.raises(Refused, match="天气不好"):
        save_outcome(session, callback, outcome("completed", answers=UNHAPPY, complaint=unsound))
    assert (attempts(), Complaint.select().count(), scalar(Callback.select(Callback.tries))) == (0, 0, 0)


@pytest.mark.parametrize("disposition", ["invalid_number", "wrong_number"])
def test_an_invalid_number_opens_a_correction_and_marks_the_file(
    session: Session, car: int, callback: int, disposition: str
) -> None:
    save_outcome(session, callback, outcome(disposition))
    assert rows(Correction.select(Correction.file, Correction.callback, Correction.opened_at)) == [
        (car, callback, NOW)
    ]
    assert scalar(VehicleFile.select(VehicleFile.information_incorrect)) is True
    assert not why(session, "WX1").listed


def test_a_wish_not_to_be_called_keeps_every_callback_of_the_car_off(
    session: Session, car: int, callback: int
) -> None:
    a_callback(session, EVENT, ref="WX2", car=car)
    save_outcome(session, callback, outcome("refused", do_not_call=True))
    assert worklist(session) == ()
    assert open_call(session, callback).customer.do_not_call_at == NOW
    allow_calls(session, car)
    assert [entry.ref for entry in worklist(session)] == ["WX2"]


def test_saving_frees_the_claim_and_drops_the_draft(session: Session, callback: int) -> None:
    claim(session, [callback])
    save_draft(session, callback, {"words": "x"})
    save_outcome(session, callback, outcome("no_answer"))
    assert (Claim.select().count(), load_draft(session, callback)) == (0, None)


def test_answers_given_before_the_customer_had_to_go_stay_for_the_next_call(
    session: Session, callback: int
) -> None:
    typed = outcome("agreed", answers={1: 9, 2: True}, answer_notes={1: "快"}, words="在开车")
    saved = save_outcome(session, callback, typed)
    assert stored(saved.attempt_id, "answers", "overall", "questionnaire") == (None, None, None)
    assert load_draft(session, callback) == {
        "answers": {"1": 9, "2": True}, "answer_notes": {"1": "快"}, "words": "在开车", "remark": "",
        "advisor_phoned": None,
    }  # fmt: skip


def test_the_audit_trail_names_the_deed_and_no_words_of_the_customer(
    session: Session, car: int, callback: int
) -> None:
    save_outcome(session, callback, outcome("completed", words="隐私"))
    entries = rows(
        AuditEntry.select(AuditEntry.action, AuditEntry.entity_id, AuditEntry.file_id, AuditEntry.new)
    )
    assert ("call", callback, car, "成功") in entries
    assert not any("隐私" in str(entry) for entry in entries)


def test_only_the_duty_of_callbacks_saves_calls(session: Session, callback: int) -> None:
    manager = replace(session, person=Person("总经理", frozenset({GENERAL_MANAGER})))
    assert open_call(manager, callback).reference == "WX1"
    for change in (
        lambda: save_outcome(manager, callback, outcome("busy")),
        lambda: undo_last(manager, callback),
    ):
        with pytest.raises(Refused, match="不能回访"):
            change()


def test_a_callback_whose_import_was_undone_says_that_nothing_typed_is_lost(session: Session) -> None:
    with pytest.raises(Refused, match="刚才填的内容还在"):
        save_outcome(session, 4711, outcome("busy"))


# --- taking back


def test_a_note_without_an_answer_stays_for_the_next_call(session: Session, callback: int) -> None:
    save_outcome(session, callback, Outcome("no_answer", "k-note", answer_notes={2: "上次说前轮有异响"}))
    assert (load_draft(session, callback) or {})["answer_notes"] == {"2": "上次说前轮有异响"}


def test_the_last_call_can_be_taken_back_and_what_was_typed_is_the_draft_again(
    session: Session, callback: int
) -> None:
    before = worklist(session)
    save_outcome(session, callback, outcome("completed", words="很好", answer_notes={1: "快"}))
    undo_last(session, callback)
    assert attempts() == 0
    assert worklist(session) == (replace(before[0], draft=True, draft_of=session.person.name),)
    assert load_draft(session, callback) == {
        "answers": {"1": 9, "2": True, "5": True, "6": True, "9": 8, "10": 10, "11": "洗得干净"},
        "answer_notes": {"1": "快"}, "words": "很好",
    }  # fmt: skip
    assert "undo_call" in [action for (action,) in rows(AuditEntry.select(AuditEntry.action))]


def test_taking_back_an_invalid_number_takes_back_its_correction_and_the_mark(
    session: Session, callback: int
) -> None:
    save_outcome(session, callback, outcome("wrong_number", do_not_call=True))
    undo_last(session, callback)
    assert Correction.select().count() == 0
    assert first(VehicleFile.select(VehicleFile.information_incorrect, VehicleFile.do_not_call_at)) == (
        False,
        None,
    )


def test_a_correction_that_a_department_has_already_stays(session: Session, callback: int) -> None:
    save_outcome(session, callback, outcome("wrong_number"))
    Correction.update(sent_at=NOW).execute()
    undo_last(session, callback)
    assert Correction.select().count() == 1


def test_only_the_newest_call_is_taken_back(session: Session, callback: int) -> None:
    an_attempt(session, callback, NOW - timedelta(days=1), "powered_off")
    save_outcome(session, callback, outcome("busy"))
    undo_last(session, callback)
    assert rows(Attempt.select(Attempt.disposition)) == [("powered_off",)]
    assert scalar(Callback.select(Callback.failed_tries)) == 1


def test_an_imported_call_is_taken_back_with_its_import_only(session: Session, callback: int) -> None:
    counts = dict.fromkeys(("read", "created", "updated", "unchanged", "refused", "warnings"), 1)
    batch = ImportBatch.insert(
        kind="callbacks", file_name="x.csv", sha256="", at=NOW, account="测试员", headings={}, **counts
    ).execute()
    an_attempt(session, callback, NOW, "busy", caller="测试员", batch=batch)
    with pytest.raises(Refused, match="撤销那一次导入"):
        undo_last(session, callback)
    assert attempts() == 1


def test_a_call_with_a_case_a_yesterday_or_anothers_is_not_taken_back(
    session: Session, callback: int
) -> None:
    with pytest.raises(Refused, match="没有可以撤销"):
        undo_last(session, callback)
    save_outcome(session, callback, outcome("refused", dissatisfied=True, complaint=COMPLAINT))
    with pytest.raises(Refused, match="已经立案 TS-202610-0001"):
        undo_last(session, callback)
    Complaint.update(attempt=None).execute()
    with pytest.raises(Refused, match="自己当天"):
        undo_last(session.at(NOW + timedelta(days=1)), callback)
    someone = replace(session, person=Person("周小满", frozenset({CALLBACK_SPECIALIST})))
    with pytest.raises(Refused, match="自己当天"):
        undo_last(someone, callback)
    Attempt.update(entered_in_crm_at=NOW).execute()
    with pytest.raises(Refused, match="厂家 CRM"):
        undo_last(session, callback)
    assert attempts() == 1
