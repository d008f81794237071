"""概览: twelve months of satisfaction and success, this month's cases, and what is open just now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Literal

from db import Callback
from desktop_app.complaints.clocks import COLOUR_LABELS
from desktop_app.complaints.listing import CaseRow, case_list
from desktop_app.session import Session, require
from desktop_app.statistics.cases import CaseFacts, cases_of
from desktop_app.statistics.cohort import cohort_of
from desktop_app.statistics.period import month_days, months_to, shifted
from desktop_app.statistics.records import Record, callback_records
from desktop_app.statistics.report import rate
from desktop_app.statistics.satisfaction_layout import LAYOUTS
from desktop_app.statistics.tally import Tally, bands_of, monthly_tallies

MONTHS = 12
CAUSE_MONTHS = 3
NEXT_DUE = 4
"""How many of the cases that fall due next are shown."""

Number = Literal["whole", "success", "failure", "untried", "full", "basic", "bad", "unscored"]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """One month of 表7 or 表8 (``report`` is its name), as things stand at the clock.

    ``records_behind(session, take(session, report, start, end), None, number)`` opens the records of a number.
    """

    report: str
    month: int
    start: date
    end: date
    whole: int
    success: int
    failure: int
    untried: int
    full: int
    basic: int
    bad: int
    unscored: int

    @property
    def scored(self) -> int:
        """Completed calls with a score; the bands add up to it."""
        return self.full + self.basic + self.bad

    @property
    def success_rate(self) -> Fraction | None:
        """回访成功率."""
        return rate(self.success, self.whole)

    @property
    def full_rate(self) -> Fraction | None:
        """完全满意率, of the completed calls as in 表7 and 表8."""
        return rate(self.full, self.success)

    def share(self, band: Literal["full", "basic", "bad"]) -> Fraction | None:
        """A band's share of the scored calls, so that the three make a whole."""
        return rate(getattr(self, band), self.scored)


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of cases under a name, with its records."""

    code: str
    label: str
    records: tuple[Record, ...]

    @property
    def number(self) -> int:
        """How many."""
        return len(self.records)


@dataclass(frozen=True, slots=True)
class MonthCases:
    """The cases accepted in the month; ``contacts_decided`` is the n of ``contacts_kept`` (首次联系按时)."""

    accepted: tuple[Record, ...]
    accepted_before: int
    """How many there were in the month before."""
    closed: tuple[Record, ...]
    urgent: tuple[Record, ...]
    contacts_kept: tuple[Record, ...]
    contacts_decided: int

    @property
    def contact_rate(self) -> Fraction | None:
        """The share of first contacts that were in time."""
        return rate(len(self.contacts_kept), self.contacts_decided)


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything 概览 shows for one month; ``sales`` and ``service`` hold the months oldest first.

    ``still_callable`` are this month's uncompleted callbacks whose window has not ended yet, by report name.
    ``open_cases`` (white, yellow, red) and ``next_due`` are of the clock's moment, ``causes`` of the last three
    months, the commonest first.
    """

    month: int
    taken: datetime
    sales: tuple[MonthFigures, ...]
    service: tuple[MonthFigures, ...]
    still_callable: dict[str, tuple[Record, ...]]
    cases: MonthCases
    open_cases: tuple[Bar, ...]
    next_due: tuple[CaseRow, ...]
    causes: tuple[Bar, ...]

    @property
    def cause_total(self) -> int:
        """How many cases the causes add up to."""
        return sum(bar.number for bar in self.causes)


def overview(session: Session, month: int, months: int = MONTHS) -> Overview:
    """What 概览 shows of the ``months`` months that end with ``month``, as things stand at the clock."""
    require(session, "see")
    session = session.at(session.now())
    with session.connected():
        open_rows = case_list(session, open_only=True)
        return Overview(
            month=month,
            taken=session.now(),
            sales=month_figures(session, "sales-satisfaction", month, months),
            service=month_figures(session, "service-satisfaction", month, months),
            still_callable={name: _still_callable(session, name, month) for name in LAYOUTS},
            cases=_month_cases(session, month),
            open_cases=_by_colour(open_rows),
            next_due=_next_due(open_rows),
            causes=_causes(session, month),
        )


