"""What stands beside a file in lists and on its head: open cases, promises, wrong information, missing papers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from peewee import fn

from db import Callback, Complaint, PaperDocument, Promise, RepairOrder, Sale, VehicleFile
from db.connection import rows
from desktop_app.archive.papers import DUE_AFTER_DAYS, EventKind, expected, is_company
from desktop_app.archive.visits import HALF_YEAR, months_before
from desktop_app.callbacks.dispositions import NUMBER_INVALID
from desktop_app.session import Session

MarkKind = Literal[
    "open_cases", "promises", "information_incorrect", "do_not_call", "papers_missing", "sales_callback",
    "service_callback", "half_year",
]  # fmt: skip

MARK_LABELS: dict[MarkKind, str] = {
    "open_cases": "投诉处理中",
    "promises": "承诺未兑现",
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

Found = Iterator[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark; ``count`` is how many cases, promises or papers it stands for."""

    kind: MarkKind
    count: int = 1


def marks(session: Session, ids: Sequence[int]) -> dict[int, tuple[Mark, ...]]:
    """The marks of these files as seen at the clock, the weightiest first; connected.

    One query for each kind, so ask for a page of files at once.
    """
    found: dict[MarkKind, dict[int, int]] = {kind: {} for kind in MARK_LABELS}
    for kind, pairs in _all(session, ids):
        for file_id, count in pairs:
            found[kind][file_id] = found[kind].get(file_id, 0) + count
    return {
        file_id: tuple(Mark(kind, counts[file_id]) for kind, counts in found.items() if file_id in counts)
        for file_id in ids
    }


def _all(session: Session, ids: Sequence[int]) -> Iterator[tuple[MarkKind, Iterable[tuple[int, int]]]]:
    now, today = session.now(), session.today()
    yield "open_cases", _open_cases(ids, now)
    yield "promises", _promises(ids, now)
    yield "papers_missing", _missing_papers(ids, today)
    yield "sales_callback", _callbacks(ids, "sales", today)
    yield "service_callback", _callbacks(ids, "service", today)
    yield from _of_the_file(ids, today)


def _of_the_file(ids: Sequence[int], today: date) -> Iterator[tuple[MarkKind, Iterable[tuple[int, int]]]]:
    columns = (VehicleFile.id, VehicleFile.information_incorrect, VehicleFile.do_not_call_at, VehicleFile.last_visit_on)
    files = rows(VehicleFile.select(*columns).where(VehicleFile.id << ids))
    long_ago = months_before(today, HALF_YEAR)
    yield "information_incorrect", [(file, 1) for file, incorrect, *_ in files if incorrect]
    yield "do_not_call", [(file, 1) for file, _, opted_out, _ in files if opted_out]
    yield "half_year", [(file, 1) for file, *_, visited in files if visited and visited <= long_ago]


def _open_cases(ids: Sequence[int], now: Any) -> list[tuple[int, int]]:
    return rows(
        Complaint.select(Complaint.file, fn.COUNT(Complaint.id))
        .where(
            Complaint.file << ids, Complaint.accepted_at <= now,
            Complaint.closed_at.is_null() | (Complaint.closed_at > now),
        )
        .group_by(Complaint.file)
    )  # fmt: skip


def _promises(ids: Sequence[int], now: Any) -> Found:
    """Open promises are few, so all are read; one may know its case only, and the case the file."""
    still_open = (
        Promise.select(Promise.file, Complaint.file)
        .left_outer_join(Complaint, on=(Promise.complaint == Complaint.id))
        .where(Promise.kept_at.is_null(), Promise.broken_at.is_null(), Promise.made_at <= now)
    )
    wanted = set(ids)
    for own, of_case in rows(still_open):
        if (own or of_case) in wanted:
            yield own or of_case, 1


def _callbacks(ids: Sequence[int], kind: str, today: date) -> list[tuple[int, int]]:
    """Callbacks in their window that no call has ended yet."""
    invalid = Callback.last_disposition << sorted(NUMBER_INVALID)
    return rows(
        Callback.select(Callback.file, fn.COUNT(Callback.id))
        .join(VehicleFile)
        .where(
            Callback.file << ids, Callback.kind == kind, Callback.closed_at.is_null(), Callback.due_from <= today,
            Callback.due_to >= today, VehicleFile.do_not_call_at.is_null(),
            Callback.last_disposition.is_null() | ~invalid,
        )
        .group_by(Callback.file)
    )  # fmt: skip


def _missing_papers(ids: Sequence[int], today: date) -> Found:
    """Papers past their day, of the events of the last months."""
    for kind, events in (("sales", _sales(ids, today)), ("service", _orders(ids, today))):
        arrived = _arrived(kind, [reference for _, reference, *_ in events])  # type: ignore[arg-type]
        for file_id, reference, name, marked in events:
            wanted = expected(kind, company=is_company(name, marked))  # type: ignore[arg-type]
            if count := sum((reference, paper) not in arrived for paper in wanted):
                yield file_id, count


def _arrived(kind: EventKind, references: Sequence[str]) -> set[tuple[str, str]]:
    papers = PaperDocument
    condition = (papers.event_kind == kind) & papers.reference.in_(references) & (papers.state == "in")
    return set(rows(papers.select(papers.reference, papers.name).where(condition)))


def _sales(ids: Sequence[int], today: date) -> list[tuple[int, str, str, bool | None]]:
    return rows(
        Sale.select(Sale.file, Sale.reference, VehicleFile.name, VehicleFile.is_company)
        .join(VehicleFile)
        .where(Sale.file << ids, *_late(Sale.delivered_on, "sales", today))
    )


def _orders(ids: Sequence[int], today: date) -> list[tuple[int, str, str, bool | None]]:
    return rows(
        RepairOrder.select(RepairOrder.file, RepairOrder.reference, VehicleFile.name, VehicleFile.is_company)
        .join(VehicleFile)
        .where(RepairOrder.file << ids, *_late(RepairOrder.handed_over_on, "service", today))
    )


def _late(day: Any, kind: EventKind, today: date) -> tuple[Any, Any]:
    last_in_time = today - timedelta(days=DUE_AFTER_DAYS[kind])
    return day < last_in_time, day >= today - timedelta(days=PAPERS_MARKED_FOR_DAYS)
