"""Where a callback stands: on the list or not, in which group, and by which line of the department's rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from desktop_app import settings
from desktop_app.callbacks.dispositions import NUMBER_INVALID, WAITING_FOR_THE_CUSTOMER
from desktop_app.session import Session

Group = Literal["appointment", "overdue", "due", "open", "sms"]
Line = Literal[
    "completed",
    "refused",
    "answered_by_sms",
    "do_not_call",
    "number_invalid",
    "number_corrected",
    "correction_lapsed",
    "agreed_later",
    "appointment",
    "appointment_lapsed",
    "too_early",
    "sms",
    "due",
    "open",
    "overdue",
    "lapsed",
    "reopened",
]
"""What decided: the lines of section 2, in order, with those that can go either way told apart."""

CORRECTED_NUMBER_DAYS = 30
"""How many days after the confirmation a corrected number stays due."""
KEPT_APPOINTMENT_DAYS = 30
"""How many days after its day, or after the window if that is later, an appointment stays."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Rules:
    """The settings that the standing depends on."""

    overdue_days: int = 30
    """How many days after its window a callback nobody reached for stays overdue."""
    sms_after_failed_tries: int = 4

    @property
    def reach(self) -> timedelta:
        """How long after its window a callback can still be listed without a later event of its own."""
        return max(self.overdue_days, KEPT_APPOINTMENT_DAYS) * _DAY


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the standing of one callback depends on, as seen at one moment; None where there is no such event.

    ``agreed_at`` is the time agreed in the last attempt, ``corrected_at`` the confirmation of a correction since
    the last attempt, ``reopened_at`` the reopening since the last attempt.
    """

    event_on: date
    first_on: date
    last_on: date
    failed_tries: int = 0
    last_at: datetime | None = None
    last_disposition: str | None = None
    agreed_at: datetime | None = None
    corrected_at: datetime | None = None
    reopened_at: datetime | None = None
    do_not_call_at: datetime | None = None
    completed_at: datetime | None = None
    refused_at: datetime | None = None
    answered_by_sms_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """One answer: ``group`` is None exactly when the callback is not listed."""

    line: Line
    group: Group | None = None

    @property
    def listed(self) -> bool:
        """Whether it is on the day's list."""
        return self.group is not None


def rules_of(values: dict[str, Any]) -> Rules:
    """The rules that these settings make."""
    return Rules(values["overdue_days"], values["sms_after_failed_tries"])


def current_rules(session: Session) -> Rules:
    """The rules as the office has set them."""
    return rules_of(settings.get_all(session))


def stand(facts: Facts, today: date, rules: Rules) -> Standing:
    """Where a callback stands on a day: the first line of section 2 that matches wins."""
    if facts.completed_at:
        return COMPLETED
    if facts.refused_at:
        return REFUSED
    if facts.answered_by_sms_at:
        return ANSWERED_BY_SMS
    if facts.do_not_call_at:
        return DO_NOT_CALL
    if facts.last_disposition in NUMBER_INVALID:
        return _with_an_invalid_number(facts, today)
    if facts.agreed_at:
        return _with_an_agreed_time(facts, facts.agreed_at.date(), today)
    return _by_its_window(facts, today, rules)


def _with_an_invalid_number(facts: Facts, today: date) -> Standing:
    if not facts.corrected_at:
        return NUMBER_INVALID_STANDING
    if today <= facts.corrected_at.date() + CORRECTED_NUMBER_DAYS * _DAY:
        return NUMBER_CORRECTED
    return _unless_reopened(facts, CORRECTION_LAPSED)


def _with_an_agreed_time(facts: Facts, agreed_on: date, today: date) -> Standing:
    if today < agreed_on:
        return AGREED_LATER
    if today <= max(agreed_on, facts.last_on) + KEPT_APPOINTMENT_DAYS * _DAY:
        return APPOINTMENT
    return _unless_reopened(facts, APPOINTMENT_LAPSED)


def _by_its_window(facts: Facts, today: date, rules: Rules) -> Standing:
    if today < facts.first_on:
        return TOO_EARLY
    waiting = facts.last_disposition in WAITING_FOR_THE_CUSTOMER
    if today <= facts.last_on:
        if facts.failed_tries >= rules.sms_after_failed_tries and not waiting:
            return SMS
        return DUE if today == facts.last_on else OPEN
    if today <= facts.last_on + rules.overdue_days * _DAY and (waiting or not facts.failed_tries):
        return OVERDUE
    return _unless_reopened(facts, LAPSED)


def _unless_reopened(facts: Facts, lapsed: Standing) -> Standing:
    return REOPENED if facts.reopened_at else lapsed


COMPLETED = Standing("completed")
REFUSED = Standing("refused")
ANSWERED_BY_SMS = Standing("answered_by_sms")
DO_NOT_CALL = Standing("do_not_call")
NUMBER_INVALID_STANDING = Standing("number_invalid")
NUMBER_CORRECTED = Standing("number_corrected", "due")
CORRECTION_LAPSED = Standing("correction_lapsed")
AGREED_LATER = Standing("agreed_later")
APPOINTMENT = Standing("appointment", "appointment")
APPOINTMENT_LAPSED = Standing("appointment_lapsed")
TOO_EARLY = Standing("too_early")
SMS = Standing("sms", "sms")
DUE = Standing("due", "due")
OPEN = Standing("open", "open")
OVERDUE = Standing("overdue", "overdue")
LAPSED = Standing("lapsed")
REOPENED = Standing("reopened", "overdue")
