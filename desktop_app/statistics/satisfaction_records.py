"""What stands behind 表7 and 表8: the references of each row and the records of each number."""

from __future__ import annotations

from typing import Any

from db import Callback
from db.connection import rows
from desktop_app.session import Session
from desktop_app.statistics.cohort import Cohort, cohort_of
from desktop_app.statistics.records import Record, callback_records
from desktop_app.statistics.report import Report
from desktop_app.statistics.satisfaction_layout import LAYOUTS, Layout
from desktop_app.statistics.tally import bands_of, is_counted_in


def satisfaction_references(session: Session, report: Report) -> tuple[tuple[str, ...], ...]:
    """For each row of 表7 or 表8 the 协议号 or 工单号 it counts, sorted."""
    with session.connected():
        cohort = _cohort(session, report)
        found = rows(
            Callback.select(Callback.person, Callback.team, Callback.reference)
            .where(cohort.condition)
            .order_by(Callback.reference)
        )
    by_key: dict[str, list[str]] = {}
    for person, team, reference in found:
        by_key.setdefault(row_key("person", person), []).append(reference)
        by_key.setdefault(row_key("team", team), []).append(reference)
    return tuple(tuple(by_key[key]) for key in report.keys)


def satisfaction_records(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The callbacks that one number of 表7 or 表8 counts, as they stood when the report was taken.

    A rate opens those it counts, the name at the head of a row all of its own.
    """
    layout = LAYOUTS[report.name]
    with session.connected():
        cohort = _cohort(session, report)
        conditions = [] if row is None else [_is_of(report.keys[row])]
        counted = is_counted_in(_measure(layout, column), cohort.standing, bands_of(session), layout.failures)
        return callback_records(cohort, *conditions, *([] if counted is None else [counted]))


def row_key(what: str, owner: int | None) -> str:
    """What a row stands for: ``person 12``, ``team 3``; ``person`` alone for those nobody filled in."""
    return what if owner is None else f"{what} {owner}"


def _is_of(key: str) -> Any:
    what, _, owner = key.partition(" ")
    column = Callback.person if what == "person" else Callback.team
    return column == int(owner) if owner else column.is_null()


def _measure(layout: Layout, column: int | str) -> str:
    if isinstance(column, str):
        return column
    ratio = layout.columns[column].ratio
    return layout.measures[ratio[0] if ratio else column] or "whole"


def _cohort(session: Session, report: Report) -> Cohort:
    kind = LAYOUTS[report.name].kind
    return cohort_of(session.at(report.taken), (kind,), report.start, report.end)
