"""The clocks of a case (department's rules, section 3): deadlines, colours, and what a missed one asks for.

Everything here is pure: moments in, moments and words out, so that any earlier moment can be replayed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal

ClockKind = Literal["hand_over", "first_contact", "solution", "result", "follow_up", "promise", "regulator"]
Colour = Literal["white", "yellow", "red", "grey"]
ClockState = Literal["running", "overdue", "kept", "missed", "stopped"]

HAND_OVER_WITHIN = timedelta(minutes=30)
SOLUTION_WITHIN = timedelta(hours=24)
RESULT_WITHIN = timedelta(hours=48)
FOLLOW_UP_AFTER_DAYS = 1
FOLLOW_UP_WITHIN = timedelta(hours=48)
"""The follow-up call is due on the day after the result and overdue 48 hours after it."""

RESPONSE_WITHIN = timedelta(hours=24)
RESPONSE_WITHIN_ESCALATED = timedelta(hours=8)
RESPONSE_WITHIN_URGENT = timedelta(hours=4)
"""T, the time for the first contact: 24 h; 升级 8 h; 紧急投诉 4 h."""

YELLOW_FROM_SIXTHS = 5
"""Yellow begins at five sixths of T."""

CLOCK_LABELS: dict[ClockKind, str] = {
    "hand_over": "转交",
    "first_contact": "首次联系",
    "solution": "解决方案",
    "result": "处理结果",
    "follow_up": "再次回访",
    "promise": "承诺",
    "regulator": "主管部门期限",
}
COLOUR_LABELS: dict[Colour, str] = {"white": "白", "yellow": "黄", "red": "红", "grey": "灰"}


@dataclass(frozen=True, slots=True)
class Clock:
    """One deadline of a case: ``met_at`` when it was met, ``stopped_at`` when it ceased to matter unmet."""

    kind: ClockKind
    round: int
    started_at: datetime
    deadline: datetime
    met_at: datetime | None = None
    stopped_at: datetime | None = None

    @property
    def label(self) -> str:
        """Its Chinese name."""
        return CLOCK_LABELS[self.kind]

    @property
    def is_open(self) -> bool:
        """Whether it still asks for something."""
        return self.met_at is None and self.stopped_at is None

    def missed(self, now: datetime) -> bool:
        """Whether its deadline went by unmet, however late it was met afterwards."""
        return (self.met_at or self.stopped_at or now) > self.deadline

    def state(self, now: datetime) -> ClockState:
        """How it stands at ``now``; a clock may be on its deadline to the second and not be missed."""
        if self.is_open:
            return "overdue" if self.missed(now) else "running"
        if self.missed(now):
            return "missed"
        return "kept" if self.met_at else "stopped"


@dataclass(frozen=True, slots=True)
class RoundTimes:
    """What happened when in one round; None for what has not.

    ``stopped_at`` is when the round ceased to ask for anything: found unfounded, or closed.
    """

    number: int
    started_at: datetime
    handed_over_at: datetime | None = None
    offered_at: datetime | None = None
    reported_at: datetime | None = None
    followed_up_at: datetime | None = None
    stopped_at: datetime | None = None


def response_within(grade: str, *, escalated: bool) -> timedelta:
    """T of a case: the shortest that its grade and its 升级 mark ask for."""
    if grade == "urgent":
        return RESPONSE_WITHIN_URGENT
    return RESPONSE_WITHIN_ESCALATED if escalated else RESPONSE_WITHIN


def colour(accepted_at: datetime, within: timedelta, moment: datetime) -> Colour:
    """White [0, 5/6 T), yellow [5/6 T, T], red beyond T, to the second; ``moment`` is the contact's or now."""
    elapsed = moment - accepted_at
    if elapsed > within:
        return "red"
    return "yellow" if 6 * elapsed >= YELLOW_FROM_SIXTHS * within else "white"


def yellow_from(accepted_at: datetime, within: timedelta) -> datetime:
    """The moment at which an uncontacted case turns yellow."""
    return accepted_at + within * YELLOW_FROM_SIXTHS / 6


def first_contact_clock(
    accepted_at: datetime, within: timedelta, contacted_at: datetime | None, stopped_at: datetime | None
) -> Clock:
    """The clock whose colour the case shows; it has no round of its own and runs from acceptance."""
    return Clock("first_contact", 1, accepted_at, accepted_at + within, contacted_at, stopped_at)


def round_clocks(times: RoundTimes) -> tuple[Clock, ...]:
    """Hand-over, solution and result of a round, and its follow-up call once there is a result."""
    clocks = (
        _clock("hand_over", times, HAND_OVER_WITHIN, times.handed_over_at),
        _clock("solution", times, SOLUTION_WITHIN, times.offered_at),
        _clock("result", times, RESULT_WITHIN, times.reported_at),
    )
    if times.reported_at is None:
        return clocks
    deadline = times.reported_at + FOLLOW_UP_WITHIN
    return *clocks, _ended(
        Clock("follow_up", times.number, times.reported_at, deadline), times.followed_up_at, times.stopped_at
    )


def _clock(kind: ClockKind, times: RoundTimes, within: timedelta, met_at: datetime | None) -> Clock:
    clock = Clock(kind, times.number, times.started_at, times.started_at + within)
    return _ended(clock, met_at, times.stopped_at)


def _ended(clock: Clock, met_at: datetime | None, stopped_at: datetime | None) -> Clock:
    if met_at is not None:
        stopped_at = None
    return Clock(clock.kind, clock.round, clock.started_at, clock.deadline, met_at, stopped_at)


def follow_up_from(reported_at: datetime) -> date:
    """The first day on which the follow-up call stands in the worklist: the day after the result."""
    return reported_at.date() + timedelta(days=FOLLOW_UP_AFTER_DAYS)


def regulator_clock(accepted_at: datetime, due_on: date, closed_at: datetime | None) -> Clock:
    """The regulator's date, kept by its last second; nothing pauses it, only closing the case ends it."""
    return Clock("regulator", 1, accepted_at, datetime.combine(due_on, time(23, 59, 59)), closed_at)


def next_deadline(clocks: Iterable[Clock]) -> Clock | None:
    """The open clock that falls due first, be it past already; None when nothing is asked for."""
    return min((clock for clock in clocks if clock.is_open), key=lambda clock: clock.deadline, default=None)


def rung_due(
    clocks: Iterable[Clock], now: datetime, rungs: tuple[str, ...], rung: str, recorded_at: datetime | None
) -> str | None:
    """The rung to report to (应上报) because a deadline was missed since the last escalation; None if none is.

    ``rungs`` lists all of them, lowest first; ``rung`` is the highest one recorded, at ``recorded_at``.
    """
    missed = [clock.deadline for clock in clocks if clock.missed(now)]
    if not missed or (recorded_at is not None and max(missed) <= recorded_at):
        return None
    above = rungs[rungs.index(rung) + 1 :]
    return above[0] if above else None
