"""关怀效果表: what the care calls of a period came to, and whether the customers then came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from db import CareOutcome, RepairOrder, VehicleFile
from db.bulk import among
from db.connection import rows
from desktop_app.callbacks.care import KIND_LABELS
from desktop_app.callbacks.care_handling import ANSWER_LABELS, STORED, Answer
from desktop_app.session import Session
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import TOTAL, Balance, Cell, Column, Part, Report, balance_lines, rate

NAME = "care"
CAME_WITHIN = timedelta(days=30)
"""A visit up to so many days after the call counts as its effect."""
_ANSWERS: dict[bool | None, Answer] = {stored: answer for answer, stored in STORED.items()}


@dataclass(frozen=True, slots=True)
class Spoken:
    """One reminder spoken of in the period, by the newest answer; ``came_on`` is the first visit it can have brought."""

    file_id: int
    vin: str
    name: str
    model: str
    kind: str
    due_on: date
    at: datetime
    account: str
    answer: Answer
    reason: str
    came_on: date | None = None

    @property
    def accepted(self) -> bool:
        """Whether the customer said yes."""
        return self.answer == "accepted"


Counted = Callable[[Spoken], bool]
COUNTS: dict[int, Counted] = {
    1: lambda one: True,
    2: lambda one: one.answer == "accepted",
    3: lambda one: one.answer == "declined",
    4: lambda one: one.answer == "later",
    6: lambda one: one.accepted and one.came_on is not None,
    8: lambda one: not one.accepted and one.came_on is not None,
}
"""What each column of numbers counts; the columns between are rates of two of them."""
COLUMNS = (
    Column("关怀类型", width=16),
    Column("联系数", "integer", 8),
    Column("接受", "integer", 8),
    Column("不接受", "integer", 8),
    Column("稍后再打", "integer", 10),
    Column("接受率(接受/联系数)", "rate", 12, ratio=(2, 1)),
    Column("接受后到店", "integer", 10),
    Column("到店率(接受后到店/接受)", "rate", 14, ratio=(6, 2)),
    Column("未接受也到店", "integer", 12),
)


def care_effect(session: Session, start: date, end: date) -> Report:
    """The reminders spoken of from ``start`` to ``end`` by kind: how they were answered, and who came in 30 days."""
    check_period(start, end)
    with session.connected():
        spoken = _spoken(session.now(), start, end)
    kinds = [kind for kind in KIND_LABELS if any(one.kind == kind for one in spoken)]
    groups = [[one for one in spoken if one.kind == kind] for kind in kinds]
    balances = (*(_balance(place, group) for place, group in enumerate(groups)), _balance(None, spoken))
    return Report(
        name=NAME,
        title="关怀效果表",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(_cells(KIND_LABELS[kind], group) for kind, group in zip(kinds, groups, strict=True)),
        totals=_cells(TOTAL, spoken),
        refs=tuple(tuple(one.vin for one in group) for group in groups),
        notes=_notes(spoken, session.today()),
        reconciliation=balance_lines(balances),
        reconciles=all(balance.holds for balance in balances),
        balances=balances,
        keys=tuple(kinds),
    )


def care_records(session: Session, report: Report, row: int | None, column: int | str) -> tuple[Record, ...]:
    """The reminders that a number counts; a rate opens those it counts, any other column all of the row."""
    with session.connected():
        spoken = _spoken(report.taken, report.start, report.end)
    ours = [one for one in spoken if row is None or one.kind == report.keys[row]]
    return tuple(_record(one) for one in ours if _counted(column)(one))


def _counted(column: int | str) -> Counted:
    if isinstance(column, str):
        return lambda one: column in (one.answer, "")
    ratio = COLUMNS[column].ratio
    return COUNTS.get(ratio[0] if ratio else column, COUNTS[1])


def _cells(label: str, spoken: Sequence[Spoken]) -> tuple[Cell, ...]:
    counts = {column: sum(map(counted, spoken)) for column, counted in COUNTS.items()}
    ratios = ((place, column.ratio) for place, column in enumerate(COLUMNS) if column.ratio)
    rates = {place: rate(counts[part], counts[whole]) for place, (part, whole) in ratios}
    return (label, *((counts | rates)[place] for place in range(1, len(COLUMNS))))


def _balance(row: int | None, spoken: Sequence[Spoken]) -> Balance:
    answers = [one.answer for one in spoken]
    parts = tuple(Part(label, answers.count(answer), answer) for answer, label in ANSWER_LABELS.items())
    return Balance(row, Part("联系数", len(spoken), ""), parts)


def _notes(spoken: Sequence[Spoken], today: date) -> tuple[str, ...]:
    days = CAME_WITHIN.days
    told = f"到店：联系当天起 {days} 天内有维修工单；同一项提醒在期间内多次联系的，按最后一次计。"
    open_ = sum(one.accepted and not one.came_on and today < one.at.date() + CAME_WITHIN for one in spoken)
    return (told, f"已接受的还有 {open_} 项未满 {days} 天、尚未到店。") if open_ else (told,)


def _spoken(now: datetime, start: date, end: date) -> list[Spoken]:
    told, file = CareOutcome, VehicleFile
    until = min(datetime.combine(end, time.max), now)
    query = (
        told.select(
            told.file, file.vin, file.name, file.model, told.kind, told.due_on, told.at, told.account, told.accepted,
            told.reason,
        )
        .join(file)
        .where(told.at.between(datetime.combine(start, time()), until))
        .order_by(told.at, told.id)
    )  # fmt: skip
    newest = {(row[0], row[4], row[5]): row for row in rows(query)}
    came = _visits({row[0] for row in newest.values()}, start, now.date())
    return [_with_visit(row, came.get(row[0], ())) for row in newest.values()]


def _with_visit(row: tuple[Any, ...], visits: Sequence[date]) -> Spoken:
    *known, accepted, reason = row
    called_on = row[6].date()
    came_on = next((day for day in visits if called_on <= day <= called_on + CAME_WITHIN), None)
    known[3] = known[3] or ""
    return Spoken(*(*known, _ANSWERS[accepted], reason or "", came_on))


def _visits(cars: Iterable[int], start: date, today: date) -> dict[int, list[date]]:
    order, found = RepairOrder, dict[int, list[date]]()
    query = order.select(order.file, order.handed_over_on).where(
        order.file.in_(among(cars)), order.handed_over_on.between(start, today)
    )
    for car, day in rows(query.order_by(order.handed_over_on)):
        found.setdefault(car, []).append(day)
    return found


def _record(one: Spoken) -> Record:
    came = f"{one.came_on:%m-%d} 到店" if one.came_on else ""
    return Record(
        one.vin,
        one.file_id,
        one.name,
        person=one.account,
        event_on=one.due_on,
        last_at=one.at,
        outcome=ANSWER_LABELS[one.answer],
        model=one.model,
        remark="；".join(filter(None, (came, one.reason))),
    )
