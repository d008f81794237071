"""The clocks of a case as cards: time left, since when overdue, or in what time it was kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from desktop_app.complaints.cases import Case
from desktop_app.complaints.clocks import Clock
from ui.complaints.time_words import due, hours
from ui.kit import clocks as kit
from ui.kit.tones import Tone

KINDS = ("hand_over", "first_contact", "solution", "result", "follow_up", "promise", "regulator")
FOR_ALL_ROUNDS = ("first_contact", "promise", "regulator")
WITH_LIMIT = ("hand_over", "first_contact", "solution", "result")
"""Clocks that run a set time; the others fall due on a day, which their name does not tell."""
YELLOW_FROM = 5 / 6
"""Share of the first contact's time from which the case is yellow."""


def shown_clocks(case: Case, count: int) -> Sequence[Clock]:
    """The clocks that matter most: open ones first, the nearest of them, in the order of the course."""
    current = [clock for clock in case.clocks if clock.round == case.round or clock.kind in FOR_ALL_ROUNDS]
    ranked = sorted(current, key=lambda clock: (not clock.is_open, clock.deadline))
    return sorted(ranked[:count], key=lambda clock: (KINDS.index(clock.kind), clock.deadline))


def card_of(clock: Clock, now: datetime) -> kit.Clock:
    """One clock as its card."""
    if clock.met_at is not None:
        return _kept(clock, clock.met_at, now)
    if clock.stopped_at is not None:
        return kit.Clock(_name(clock), "—", "已不需要", "grey", "minus", None)
    return _running(clock, now)


def _kept(clock: Clock, met_at: datetime, now: datetime) -> kit.Clock:
    late = clock.missed(now)
    note = f"{'迟了' if late else '已按时'} {met_at:%m-%d %H:%M}"
    tone: Tone = "red" if late else "green"
    icon = "circle-alert" if late else "circle-check"
    return kit.Clock(_name(clock), hours(met_at - clock.started_at), note, tone, icon, _share(clock, met_at))


def _running(clock: Clock, now: datetime) -> kit.Clock:
    share, overdue = _share(clock, now), now > clock.deadline
    soon = clock.kind == "first_contact" and share >= YELLOW_FROM
    tone: Tone = "red" if overdue else "yellow" if soon else "neutral"
    icon = "octagon-alert" if overdue else "triangle-alert" if soon else "clock"
    value = f"超 {hours(now - clock.deadline)}" if overdue else hours(clock.deadline - now)
    tick = YELLOW_FROM if clock.kind == "first_contact" else None
    return kit.Clock(_name(clock), value, due(clock.deadline, now), tone, icon, share, tick)


def _share(clock: Clock, at: datetime) -> float:
    whole = clock.deadline - clock.started_at
    return min(1.0, max(0.0, (at - clock.started_at) / whole)) if whole else 1.0


def _name(clock: Clock) -> str:
    limit = clock.deadline - clock.started_at
    return f"{clock.label} {limit_words(limit)}" if clock.kind in WITH_LIMIT else clock.label


def limit_words(limit: timedelta) -> str:
    """A limit as its name says it: ``30 分``, ``24 小时``."""
    minutes = limit.total_seconds() / 60
    return f"{minutes:.0f} 分" if minutes < 60 else f"{minutes / 60:g} 小时"
