"""资料: the papers of each delivery and hand-over of a file, which are in, missing or late, and where they stand."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from db import PaperDocument, RepairOrder, Sale, VehicleFile
from db.connection import first, rows
from desktop_app.archive.events_of_file import deliveries, orders
from desktop_app.archive.papers import EventKind, Paper, due_on, expected, is_company, state_of_missing
from desktop_app.problems import Refused
from desktop_app.safety.audit_trail import record_deed
from desktop_app.session import Changed, Session, changed, require

FEATURES = ("archive", "statistics")


@dataclass(frozen=True, slots=True)
class EventPapers:
    """The papers of one delivery (``sales``) or hand-over (``service``), in the order of the form."""

    kind: EventKind
    reference: str
    on: date
    papers: tuple[Paper, ...]

    @property
    def missing(self) -> int:
        """How many are not in."""
        return sum(paper.state != "in" for paper in self.papers)

    @property
    def complete(self) -> bool:
        """资料是否齐全."""
        return self.missing == 0


def papers_of(session: Session, file_id: int) -> tuple[EventPapers, ...]:
    """The papers of every event of a file up to the clock, the newest event first."""
    require(session, "see")
    with session.connected():
        company = _owner_is_company(file_id)
        today = session.today()
        events: list[tuple[date, EventKind, str]] = [
            *((sale.on, "sales", sale.reference) for sale in deliveries(file_id, today)),
            *((order.on, "service", order.reference) for order in orders(file_id, today)),
        ]
        known = _known(file_id)
    return tuple(
        EventPapers(
            kind, reference, on, tuple(_paper(kind, reference, on, name, known, today) for name in names)
        )
        for on, kind, reference in sorted(events, reverse=True)
        for names in (_names(kind, reference, company, known),)
    )


def receive_papers(
    session: Session, kind: EventKind, reference: str, names: Collection[str], *,
    cabinet: str = "", on: date | None = None,
) -> Changed:  # fmt: skip
    """Note that papers of an event have come (``on``, default today) and in which cabinet or box they stand.

    Raises Refused for an unknown reference and for a day that has not come. The same twice changes nothing.
    """
    day = on or session.today()
    if day > session.today():
        raise Refused(f"收到日期 {day} 还没有到，请核对。", field="received_on")
    return _store(session, kind, reference, names, "receive_papers", "in", day, cabinet.strip() or None)


def return_papers(session: Session, kind: EventKind, reference: str, names: Collection[str]) -> Changed:
    """Note that papers went back to the office that brought them, because something is wrong with them."""
    return _store(session, kind, reference, names, "return_papers", "returned", None, None)


def _store(
    session: Session, kind: EventKind, reference: str, names: Collection[str], deed: str, state: str,
    received_on: date | None, cabinet: str | None,
) -> Changed:  # fmt: skip
    require(session, "edit_files")
    with session.saving():
        file_id = _file_of(kind, reference)
        for name in names:
            PaperDocument.insert(
                file=file_id, event_kind=kind, reference=reference, name=name, state=state, received_on=received_on,
                cabinet=cabinet,
            ).on_conflict(
                conflict_target=[PaperDocument.event_kind, PaperDocument.reference, PaperDocument.name],
                preserve=[PaperDocument.state, PaperDocument.received_on, PaperDocument.cabinet],
            ).execute()  # fmt: skip
        told = f"{reference}：{'、'.join(names)}"
        record_deed(session, deed, "paper_document", file_id=file_id, new=told, reason=cabinet)
    return changed(*FEATURES, reference=reference)


def _file_of(kind: EventKind, reference: str) -> int:
    table = Sale if kind == "sales" else RepairOrder
    found = first(table.select(table.file).where(table.reference == reference))
    if found is None:
        raise Refused(f"没有单号“{reference}”，请核对。", field="reference")
    return int(found[0])


def _owner_is_company(file_id: int) -> bool:
    found = first(
        VehicleFile.select(VehicleFile.name, VehicleFile.is_company).where(VehicleFile.id == file_id)
    )
    if found is None:
        raise Refused("这份档案已不存在，请刷新列表。")
    return is_company(*found)


Known = dict[tuple[str, str], dict[str, tuple[str, date | None, str | None]]]


def _known(file_id: int) -> Known:
    papers = PaperDocument
    columns = (
        papers.event_kind,
        papers.reference,
        papers.name,
        papers.state,
        papers.received_on,
        papers.cabinet,
    )
    found: Known = {}
    for kind, reference, name, *stands in rows(papers.select(*columns).where(papers.file == file_id)):
        found.setdefault((kind, reference), {})[name] = (stands[0], stands[1], stands[2])
    return found


def _names(kind: EventKind, reference: str, company: bool, known: Known) -> tuple[str, ...]:
    """The papers expected, then others that were brought all the same."""
    wanted = expected(kind, company=company)
    return (*wanted, *(name for name in known.get((kind, reference), ()) if name not in wanted))


def _paper(kind: EventKind, reference: str, on: date, name: str, known: Known, today: date) -> Paper:
    stands, received_on, cabinet = known.get((kind, reference), {}).get(name, ("missing", None, None))
    due = due_on(kind, on)
    if stands == "in" and (received_on is None or received_on <= today):
        return Paper(name, "in", due, received_on, cabinet)
    if stands == "returned":
        return Paper(name, "returned", due)
    return Paper(name, state_of_missing(kind, on, today), due)
