"""Invented complaints, told through the rules themselves: closed ones of a year, and open ones at every step now."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from db import Attempt
from desktop_app.callbacks.questionnaires import as_stored
from desktop_app.complaints import workflow
from desktop_app.complaints.cases import NewComplaint, accept
from desktop_app.complaints.compensation import compensate, decide_compensation
from desktop_app.complaints.promises import make_promise
from desktop_app.complaints.readings import mark_read
from desktop_app.demonstration.calls import Call
from desktop_app.demonstration.desk import acting
from desktop_app.demonstration.staff import Crew
from desktop_app.demonstration.words import WORDS
from desktop_app.session import Session

DAYS_AGO_FROM = 40
DAY_BEGINS, DAY_ENDS = 8, 19
OPEN_QUESTION = 11
"""The last question of both questionnaires: other comments."""
UNREAD = 4
"""The newest so many cases that the general manager has not read yet."""
CLOSED_PER_HUNDRED_VEHICLES = 5.6
SECOND_ROUND_EVERY = 8
LATE_CONTACT_EVERY = 7


@dataclass(frozen=True, slots=True)
class Plan:
    """One complaint to be told: when it came, how far it has come, and what is special about it."""

    accepted: datetime
    upto: str
    story: dict[str, Any]
    call: Call
    heard_in_call: bool = False
    contact_after: timedelta = timedelta(hours=2)
    second_round: bool = False
    escalated: bool = False
    pace: timedelta = timedelta(hours=20)
    """Between the offer, the result and what follows."""


STEPS = ("accepted", "verified", "handed_over", "contacted", "offered", "reported", "checked", "satisfied", "reviewed",
         "closed")  # fmt: skip

NOW_OPEN: tuple[tuple[str, float, str, dict[str, Any]], ...] = (
    ("accepted", 0.3, "complaint", {}),
    ("handed_over", 2.2, "grumble", {}),
    ("handed_over", 21.6, "complaint", {}),
    ("handed_over", 22.9, "complaint", {}),
    ("handed_over", 27.4, "complaint", {}),
    ("handed_over", 4.6, "urgent", {}),
    ("handed_over", 7.2, "complaint", {"escalated": True}),
    ("contacted", 6.5, "complaint", {}),
    ("offered", 29, "complaint", {}),
    ("reported", 46, "complaint", {"pace": timedelta(hours=14)}),
    ("checked", 52, "complaint", {"pace": timedelta(hours=12)}),
    ("checked", 90, "grumble", {"pace": timedelta(hours=14)}),
    ("checked", 56, "complaint", {"second_round": True, "pace": timedelta(hours=12)}),
    ("satisfied", 98, "complaint", {"contact_after": timedelta(hours=21.5)}),
    ("reviewed", 120, "complaint", {}),
)
"""How far a case has come, how many hours ago it was accepted, its grade, and what is special about it."""


def tell_cases(
    session: Session, draw: random.Random, calls: Sequence[Call], crew: Crew, vehicles: int
) -> int:
    """Take in and handle every invented complaint; returns how many there are. Inside ``session.saving()``."""
    plans = sorted(
        [*_closed(session, draw, calls, vehicles), *_open(session, draw, calls)],
        key=lambda plan: plan.accepted,
    )
    for place, plan in enumerate(plans):
        number = _accept(session, draw, plan, crew)
        _Course(session, draw, plan, crew, number).run()
        if place < len(plans) - UNREAD:
            mark_read(acting(session, crew.leader, _later(session, plan.accepted, 20)), number)
    return len(plans)


def _closed(session: Session, draw: random.Random, calls: Sequence[Call], vehicles: int) -> Iterator[Plan]:
    long_ago = [call for call in calls if session.now() - call.at > timedelta(days=7)]
    stories = draw.sample(WORDS["cases"], len(WORDS["cases"]))
    wanted = round(vehicles * CLOSED_PER_HUNDRED_VEHICLES / 100)
    unhappy = [call for call in long_ago if call.dissatisfied]
    for place in range(wanted if long_ago else 0):
        story = stories[place % len(stories)]
        fitting = [call for call in unhappy if call.duty.kind == story["kind"]]
        heard = place % 3 == 0 and bool(fitting)
        others = [one for one in long_ago if one.duty.kind == story["kind"]] or long_ago
        call = draw.choice(fitting if heard else others)
        if heard:
            unhappy.remove(call)
        yield Plan(
            accepted=call.at if heard else _some_days_after(draw, call.at),
            upto="closed", story=story, call=call, heard_in_call=heard,
            contact_after=timedelta(hours=25.5 if place % LATE_CONTACT_EVERY == 3 else draw.uniform(0.6, 17)),
            second_round=place % SECOND_ROUND_EVERY == 5,
        )  # fmt: skip


def _some_days_after(draw: random.Random, at: datetime) -> datetime:
    return (at + timedelta(days=draw.randint(1, 3))).replace(
        hour=draw.randint(9, 17), minute=draw.randrange(60)
    )


def _open(session: Session, draw: random.Random, calls: Sequence[Call]) -> Iterator[Plan]:
    recent = [call for call in calls if call.disposition == "completed"][-150:]
    told: list[dict[str, Any]] = []
    known = set[int]()
    for upto, hours, grade, special in NOW_OPEN if recent else ():
        story = draw.choice([one for one in WORDS["cases"] if one["grade"] == grade and one not in told])
        told.append(story)
        fitting = [one for one in recent if one.duty.kind == story["kind"] and one.duty.file_id not in known]
        call = draw.choice(fitting or recent)
        known.add(call.duty.file_id)
        yield Plan(_accepted(session, draw, hours), upto, story, call, **special)


def _accepted(session: Session, draw: random.Random, hours: float) -> datetime:
    """So many hours ago; what is days ago was told in the desk's hours."""
    at = session.now() - timedelta(hours=hours)
    return at if hours < DAYS_AGO_FROM else at.replace(hour=draw.randint(9, 16), minute=draw.randrange(60))


