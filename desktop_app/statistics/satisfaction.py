"""表7 and 表8: how many callbacks of a month succeeded and how satisfied the customers were."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import Literal

from peewee import fn

from db import Callback, SmsMessage, SmsReply, Staff, Team, database
from db.connection import first
from desktop_app.session import Session
from desktop_app.statistics.cohort import Cohort, cohort_of
from desktop_app.statistics.period import check_period
from desktop_app.statistics.report import (
    TOTAL,
    UNFILLED,
    Balance,
    Cell,
    Part,
    Report,
    balance_lines,
    one_decimal,
    rate,
)
from desktop_app.statistics.satisfaction_layout import SALES, SERVICE, Layout
from desktop_app.statistics.satisfaction_records import row_key
from desktop_app.statistics.tally import PAPER, Bands, Owners, Tally, bands_of, tallies


def sales_satisfaction(session: Session, start: date, end: date) -> Report:
    """表7 of the deliveries from ``start`` to ``end``: a row for each consultant with one, and the totals."""
    return _report(session, SALES, start, end)


def service_satisfaction(session: Session, start: date, end: date) -> Report:
    """表8 of the hand-overs from ``start`` to ``end``: advisors, then teams, and the totals of the advisors."""
    return _report(session, SERVICE, start, end)


def _report(session: Session, layout: Layout, start: date, end: date) -> Report:
    check_period(start, end)
    with session.connected():
        bands = bands_of(session)
        cohort = cohort_of(session, (layout.kind,), start, end)
        found = tallies(cohort, bands)
        people = _rows_of(found, 0, "person", Staff)
        teams = _rows_of(found, 1, "team", Team) if layout is SERVICE else []
        total = _sum(tally for _, _, tally in people)
        texts = _notes(cohort, bands, total)
    listed = [*people, *teams]
    numbers = [(None, total), *enumerate(tally for _, _, tally in listed)]
    balances = tuple(balance for row, tally in numbers for balance in _balances(layout, row, tally))
    teams_agree = layout is SALES or _sum(tally for _, _, tally in teams) == total
    return Report(
        name=layout.name,
        title=layout.title,
        start=start,
        end=end,
        taken=session.now(),
        columns=layout.columns,
        rows=tuple(_cells(layout, name, tally) for _, name, tally in listed),
        totals=_cells(layout, TOTAL, total),
        refs=(),
        notes=texts,
        reconciliation=balance_lines(balances),
        reconciles=teams_agree and all(balance.holds for balance in balances),
        sections=((0, "服务顾问"), (len(people), "维修班组")) if layout is SERVICE else (),
        balances=balances,
        keys=tuple(key for key, _, _ in listed),
    )


Row = tuple[str, str, Tally]
"""Its key (``person 12``, ``team``), its name and its numbers."""


def _rows_of(
    found: dict[Owners, Tally], owner: Literal[0, 1], what: str, table: type[Staff | Team]
) -> list[Row]:
    merged: dict[int | None, Tally] = {}
    for owners, tally in found.items():
        merged.setdefault(owners[owner], Tally()).add(tally)
    names = dict(database.execute_sql(f"SELECT id, name FROM {table._meta.table_name}").fetchall())
    order = sorted(merged, key=lambda one: (one is None, -merged[one].whole, names.get(one, "")))
    return [(row_key(what, one), UNFILLED if one is None else names[one], merged[one]) for one in order]


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for tally in tallies:
        total.add(tally)
    return total


def _cells(layout: Layout, name: str, tally: Tally) -> tuple[Cell, ...]:
    numbers = [
        tally.failure(layout.failures) if measure == "failure" else getattr(tally, measure) if measure else 0
        for measure in layout.measures
    ]
    rates = [
        rate(numbers[column.ratio[0]], numbers[column.ratio[1]]) if column.ratio else number
        for column, number in zip(layout.columns, numbers, strict=True)
    ]
    return (name, *rates[1:])


def _balances(layout: Layout, row: int | None, tally: Tally) -> tuple[Balance, Balance]:
    rest = () if "other" in layout.failures else (Part("其他", tally.other, "other"),)
    calls = Balance(
        row,
        Part(layout.columns[1].label, tally.whole, "whole"),
        (
            Part("回访成功", tally.success, "success"),
            Part("回访未成功", tally.failure(layout.failures), "failure"),
            *rest,
            Part("未拨打", tally.untried, "untried"),
        ),
    )
    scores = Balance(
        row,
        Part("回访成功", tally.success, "success"),
        (
            Part("完全满意", tally.full, "full"),
            Part("基本满意", tally.basic, "basic"),
            Part("不满意", tally.bad, "bad"),
            Part("未评分", tally.unscored, "unscored"),
        ),
    )
    return calls, scores


def _notes(cohort: Cohort, bands: Bands, total: Tally) -> tuple[str, ...]:
    texts = []
    if total.unscored:
        texts.append(f"回访成功但没有评分的有 {total.unscored} 条：计入回访成功数，不计入任何满意度档。")
    if bands != PAPER:
        texts.append(f"满意度分档按设置：{bands.full:g} 分起为完全满意，{bands.basic:g} 分起为基本满意。")
    if scored := _sms_scores(cohort):
        texts.append(f"短信回复评分 {scored[0]} 条，平均 {one_decimal(scored[1])} 分，另计，不计入上表。")
    return tuple(texts)


def _sms_scores(cohort: Cohort) -> tuple[int, Fraction] | None:
    scored = SmsReply.score.is_null(False) & SmsReply.at.between(cohort.start, cohort.now)
    if first(SmsReply.select(SmsReply.id).where(scored).limit(1)) is None:
        return None
    found = first(
        SmsReply.select(fn.COUNT(SmsReply.id), fn.SUM(SmsReply.score))
        .join(SmsMessage)
        .join(Callback)
        .where(scored, cohort.condition)
    )
    return (found[0], Fraction(found[1], found[0])) if found and found[0] else None
