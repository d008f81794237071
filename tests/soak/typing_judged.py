"""What a killed clerk had typed and saved, and what of it is on record afterwards."""

from __future__ import annotations

import json
from collections import Counter as Occurrences
from dataclasses import dataclass, field
from typing import Any

from db import Attempt, AuditEntry, Draft
from db.connection import raw_handle, rows
from db.soundness import broken_structure, damaged_pages, orphans
from desktop_app.session import Session

SAFE_AFTER = 1.0
"""Seconds after which a keystroke may not be lost any more."""
Draftlike = dict[str, Any] | None


@dataclass
class Tally:
    """What all kills so far came to.

    ``oldest_lost`` is the age, in seconds at the kill, of the oldest keystroke that was lost; ``late`` counts the kills that
    lost one older than a second, ``taken_back`` those that lost what the window had told to be kept.
    """

    kills: int = 0
    keystrokes: int = 0
    told_kept: int = 0
    acknowledged: int = 0
    kept_unacknowledged: int = 0
    while_saving: int = 0
    with_a_draft: int = 0
    late: int = 0
    taken_back: int = 0
    lost: int = 0
    half: int = 0
    doubled: int = 0
    oldest_lost: float = 0.0


@dataclass
class Work:
    """All saves so far by their key, and the call in which the clerk was killed."""

    saved: dict[str, dict[str, Any]] = field(default_factory=dict)
    saving: dict[str, Any] | None = None
    callback: int = 0
    key: str = ""
    typed: list[tuple[float, Draftlike]] = field(default_factory=list)
    kept: int = 0
    alive_at: float = 0.0
    found: Draftlike = None
    """The draft that was on record after the kill before."""

    def follow(self, line: str, tally: Tally) -> None:
        """One line that the clerk told; a line cut off by the kill never gets here."""
        told = json.loads(line)
        self.alive_at = told["at"]
        match told["what"]:
            case "opened":
                assert told["draft"] == self.found, "the call does not open with what was typed in it"
                self.callback, self.key, self.found = told["callback"], told["key"], None
                self.typed, self.kept = [(told["at"], told["draft"])], 0
            case "typed":
                self.typed.append((told["at"], told["draft"]))
                tally.keystrokes += 1
            case "kept":
                self.kept = len(self.typed) - 1
                tally.told_kept += 1
            case "saving":
                self.saving = told
            case "saved":
                assert self.saving
                self.saved[self.key], self.saving, self.typed = self.saving, None, []
                tally.acknowledged += 1


def judge(session: Session, work: Work, tally: Tally) -> None:
    """Compare the records with the clerk's work; must run connected. A damaged file fails at once."""
    handle = raw_handle(session.data)
    assert damaged_pages(handle) == broken_structure(handle, thorough=True) == orphans(handle) == []
    tally.kills += 1
    tally.while_saving += work.saving is not None
    _judge_saves(work, tally)
    _judge_drafts(work, tally)
    work.typed, work.saving = [], None


def _judge_saves(work: Work, tally: Tally) -> None:
    stored = _attempts()
    if work.saving and work.key in stored:
        work.saved[work.key], work.saving, work.typed = work.saving, None, []
        tally.kept_unacknowledged += 1
    tally.lost += len(work.saved.keys() - stored.keys())
    tally.half += sum(not _is_whole(stored[key], told) for key, told in work.saved.items() if key in stored)
    tally.doubled += len(stored.keys() - work.saved.keys())
    told = Occurrences(callback for callback, _ in stored.values())
    deeds = Occurrences(
        row for (row,) in rows(AuditEntry.select(AuditEntry.entity_id).where(AuditEntry.action == "call"))
    )
    tally.doubled += sum(count > 1 for count in told.values())
    tally.half += told != deeds


def _attempts() -> dict[str, tuple[int, tuple[Any, ...]]]:
    of = Attempt
    content = (of.disposition, of.answers, of.answer_notes, of.words, of.remark)
    return {
        key: (callback, tuple(more))
        for key, callback, *more in rows(of.select(of.key, of.callback, *content))
    }


def _is_whole(found: tuple[int, tuple[Any, ...]], told: dict[str, Any]) -> bool:
    typed = told["outcome"]
    asked = (
        (typed["answers"], typed["answer_notes"] or None)
        if told["disposition"] == "completed"
        else (None, None)
    )
    return found[1] == (
        told["disposition"],
        *asked,
        typed["words"].strip() or None,
        typed["remark"].strip() or None,
    )


def _judge_drafts(work: Work, tally: Tally) -> None:
    """The one draft is that of the call in hand, as it stood after one of its keystrokes."""
    drafts = {int(key): content for key, content in rows(Draft.select(Draft.key, Draft.content))}
    work.found = drafts.pop(work.callback, None) if work.typed or not work.alive_at else None
    tally.doubled += len(drafts)
    tally.with_a_draft += work.found is not None
    places = [place for place, (_, draft) in enumerate(work.typed) if draft == work.found]
    if not work.typed:
        return
    if not places:
        tally.half += 1
        return
    tally.taken_back += places[-1] < work.kept
    missing = [work.alive_at - at for at, _ in work.typed[places[-1] + 1 :]]
    tally.oldest_lost = max(tally.oldest_lost, *missing[:1], 0.0)
    tally.late += any(age > SAFE_AFTER for age in missing)
