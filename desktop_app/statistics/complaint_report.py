"""投诉月报: the cases accepted in a period, counted by everything the department answers for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from desktop_app.complaints.clocks import CLOCK_LABELS, COLOUR_LABELS, Clock
from desktop_app.complaints.compensation import FEN_IN_A_YUAN
from desktop_app.complaints.vocabulary import (
    CHANNEL_LABELS,
    COMPENSATION_LABELS,
    GRADE_LABELS,
    PARTY_LABELS,
)
from desktop_app.session import Session
from desktop_app.statistics.cases import CaseFacts, cases_of
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import (
    TOTAL,
    UNFILLED,
    Balance,
    Cell,
    Column,
    Part,
    Report,
    balance_lines,
    rate,
)

NAME = "complaints"

TOTAL_COLUMN = Column("总数", "integer", 8)
COLUMNS = (
    Column("统计项目", width=16),
    Column("分类", width=24),
    Column("件数", "integer", 8),
    TOTAL_COLUMN,
    Column("占比", "rate", 10, ratio=(2, 3)),
)

ESCALATED = {"yes": "已升级", "no": "未升级"}
OCCASIONS = {"first": "首次", "again": "再次"}
REPEATS = {"repeat": "再电", "new": "新案例"}
CLOCK_STATES = {"kept": "按时", "missed": "超时", "running": "未到期", "stopped": "不再适用"}
AVOIDABLE = {"yes": "可以避免", "no": "不可避免", "": "未判定"}
SATISFIED = {"yes": "满意", "no": "不满意", "": "尚无再次回访结果"}
PROGRESS = {"closed": "已结案"} | {
    colour: f"未结案（{label}）" for colour, label in COLOUR_LABELS.items() if colour != "grey"
}


@dataclass(frozen=True, slots=True)
class Class:
    """One row: its key, its name, and a record for each thing it counts."""

    key: str
    label: str
    records: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One question asked of all cases (or of all their clocks), with the classes of the answer."""

    key: str
    label: str
    total: int
    classes: tuple[Class, ...]


def complaint_report(session: Session, start: date, end: date) -> Report:
    """投诉月报 of the cases accepted from ``start`` to ``end``; every item's classes add up to its total.

    The totals are all cases accepted. Clocks and compensation are counted one by one, all else case by case.
    """
    check_period(start, end)
    cases = cases_of(session, start, end)
    items = items_of(cases, session.now())
    listed = [(item, one) for item in items for one in item.classes]
    balances = _balances(items)
    return Report(
        name=NAME,
        title="投诉月报",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(_cells(item, one) for item, one in listed),
        totals=(TOTAL, "受理案例", len(cases), len(cases), rate(len(cases), len(cases))),
        refs=tuple(tuple(dict.fromkeys(record.reference for record in one.records)) for _, one in listed),
        notes=_notes(cases),
        reconciliation=balance_lines(balances),
        reconciles=all(balance.holds for balance in balances),
        sections=_sections(items),
        balances=balances,
        keys=tuple(f"{item.key}:{one.key}" for item, one in listed),
    )