def month_figures(
    session: Session, report: str, month: int, months: int = MONTHS
) -> tuple[MonthFigures, ...]:
    """The months that end with ``month``, oldest first, of 表7 or 表8: a single aggregate for all of them."""
    require(session, "see")
    wanted, layout = months_to(month, months), LAYOUTS[report]
    with session.connected():
        cohort = cohort_of(session, (layout.kind,), month_days(wanted[0])[0], month_days(month)[1])
        found = monthly_tallies(cohort, bands_of(session))
    return tuple(_figures(report, one, found.get(one, Tally()), layout.failures) for one in wanted)


def _figures(report: str, month: int, tally: Tally, failures: tuple[str, ...]) -> MonthFigures:
    return MonthFigures(
        report,
        month,
        *month_days(month),
        whole=tally.whole,
        success=tally.success,
        failure=tally.failure(failures),
        untried=tally.untried,
        full=tally.full,
        basic=tally.basic,
        bad=tally.bad,
        unscored=tally.unscored,
    )


def _still_callable(session: Session, report: str, month: int) -> tuple[Record, ...]:
    cohort = cohort_of(session, (LAYOUTS[report].kind,), *month_days(month))
    if cohort.end < cohort.start:
        return ()
    return callback_records(cohort, ~cohort.standing.completed, Callback.due_to >= session.today())


def _month_cases(session: Session, month: int) -> MonthCases:
    now, cases = session.now(), cases_of(session, *month_days(month))
    contacts = {
        one.number: clock.state(now) for one in cases for clock in one.clocks if clock.kind == "first_contact"
    }
    return MonthCases(
        accepted=_records(cases),
        accepted_before=len(cases_of(session, *month_days(shifted(month, -1)))),
        closed=_records(one for one in cases if one.standing.closed_at is not None),
        urgent=_records(one for one in cases if one.standing.grade == "urgent"),
        contacts_kept=_records(one for one in cases if contacts[one.number] == "kept"),
        contacts_decided=sum(state in ("kept", "missed", "overdue") for state in contacts.values()),
    )


def _records(cases: Iterable[CaseFacts]) -> tuple[Record, ...]:
    return tuple(one.record() for one in cases)


def _by_colour(rows: tuple[CaseRow, ...]) -> tuple[Bar, ...]:
    return tuple(
        Bar(colour, label, tuple(_listed(row) for row in rows if row.colour == colour))
        for colour, label in COLOUR_LABELS.items()
        if colour != "grey"
    )


def _listed(row: CaseRow) -> Record:
    return Record(
        row.number,
        None,
        row.customer,
        person=row.owner or "",
        event_on=row.accepted.date(),
        outcome=row.step_label,
        model=row.model,
        remark=row.words,
    )


def _next_due(rows: tuple[CaseRow, ...]) -> tuple[CaseRow, ...]:
    due = sorted((row for row in rows if row.next_deadline), key=lambda row: (row.next_deadline, row.number))
    return tuple(due[:NEXT_DUE])


def _causes(session: Session, month: int) -> tuple[Bar, ...]:
    start, end = month_days(shifted(month, 1 - CAUSE_MONTHS))[0], month_days(month)[1]
    by_cause: dict[tuple[str, str], list[CaseFacts]] = {}
    for one in cases_of(session, start, end):
        by_cause.setdefault((one.cause, one.cause_name), []).append(one)
    bars = [Bar(code, name, _records(cases)) for (code, name), cases in by_cause.items()]
    return tuple(sorted(bars, key=lambda bar: (-bar.number, bar.code)))