def _accept(session: Session, draw: random.Random, plan: Plan, crew: Crew) -> str:
    story, duty = plan.story, plan.call.duty
    channel = "callback" if plan.heard_in_call else draw.choices(CHANNELS, CHANNEL_SHARES)[0]
    receiver = plan.call.caller if plan.heard_in_call else draw.choice(crew.callers)
    new = NewComplaint(
        words=_filled(story["words"], plan), grade=story["grade"], channel=channel, cause=story["cause"],
        sub_cause=story["sub_cause"], demands=story["demands"], vin=duty.customer.fields["vin"],
        attempt_id=plan.call.row if plan.heard_in_call else None,
        accused=duty.person if story.get("accused") else "", escalated=plan.escalated,
        escalated_reason="同一问题第三次反映，客户表示要向主管部门投诉。" if plan.escalated else "",
        usage=draw.choice(("家用", "家用", "家用", "公务", "营运")),
    )  # fmt: skip
    if plan.heard_in_call:
        _note_in_the_call(plan.call, new.words)
    return accept(acting(session, receiver, plan.accepted), new).number


def _note_in_the_call(call: Call, words: str) -> None:
    """The call has what became the case; it needs no reason why there is none."""
    answers = as_stored(call.answers | {OPEN_QUESTION: words})
    Attempt.update(words=words, answers=answers, no_case_reason=None).where(Attempt.id == call.row).execute()


CHANNELS = ("phone", "visit", "letter", "manufacturer", "web", "regulator", "hearsay")
CHANNEL_SHARES = (46, 28, 2, 9, 9, 3, 3)


def _filled(text: str, plan: Plan) -> str:
    fields = plan.call.duty.customer.fields
    person = plan.call.duty.person
    return text.format(model=fields["model"], surname=fields["name"][:1], advisor=person, consultant=person)


def _later(session: Session, at: datetime, hours: float) -> datetime:
    return min(session.now(), at + timedelta(seconds=round(hours * 3600)))


