"""One case as the screen shows it, and the door to everything else that is asked of cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from db import AuditEntry, Complaint, VehicleFile
from db import Promise as PromiseRecord
from db.connection import rows, scalar
from desktop_app.archive.masking import EVERY_PHONE_FIELD, phones_for, sees_phones, shown_phone
from desktop_app.complaints.clocks import Clock, Colour
from desktop_app.complaints.compensation import Compensation, compensations_of
from desktop_app.complaints.course import LATER_CONTACT, VERB_LABELS, VERBS, State, Verb
from desktop_app.complaints.earlier import EarlierCase, Who, earlier, earlier_of
from desktop_app.complaints.editing import EDITABLE, edit, link, mark_paper
from desktop_app.complaints.fields import shown_fields
from desktop_app.complaints.follow_ups import FollowUp, follow_ups
from desktop_app.complaints.form_values import FORMS, form_values
from desktop_app.complaints.intake import Accepted, accept, repeat_call
from desktop_app.complaints.listing import CaseFilter, CaseRow, Counts, case_list, counts
from desktop_app.complaints.new_complaint import NewComplaint
from desktop_app.complaints.persons import why_not, why_not_person
from desktop_app.complaints.promises import Promise, promises
from desktop_app.complaints.reading import Subject, read_promise_clocks, read_subject, seen
from desktop_app.complaints.readings import Reading, reading_of
from desktop_app.complaints.recording import ENTITY
from desktop_app.complaints.standing import Standing, Step, name_steps
from desktop_app.complaints.suggestion import Suggestion, suggest
from desktop_app.complaints.words import Words, add_words, words_of
from desktop_app.session import Session, require

__all__ = [
    "EDITABLE", "FORMS", "Accepted", "Case", "CaseFilter", "CaseRow", "Counts", "EarlierCase", "FollowUp",
    "HistoryEntry", "NewComplaint", "Paper", "Round", "Suggestion", "VerbState", "accept", "add_words", "case_list",
    "counts", "earlier", "edit", "follow_ups", "form_values", "link", "mark_paper", "open_case", "repeat_call",
    "suggest",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Round:
    """One round with its steps in the order of their own time and its clocks; all are kept."""

    number: int
    started_at: datetime
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class VerbState:
    """A verb of the screen: allowed now, or why not."""

    verb: Verb
    label: str
    reason: str | None

    @property
    def allowed(self) -> bool:
        """Whether it can be used now."""
        return self.reason is None


@dataclass(frozen=True, slots=True)
class Paper:
    """Whether the paper was printed, signed and filed, and where it stands."""

    printed_at: datetime | None
    signed_at: datetime | None
    filed_at: datetime | None
    cabinet: str | None


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the audit trail: a deed (``field`` is None) or one changed field."""

    at: datetime
    account: str
    action: str
    field: str | None
    old: str | None
    new: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the screen shows of one case, as of the clock.

    ``fields`` holds what can be typed, by the names of the forms' cells, coded values in Chinese and phones as the
    person may have them; ``edit`` takes the same names. ``first_receiver`` is 首接人, ``owner`` who answers for it now
    (None: the CR manager).
    """

    number: str
    accepted_at: datetime
    recorded_at: datetime
    grade: str
    escalated: bool
    channel: str
    again: bool
    cause: str
    file_vin: str | None
    """VIN of the linked file; None while the case stands without one."""
    attempt_id: int | None
    first_receiver: str
    owner: str | None
    step: State
    step_label: str
    round: int
    colour: Colour
    clock_runs: bool
    contacted_at: datetime | None
    closed_at: datetime | None
    next_clock: Clock | None
    rung: str
    rung_due: str | None
    for_manager: bool
    clocks: tuple[Clock, ...]
    """Every clock: those of all rounds, first contact, promises, regulator."""
    rounds: tuple[Round, ...]
    words: tuple[Words, ...]
    promises: tuple[Promise, ...]
    compensation: tuple[Compensation, ...]
    paper: Paper
    reading: Reading | None
    """When the general manager saw it; None while it stands in 待阅."""
    repeat_of: str | None
    repeats: tuple[str, ...]
    earlier_cases: tuple[EarlierCase, ...]
    history: tuple[HistoryEntry, ...]
    verbs: tuple[VerbState, ...]
    why_not_settle: str | None
    """Why this person may not say that its promises were kept or broken; that goes on when it is closed."""
    fields: Mapping[str, Any] = field(default_factory=dict)

    @property
    def next_deadline(self) -> datetime | None:
        """When the next open clock falls due."""
        return self.next_clock.deadline if self.next_clock else None

    def verb(self, verb: Verb) -> VerbState:
        """One verb's state."""
        return next(one for one in self.verbs if one.verb == verb)


