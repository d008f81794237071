"""What holds for every report of the program, over a month in which everything happens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from db import Attempt
from desktop_app.problems import Refused
from desktop_app.safety.duties import MATRIX
from desktop_app.session import Session
from desktop_app.statistics.month import month_pack
from desktop_app.statistics.registry import REPORTS, kind_of, records_behind, take, with_references
from desktop_app.statistics.report import Report
from tests.statistics.desk import (
    MORNING,
    a_case,
    a_message,
    a_reply,
    a_step,
    an_audit,
    cared_for,
    given,
    papers_in,
)

OCTOBER = date(2026, 10, 1), date(2026, 10, 31)
NAMES = [kind.name for kind in REPORTS]
COUNTS_NOTHING = ("序号", "总数")
CELL_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "code": str,
    "phone": str,
    "integer": int,
    "rate": Fraction,
    "date": date,
    "time": datetime,
}


@pytest.fixture
def lively(office: Session) -> Session:
    """The sample office with cases, messages, audits and papers in October."""
    first = a_case(office, grade="紧急投诉", cause="repair quality")
    second = a_case(office, MORNING + timedelta(days=1), channel="来人")
    a_step(first, "contact", timedelta(hours=5), reached=True)
    a_step(second, "contact", timedelta(hours=1), reached=True)
    given(first, MORNING + timedelta(days=2), "free_wash", 3000)
    sent = a_message(MORNING)
    a_reply(sent, MORNING + timedelta(hours=1), "9", 9)
    a_message(MORNING + timedelta(days=1), state="waiting", sent_at=None)
    an_audit("XS202600001", date(2026, 10, 12), audited_at=MORNING, normal=False, finding="缺行驶证")
    an_audit("WX202600001", date(2026, 10, 27))
    papers_in("WX202600001", ("预检单", "派工单", "结算单"), date(2026, 10, 28))
    Attempt.update(dissatisfied=True).where(Attempt.overall < 6).execute()
    cared_for("birthday", MORNING, accepted=True)
    cared_for("insurance", MORNING + timedelta(days=1), accepted=None)
    return office


@pytest.mark.parametrize("name", NAMES)
def test_every_report_has_rows_in_a_lively_month_and_reconciles(lively: Session, name: str) -> None:
    report = take(lively, name, *OCTOBER)
    assert report.rows
    assert report.reconciles
    assert report.reconciliation
    assert all(balance.holds for balance in report.balances)


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_is_what_its_column_says(lively: Session, name: str) -> None:
    report = take(lively, name, *OCTOBER)
    for cells in (*report.rows, *([report.totals] if report.totals else [])):
        assert len(cells) == len(report.columns)
        for column, cell in zip(report.columns, cells, strict=True):
            assert cell is None or isinstance(cell, CELL_TYPES[column.kind]), (column.label, cell)


@pytest.mark.parametrize("name", NAMES)
def test_every_row_refers_to_what_it_counts(lively: Session, name: str) -> None:
    report = with_references(lively, take(lively, name, *OCTOBER))
    assert len(report.refs) == len(report.keys) == len(report.rows)
    for row, refs in enumerate(report.refs):
        behind = {record.reference for record in records_behind(lively, report, row, 0)}
        assert behind - {""} <= set(refs) if name == "archive-list" else behind - {""} == set(refs)


@pytest.mark.parametrize("name", NAMES)
def test_behind_every_number_stand_as_many_records_as_it_shows(lively: Session, name: str) -> None:
    report = take(lively, name, *OCTOBER)
    for row in (None, *range(len(report.rows))) if report.totals else range(len(report.rows)):
        cells = report.cells(row)
        for column, found in enumerate(report.columns):
            if found.kind == "integer" and found.label not in COUNTS_NOTHING:
                assert len(records_behind(lively, report, row, column)) == cells[column], (row, found.label)
    check_balances(lively, report)


def check_balances(session: Session, report: Report) -> None:
    for balance in report.balances:
        for part in balance.parts if balance.row is None else ():
            assert len(records_behind(session, report, None, part.key)) == part.number, part


@pytest.mark.parametrize("name", NAMES)
def test_a_row_of_a_register_opens_its_one_record(lively: Session, name: str) -> None:
    if kind_of(name).shelf == "登记表":
        report = take(lively, name, *OCTOBER)
        for row in range(len(report.rows)):
            assert len(records_behind(lively, report, row, 0)) == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_report_is_empty_before_anything_happened(lively: Session, name: str) -> None:
    report = take(lively.at(datetime(2026, 7, 1)), name, *OCTOBER)
    rows = [[cell for cell in cells if isinstance(cell, int)] for cells in report.rows]
    assert all(number == 0 for cells in rows for number in cells)
    assert report.reconciles


def test_names_are_unique_and_every_export_duty_is_in_the_matrix() -> None:
    assert len(set(NAMES)) == len(NAMES)
    assert {kind.export_duty for kind in REPORTS} <= set(MATRIX)


def test_an_unknown_report_is_refused_with_the_names_there_are(session: Session) -> None:
    with pytest.raises(Refused, match=r"没有名为“表99”的报表。可用的有：.*sales-satisfaction"):
        take(session, "表99", *OCTOBER)


def test_the_month_pack_holds_every_report_of_one_moment_with_references(lively: Session) -> None:
    pack = month_pack(lively, 202610)
    assert [report.name for report in pack] == NAMES
    assert {(report.start, report.end, report.taken) for report in pack} == {(*OCTOBER, lively.now())}
    assert all(len(report.refs) == len(report.rows) for report in pack)


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_of_one_moment_though_the_clock_goes_on(lively: Session, name: str) -> None:
    ticks = iter(MORNING + timedelta(days=day) for day in range(1000))
    report = take(replace(lively, clock=lambda: next(ticks)), name, *OCTOBER)
    still = take(lively.at(MORNING), name, *OCTOBER)
    assert report == still