class _Course:
    """One case on its way: every verb through the rules, at its own time, by whoever does it."""

    def __init__(self, session: Session, draw: random.Random, plan: Plan, crew: Crew, number: str) -> None:
        self.session, self.draw, self.plan, self.crew, self.number = session, draw, plan, crew, number
        self.story = plan.story
        self.boss = crew.department_managers[plan.story["department"]]
        self.at = plan.accepted

    def run(self) -> None:
        """Go on until the plan's step, or until time has not come further."""
        for step in STEPS[1 : STEPS.index(self.plan.upto) + 1]:
            getattr(self, f"_{step}")()

    def _do(self, hours: float, verb: Callable[..., object], **told: Any) -> None:
        """One verb so much later, by the case's people; never ahead of the clock."""
        self.at = self._at_work(_later(self.session, self.at, hours))
        name = self.crew.manager if verb in BY_THE_MANAGER else self.plan.call.caller
        verb(acting(self.session, name, self.at), self.number, **told)

    def _at_work(self, at: datetime) -> datetime:
        """What would fall into the night is done next morning, unless it is urgent or that morning has not come."""
        if self.story["grade"] == "urgent" or DAY_BEGINS <= at.hour < DAY_ENDS:
            return at
        morning = at + timedelta(days=at.hour >= DAY_ENDS)
        morning = morning.replace(hour=DAY_BEGINS, minute=self.draw.randint(15, 59))
        return at if morning > self.session.now() else morning

    def _verified(self) -> None:
        self._do(self.draw.uniform(0.05, 0.2), workflow.verify, reason_sufficient=True, demand_reasonable=True,
                 reason_ground=self.story["ground"], demand_ground=self.story["demand_ground"])  # fmt: skip

    def _handed_over(self) -> None:
        late = self.draw.random() < 0.12
        self._do(self.draw.uniform(0.5, 0.9) if late else self.draw.uniform(0.05, 0.25), workflow.hand_over,
                 department=self.story["department"], opinion=self.story["opinion"])  # fmt: skip

    def _contacted(self) -> None:
        self.at = max(
            self.at, _later(self.session, self.plan.accepted, self.plan.contact_after.total_seconds() / 3600)
        )
        self._do(0.02, workflow.contact, said=self.story["contact"])

    def _offered(self) -> None:
        self._do(self.draw.uniform(0.5, 6), workflow.offer, plan=self.story["plan"], acceptance="基本接受")
        if given := self.story.get("compensation"):
            self._compensate(*given)

    def _compensate(self, kind: str, yuan: int) -> None:
        then = acting(self.session, self.crew.manager, self.at)
        stored = compensate(then, self.number, kind=kind, cost_fen=yuan * 100, authorised_by=self.boss)
        if stored.needs_approval:
            decide_compensation(acting(self.session, self.crew.leader, self.at), stored.id, approve=True)

    def _reported(self) -> None:
        self._do(self.plan.pace.total_seconds() / 3600, workflow.report_result, what=self.story["result"],
                 by_whom=self.boss, cost_fen=self.story.get("compensation", ("", 0))[1] * 100)  # fmt: skip

    def _checked(self) -> None:
        self._do(self.draw.uniform(0.5, 3), workflow.check, said="已与工单和客户核对，属实。")
        if self.plan.second_round:
            self._next_round()

    def _next_round(self) -> None:
        self._do(20, workflow.follow_up, satisfied=False, said=self.story["unhappy"], acceptance="不接受")
        self._do(
            0.3,
            workflow.hand_over,
            department=self.story["department"],
            opinion="客户不满意，请重新给出方案。",
        )
        due = self.at + timedelta(days=3)
        make_promise(acting(self.session, self.plan.call.caller, self.at), what="三天内给出新的处理方案", due_at=due,
                     by_whom=self.boss, number=self.number)  # fmt: skip
        if self.plan.upto != "checked":
            self._do(5, workflow.offer, plan=f"由部门经理登门处理：{self.story['plan']}", acceptance="接受")
            self._do(20, workflow.report_result, what="已按新方案处理完毕，客户签字确认。", by_whom=self.boss)
            self._do(1, workflow.check, said="已与客户核对，属实。")

    def _satisfied(self) -> None:
        self._do(22, workflow.follow_up, satisfied=True, said=self.story["follow_up"], acceptance="接受")

    def _reviewed(self) -> None:
        self._do(4, workflow.review, opinion=self.story["review"], avoidable=self.story["avoidable"],
                 improvement=self.story["improvement"])  # fmt: skip
        if self.story["grade"] != "grumble":
            self._do(0.5, workflow.retell, to_whom=self.crew.leader, said=self.story["review"])

    def _closed(self) -> None:
        self._do(self.draw.uniform(1, 20), workflow.close, said="按流程结案，资料归档。")


BY_THE_MANAGER = frozenset(
    {workflow.verify, workflow.hand_over, workflow.review, workflow.retell, workflow.close}
)
