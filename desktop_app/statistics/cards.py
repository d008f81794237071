"""表11 A卡分析表 and 表12 C卡分析表: who bought and who services here, by model and by every attribute."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import ModelSelect

from db import HandedOver, RepairOrder, Sale, VehicleFile
from db.connection import rows
from desktop_app import settings
from desktop_app.session import Session
from desktop_app.statistics.card_groups import Group, a_card_groups, c_card_groups
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import TOTAL, Balance, Cell, Column, Part, Report, balance_lines

OTHER_MODELS = "其他车型"


@dataclass(frozen=True, slots=True)
class Layout:
    """What tells 表11 and 表12 apart: ``events`` selects the files with a sale or hand-over in a period."""

    name: str
    title: str
    groups: Callable[[Mapping[str, Any]], tuple[Group, ...]]
    events: Callable[[date, date], ModelSelect[Any]]


A_CARDS = Layout(
    "a-cards",
    "表11 A卡分析表",
    a_card_groups,
    lambda start, end: Sale.select(Sale.file).where(Sale.delivered_on.between(start, end)),
)
C_CARDS = Layout(
    "c-cards",
    "表12 C卡分析表",
    c_card_groups,
    lambda start, end: RepairOrder.select(RepairOrder.file).where(
        RepairOrder.handed_over_on.between(start, end)
    ),
)
LAYOUTS = {layout.name: layout for layout in (A_CARDS, C_CARDS)}

_FILE = VehicleFile
_FIELDS: dict[str, Any] = {
    name: getattr(_FILE, name)
    for name in (
        "id", "vin", "name", "model", "last_advisor", "sex", "birthday", "income", "purchase_region", "home_region",
        "trade", "occupation", "information_source", "visit_channel", "insurance_choice", "deal_type", "purchase_kind",
        "accessories", "purchase_factor", "lost_reason", "new_or_used",
    )
}  # fmt: skip


def a_cards(session: Session, start: date, end: date) -> Report:
    """表11 of the files sold from ``start`` to ``end``, C by now or not; ages are those at the end of the period."""
    return _report(session, A_CARDS, start, end)


def c_cards(session: Session, start: date, end: date) -> Report:
    """表12 of the files with a hand-over from ``start`` to ``end``, each once."""
    return _report(session, C_CARDS, start, end)


def _report(session: Session, layout: Layout, start: date, end: date) -> Report:
    check_period(start, end)
    with session.connected():
        values = settings.get_all(session)
        files = _files(session, layout, start, end)
        notes = _handed_over(session, layout, start, end)
    groups, models = layout.groups(values), (*values["models"], OTHER_MODELS)
    by_model: dict[str, list[dict[str, Any]]] = {model: [] for model in models}
    for file in files:
        by_model[_model(file, models)].append(file)
    counted = {model: _counts(mine, groups, end) for model, mine in by_model.items()}
    total = _counts(files, groups, end)
    balances = _balances(groups, None, len(files), total) + tuple(
        balance
        for row, model in enumerate(models)
        for balance in _balances(groups, row, len(by_model[model]), counted[model])
    )
    adds_up = all(sum(counted[model][key] for model in models) == total[key] for key in _keys(groups))
    return Report(
        name=layout.name,
        title=layout.title,
        start=start,
        end=end,
        taken=session.now(),
        columns=(Column("车型", width=12), *(_column(group, choice) for group, choice in _keys(groups))),
        rows=tuple(_cells(model, counted[model], groups) for model in models),
        totals=_cells(TOTAL, total, groups),
        refs=tuple(tuple(file["vin"] for file in by_model[model]) for model in models),
        notes=notes,
        reconciliation=balance_lines(balances),
        reconciles=adds_up and all(balance.holds for balance in balances),
        head=(f"数据搜集期间 {_chinese(start)}起至{_chinese(end)}", "填表人", "审批"),
        balances=balances,
        keys=models,
    )


def card_records(session: Session, report: Report, row: int | None, column: int | str) -> tuple[Record, ...]:
    """The files that a number of 表11 or 表12 counts; the model at the head of a row opens all of its own."""
    layout = LAYOUTS[report.name]
    with session.connected():
        groups = layout.groups(settings.get_all(session))
        files = _files(session.at(report.taken), layout, report.start, report.end)
    wanted = column if isinstance(column, str) else report.columns[column].label if column else ""
    return tuple(
        _record(file)
        for file in files
        if (row is None or _model(file, report.keys) == report.keys[row])
        and (not wanted or wanted in _labels(file, groups, report.end))
    )


def _files(session: Session, layout: Layout, start: date, end: date) -> list[dict[str, Any]]:
    seen = layout.events(start, min(end, session.today()))
    query = _FILE.select(*_FIELDS.values()).where(_FILE.id.in_(seen)).order_by(_FILE.vin)
    return [dict(zip(_FIELDS, row, strict=True)) for row in rows(query)]


def _model(file: dict[str, Any], models: tuple[str, ...]) -> str:
    model = (file["model"] or "").strip()
    return model if model in models else OTHER_MODELS


Key = tuple[str, str]
"""The label of a group and one of its columns."""


def _keys(groups: tuple[Group, ...]) -> tuple[Key, ...]:
    return tuple((group.label, choice) for group in groups for choice in group.columns)


def _counts(files: list[dict[str, Any]], groups: tuple[Group, ...], end: date) -> Counter[Key]:
    return Counter((group.label, group.choice(file, end)) for file in files for group in groups)


def _labels(file: dict[str, Any], groups: tuple[Group, ...], end: date) -> set[str]:
    return {f"{group.label}/{group.choice(file, end)}" for group in groups}


def _column(label: str, choice: str) -> Column:
    return Column(f"{label}/{choice}", "integer", max(6, 2 * len(choice)), grouped=True)


def _cells(name: str, counted: Counter[Key], groups: tuple[Group, ...]) -> tuple[Cell, ...]:
    return (name, *(counted[key] for key in _keys(groups)))


def _balances(
    groups: tuple[Group, ...], row: int | None, number: int, counted: Counter[Key]
) -> tuple[Balance, ...]:
    return tuple(
        Balance(
            row,
            Part(group.label, number, ""),
            tuple(
                Part(choice, counted[group.label, choice], f"{group.label}/{choice}")
                for choice in group.columns
            ),
        )
        for group in groups
    )


def _handed_over(session: Session, layout: Layout, start: date, end: date) -> tuple[str, ...]:
    """已转交市场部: when and by whom, as often as it was."""
    table = HandedOver
    query = table.select(table.at, table.account).where(
        table.report == layout.name, table.start == start, table.end == end, table.at <= session.now()
    )
    return tuple(
        f"已转交市场部：{at:%Y-%m-%d %H:%M}，{account}。" for at, account in rows(query.order_by(table.at))
    )


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _record(file: dict[str, Any]) -> Record:
    return Record(
        file["vin"], file["id"], file["name"], person=file["last_advisor"] or "", model=file["model"] or ""
    )
