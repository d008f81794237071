"""Where a case stands: what its steps, as far as they are seen, say of its state, rounds and clocks.

Pure: the same steps give the same standing. Steps come in the order of their own time; those later than the
clock are left out before, which is all that replay needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, cast

from desktop_app.complaints.clocks import (
    Clock,
    Colour,
    RoundTimes,
    colour,
    first_contact_clock,
    next_deadline,
    regulator_clock,
    response_within,
    round_clocks,
    rung_due,
)
from desktop_app.complaints.course import LATER_CONTACT, VERB_LABELS, State, Verb, state_label
from desktop_app.complaints.vocabulary import RUNG_LABELS

RUNGS = tuple(RUNG_LABELS)
ACCEPT = "accept"
ACCEPT_LABEL = "受理"


@dataclass(frozen=True, slots=True)
class Step:
    """One step as recorded: its own time, when and by which account it was entered, with whom, what was said.

    ``state`` is where the case stood after it, None for a step that moved nothing; ``detail`` what only its verb
    has (keys: the arguments of the verb's function).
    """

    verb: str
    round: int
    state: State | None
    at: datetime
    recorded_at: datetime
    account: str
    person: str | None = None
    said: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the seen steps of one case add up to."""

    accepted_at: datetime
    state: State = "accepted"
    grade: str = "complaint"
    escalated: bool = False
    within: timedelta = timedelta(hours=24)
    """T, as frozen at the first contact."""
    contacted_at: datetime | None = None
    moved_at: datetime = datetime.min
    """Own time of the last step that moved the case; the next one cannot be earlier."""
    closed_at: datetime | None = None
    manager_saw: bool = False
    """Whether the CR manager verified, judged or reviewed it."""
    rung: str = RUNGS[0]
    rung_at: datetime | None = None
    rounds: tuple[RoundTimes, ...] = ()

    @property
    def round(self) -> RoundTimes:
        """The current round."""
        return self.rounds[-1]

    @property
    def label(self) -> str:
        """What the case waits for, in Chinese."""
        return state_label(self.state, contacted=self.contacted_at is not None)

    @property
    def clock_runs(self) -> bool:
        """Whether the coloured clock still runs: nobody has spoken with the customer, and the case is open."""
        return self.contacted_at is None and self.closed_at is None

    def colour(self, now: datetime) -> Colour:
        """The colour of the row: grey once closed, frozen at the first contact."""
        if self.closed_at is not None:
            return "grey"
        return colour(self.accepted_at, self.within, self.contacted_at or now)

    def clocks(
        self, promises: Iterable[Clock] = (), regulator_due_on: date | None = None
    ) -> tuple[Clock, ...]:
        """Every clock of every round, oldest round first, with promises and the regulator's date."""
        first = first_contact_clock(self.accepted_at, self.within, self.contacted_at, self.closed_at)
        of_rounds = [clock for times in self.rounds for clock in round_clocks(times)]
        of_regulator = (
            [] if regulator_due_on is None
            else [regulator_clock(self.accepted_at, regulator_due_on, self.closed_at)]
        )  # fmt: skip
        return (of_rounds[0], first, *of_rounds[1:], *promises, *of_regulator)

    def next_clock(self, clocks: Iterable[Clock]) -> Clock | None:
        """The open clock that falls due first; None once the case is closed."""
        return None if self.closed_at is not None else next_deadline(clocks)

    def waits_for_manager(self, *, repeated: bool) -> bool:
        """Whether a repeat call (再电) has yet to be looked at by the CR manager."""
        return repeated and not self.manager_saw and self.closed_at is None

    def rung_due(self, clocks: Iterable[Clock], now: datetime) -> str | None:
        """The rung that a missed deadline asks to report to (应上报), until someone has recorded it."""
        return None if self.closed_at is not None else rung_due(clocks, now, RUNGS, self.rung, self.rung_at)


def stand(accepted_at: datetime, steps: Iterable[Step]) -> Standing:
    """Fold the seen steps of a case, in the order of their own time, into where it stands."""
    standing = Standing(accepted_at, moved_at=accepted_at, rounds=(RoundTimes(1, accepted_at),))
    for step in steps:
        standing = _after(standing, step)
    return standing


def name_steps(steps: Iterable[Step]) -> tuple[Step, ...]:
    """The steps with their Chinese names; only the first contact is called 首次联系."""
    named, contacted = list[Step](), False
    for step in steps:
        label = ACCEPT_LABEL if step.verb == ACCEPT else VERB_LABELS[cast(Verb, step.verb)]
        named.append(replace(step, label=LATER_CONTACT if step.verb == "contact" and contacted else label))
        contacted = contacted or is_contact(step)
    return tuple(named)


def is_contact(step: Step) -> bool:
    """Whether someone spoke with the customer; an at-once solution is agreed with the customer on the spot."""
    if step.verb in ("contact", "follow_up"):
        return step.detail.get("reached", True) is True
    return step.verb == "solve_at_once"


def _after(standing: Standing, step: Step) -> Standing:
    if step.verb in (ACCEPT, "regrade"):
        standing = _graded(standing, step)
    if is_contact(step) and standing.contacted_at is None:
        standing = replace(standing, contacted_at=step.at)
    if step.verb in ("verify", "opinion", "review"):
        standing = replace(standing, manager_saw=True)
    if step.verb == "escalate":
        standing = replace(standing, rung=step.detail["rung"], rung_at=step.at)
    return standing if step.state is None else _moved(standing, step, step.state)


def _graded(standing: Standing, step: Step) -> Standing:
    grade, escalated = str(step.detail["grade"]), bool(step.detail["escalated"])
    frozen = standing.contacted_at is not None
    within = standing.within if frozen else response_within(grade, escalated=escalated)
    return replace(standing, grade=grade, escalated=escalated, within=within)


def _moved(standing: Standing, step: Step, state: State) -> Standing:
    rounds = (*standing.rounds[:-1], _timed(standing.round, step, state))
    if state == "new_round" and step.round > standing.round.number:
        rounds += (RoundTimes(step.round, step.at),)
    closed_at = step.at if state == "closed" else None
    return replace(standing, state=state, moved_at=step.at, closed_at=closed_at, rounds=rounds)


def _timed(times: RoundTimes, step: Step, state: State) -> RoundTimes:
    """The round's moments after one step that moved the case."""
    match step.verb:
        case "hand_over":
            return replace(times, handed_over_at=times.handed_over_at or step.at, stopped_at=None)
        case "offer":
            return replace(times, offered_at=times.offered_at or step.at)
        case "result" | "solve_at_once":
            return _reported(times, step.at)
        case "check" if state == "handed_over":
            return replace(times, reported_at=None)
        case "follow_up" if state != "checked":
            return replace(times, followed_up_at=step.at)
        case "verify":
            return replace(times, stopped_at=step.at if state == "unfounded" else None)
        case "close":
            return replace(times, stopped_at=times.stopped_at or step.at)
    return times


def _reported(times: RoundTimes, at: datetime) -> RoundTimes:
    """A result also ends the clocks of the hand-over and the solution that it made needless."""
    return replace(
        times,
        handed_over_at=times.handed_over_at or at,
        offered_at=times.offered_at or at,
        reported_at=at,
    )
