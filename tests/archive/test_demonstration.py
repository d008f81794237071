"""The demonstration data: believable, alive in every tab, sound by every rule, and the same every time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from db import TABLES, Attempt, Callback, Complaint, RepairOrder, Sale, SmsMessage
from desktop_app.archive.documents import papers_of
from desktop_app.archive.finding import search
from desktop_app.archive.lists import Filter, file_count, file_page
from desktop_app.callbacks.questionnaires import asked_with, dissatisfied, from_stored
from desktop_app.callbacks.worklist import worklist
from desktop_app.complaints.cases import case_list, counts
from desktop_app.demonstration import fill
from desktop_app.exchange.cars import read_vin
from desktop_app.exchange.phones import is_phone
from desktop_app.problems import Refused
from desktop_app.safety.checking import check
from desktop_app.session import Session
from desktop_app.statistics.satisfaction import sales_satisfaction, service_satisfaction
from tests.archive.conftest import copied

VEHICLES = 200


@pytest.fixture(scope="module")
def filled(empty_data_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demonstration") / "crdesk.db"
    with copied(empty_data_file, path) as session:
        fill(session, VEHICLES)
        session.data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture
def demo(filled: Path, tmp_path: Path) -> Iterator[Session]:
    with copied(filled, tmp_path / "demo.db") as session:
        yield session


def contents(session: Session) -> dict[str, list[tuple[object, ...]]]:
    return {table._meta.table_name: list(table.select().tuples()) for table in TABLES}


def test_every_group_of_the_worklist_has_somebody(demo: Session) -> None:
    groups = Counter(row.group for row in worklist(demo))
    assert {"appointment", "overdue", "due", "open", "sms", "complaint", "care"} <= groups.keys()


def test_cases_stand_in_every_colour_and_at_every_step(demo: Session) -> None:
    rows = case_list(demo)
    assert {row.colour for row in rows} == {"white", "yellow", "red", "grey"}
    steps = {"accepted", "handed_over", "offered", "reported", "checked", "satisfied", "reviewed", "closed"}
    assert steps <= {row.step for row in rows}
    assert {row.grade for row in rows} == {"grumble", "complaint", "urgent"}
    assert max(row.round for row in rows) >= 2
    now = counts(demo)
    assert min(now.red, now.yellow, now.follow_up) >= 1


def test_the_archive_has_both_cards_and_marks(demo: Session) -> None:
    assert min(file_count(demo, Filter(card="A")), file_count(demo, Filter(card="C"))) > VEHICLES / 10
    marks = {mark.kind for row in file_page(demo, limit=VEHICLES) for mark in row.marks}
    assert marks == {
        "open_cases", "promises", "recall", "information_incorrect", "do_not_call", "papers_missing", "sales_callback",
        "service_callback", "half_year",
    }  # fmt: skip


def test_the_reports_of_the_month_reconcile_and_have_every_band(demo: Session) -> None:
    first, last = datetime(2026, 8, 1).date(), demo.today()
    for report in (sales_satisfaction(demo, first, last), service_satisfaction(demo, first, last)):
        assert report.reconciles
        assert report.totals is not None
        assert (
            0.6
            < float(report.totals[[column.label[:5] for column in report.columns].index("回访成功率")] or 0)
            < 0.95
        )


def test_it_is_sound_by_every_rule_the_program_checks(demo: Session) -> None:
    assert check(demo).findings == ()


def test_nothing_lies_ahead_of_the_clock(demo: Session) -> None:
    now = demo.now()
    assert not Attempt.select().where((Attempt.at > now) | (Attempt.recorded_at > now)).count()
    assert not Complaint.select().where(Complaint.accepted_at > now).count()
    assert not SmsMessage.select().where(SmsMessage.sent_at > now).count()
    for table, day in ((Sale, Sale.delivered_on), (RepairOrder, RepairOrder.handed_over_on)):
        assert not table.select().where(day > now.date()).count()


def test_cars_and_phones_look_real_and_nobody_has_them_twice(demo: Session) -> None:
    rows = file_page(demo, limit=VEHICLES)
    assert all(read_vin(row.vin) == (row.vin, "") for row in rows)
    hits = [hit for row in rows for hit in search(demo, row.vin)]
    assert len({hit.phone for hit in hits}) == len(hits) == VEHICLES
    assert all(is_phone(hit.phone) for hit in hits)


def test_a_dissatisfied_call_has_a_case_or_a_reason(demo: Session) -> None:
    cases = {case for (case,) in Complaint.select(Complaint.attempt).tuples()}
    calls = Attempt.select(
        Attempt.id, Attempt.questionnaire, Attempt.answers, Attempt.dissatisfied, Attempt.no_case_reason
    )
    for call, version, answers, unhappy, reason in calls.where(Attempt.disposition == "completed").tuples():
        assert bool(dissatisfied(asked_with(demo, version), from_stored(answers))) == unhappy
        assert unhappy == (bool(reason) or call in cases)


def test_calls_stop_once_the_customer_was_reached(demo: Session) -> None:
    later = Attempt.alias()
    after_the_end = (
        Attempt.select()
        .join(later, on=(later.callback == Attempt.callback) & (later.at > Attempt.at))
        .where(Attempt.disposition.in_(["completed", "refused"]))
    )
    assert after_the_end.count() == 0
    assert Callback.select().where(Callback.completed).count() > VEHICLES


def test_most_papers_are_in_and_some_are_not(demo: Session) -> None:
    states = Counter(
        paper.state
        for row in file_page(demo, limit=60)
        for event in papers_of(demo, row.id)
        for paper in event.papers
    )
    assert states["in"] > 10 * states["late"] > 0


def test_the_same_seed_makes_the_same_shop(demo: Session, empty_data_file: Path, tmp_path: Path) -> None:
    first = contents(demo)
    with copied(empty_data_file, tmp_path / "again.db") as again:
        fill(again, VEHICLES)
        assert contents(again) == first
    with copied(empty_data_file, tmp_path / "other.db") as other:
        fill(other, VEHICLES, seed=8)
        assert contents(other) != first


@pytest.mark.parametrize(
    "now", ["2026-03-02 08:05", "2026-02-28 23:59", "2027-01-01 00:01", "2026-10-05 12:00"]
)
def test_any_clock_will_do(session: Session, now: str) -> None:
    at = session.at(datetime.fromisoformat(now))
    fill(at, 60)
    assert check(at).findings == ()
    assert worklist(at)
    assert case_list(at, open_only=True)


@pytest.mark.parametrize("vehicles", [1, 3])
def test_a_tiny_shop_is_made_as_well(session: Session, vehicles: int) -> None:
    assert fill(session, vehicles).vehicles == file_count(session) == vehicles
    assert check(session).findings == ()


@pytest.mark.parametrize("vehicles", [0, -1, 5001])
def test_an_impossible_number_is_refused(session: Session, vehicles: int) -> None:
    with pytest.raises(Refused):
        fill(session, vehicles)
    assert file_count(session) == 0
