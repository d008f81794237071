"""No list leaves the program without its line in the export log."""

from __future__ import annotations

import pytest

from db import ExportEntry
from db.connection import rows
from desktop_app.problems import Refused
from desktop_app.safety.exports import record_export
from desktop_app.session import Session
from tests.conftest import NOW


def log() -> list[tuple[object, ...]]:
    entry = ExportEntry
    return rows(entry.select(entry.at, entry.account, entry.what, entry.reason, entry.rows, entry.target))


def test_who_when_what_why_and_how_many_are_noted(session: Session) -> None:
    record_export(session, "表3 回访不成功明细 2026-10", " 交销售部 ", 42, "表3.xlsx")
    assert log() == [(NOW, "测试员", "表3 回访不成功明细 2026-10", "交销售部", 42, "表3.xlsx")]


def test_without_a_reason_nothing_leaves(session: Session) -> None:
    with pytest.raises(Refused) as refused:
        record_export(session, "表3", "  ", 42)
    assert refused.value.field == "reason"
    assert log() == []


def test_it_is_undone_with_the_change_it_belongs_to(session: Session) -> None:
    def export_that_fails() -> None:
        with session.saving():
            record_export(session, "表3", "交销售部", 42)
            _ = 1 // 0

    with pytest.raises(ZeroDivisionError):
        export_that_fails()
    assert log() == []
