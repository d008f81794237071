"""What care reminders are derived from: a moment, the settings, and when cars were last seen by then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from peewee import SQL, NodeList, fn

from db import RepairOrder, Sale, VehicleFile
from db.prepared import Prepared, slot, stored_rows
from desktop_app import settings
from desktop_app.archive.visits import months_before
from desktop_app.callbacks.maintenance import months_after
from desktop_app.session import Session

day_of = lru_cache(maxsize=16_384)(date.fromisoformat)
"""A day from its text; thousands of rows name the same few."""
Span = tuple[date, date]
"""First and last day, both included."""
SLACK = timedelta(days=3)
"""Calendar months differ by up to three days; searches reach that much further and the days found are checked."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The records as of one moment; ``file_id`` narrows everything to one car, ``live`` says that no visit is later."""

    now: datetime
    values: dict[str, Any]
    file_id: int | None
    live: bool

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()

    def only(self, column: Any) -> tuple[Any, ...]:
        """The condition that narrows a query to the one car, if it is about one."""
        return () if self.file_id is None else (column == self.file_id,)


def scene_of(session: Session, file_id: int | None = None, values: dict[str, Any] | None = None) -> Scene:
    """The scene at the session's clock, with the settings where the caller has them; must run connected."""
    told = settings.get_all(session) if values is None else values
    return Scene(session.now(), told, file_id, live=not _LATER.rows(today=session.today()))


_LATER = Prepared(
    lambda: RepairOrder.select(RepairOrder.id).where(RepairOrder.handed_over_on > slot("today")).limit(1)
)


def back(low: date, high: date, months: int) -> Span:
    """The days from which so many months later lie between ``low`` and ``high``, and a little more."""
    return months_before(low, months) - SLACK, months_before(high, months) + SLACK


def years_back(low: date, high: date, years: int) -> list[Span]:
    """The days whose anniversaries, up to the so-manieth, lie between ``low`` and ``high``, and a little more."""
    return [back(low, high, 12 * year) for year in range(1, min(years, low.year - 1) + 1)]


def anniversaries(day: date, low: date, high: date) -> Iterator[date]:
    """The anniversaries of a day from ``low`` to ``high``; 29 February is kept on the 28th in other years."""
    return iter(_anniversaries(day, low, high))


@lru_cache(maxsize=16_384)
def _anniversaries(day: date, low: date, high: date) -> tuple[date, ...]:
    years = range(max(low.year - day.year, 1), high.year - day.year + 1)
    return tuple(found for year in years if low <= (found := months_after(day, 12 * year)) <= high)


def within(column: Any, spans: Iterable[Span]) -> Any:
    """The condition that a day lies in one of the spans; each walks the column's index.

    A hundred spans are written as text: the query builder would take longer than the engine.
    """
    parts = [(column, SQL(f"BETWEEN '{low.isoformat()}' AND '{high.isoformat()}'")) for low, high in spans]
    return NodeList((SQL("("), NodeList([NodeList(part) for part in parts], glue=" OR "), SQL(")")))


def as_day(value: Any) -> date:
    """A day from a computed column, which comes as text."""
    return value if isinstance(value, date) else day_of(str(value)[:10])


def deliveries_between(scene: Scene, low: date, high: date) -> list[tuple[int, date]]:
    """Each car delivered in those days, with the day."""
    happened = Sale.delivered_on.between(low, min(high, scene.today))
    return on_days(Sale.select(Sale.file, Sale.delivered_on).where(happened, *scene.only(Sale.file)))


def on_days(query: Any) -> list[tuple[int, date]]:
    """The rows of a select of a car and a day."""
    return [(car, day_of(day)) for car, day in stored_rows(query)]


def last_seen(scene: Scene, spans: list[Span]) -> list[tuple[int, date]]:
    """Cars last seen in one of the spans: by their last visit, or by the delivery when they never came back."""
    if scene.live and scene.file_id is None:
        file, sale = VehicleFile, Sale
        visited = file.select(file.id, file.last_visit_on).where(within(file.last_visit_on, spans))
        never_back = (
            sale.select(sale.file, sale.delivered_on)
            .join(file)
            .where(
                within(sale.delivered_on, spans),
                file.last_visit_on.is_null(),
                sale.delivered_on <= scene.today,
            )
        )
        return [*on_days(visited), *on_days(never_back)]
    seen = _newest(scene, Sale, Sale.delivered_on) | _newest(scene, RepairOrder, RepairOrder.handed_over_on)
    return [(car, day) for car, day in seen.items() if any(low <= day <= high for low, high in spans)]


def _newest(scene: Scene, table: Any, day: Any) -> dict[int, date]:
    query = table.select(table.file, fn.MAX(day)).where(day <= scene.today, *scene.only(table.file))
    return {car: as_day(newest) for car, newest in stored_rows(query.group_by(table.file))}
