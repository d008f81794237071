"""The sample files give exactly the numbers computed apart from the program."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_app.session import Session
from desktop_app.statistics.incorrect_info import incorrect_info
from desktop_app.statistics.period import month_days, parse_month
from desktop_app.statistics.report import Report
from desktop_app.statistics.satisfaction import sales_satisfaction, service_satisfaction
from desktop_app.statistics.unreached import unreached
from tests.statistics.sample_office import expected

MONTHS = ("2026-08", "2026-09", "2026-10")
EXPECTED = expected()
PARTS = {
    "D": "whole",
    "S": "success",
    "other": "other",
    "none": "untried",
    "full": "full",
    "basic": "basic",
    "bad": "bad",
    "unscored": "unscored",
}
CELLS = {
    "refuse": "拒访",
    "noanswer": "无人接听",
    "unreach": "无法接通(关机、停机、占线、呼入限制)",
    "other": "其他(自定义)",
}


def numbers(report: Report, row: int | None) -> dict[str, Any]:
    """A row's numbers by the names of expected.json: from its balances, and from its cells where it has them."""
    parts = {part.key: part.number for b in report.balances if b.row == row for part in (b.whole, *b.parts)}
    labels = [column.label for column in report.columns]
    found = {name: parts[key] for name, key in PARTS.items() if key in parts}
    cells = {name: report.cells(row)[labels.index(label)] for name, label in CELLS.items() if label in labels}
    return found | cells


def table(report: Report, first: int = 0, last: int | None = None) -> dict[str, Any]:
    return {str(report.rows[row][0]): numbers(report, row) for row in range(len(report.rows))[first:last]}


@pytest.mark.parametrize("month", MONTHS)
def test_form_7_of_the_samples(office: Session, month: str) -> None:
    report = sales_satisfaction(office, *month_days(parse_month(month)))
    assert table(report) | {"合计": numbers(report, None)} == EXPECTED["sales"][month]
    assert report.reconciles


@pytest.mark.parametrize("month", MONTHS)
def test_form_8_of_the_samples(office: Session, month: str) -> None:
    report = service_satisfaction(office, *month_days(parse_month(month)))
    teams = report.sections[1][0]
    assert table(report, 0, teams) | {"合计": numbers(report, None)} == EXPECTED["service"][month]
    listed = {name: row for name, row in EXPECTED["teams"][month].items() if name != "合计"}
    assert table(report, teams) == listed
    assert report.reconciles


@pytest.mark.parametrize("month", MONTHS)
def test_form_3_of_the_samples_lists_exactly_the_expected_references(office: Session, month: str) -> None:
    report = unreached(office, *month_days(parse_month(month)))
    assert [ref for (ref,) in report.refs] == EXPECTED["unreached"][month]
    assert report.reconciles


@pytest.mark.parametrize("month", MONTHS)
def test_form_4_of_the_samples_lists_exactly_the_expected_references(office: Session, month: str) -> None:
    report = incorrect_info(office, *month_days(parse_month(month)))
    assert [ref for (ref,) in report.refs] == EXPECTED["incorrect"][month]