def complaint_records(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The cases a row counts, of 总数 those of its whole item; for clocks and compensation one record each.

    ``row`` None: all cases.
    """
    at = session.at(report.taken)
    cases = cases_of(at, report.start, report.end)
    key = report.keys[row] if row is not None else str(column)
    whole = row is not None and column == COLUMNS.index(TOTAL_COLUMN)
    for item in items_of(cases, report.taken):
        for one in item.classes:
            if f"{item.key}:{one.key}" == key:
                return (
                    tuple(record for each in item.classes for record in each.records)
                    if whole
                    else one.records
                )
    return tuple(one.record() for one in cases)


def items_of(cases: tuple[CaseFacts, ...], now: datetime) -> tuple[Item, ...]:
    """Every question with its classes; those of a fixed list in its order, the others by number."""
    return (
        _fixed("grade", "分级", cases, GRADE_LABELS, lambda one: one.standing.grade),
        _fixed("escalated", "升级", cases, ESCALATED, lambda one: _yes_no(one.standing.escalated)),
        _found("cause", "原因", cases, lambda one: one.cause, {one.cause: one.cause_name for one in cases}),
        _found("channel", "反映渠道", cases, lambda one: one.channel, CHANNEL_LABELS),
        _found("department", "责任部门", cases, lambda one: one.department or ""),
        _found("model", "车型", cases, lambda one: one.model or ""),
        _fixed("party", "责任方", cases, PARTY_LABELS, lambda one: one.party),
        _fixed("occasion", "投诉次数", cases, OCCASIONS, lambda one: "again" if one.again else "first"),
        _fixed("repeat", "是否再电", cases, REPEATS, lambda one: "repeat" if one.repeated else "new"),
        *_clock_items(cases, now),
        _fixed("avoidable", "能否避免", cases, AVOIDABLE, lambda one: _yes_no(one.avoidable)),
        _fixed("satisfied", "处理后满意度", cases, SATISFIED, lambda one: _yes_no(one.satisfied)),
        _fixed("progress", "进展", cases, PROGRESS, lambda one: _progress(one, now)),
        *_given_item(cases),
    )


def _yes_no(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def _progress(one: CaseFacts, now: datetime) -> str:
    colour = one.standing.colour(now)
    return "closed" if colour == "grey" else colour


def _fixed(
    key: str,
    label: str,
    cases: Iterable[CaseFacts],
    labels: Mapping[str, str],
    answer: Callable[[CaseFacts], str],
) -> Item:
    """An item whose classes are all known beforehand; an unknown answer shows as an open balance."""
    found = [(answer(one), one.record()) for one in cases]
    return _item(key, label, len(found), [(code, name) for code, name in labels.items()], found)


def _found(
    key: str,
    label: str,
    cases: Iterable[CaseFacts],
    answer: Callable[[CaseFacts], str],
    labels: Mapping[str, str] | None = None,
) -> Item:
    """An item that shows the classes that occur, the commonest first and 未填 last."""
    found = [(answer(one), one.record()) for one in cases]
    numbers = Counter(code for code, _ in found)
    codes = sorted(numbers, key=lambda code: (not code, -numbers[code], code))
    named = [(code, (labels or {}).get(code, code) or UNFILLED) for code in codes]
    return _item(key, label, len(found), named, found)


def _item(
    key: str, label: str, total: int, classes: Iterable[tuple[str, str]], found: list[tuple[str, Record]]
) -> Item:
    by_code: dict[str, list[Record]] = {}
    for code, record in found:
        by_code.setdefault(code, []).append(record)
    return Item(
        key, label, total, tuple(Class(code, name, tuple(by_code.get(code, ()))) for code, name in classes)
    )


def _clock_items(cases: tuple[CaseFacts, ...], now: datetime) -> Iterable[Item]:
    """For each kind of clock that ran, how many were kept and missed; one that is overdue is missed."""
    for kind, label in CLOCK_LABELS.items():
        running = [(one, clock) for one in cases for clock in one.clocks if clock.kind == kind]
        found = [(_state(clock, now), one.record()) for one, clock in running]
        if found:
            yield _item(f"clock-{kind}", f"时限：{label}", len(found), CLOCK_STATES.items(), found)


def _state(clock: Clock, now: datetime) -> str:
    state = clock.state(now)
    return "missed" if state == "overdue" else state


def _given_item(cases: tuple[CaseFacts, ...]) -> Iterable[Item]:
    given = [(kind, cost, one.record()) for one in cases for kind, cost in one.given]
    spent: Counter[str] = Counter()
    for kind, cost, _ in given:
        spent[kind] += cost
    labels = [
        (kind, f"{label}（{_yuan(spent[kind])}）")
        for kind, label in COMPENSATION_LABELS.items()
        if kind in spent
    ]
    if given:
        yield _item("given", "补偿", len(given), labels, [(kind, record) for kind, _, record in given])


def _yuan(fen: int) -> str:
    return f"¥{fen // FEN_IN_A_YUAN:,}.{fen % FEN_IN_A_YUAN:02}"


def _notes(cases: tuple[CaseFacts, ...]) -> tuple[str, ...]:
    costs = [cost for one in cases for _, cost in one.given]
    return (f"补偿 {len(costs)} 项，合计 {_yuan(sum(costs))}。",) if costs else ()


def _cells(item: Item, one: Class) -> tuple[Cell, ...]:
    number = len(one.records)
    return item.label, one.label, number, item.total, rate(number, item.total)


def _balances(items: tuple[Item, ...]) -> tuple[Balance, ...]:
    """One for each item at its first row, and that of the grades for the totals."""
    made, row = [], 0
    for item in items:
        parts = tuple(Part(one.label, len(one.records), f"{item.key}:{one.key}") for one in item.classes)
        if item.key == "grade":
            made.append(Balance(None, Part("受理", item.total, ""), parts))
        if item.classes:
            made.append(Balance(row, Part(item.label, item.total, ""), parts))
        row += len(item.classes)
    return tuple(made)


def _sections(items: tuple[Item, ...]) -> tuple[tuple[int, str], ...]:
    made, row = [], 0
    for item in items:
        if item.classes:
            made.append((row, item.label))
        row += len(item.classes)
    return tuple(made)