def open_case(session: Session, number: str) -> Case:
    """The case of that number, as of the clock; raises Refused when there is none."""
    require(session, "see")
    now = session.now()
    with session.connected():
        subject = read_subject(session, number, until=now)
        standing, columns = subject.standing, subject.columns
        promised = read_promise_clocks(PromiseRecord.complaint == subject.id, now)
        clocks = standing.clocks(promised.get(subject.id, ()), columns["regulator_due_on"])
        return Case(
            **{name: columns[name] for name in _COPIED},
            number=subject.number,
            grade=standing.grade,
            escalated=standing.escalated,
            file_vin=_file_vin(subject.file_id),
            attempt_id=columns["attempt"],
            step=standing.state,
            step_label=standing.label,
            round=standing.round.number,
            colour=standing.colour(now),
            clock_runs=standing.clock_runs,
            contacted_at=standing.contacted_at,
            closed_at=standing.closed_at,
            next_clock=standing.next_clock(clocks),
            rung=standing.rung,
            rung_due=standing.rung_due(clocks, now),
            for_manager=standing.waits_for_manager(repeated=columns["repeat_of"] is not None),
            clocks=clocks,
            rounds=_rounds(standing, name_steps(subject.steps), clocks),
            words=words_of(subject.id, now),
            promises=promises(session, number=subject.number, open_only=False),
            compensation=compensations_of(subject.id, now),
            paper=_paper(columns, now),
            reading=reading_of(subject.id, now),
            repeat_of=_number_of(columns["repeat_of"]),
            repeats=_repeats(subject.id, now),
            earlier_cases=_earlier(session, subject),
            history=_history(session, subject.id, now),
            verbs=_verbs(session, subject),
            why_not_settle=why_not_person(session, subject, "promise"),
            fields=phones_for(session, shown_fields(columns, standing.grade)),
        )


_COPIED = ("accepted_at", "recorded_at", "channel", "again", "cause", "first_receiver", "owner")


def _verbs(session: Session, subject: Subject) -> tuple[VerbState, ...]:
    return tuple(
        VerbState(verb, _label(verb, subject.standing), why_not(session, subject, verb)) for verb in VERBS
    )


def _label(verb: Verb, standing: Standing) -> str:
    return LATER_CONTACT if verb == "contact" and standing.contacted_at is not None else VERB_LABELS[verb]


def _rounds(standing: Standing, steps: tuple[Step, ...], clocks: tuple[Clock, ...]) -> tuple[Round, ...]:
    return tuple(
        Round(
            times.number,
            times.started_at,
            tuple(step for step in steps if step.round == times.number),
            tuple(clock for clock in clocks if clock.round == times.number and clock.kind in _OF_A_ROUND),
        )
        for times in standing.rounds
    )


_OF_A_ROUND = frozenset({"hand_over", "first_contact", "solution", "result", "follow_up"})


def _paper(columns: Mapping[str, Any], now: datetime) -> Paper:
    printed_at, signed_at, filed_at = (
        seen(columns[f"{state}_at"], now) for state in ("printed", "signed", "filed")
    )
    return Paper(printed_at, signed_at, filed_at, columns["cabinet"])


def _file_vin(file_id: int | None) -> str | None:
    found: str | None = scalar(VehicleFile.select(VehicleFile.vin).where(VehicleFile.id == file_id))
    return found


def _number_of(case_id: int | None) -> str | None:
    found: str | None = scalar(Complaint.select(Complaint.number).where(Complaint.id == case_id))
    return found


def _repeats(case_id: int, now: datetime) -> tuple[str, ...]:
    query = Complaint.select(Complaint.number).where(
        Complaint.repeat_of == case_id, Complaint.accepted_at <= now
    )
    return tuple(number for (number,) in rows(query.order_by(Complaint.id)))


def _earlier(session: Session, subject: Subject) -> tuple[EarlierCase, ...]:
    columns = subject.columns
    phones = frozenset(filter(None, (columns[name] for name in ("phone", "landline", "caller_phone"))))
    names = frozenset((columns["customer_name"], columns["caller_name"]))
    return earlier_of(session, Who(columns["vin"], phones, names), leaving_out=(subject.number,))


def _history(session: Session, case_id: int, now: datetime) -> tuple[HistoryEntry, ...]:
    entry = AuditEntry
    query = (
        entry.select(entry.at, entry.account, entry.action, entry.field, entry.old, entry.new, entry.reason)
        .where(entry.entity == ENTITY, entry.entity_id == case_id, entry.at <= now)
        .order_by(entry.at, entry.id)
    )
    found = tuple(HistoryEntry(*values) for values in rows(query))
    return found if sees_phones(session) else tuple(map(_with_covered_phone, found))


def _with_covered_phone(entry: HistoryEntry) -> HistoryEntry:
    if entry.field not in EVERY_PHONE_FIELD:
        return entry
    return replace(entry, old=shown_phone(entry.old), new=shown_phone(entry.new))
