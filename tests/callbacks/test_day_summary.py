"""What a day came to, the versions with their calls, and lists on paper that are nobody's monthly report."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from desktop_app.callbacks.calls import Outcome, save_outcome
from desktop_app.callbacks.crm_queue import crm_queue, crm_report
from desktop_app.callbacks.day_summary import day_summary
from desktop_app.callbacks.external_surveys import invite, survey_report
from desktop_app.callbacks.questionnaire_editing import publish
from desktop_app.callbacks.questionnaire_history import kept_versions
from desktop_app.callbacks.questionnaires import current
from desktop_app.callbacks.slips import slips, slips_pdf
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.intake import accept
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.exporting import export_report
from desktop_app.paper.pages import page_count
from desktop_app.printing import blank_questionnaire, report_pdf
from desktop_app.problems import Refused
from desktop_app.session import Person, Session
from desktop_app.statistics.registry import LISTS, REPORTS, export_duty
from tests.callbacks.scenes import a_callback, a_car, an_attempt

DUE, TODAY = date(2026, 10, 24), date(2026, 10, 31)
HAPPY = {1: 9, 2: True, 4: "详细说明", 5: True, 6: True, 9: 8, 10: 9}


def completed(session: Session, kind: str = "service", **answers: object) -> int:
    told = HAPPY if kind == "service" else {1: 9, 3: False}
    day = DUE if kind == "service" else date(2026, 10, 22)
    outcome = Outcome("completed", f"k{kind}", answers=told, words="没试驾")  # type: ignore[arg-type]
    return save_outcome(session, a_callback(session, day, kind=kind), outcome).attempt_id


def test_the_summary_counts_today_and_what_tomorrow_brings(session: Session) -> None:
    with session.saving():
        load_causes(session)
    completed(session)
    an_attempt(session, a_callback(session, date(2026, 10, 27)), datetime(2026, 10, 31, 9))
    a_callback(session, DUE)  # its last day is today: tomorrow it is overdue
    a_callback(session, date(2026, 10, 29))  # its window opens tomorrow
    an_attempt(
        session, a_callback(session, date(2026, 10, 20)), datetime(2026, 10, 30, 9), "completed", dissatisfied=True
    )  # fmt: skip
    accept(session, NewComplaint("空调不凉", "complaint", "phone", "repair quality", name="罗文博"))
    found = day_summary(session)
    assert (found.made.calls, found.made.completed) == (2, 1)
    assert (found.dissatisfied, found.cases, found.to_settle, found.slips) == (0, 1, 1, 0)
    assert found.to_enter == len(crm_queue(session)) == 2
    assert (found.tomorrow["overdue"], found.tomorrow["open"]) == (1, 2)


def test_each_version_tells_since_when_and_how_many_calls(session: Session) -> None:
    (shipped,) = kept_versions(session, "service")
    assert (shipped.since, shipped.calls) == (None, 0)
    completed(session)
    publish(session, current(session, "service").__class__(**_with_title(session)))
    newest, first = kept_versions(session, "service")
    assert (newest.questionnaire.version, newest.calls, newest.since) == (2, 0, session.now())
    assert (first.questionnaire.version, first.calls) == (1, 1)


def _with_title(session: Session) -> dict[str, object]:
    one = current(session, "service")
    return {name: getattr(one, name) for name in one.__slots__} | {"title": "服务回访问卷"}


def test_every_list_has_a_duty_and_none_is_a_report_of_the_month(session: Session, tmp_path: Path) -> None:
    assert not {kind.name for kind in REPORTS} & LISTS.keys()
    assert {name: export_duty(name) for name in LISTS} == LISTS
    completed(session)
    invite(session, a_car(session), "CSI", TODAY)
    for report in (crm_report(session, crm_queue(session)), survey_report(session, TODAY, TODAY)):
        assert len(report.rows) == 1
        export_report(session, report, tmp_path / f"{report.name}.csv", reason="核对")
        assert (tmp_path / f"{report.name}.csv").stat().st_size
        assert page_count(report_pdf(session, report)) == 1


def test_who_may_not_export_lists_gets_no_register(session: Session, tmp_path: Path) -> None:
    specialist = Session(Person("许知微", frozenset({"callback_specialist"})), session.clock, session.data)
    report = survey_report(specialist, TODAY, TODAY)
    for work in (
        lambda: report_pdf(specialist, report),
        lambda: export_report(specialist, report, tmp_path / "x.csv", reason="核对"),
    ):
        with pytest.raises(Refused, match="导出和打印各类名单"):
            work()
    assert list(tmp_path.glob("*.csv")) == []


def test_the_slips_of_a_day_are_one_document_with_a_page_each(session: Session) -> None:
    completed(session, "sales")
    outcome = Outcome("completed", "bad", answers=HAPPY | {1: 3}, no_case_reason="已解释")
    save_outcome(session, a_callback(session, DUE), outcome)
    assert page_count(slips_pdf(session, slips(session))) == len(slips(session)) == 2
    assert page_count(slips_pdf(session, slips(session)[:1])) == 1


def test_any_version_prints_as_empty_paper(session: Session) -> None:
    (one,) = kept_versions(session, "sales")
    assert page_count(blank_questionnaire(session, one.questionnaire)) >= 1
