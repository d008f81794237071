"""Storing past attempts: each with its callback, its score, and what an invalid number calls for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from db import Attempt, Callback
from db.bulk import insert_all, update_all
from db.connection import rows
from db.portions import pages, within
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS
from desktop_app.callbacks.questionnaire_file import Questionnaire
from desktop_app.callbacks.questionnaires import (
    as_stored,
    dissatisfied,
    from_stored,
    keep_version,
    overall,
)
from desktop_app.callbacks.restanding import restand
from desktop_app.exchange.batches import Batch
from desktop_app.exchange.call_rows import CallbackKind, CallRow
from desktop_app.exchange.numbers_to_correct import Moment, follow_last_calls
from desktop_app.exchange.people import Names, staff_of, store_staff, tell_new_people
from desktop_app.exchange.row_reading import Remarks
from desktop_app.exchange.watching import Tally, Watch
from desktop_app.session import Session

ENTITY = "attempt"
CALLERS = "callback_specialist"
TOLD = ("caller", "disposition", "answers", "words", "remark")
"""What a row can tell of an attempt."""

FOLLOWING = ("questionnaire", "overall", "dissatisfied")
"""What follows from that."""

WHERE_FROM = {"sales": ("协议号", "新车交付"), "service": ("工单号", "维修工单")}


@dataclass(frozen=True, slots=True)
class Duty:
    """The callback that attempts belong to."""

    id: int
    file_id: int
    event_on: date


@dataclass(slots=True)
class Call:
    """An attempt with this file's rows merged in; ``id`` is None for a new one.

    ``typed`` says that somebody saved it in the program: then no import changes it.
    """

    duty: Duty
    kind: CallbackKind
    at: datetime
    values: dict[str, Any]
    id: int | None = None
    typed: bool = False
    before: dict[str, Any] = field(default_factory=dict)

    def merge(self, told: Mapping[str, Any]) -> bool:
        """Take over what a row tells; blank cells tell nothing. Returns whether anything changed."""
        if self.typed:
            return False
        changed = False
        for name, value in told.items():
            old = self.values.get(name)
            new = {**(old or {}), **value} if name == "answers" else value
            if new != old and value:
                self.before.setdefault(name, old)
                self.values[name] = new
                changed = True
        return changed

    def gaps(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """What this tells of that the attempt does not know yet."""
        new = {name: value for name, value in told.items() if not self.values.get(name)}
        return new | {"answers": {**told.get("answers", {}), **(self.values.get("answers") or {})}}

    def would_learn(self, told: Iterable[Mapping[str, Any]]) -> bool:
        """Whether merging these rows one after the other would end in anything new."""
        trial = Call(self.duty, self.kind, self.at, dict(self.values), typed=self.typed)
        for one in told:
            trial.merge(one)
        return trial.values != self.values

    def set(self, name: str, value: Any) -> None:
        """Put in what follows from the other columns."""
        if self.values.get(name) != value:
            self.before.setdefault(name, self.values.get(name))
            self.values[name] = value


@dataclass(frozen=True, slots=True)
class MatchedCalls:
    """New and changed attempts, their scores worked out, and who made them."""

    calls: Sequence[Call]
    callers: Names

    @property
    def size(self) -> int:
        """About how many records will be written."""
        return len(self.calls) * 3


def match_calls(
    told: Sequence[CallRow], versions: Mapping[CallbackKind, Questionnaire], batch: Batch, remarks: Remarks,
    watch: Watch,
) -> MatchedCalls:  # fmt: skip
    """Compare the rows with what is on record; ``batch`` is told what will become of them."""
    duties = _duties(told)
    standing = [row for row in told if _has_duty(row, duties, remarks)]
    watch.step(len(told) // 3, len(told))
    calls = _merge(standing, duties, batch, remarks)
    watch.step(2 * len(told) // 3, len(told))
    callers = staff_of(CALLERS)
    tell_new_people(batch, callers.take(row.caller for row in standing), CALLERS)
    _score(calls, versions)
    watch.step(len(told), len(told))
    return MatchedCalls(calls, callers)


def store_calls(
    session: Session,
    found: MatchedCalls,
    versions: Mapping[CallbackKind, Questionnaire],
    batch: Batch,
    tally: Tally,
) -> None:
    """Store what was matched inside the import's transaction."""
    store_staff(batch, found.callers, CALLERS)
    _name_questionnaires(session, found.calls, versions)
    _insert([call for call in found.calls if call.id is None], batch, tally)
    _update([call for call in found.calls if call.id is not None], batch)
    touched = list(dict.fromkeys(call.duty.id for call in found.calls))
    restand(session, touched)
    follow_last_calls(session, touched)


def _duties(told: Iterable[CallRow]) -> dict[tuple[str, str], Duty]:
    wanted: dict[str, set[str]] = {}
    for row in told:
        wanted.setdefault(row.kind, set()).add(row.reference)
    query = Callback.select(Callback.reference, Callback.id, Callback.file, Callback.event_on)
    return {
        (kind, reference): Duty(number, file_id, event_on)
        for kind, references in wanted.items()
        for page in pages(sorted(references))
        for reference, number, file_id, event_on in rows(
            query.where(Callback.kind == kind, within(Callback.reference, page))
        )
    }


