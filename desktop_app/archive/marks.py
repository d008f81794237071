"""What stands beside a file in lists and on its head: open cases, promises, wrong information, missing papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from peewee import fn

from db import Callback, CareDate, Complaint, PaperDocument, Promise, RepairOrder, Sale, VehicleFile
from db.bulk import among
from db.connection import rows
from desktop_app.archive.papers import DUE_AFTER_DAYS, EventKind, expected, is_company
from desktop_app.archive.visits import HALF_YEAR, months_before
from desktop_app.callbacks.care_wishes import RECALL_WORD
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.session import Session

MarkKind = Literal[
    "open_cases", "promises", "recall", "information_incorrect", "do_not_call", "papers_missing", "sales_callback",
    "service_callback", "half_year",
]  # fmt: skip

MARK_LABELS: dict[MarkKind, str] = {
    "open_cases": "投诉处理中",
    "promises": "承诺未兑现",
    "recall": "召回未做",
    "information_incorrect": "信息不正确",
    "do_not_call": "不来电",
    "papers_missing": "资料缺",
    "sales_callback": "待销售回访",
    "service_callback": "待售后回访",
    "half_year": "半年未来店",
}
"""In the order of their weight."""

PAPERS_MARKED_FOR_DAYS = 90
"""A paper missing longer than that is looked up in the file; the list would show nothing else."""

EVENTS: tuple[tuple[EventKind, Any, Any], ...] = (
    ("sales", Sale, Sale.delivered_on),
    ("service", RepairOrder, RepairOrder.handed_over_on),
)

Found = Iterator[tuple[MarkKind, int, int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; ``count`` is how many cases, promises or papers it stands for."""

    kind: MarkKind
    count: int = 1


def marks(session: Session, ids: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of these files as seen at the clock, the weightiest first; connected.

    Some queries for all of them, so ask for a page of files at once.
    """
    found: dict[MarkKind, Counter[int]] = {kind: Counter() for kind in MARK_LABELS}
    for source in SOURCES:
        for kind, file_id, count in source(ids, session.now()):
            found[kind][file_id] += count
    return {
        file_id: tuple(Mark(kind, counts[file_id]) for kind, counts in found.items() if counts[file_id])
        for file_id in ids
    }


def _own(ids: Sequence[int], now: datetime) -> Found:
    """What stands in the file itself."""
    file, long_ago = VehicleFile, months_before(now.date(), HALF_YEAR)
    columns = (file.id, file.information_incorrect, file.do_not_call_at, file.last_visit_on)
    for file_id, incorrect, opted_out, visited in rows(file.select(*columns).where(file.id.in_(among(ids)))):
        yield "information_incorrect", file_id, int(incorrect)
        yield "do_not_call", file_id, int(opted_out is not None)
        yield "half_year", file_id, int(visited is not None and visited <= long_ago)


def _open_cases(ids: Sequence[int], now: datetime) -> Found:
    case = Complaint
    unsettled = (case.accepted_at <= now) & (case.closed_at.is_null() | (case.closed_at > now))
    for (file_id,) in rows(case.select(case.file).where(case.file.in_(among(ids)), unsettled)):
        yield "open_cases", file_id, 1


def _promises(ids: Sequence[int], now: datetime) -> Found:
    """Open promises are few, so all are read; one may know its case only, and the case the file."""
    still_open = (
        Promise.select(Promise.file, Complaint.file)
        .left_outer_join(Complaint, on=(Promise.complaint == Complaint.id))
        .where(Promise.kept_at.is_null(), Promise.broken_at.is_null(), Promise.made_at <= now)
    )
    wanted = set(ids)
    for own, of_case in rows(still_open):
        if (own or of_case) in wanted:
            yield "promises", own or of_case, 1


def _recalls(ids: Sequence[int], now: datetime) -> Found:
    """Recalls that the car has not come for; no person said so, and no order."""
    wish, order = CareDate, RepairOrder
    noted = (
        (wish.kind == "recall") & (wish.created_at <= now) & (wish.done_at.is_null() | (wish.done_at > now))
    )
    came = order.select(order.id).where(
        order.file == wish.file, order.handed_over_on.between(wish.due_on, now.date()),
        order.work.contains(RECALL_WORD),
    )  # fmt: skip
    for (file_id,) in rows(wish.select(wish.file).where(wish.file.in_(among(ids)), noted, ~fn.EXISTS(came))):
        yield "recall", file_id, 1


def _callbacks(ids: Sequence[int], now: datetime) -> Found:
    """Callbacks in their window that no call has ended yet."""
    today, one = now.date(), Callback
    in_window = one.closed_at.is_null() & (one.due_from <= today) & (one.due_to >= today)
    query = one.select(one.file, one.kind, one.last_disposition, VehicleFile.do_not_call_at).join(VehicleFile)
    for file_id, kind, last, opted_out in rows(query.where(one.file.in_(among(ids)), in_window)):
        if last not in NUMBER_INVALID and opted_out is None:
            yield ("sales_callback" if kind == "sales" else "service_callback"), file_id, 1


def _missing_papers(ids: Sequence[int], now: datetime) -> Found:
    """Papers past their day, of the events of the last months."""
    arrived = _arrived(ids, now.date())
    for kind, table, day in EVENTS:
        query = table.select(table.file, table.reference, VehicleFile.name, VehicleFile.is_company).join(
            VehicleFile
        )
        late = _late(day, kind, now.date())
        for file_id, reference, name, marked in rows(query.where(table.file.in_(among(ids)), *late)):
            wanted = expected(kind, company=is_company(name, marked))
            yield "papers_missing", file_id, sum((kind, reference, paper) not in arrived for paper in wanted)


def _arrived(ids: Sequence[int], today: date) -> set[tuple[str, str, str]]:
    paper = PaperDocument
    recent = (
        paper.received_on >= today - timedelta(days=PAPERS_MARKED_FOR_DAYS)
    ) | paper.received_on.is_null()
    here = paper.file.in_(among(ids)) & (paper.state == "in") & recent
    return set(rows(paper.select(paper.event_kind, paper.reference, paper.name).where(here)))


def _late(day: Any, kind: EventKind, today: date) -> tuple[Any, Any]:
    last_in_time = today - timedelta(days=DUE_AFTER_DAYS[kind])
    return day < last_in_time, day >= today - timedelta(days=PAPERS_MARKED_FOR_DAYS)


SOURCES: tuple[Callable[[Sequence[int], datetime], Found], ...] = (
    _open_cases, _promises, _recalls, _own, _missing_papers, _callbacks,
)  # fmt: skip
