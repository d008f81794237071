"""The callbacks that may stand on a day's list, found by index: as stored, or replayed from their events."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache, reduce
from typing import Any, NamedTuple

from db import Attempt, Callback, Correction, Reopening, VehicleFile
from db.prepared import Prepared, slot
from desktop_app.callbacks.dispositions import NUMBER_INVALID, WAITING_FOR_THE_CUSTOMER
from desktop_app.callbacks.events import Events, events_of, is_replay
from desktop_app.callbacks.history import Try
from desktop_app.callbacks.standing import CORRECTED_NUMBER_DAYS, KEPT_APPOINTMENT_DAYS, Facts, Rules


class Candidate(NamedTuple):
    """One callback with its customer and what its standing depends on; ``tried`` only after a replay.

    ``person_id`` is the consultant or the advisor of the event, in the staff list.
    """

    callback_id: int
    kind: str
    reference: str
    file_id: int
    vin: str
    name: str
    phone: str | None
    landline: str | None
    model: str | None
    plate: str | None
    preferred_hours: str | None
    tries: int
    person_id: int | None
    facts: Facts
    tried: tuple[Try, ...] = ()

    @property
    def number(self) -> str | None:
        """The number to call: the mobile, else the land line."""
        return self.phone or self.landline or None


def candidates(now: datetime, rules: Rules) -> list[Candidate]:
    """Every callback that could be listed at ``now``, each once; must run on an open connection.

    At the live clock the stored standing is the standing; before recorded events it is counted from those seen.
    """
    return replayed(now, rules) if is_replay(now) else stored(now, rules)


def stored(now: datetime, rules: Rules) -> list[Candidate]:
    """The candidates by their stored standing."""
    return _told(_NOW_OPEN.rows(**_bounds(now, rules)), now)


def replayed(now: datetime, rules: Rules) -> list[Candidate]:
    """The candidates by the events whose own time is not later than ``now``, whenever they were typed in."""
    return _as_seen(_told(_OPEN_THEN.rows(**_bounds(now, rules)), now), now)


def of_reference(reference: str, now: datetime) -> list[Candidate]:
    """The callbacks after the sale or repair order of that reference, by the events seen at ``now``."""
    return _as_seen(_told(_OF_REFERENCE.rows(reference=reference), now), now)


def of_id(callback_id: int, now: datetime) -> Candidate | None:
    """One callback by the events seen at ``now``; None when there is no such callback."""
    return next(iter(_as_seen(_told(_OF_ID.rows(id=callback_id), now), now)), None)


def _as_seen(found: Iterable[Candidate], now: datetime) -> list[Candidate]:
    happened = [one for one in found if one.facts.event_on <= now.date()]
    events = events_of((one.callback_id for one in happened), now)
    return [_with(events, one) for one in happened]


def _with(events: Events, one: Candidate) -> Candidate:
    seen, tried = events.history(one.callback_id), tuple(events.attempts.get(one.callback_id, ()))
    ended = {attempt.disposition: attempt.at for attempt in reversed(tried)}  # the first time of each counts
    facts = replace(
        one.facts, failed_tries=seen.failed_tries, last_at=seen.last_at, last_disposition=seen.last_disposition,
        agreed_at=seen.agreed_at, corrected_at=seen.corrected_at, reopened_at=seen.reopened_at,
        completed_at=ended.get("completed"), refused_at=ended.get("refused"),
        answered_by_sms_at=events.answered.get(one.callback_id),
    )  # fmt: skip
    return one._replace(facts=facts, tries=seen.tries, tried=tried)


def _told(found: Iterable[tuple[Any, ...]], now: datetime) -> list[Candidate]:
    """The rows as candidates, each callback once though several parts of the query may find it."""
    return list({row[0]: _candidate(row, now) for row in found}.values())


def _candidate(row: tuple[Any, ...], now: datetime) -> Candidate:
    event_on, due_from, due_to = map(_day, row[11:14])
    last_at, agreed_at, corrected_at, reopened_at, barred_at = map(_moment, row[14:19])
    tries, failed_tries, last_disposition, person_id = row[19:]
    barred = barred_at if barred_at and barred_at <= now else None
    facts = Facts(
        event_on, due_from, due_to, failed_tries, last_at, last_disposition,
        agreed_at, corrected_at, reopened_at, barred,
    )  # fmt: skip
    return Candidate._make((*row[:11], tries, person_id, facts, ()))


_day = lru_cache(maxsize=1024)(date.fromisoformat)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


_COLUMNS = (
    *(Callback.id, Callback.kind, Callback.reference, Callback.file),
    *(VehicleFile.vin, VehicleFile.name, VehicleFile.phone, VehicleFile.landline, VehicleFile.model),
    *(VehicleFile.plate, VehicleFile.preferred_hours, Callback.event_on, Callback.due_from, Callback.due_to),
    *(Callback.last_at, Callback.agreed_at, Callback.corrected_at, Callback.reopened_at),
    *(VehicleFile.do_not_call_at, Callback.tries, Callback.failed_tries, Callback.last_disposition),
    Callback.person,
)


def _bounds(now: datetime, rules: Rules) -> dict[str, object]:
    """Values of the slots: the moment, its day, and how far back a callback can still be listed."""
    today = now.date()
    return {
        "now": now,
        "today": today,
        "tomorrow": _midnight(today, 1),
        "oldest": today - rules.reach,
        "kept": _midnight(today, -KEPT_APPOINTMENT_DAYS),
        "due": _midnight(today, -CORRECTED_NUMBER_DAYS),
    }


def _midnight(today: date, days: int) -> datetime:
    return datetime.combine(today + timedelta(days=days), time())


def _any_of(*conditions: Any) -> Any:
    """One UNION ALL, since each condition then walks an index of its own."""
    parts: list[Any] = [Callback.select(*_COLUMNS).join(VehicleFile).where(one) for one in conditions]
    return reduce(lambda query, part: query.union_all(part), parts)


def _now_open() -> Any:
    """By partial indexes of open callbacks; leaves out nearly all that ``stand`` would not list."""
    open_ = Callback.closed_at.is_null()
    return _any_of(
        open_ & (Callback.due_to >= slot("oldest")) & _may_be_listed(),
        open_ & Callback.agreed_at.between(slot("kept"), slot("tomorrow")),
        open_ & (Callback.corrected_at >= slot("due")),
        open_ & (Callback.reopened_at < slot("tomorrow")),
    )


def _may_be_listed() -> Any:
    """By its window, or by an appointment so long ago that only a later window keeps it."""
    last = Callback.last_disposition
    tried_on = (Callback.failed_tries == 0) | last.in_(sorted(WAITING_FOR_THE_CUSTOMER))
    number_holds = last.is_null() | last.not_in(sorted(NUMBER_INVALID))
    in_window = (Callback.due_from <= slot("today")) & ((Callback.due_to >= slot("today")) | tried_on)
    return (in_window & number_holds & Callback.agreed_at.is_null()) | (Callback.agreed_at < slot("kept"))


def _open_then() -> Any:
    """Everything open at an earlier moment: not closed yet, or closed later."""
    recent = (Callback.due_to >= slot("oldest")) & (Callback.event_on <= slot("today"))
    agreed = (Attempt.agreed_at >= slot("kept")) & (Attempt.at <= slot("now"))
    corrected = Correction.confirmed_at.between(slot("due"), slot("now"))
    return _any_of(
        Callback.closed_at.is_null() & recent,
        (Callback.closed_at > slot("now")) & recent,
        Callback.id.in_(Attempt.select(Attempt.callback).where(agreed)),
        Callback.file.in_(Correction.select(Correction.file).where(corrected)),
        Callback.id.in_(Reopening.select(Reopening.callback).where(Reopening.at <= slot("now"))),
    )


_NOW_OPEN = Prepared(_now_open)
_OPEN_THEN = Prepared(_open_then)
_OF_REFERENCE = Prepared(lambda: _any_of(Callback.reference == slot("reference")))
_OF_ID = Prepared(lambda: _any_of(Callback.id == slot("id")))
