"""客户档案管理汇总表: every sale and every visit of a month, with its papers and where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from peewee import JOIN

from db import PaperDocument, RepairOrder, Sale, Staff, VehicleFile
from db.connection import rows
from desktop_app.archive.papers import expected, is_company
from desktop_app.archive.vocabulary import EVENT_KIND_LABELS
from desktop_app.session import Session
from desktop_app.statistics.period import check_period
from desktop_app.statistics.records import Record
from desktop_app.statistics.report import Balance, Column, Part, Report, balance_lines

NAME = "archive-list"

COLUMNS = (
    Column("序号", "integer", 6),
    Column("档案编号", "code", 10),
    Column("客户姓名", width=10),
    Column("联系电话", "phone", 14),
    Column("车型", width=12),
    Column("车牌号", "code", 11),
    Column("车架号", "code", 20),
    Column("日期", "date", 11),
    Column("类别(售时/售后)", width=8),
    Column("顾问", width=10),
    Column("资料是否齐全", width=12),
    Column("柜号/盒号", width=10),
)


class Event(NamedTuple):
    """A sale or a repair order with its file."""

    kind: Literal["sales", "service"]
    reference: str
    on: date
    person: str | None
    file_id: int
    number: str
    name: str
    phone: str | None
    landline: str | None
    model: str | None
    plate: str | None
    vin: str
    marked_company: bool | None


class Stay(NamedTuple):
    """One row: a sale, or all repair orders of a file on one day, which are one visit."""

    events: tuple[Event, ...]

    @property
    def event(self) -> Event:
        """The first of them; what concerns the car is the same in all."""
        return self.events[0]

    @property
    def persons(self) -> str:
        """Consultant or advisors, each once."""
        return "、".join(dict.fromkeys(one.person for one in self.events if one.person))


Papers = dict[tuple[str, str], dict[str, str | None]]
"""Kind and reference → the papers that are in, and where each of them stands."""


def archive_list(session: Session, start: date, end: date) -> Report:
    """One row for each sale and each visit from ``start`` to ``end``, by day; references are 协议号 and 工单号."""
    check_period(start, end)
    with session.connected():
        stays = _stays(session, start, end)
        papers = _papers(start, end, session.today())
    sold = sum(one.event.kind == "sales" for one in stays)
    parts = (Part("售时", sold, "sales"), Part("售后", len(stays) - sold, "service"))
    balance = Balance(None, Part("档案", len(stays), ""), parts)
    return Report(
        name=NAME,
        title="客户档案管理汇总表",
        start=start,
        end=end,
        taken=session.now(),
        columns=COLUMNS,
        rows=tuple(
            (
                number,
                stay.event.number,
                stay.event.name,
                stay.event.phone or stay.event.landline,
                stay.event.model,
                stay.event.plate,
                stay.event.vin,
                stay.event.on,
                EVENT_KIND_LABELS[stay.event.kind],
                stay.persons or None,
                _completeness(stay, papers),
                _places(stay, papers),
            )
            for number, stay in enumerate(stays, 1)
        ),
        totals=None,
        refs=tuple(tuple(one.reference for one in stay.events) for stay in stays),
        reconciliation=balance_lines((balance,)),
        reconciles=balance.holds,
        balances=(balance,),
        keys=tuple(f"{stay.event.kind} {stay.event.file_id} {stay.event.on}" for stay in stays),
    )


def archive_records(
    session: Session, report: Report, row: int | None, column: int | str
) -> tuple[Record, ...]:
    """The sale or visit of a row; for ``row`` None those of the kind that ``column`` names."""
    with session.connected():
        stays = _stays(session.at(report.taken), report.start, report.end)
    if row is not None:
        return (_record(stays[row]),)
    return tuple(_record(stay) for stay in stays if column in (stay.event.kind, ""))


def _stays(session: Session, start: date, end: date) -> list[Stay]:
    last = min(end, session.today())
    sold = [
        Stay((event,)) for event in _events("sales", Sale, Sale.delivered_on, Sale.consultant, start, last)
    ]
    order = RepairOrder
    visits: dict[tuple[int, date], tuple[Event, ...]] = {}
    for event in _events("service", order, order.handed_over_on, order.advisor, start, last):
        place = event.file_id, event.on
        visits[place] = (*visits.get(place, ()), event)
    stays = [*sold, *(Stay(events) for events in visits.values())]
    return sorted(stays, key=lambda stay: (stay.event.on, stay.event.kind, stay.event.reference))


def _events(
    kind: Literal["sales", "service"], table: Any, day: Any, person: Any, start: date, last: date
) -> Iterable[Event]:
    file = VehicleFile
    query = (
        table.select(
            table.reference, day, Staff.name, table.file, file.number, file.name, file.phone, file.landline, file.model,
            file.plate, file.vin, file.is_company,
        )
        .join(file)
        .switch(table)
        .join(Staff, JOIN.LEFT_OUTER, on=(person == Staff.id))
        .where(day.between(start, last))
        .order_by(day, table.reference)
    )  # fmt: skip
    return (Event(kind, *row) for row in rows(query))


def _papers(start: date, end: date, today: date) -> Papers:
    """The papers that are in, of the sales and orders of a period."""
    paper, order = PaperDocument, RepairOrder
    of_sales = Sale.select(Sale.reference).where(Sale.delivered_on.between(start, end))
    of_orders = order.select(order.reference).where(order.handed_over_on.between(start, end))
    came = (paper.state == "in") & (paper.received_on.is_null() | (paper.received_on <= today))
    found: Papers = {}
    for kind, references in (("sales", of_sales), ("service", of_orders)):
        query = paper.select(paper.reference, paper.name, paper.cabinet)
        wanted = query.where(paper.event_kind == kind, paper.reference.in_(references), came)
        for reference, name, cabinet in rows(wanted):
            found.setdefault((kind, reference), {})[name] = cabinet
    return found


def _completeness(stay: Stay, papers: Papers) -> str:
    """Whether every paper of every event of the row is in."""
    event = stay.event
    wanted = expected(event.kind, company=is_company(event.name, event.marked_company))
    missing = sum(
        name not in papers.get((one.kind, one.reference), {}) for one in stay.events for name in wanted
    )
    return f"缺 {missing} 份" if missing else "齐全"


def _places(stay: Stay, papers: Papers) -> str | None:
    known = (papers.get((one.kind, one.reference), {}) for one in stay.events)
    return "、".join(sorted({cabinet for found in known for cabinet in found.values() if cabinet})) or None


def _record(stay: Stay) -> Record:
    event = stay.event
    return Record(
        event.reference,
        event.file_id,
        event.name,
        person=stay.persons,
        event_on=event.on,
        outcome=EVENT_KIND_LABELS[event.kind],
        model=event.model or "",
    )
