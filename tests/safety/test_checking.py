"""The check finds what is damaged and what no longer fits together, and is silent otherwise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from db import Callback, Complaint, Correction, VehicleFile
from db.connection import connect, raw_handle, scalar
from desktop_app.archive.from_events import derive_files
from desktop_app.archive.indexing import index_files
from desktop_app.complaints.causes import load_causes
from desktop_app.complaints.intake import accept
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.safety.checking import Findings, check
from desktop_app.session import Person, Session
from tests.callbacks.scenes import a_callback, a_car, an_attempt
from tests.safety.folders import damage


@pytest.fixture
def office(session: Session) -> Session:
    """One A card, one C card, three callbacks of which two were tried, three complaints."""
    with session.saving():
        load_causes(session)
        sold, served = a_car(session), a_car(session)
        a_callback(session, date(2026, 10, 20), kind="sales", ref="XS1", car=sold)
        first = a_callback(session, date(2026, 10, 21), ref="WX1", car=served)
        second = a_callback(session, date(2026, 10, 22), ref="WX2", car=served)
        an_attempt(session, first, datetime(2026, 10, 25, 10, 0), "completed", overall=9)
        an_attempt(session, second, datetime(2026, 10, 26, 10, 0), "no_answer")
        derive_files(session, [sold, served])
        index_files(session, [sold, served])
    for minute in range(3):
        moment = datetime(2026, 10, 28, 9, minute)
        accept(session.at(moment), NewComplaint(
            words="等了三个小时。", grade="投诉", channel="来电", cause="waiting", phone=f"1371234902{minute}",
        ))  # fmt: skip
    return session


def test_sound_data_has_no_findings_and_is_counted(office: Session) -> None:
    assert check(office) == Findings(
        (), {"files": 2, "a_cards": 1, "c_cards": 1, "callbacks": 3, "complaints": 3}
    )
    assert check(office).ok


def test_an_empty_data_file_is_sound(session: Session) -> None:
    assert check(session).ok


def _put(table: type, **values: object) -> Callable[[Session], None]:
    def change(_session: Session) -> None:
        first_row = table.select(table.id).order_by(table.id.desc()).limit(1)
        table.update(values).where(table.id == scalar(first_row)).execute()

    return change


def _drop_from_search(session: Session) -> None:
    session.data.execute_sql("DELETE FROM search WHERE rowid = 1")


def _leave_in_search(session: Session) -> None:
    session.data.execute_sql("INSERT INTO search (rowid, terms) VALUES (99, 'gone')")


def _open_correction(session: Session) -> None:
    Correction.insert(file=1, opened_at=session.now(), opened_by="x", reason="空号").execute()


def _lose_a_case(_session: Session) -> None:
    Complaint.update(number="TS-202610-0009").where(Complaint.number == "TS-202610-0003").execute()


STALE = "回访的当前状态与通话记录不符：WX2"
CARD = "档案的A/C卡或最近来店日与工单不符：LFMA"
CASE = "投诉案例的结案状态与步骤不符：TS-202610-0003"

BROKEN: list[tuple[str, Callable[[Session], None], str]] = [
    ("a failed try too many", _put(Callback, failed_tries=2), STALE),
    ("a try less", _put(Callback, tries=0), STALE),
    ("completed without a call", _put(Callback, completed=True), STALE),
    ("another last outcome", _put(Callback, last_disposition="busy"), STALE),
    ("closed without an end", _put(Callback, closed_at=datetime(2026, 10, 30)), STALE),
    ("a C card made A", _put(VehicleFile, is_c_card=False), CARD),
    ("a visit forgotten", _put(VehicleFile, last_visit_on=None), CARD),
    ("a visit too early", _put(VehicleFile, last_visit_on=date(2020, 1, 1)), CARD),
    ("a correction without its mark", _open_correction, CARD),
    ("a case closed without a step", _put(Complaint, closed_at=datetime(2026, 10, 30)), CASE),
    ("a case in another round", _put(Complaint, round=2), CASE),
    ("case numbers lost", _lose_a_case, "投诉案例编号有缺号：TS-202610-0003、TS-202610-0004"),
    ("a file that search does not know", _drop_from_search, "搜索索引与档案不符：LFMA"),
    ("search knows a file that is gone", _leave_in_search, "搜索索引与档案不符：已不存在的档案 1 份"),
]


@pytest.mark.parametrize(("change", "finding"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_each_disagreement_is_found_and_named(
    office: Session, change: Callable[[Session], None], finding: str
) -> None:
    with office.saving():
        change(office)
    found = check(office)
    assert not found.ok
    assert [text for text in found.findings if text.startswith(finding)], found.findings


def test_a_report_that_does_not_add_up_is_named(office: Session) -> None:
    with office.saving():
        _put(Callback, last_disposition="completed")(office)
    named = [text for text in check(office).findings if text.startswith("报表各项加起来不等于总数")]
    assert len(named) == 1
    assert "2026年10月 表8 服务顾问、班组" in named[0]


def test_a_record_that_refers_to_nothing_is_found(office: Session) -> None:
    handle = raw_handle(office.data)
    handle.execute("PRAGMA foreign_keys = OFF")
    handle.execute("UPDATE callback SET file_id = 77 WHERE reference = 'WX2'")
    handle.execute("PRAGMA foreign_keys = ON")
    assert "有记录指向不存在的记录：callback → vehicle_file: 1" in check(office).findings


def test_many_are_counted_and_a_few_named(office: Session) -> None:
    with office.saving():
        for number in range(30):
            a_car(office, vin=f"LFMZ{number:013}")
    found = [text for text in check(office).findings if text.startswith("搜索索引")]
    assert len(found) == 1
    assert found[0].count("LFMZ") == 5
    assert found[0].endswith("等 30 项")


def test_a_damaged_page_is_found_even_while_the_file_is_open(desk: Session, folder: Path) -> None:
    with desk.saving():
        for _ in range(300):
            record_deed(desk, "x", "y", new="z" * 1000)
    with desk.connected():
        raw_handle(desk.data).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    assert check(desk).ok
    damage(folder / "crdesk.db", (folder / "crdesk.db").stat().st_size - 10_000)
    found = check(desk)
    assert not found.ok
    assert found.findings[0].startswith("数据文件有 1 页损坏，请用备份恢复")


def test_an_index_that_lost_an_entry_is_found(desk: Session) -> None:
    """Only the thorough look compares an index with its table."""
    path, key = desk.data.path, desk.data.key

    def alter(*statements: str) -> None:
        handle = connect(path, key)
        handle.execute("PRAGMA writable_schema = ON")
        for statement in statements:
            handle.execute(statement)
        handle.close()

    alter("CREATE TABLE keep AS SELECT * FROM sqlite_master WHERE name = 'team_name'")
    alter("DELETE FROM sqlite_master WHERE name = 'team_name'")
    alter("INSERT INTO team (name) VALUES ('维修一组')")
    alter("INSERT INTO sqlite_master SELECT * FROM keep", "DROP TABLE keep")
    found = check(desk).findings
    assert any("missing from index team_name" in text for text in found), found


def test_it_changes_nothing(office: Session) -> None:
    handle = raw_handle(office.data)
    before = handle.total_changes
    check(office)
    assert handle.total_changes == before


def test_only_who_may_see_the_office_checks(office: Session) -> None:
    with pytest.raises(Refused):
        check(replace(office, person=Person("乔安", frozenset({"callback_specialist"}))))
    assert check(replace(office, person=Person("关海山", frozenset({"general_manager"})))).ok
