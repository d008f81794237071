"""A month of an invented office in few words: events, calls and what the rules say of them, worked out by hand."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count

from hypothesis import strategies as st

from db import Attempt, Callback, RepairOrder, Sale, Staff, Team, VehicleFile
from db.callbacks import DISPOSITIONS, month_number
from desktop_app.callbacks.restanding import restand
from desktop_app.session import Session

MONTH_START, MONTH_END = date(2026, 9, 1), date(2026, 9, 30)
CONSULTANTS = (None, "林澄", "周岚")
TEAMS = (None, "机修一组", "钣喷组")
_numbers = count(1)


@dataclass(frozen=True)
class Call:
    """One call: how many days after the event, how it ended, which overall score it gave."""

    after: int
    ending: str
    score: float | None


@dataclass(frozen=True)
class Event:
    """A delivery or a hand-over with the calls that followed."""

    kind: str
    day: date
    person: str | None
    team: str | None
    calls: tuple[Call, ...]

    def seen(self, now: datetime) -> list[Call]:
        """The calls until ``now``, in order of time."""
        known = (one for one in self.calls if moment(self.day, one, self.calls) <= now)
        return sorted(known, key=lambda one: moment(self.day, one, self.calls))


def moment(day: date, call: Call, calls: tuple[Call, ...]) -> datetime:
    """When a call was made; calls of one day follow each other by a minute."""
    return datetime(day.year, day.month, day.day, 9, calls.index(call)) + timedelta(days=call.after)


CLASS = {
    "refused": "refuse", "rejected": "refuse", "no_answer": "noanswer",
    "powered_off": "unreach", "out_of_service": "unreach", "busy": "unreach", "barred": "unreach",
    "unreachable": "unreach", "invalid_number": "other", "wrong_number": "other", "agreed": "other",
    "not_the_person": "other", "other": "other",
}  # fmt: skip
"""Section 5 written out once more, so that a slip in the program's own table shows."""


def standing(event: Event, now: datetime) -> tuple[str, str | None]:
    """The class of a callback and, of a completed one, its band."""
    calls = event.seen(now)
    done = [call for call in calls if call.ending == "completed"]
    if done:
        score = next((one.score for one in reversed(done) if one.score is not None), None)
        if score is None:
            return "success", "unscored"
        return "success", "full" if score >= 8 else "basic" if score >= 6 else "bad"
    return (CLASS[calls[-1].ending], None) if calls else ("untried", None)


def counted(events: list[Event], now: datetime) -> Counter[str]:
    """How often each class and band occurs, and ``whole``."""
    found: Counter[str] = Counter(whole=len(events))
    for event in events:
        found.update(name for name in standing(event, now) if name)
    return found


calls = st.builds(
    lambda after, ending, score: Call(after, ending, score if ending == "completed" else None),
    st.integers(0, 14),
    st.sampled_from(DISPOSITIONS),
    st.one_of(st.none(), st.sampled_from([1.0, 5.99, 6.0, 7.99, 8.0, 10.0]), st.floats(1, 10)),
)
events = st.builds(
    Event,
    st.sampled_from(["sales", "service"]),
    st.dates(MONTH_START - timedelta(days=3), MONTH_END + timedelta(days=3)),
    st.sampled_from(CONSULTANTS),
    st.sampled_from(TEAMS),
    st.lists(calls, max_size=4, unique=True).map(tuple),
)


def store(session: Session, told: list[Event]) -> None:
    """Put the events on record with their callbacks, calls and stored standing."""
    people = {name: Staff.insert(name=name, role="other").execute() for name in CONSULTANTS if name}
    teams = {name: Team.insert(name=name).execute() for name in TEAMS if name}
    stored = [_store(event, people, teams) for event in told]
    restand(session, stored)


def _store(event: Event, people: dict[str, int], teams: dict[str, int]) -> int:
    number = next(_numbers)
    file = VehicleFile.insert(
        number=f"D{number:06}", vin=f"LFMS{number:013}", opened_at=datetime(2026, 1, 1), name=f"沈佳{number}"
    ).execute()
    person, team = people.get(event.person or ""), teams.get(event.team or "")
    reference = f"{'XS' if event.kind == 'sales' else 'WX'}{number:06}"
    if event.kind == "sales":
        Sale.insert(reference=reference, file=file, delivered_on=event.day, consultant=person).execute()
    else:
        RepairOrder.insert(
            reference=reference, file=file, handed_over_on=event.day, advisor=person, team=team
        ).execute()
    callback = Callback.insert(
        kind=event.kind, file=file, reference=reference, event_on=event.day, month=month_number(event.day),
        due_from=event.day, due_to=event.day, person=person, team=team if event.kind == "service" else None,
    ).execute()  # fmt: skip
    for call in event.calls:
        at = moment(event.day, call, event.calls)
        Attempt.insert(
            callback=callback,
            at=at,
            recorded_at=at,
            caller="许知微",
            disposition=call.ending,
            overall=call.score,
        ).execute()
    return int(callback)
