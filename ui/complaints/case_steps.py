"""Where a case stands in its course: the steps of the track, the buttons that come next, the verbs of the menu."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from desktop_app.complaints.cases import Case
from desktop_app.complaints.course import Verb
from ui.complaints.case_rows import LOOKS
from ui.complaints.prompts import BY_VERB, NATURAL_STEP, NEXT_STEPS, SHOWN_STEPS
from ui.complaints.time_words import left, short_moment
from ui.kit import clocks as kit

COURSE = ("受理", "转交", "首次联系", "处理结果", "再次回访", "复核结案")
PLACE_OF_STATE = {
    "accepted": 1, "verified": 1, "unfounded": 5, "new_round": 1, "handed_over": 2, "offered": 3, "reported": 4,
    "checked": 4, "satisfied": 5, "reviewed": 5, "closed": 6,
}  # fmt: skip
PLACE_OF_VERB = {"hand_over": 1, "contact": 2, "result": 3, "solve_at_once": 3, "follow_up": 4, "close": 5}


def track_of(case: Case, now: datetime) -> Iterator[kit.Step]:
    """The course as a track: when each step was done, and what the case waits for now."""
    place = place_of(case)
    notes = _times(case, now)
    for at, words in enumerate(COURSE):
        if at < place:
            yield kit.Step(words, "done", notes.get(at, ""))
        elif at == place:
            waiting = left(case.next_deadline, now) if case.next_deadline else case.step_label
            yield kit.Step(words, "now", waiting, LOOKS[case.colour][1])
        else:
            yield kit.Step(words, "later")


def place_of(case: Case) -> int:
    """The number of the step the case is at; a contact made before the hand-over counts when that is done."""
    place = PLACE_OF_STATE[case.step]
    return 3 if place == 2 and case.contacted_at is not None else place


def _times(case: Case, now: datetime) -> dict[int, str]:
    notes = {0: short_moment(case.accepted_at, now)}
    if case.contacted_at is not None:
        notes[PLACE_OF_VERB["contact"]] = short_moment(case.contacted_at, now)
    for step in case.rounds[-1].steps:
        place = PLACE_OF_VERB.get(step.verb)
        if place is not None and step.verb != "contact":
            notes[place] = short_moment(step.at, now)
    return notes


def shown_steps(case: Case) -> Sequence[Verb]:
    """The verbs that stand as buttons: the step that comes next first, then those that follow it."""
    if case.step == "closed":
        return ("reopen",)
    if case.step == "unfounded":
        return "contact", "close"
    natural = NATURAL_STEP[case.step]
    if case.step == "handed_over" and case.contacted_at is None:
        natural = "contact"
    course = [
        verb
        for verb in NEXT_STEPS[:-1]
        if verb != "contact" or natural == "contact" or case.contacted_at is None
    ]
    start = course.index(natural)
    return course[start : start + SHOWN_STEPS - 1]


def verbs_of(case: Case) -> Sequence[Verb]:
    """The verbs of the menu: those that stand on no button."""
    shown = shown_steps(case)
    return [state.verb for state in case.verbs if state.verb in BY_VERB and state.verb not in shown]