def _has_duty(row: CallRow, duties: Mapping[tuple[str, str], Duty], remarks: Remarks) -> bool:
    duty = duties.get((row.kind, row.reference))
    if duty is None:
        label, file = WHERE_FROM[row.kind]
        remarks.refuse(row.row, f"没有{label}为“{row.reference}”的记录，请核对单号，或先导入{file}")
        return False
    if row.at.date() < duty.event_on:
        remarks.warn(row.row, f"回访时间早于交车日期 {duty.event_on:%Y-%m-%d}，请核对")
    return True


def _merge(
    standing: Iterable[CallRow], duties: Mapping[tuple[str, str], Duty], batch: Batch, remarks: Remarks
) -> list[Call]:
    """The new and the changed attempts; rows of one attempt are taken by their content, not by their order.

    A file that comes in again only fills gaps: what a newer file has changed since stays.
    """
    found = {key: duties[key] for key in dict.fromkeys((row.kind, row.reference) for row in standing)}
    calls = _on_record({duty.id: (kind, duty) for (kind, _), duty in found.items()})
    counts, ordered = batch.counts, sorted(standing, key=_order)
    settled = _told_before(ordered, duties, calls)
    for row in ordered:
        duty = duties[row.kind, row.reference]
        told = _told(row)
        call = calls.get((duty.id, row.at))
        if (duty.id, row.at) in settled:
            counts.unchanged += 1
        elif call is None:
            calls[duty.id, row.at] = Call(duty, row.kind, row.at, dict.fromkeys((*TOLD, *FOLLOWING)) | told)
            counts.created += 1
        elif not call.merge(call.gaps(told) if batch.again and call.id is not None else told):
            counts.unchanged += 1
        else:
            counts.updated += 1
            if call.id is None:
                remarks.warn(row.row, "另一行也是这一次回访而内容不同，已合并")
    return [call for call in calls.values() if call.id is None or call.before]


def _told_before(
    ordered: Iterable[CallRow], duties: Mapping[tuple[str, str], Duty], calls: Mapping[Moment, Call]
) -> set[Moment]:
    """Attempts on record of which several rows together tell nothing new, though they contradict each other."""
    told: dict[Moment, list[CallRow]] = {}
    for row in ordered:
        told.setdefault((duties[row.kind, row.reference].id, row.at), []).append(row)
    several = {moment: rows_ for moment, rows_ in told.items() if len(rows_) > 1 and moment in calls}
    return {moment for moment, rows_ in several.items() if not calls[moment].would_learn(map(_told, rows_))}


def _order(row: CallRow) -> tuple[Any, ...]:
    return row.at, row.kind, row.reference, row.caller, row.disposition, repr(row[6:])


def _told(row: CallRow) -> dict[str, Any]:
    """The row's columns, blank ones left out."""
    told = {
        "caller": row.caller, "disposition": row.disposition, "answers": as_stored(row.answers), "words": row.words,
        "remark": row.remark,
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _on_record(duties: Mapping[int, tuple[CallbackKind, Duty]]) -> dict[tuple[int, datetime], Call]:
    names = (*TOLD, *FOLLOWING)
    query = Attempt.select(
        Attempt.callback, Attempt.at, Attempt.id, Attempt.batch, *(getattr(Attempt, name) for name in names)
    )
    calls: dict[tuple[int, datetime], Call] = {}
    for page in pages(duties):
        for number, at, attempt, batch, *values in rows(query.where(within(Attempt.callback, page))):
            kind, duty = duties[number]
            known = dict(zip(names, values, strict=True))
            calls[number, at] = Call(duty, kind, at, known, attempt, typed=batch is None)
    return calls


def _score(calls: Iterable[Call], versions: Mapping[CallbackKind, Questionnaire]) -> None:
    """Fill in what follows from the answers; only a completed call has a score."""
    for call in calls:
        answers, version = from_stored(call.values["answers"]), versions[call.kind]
        completed = call.values["disposition"] == "completed"
        call.set("overall", overall(version, answers) if completed else None)
        call.set("dissatisfied", completed and bool(dissatisfied(version, answers)))


def _name_questionnaires(
    session: Session, calls: Sequence[Call], versions: Mapping[CallbackKind, Questionnaire]
) -> None:
    """Name the version that answers belong to, keeping it where it was not used before."""
    answered = {call.kind for call in calls if call.values["answers"]}
    kept = {kind: keep_version(session, versions[kind]) for kind in answered}
    for call in calls:
        call.set("questionnaire", kept[call.kind] if call.values["answers"] else None)


def _insert(new: Sequence[Call], batch: Batch, tally: Tally) -> None:
    names = ("callback", "at", "recorded_at", "batch", *TOLD, *FOLLOWING)
    now = batch.session.now()
    ordered = sorted(new, key=lambda call: (call.at, call.duty.id))
    insert_all(
        Attempt,
        names,
        (
            (call.duty.id, call.at, now, batch.id, *(call.values[name] for name in (*TOLD, *FOLLOWING)))
            for call in tally(ordered)
        ),
    )
    for call in ordered:
        batch.trail(
            "callback", call.duty.id, call.duty.file_id, DISPOSITION_LABELS[call.values["disposition"]]
        )


def _update(changed: Sequence[Call], batch: Batch) -> None:
    names = (*TOLD, *FOLLOWING)
    update_all(Attempt, names, ([*(call.values[name] for name in names), call.id] for call in changed))
    for call in changed:
        batch.note_change(ENTITY, call.id or 0, call.before)
        shown = {name: old for name, old in call.before.items() if name not in ("answers", "questionnaire")}
        batch.trail_changes("callback", call.duty.id, call.duty.file_id, shown, call.values)
