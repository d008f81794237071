"""Whom to call about what: the reminders of a day, one call for each car, without those that must rest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from db import Appointment, CareOutcome, VehicleFile
from db.bulk import among
from db.connection import rows, scalar
from db.prepared import stored_rows
from desktop_app.archive.masking import phone_for, sees_phones
from desktop_app.callbacks.appointment_reminders import appointment_reminders
from desktop_app.callbacks.care import CARE_ROW_DAYS, KINDS, Reminder, due_reminders
from desktop_app.callbacks.care_scene import Scene, scene_of
from desktop_app.callbacks.reasons import day_text, moment_text
from desktop_app.session import Session, require

CARE_CALLS_APART = timedelta(days=14)
"""At most one care call a customer in so many days (department's rules, section 4)."""
CALLED = "电话"
"""The preferred channel that needs no word."""
_FILE = VehicleFile


class Customer(NamedTuple):
    """Whom a care call goes to."""

    file_id: int
    vin: str
    name: str
    phone: str | None
    landline: str | None
    model: str | None
    plate: str | None
    preferred_contact: str | None
    preferred_hours: str | None

    @property
    def number(self) -> str | None:
        """The number to call: the mobile, else the land line."""
        return self.phone or self.landline or None


@dataclass(frozen=True, slots=True)
class CareCall:
    """One call to one customer about one car: all of its reminders, the weightiest first.

    ``channel`` is what the customer prefers (None: nothing said). ``booked_at`` is the car's next appointment.
    ``again_on`` is the day, come by now, on which the customer asked to be called again.
    """

    customer: Customer
    reminders: tuple[Reminder, ...]
    booked_at: datetime | None = None
    again_on: date | None = None

    @property
    def lead_on(self) -> date:
        """The first day of its row."""
        return min(one.lead_on for one in self.reminders)

    @property
    def until(self) -> date | None:
        """The last day of its row; None while a wish waits to be met."""
        days = [one.until for one in self.reminders]
        return None if None in days else max(filter(None, days))

    @property
    def due_on(self) -> date:
        """The earliest day that it is about."""
        return min(one.due_on for one in self.reminders)

    @property
    def channel(self) -> str | None:
        """How the customer wants to be reached."""
        return self.customer.preferred_contact


def care_calls(session: Session, on: date | None = None) -> tuple[CareCall, ...]:
    """The care calls that stand on the list of a day, by the day they are about; ``on`` as in ``worklist``."""
    require(session, "see")
    then = session if on is None else session.at(datetime.combine(on, session.now().time()))
    with session.connected():
        found = calls_of(scene_of(then))
    return found if sees_phones(session) else tuple(_covered(session, one) for one in found)


def care_call(session: Session, vin: str) -> CareCall | None:
    """The care call to one car at the clock; None when there is none."""
    require(session, "see")
    with session.connected():
        car = scalar(_FILE.select(_FILE.id).where(_FILE.vin == vin))
        found = calls_of(scene_of(session, car)) if car else ()
    return _covered(session, found[0]) if found else None


def _covered(session: Session, call: CareCall) -> CareCall:
    told = call.customer
    phone, landline = phone_for(session, told.phone), phone_for(session, told.landline)
    return replace(call, customer=told._replace(phone=phone, landline=landline))


def calls_of(scene: Scene) -> tuple[CareCall, ...]:
    """The care calls of a scene; must run connected."""
    cared, booked_soon = due_reminders(scene), appointment_reminders(scene)
    if not cared and not booked_soon:
        return ()
    found = _wanted(scene, cared, booked_soon)
    customers, booked = customers_of(found, scene.now), _booked(scene)
    handled = _handled(scene)
    calls = [
        CareCall(
            customers[car], tuple(about), booked.get(car), _again_on(about, handled) if handled else None
        )
        for car, about in found.items()
        if car in customers
    ]
    calls.sort(key=lambda call: call.customer.vin)  # twice by one value is faster than once by two
    calls.sort(key=lambda call: min([one.due_on for one in call.reminders]))
    return tuple(calls)


def _wanted(
    scene: Scene, cared: Sequence[Reminder], booked_soon: Sequence[Reminder]
) -> dict[int, list[Reminder]]:
    """The reminders of each car that are to be told: unhandled, and not of somebody who had a care call lately."""
    handled, resting = _handled(scene), _resting(scene, [one.file_id for one in cared])
    found: dict[int, list[Reminder]] = defaultdict(list)
    for one in _unhandled(cared, handled, scene.today):
        if one.file_id not in resting or _key(one) in handled:
            found[one.file_id].append(one)
    for one in booked_soon:  # a word about an appointment is no care call: it comes all the same
        found[one.file_id].append(one)
    return found


def reason_of(call: CareCall, today: date) -> str:
    """The second line of a row: ``下次保养 11-14 · 保险到期 11-20 · 喜欢晚上``."""
    customer = call.customer
    parts = [*dict.fromkeys(_about(one, today) for one in call.reminders)]
    parts += [f"约好{_day(call.again_on, today)}再打"] if call.again_on else []
    if call.booked_at and not any(one.kind not in KINDS for one in call.reminders):
        parts.append(f"已预约 {moment_text(call.booked_at, today)}")
    if customer.preferred_contact not in (None, "", CALLED):
        parts.append(f"希望用{customer.preferred_contact}联系")
    parts += [f"喜欢{customer.preferred_hours}"] if customer.preferred_hours else []
    return " · ".join([*parts, *([] if customer.number else ["没有电话"])])


def _about(one: Reminder, today: date) -> str:
    day = _day(one.due_on, today).strip() if one.kind in KINDS else ""
    return " ".join(filter(None, (one.label, day, one.text)))


def _day(day: date, today: date) -> str:
    return "今天" if day == today else f" {day_text(day, today)} "


def customers_of(cars: Iterable[int], now: datetime) -> dict[int, Customer]:
    """Who may be called about these cars: nobody who had asked not to be called by then."""
    may = _FILE.do_not_call_at.is_null() | (_FILE.do_not_call_at > now)
    columns = (_FILE.id, *(getattr(_FILE, name) for name in Customer._fields[1:]))
    found = stored_rows(_FILE.select(*columns).where(_FILE.id.in_(among(cars)), may))
    return {row[0]: Customer._make(row) for row in found}


class Handled(NamedTuple):
    """The newest outcome of a reminder: settled, or to be called again on a day."""

    settled: bool
    again_on: date | None


def _handled(scene: Scene) -> dict[tuple[int, str, date], Handled]:
    """The outcomes that a living reminder can have, the newest of each."""
    told = CareOutcome
    start = datetime.combine(scene.today - timedelta(days=CARE_ROW_DAYS + 1), time())
    query = told.select(told.file, told.kind, told.due_on, told.accepted, told.again_on).where(
        told.at.between(start, scene.now), *scene.only(told.file)
    )
    return {
        (car, kind, due_on): Handled(accepted is not None, again_on)
        for car, kind, due_on, accepted, again_on in rows(query.order_by(told.at, told.id))
    }


def _unhandled(due: Sequence[Reminder], handled: dict[Any, Handled], today: date) -> Iterable[Reminder]:
    def waits(one: Reminder) -> bool:
        outcome = handled.get(_key(one))
        return outcome is None or (not outcome.settled and (outcome.again_on or today) <= today)

    return filter(waits, due) if handled else due


def _again_on(reminders: Iterable[Reminder], handled: dict[Any, Handled]) -> date | None:
    days = [handled[key].again_on for one in reminders if (key := _key(one)) in handled]
    return max(filter(None, days), default=None)


def _key(one: Reminder) -> tuple[int, str, date]:
    return one.file_id, one.kind, one.due_on


def _resting(scene: Scene, cars: Iterable[int]) -> frozenset[int]:
    """Of these cars, those whose customer (same car or same number) had a care call in the last days."""
    told, file = CareOutcome, VehicleFile
    since = datetime.combine(scene.today - CARE_CALLS_APART + timedelta(days=1), time())
    called = told.select(told.file).where(told.accepted.is_null(False), told.at.between(since, scene.now))
    resting = {car for (car,) in stored_rows(called)}
    if not resting:
        return frozenset()
    numbers = file.select(file.phone).where(file.id.in_(among(resting)), file.phone != "")
    same = file.select(file.id).where(file.phone.in_(numbers))
    return frozenset(resting.union(car for (car,) in stored_rows(same)).intersection(cars))


def _booked(scene: Scene) -> dict[int, datetime]:
    """The next appointment of each car, as it stands."""
    book = Appointment
    ahead = (book.at >= scene.now) & (book.made_at <= scene.now) & book.cancelled_at.is_null()
    query = book.select(book.file, book.at).where(ahead, *scene.only(book.file)).order_by(book.at.desc())
    return dict(rows(query))
