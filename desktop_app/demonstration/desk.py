"""What else the desk did: wrong numbers mended, papers filed, messages sent, cars booked in, promises made."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from db import Appointment, PaperDocument, SmsMessage, SmsReply
from db.bulk import insert_all
from desktop_app.archive import corrections
from desktop_app.archive.papers import EventKind, due_on, expected
from desktop_app.callbacks.dispositions import DISPOSITION_LABELS, FAILED_TRIES, NUMBER_INVALID
from desktop_app.callbacks.do_not_call import set_do_not_call
from desktop_app.callbacks.questionnaires import DISSATISFIED_BELOW
from desktop_app.complaints.promises import keep_promise, make_promise
from desktop_app.demonstration.calls import Call
from desktop_app.demonstration.customers import Customer
from desktop_app.demonstration.staff import Crew
from desktop_app.demonstration.words import SHOP, WORDS
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.session import Person, Session

SMS_AFTER = 4
OPEN_CORRECTIONS = 4
APPOINTMENTS = 14
OPTED_OUT = 3
OPEN_REPLIES = 3
_DAY = timedelta(days=1)


def acting(session: Session, name: str, at: datetime) -> Session:
    """The session as somebody of the desk had it at a moment."""
    return Session(Person(name, ALL_DUTIES), lambda: at, session.data, replay=True)


def mend_numbers(session: Session, draw: random.Random, calls: Sequence[Call], crew: Crew) -> None:
    """A correction for every wrong number found; the newest stand at every step of the way."""
    wrong = [call for call in calls if call.disposition in NUMBER_INVALID]
    for place, call in enumerate(wrong):
        label = DISPOSITION_LABELS[call.disposition]
        then = acting(session, call.caller, call.at)
        opened = corrections.store_correction(then, call.duty.file_id, label, call.duty.id)
        left = len(wrong) - place
        _mend(session, draw, opened, call, crew, steps=3 if left > OPEN_CORRECTIONS else left - 1)


def _mend(session: Session, draw: random.Random, opened: int, call: Call, crew: Crew, steps: int) -> None:
    """Send it, bring it back, confirm it: so many of these steps, as far as time has come."""
    department = "销售部" if call.duty.kind == "sales" else "售后服务部"
    found = f"1{draw.choice('3578')}{draw.randrange(10**9):09}"
    at = call.at
    for step in range(steps):
        at += timedelta(hours=draw.choice((2, 20, 26)))
        if at > session.now():
            return
        then = acting(session, crew.manager if step == 2 else call.caller, at)
        if step == 0:
            corrections.send(then, opened, department, at.date() + 3 * _DAY)
        elif step == 1:
            remark = draw.choice(WORDS["corrections"]["remarks"])
            corrections.correct(then, opened, phone=found, remark=remark)
        else:
            corrections.confirm(then, opened)


def doubt_addresses(session: Session, draw: random.Random, customers: Sequence[Customer], crew: Crew) -> None:
    """A few corrections that no call has opened."""
    for customer in draw.sample(customers, min(3, len(customers))):
        at = session.now() - timedelta(days=draw.randint(1, 6), hours=draw.randint(0, 5))
        reason = draw.choice(WORDS["corrections"]["reasons"])
        corrections.store_correction(acting(session, crew.callers[0], at), customer.file_id, reason)


def opt_out(session: Session, draw: random.Random, customers: Sequence[Customer], crew: Crew) -> None:
    """Some customers asked not to be called."""
    for customer in draw.sample(customers, min(OPTED_OUT, len(customers))):
        at = session.now() - timedelta(days=draw.randint(3, 90))
        set_do_not_call(acting(session, crew.callers[1], at), customer.file_id, at)


def file_papers(draw: random.Random, customers: Sequence[Customer], today: date) -> None:
    """Papers come with their event, a few late, a few not yet; filed by month."""
    names = ("file", "event_kind", "reference", "name", "state", "received_on", "cabinet")
    insert_all(PaperDocument, names, (row for one in customers for row in _papers(draw, one, today)))


def _papers(draw: random.Random, customer: Customer, today: date) -> Iterator[tuple[Any, ...]]:
    for kind, reference, on in _events(customer):
        for name in expected(kind, company=bool(customer.fields["is_company"])):
            day = on + timedelta(days=draw.choice((0, 1, 1, 2, 2, 3)))
            if draw.random() < 0.04:
                day = due_on(kind, on) + timedelta(days=draw.randint(1, 25))
            if day <= today and draw.random() > 0.006:
                cabinet = f"{'A' if kind == 'sales' else 'B'}-{on:%y%m}/{draw.randint(1, 12):02}"
                yield customer.file_id, kind, reference, name, "in", day, cabinet


def _events(customer: Customer) -> Iterator[tuple[EventKind, str, date]]:
    if customer.bought_on:
        yield "sales", customer.sale_reference, customer.bought_on
    for visit in customer.visits:
        yield "service", visit.reference, visit.on


def send_messages(session: Session, draw: random.Random, calls: Sequence[Call]) -> None:
    """A message to customers who could not be reached four times; most of them answer with a number."""
    messages, replies = list[tuple[Any, ...]](), list[tuple[Any, ...]]()
    for call in _fourth_tries(calls):
        at = call.at + timedelta(minutes=draw.randint(2, 12))
        late = session.now() - timedelta(days=1)
        if at > session.now() or (at > late and draw.random() < 0.5):
            continue
        answered = at + timedelta(minutes=draw.randint(3, 300))
        replied = answered < late and draw.random() < 0.6
        messages.append(_message(len(messages) + 1, call, at, "replied" if replied else "delivered"))
        if replied:
            replies.append(_reply(draw, len(messages), call, answered))
    names = (
        "id",
        "file",
        "callback",
        "number",
        "name",
        "kind",
        "text",
        "state",
        "created_at",
        "sent_at",
        "account",
    )
    insert_all(SmsMessage, names, messages)
    columns = ("number", "at", "text", "message", "score", "handled_at", "handled_by")
    insert_all(SmsReply, columns, _handled(replies, calls[0].caller if calls else ""))


def _handled(replies: Iterable[tuple[Any, ...]], by: str) -> Iterator[tuple[Any, ...]]:
    """All but the newest replies that ask for a person were dealt with the day after."""
    latest = sorted(replies, key=lambda one: one[1], reverse=True)
    for place, one in enumerate(one for one in latest if _asks_for_a_person(one)):
        yield (*one, None, None) if place < OPEN_REPLIES else (*one, one[1] + _DAY, by)
    yield from ((*one, None, None) for one in latest if not _asks_for_a_person(one))


def _asks_for_a_person(reply: tuple[Any, ...]) -> bool:
    return reply[4] is None or reply[4] < DISSATISFIED_BELOW


def _fourth_tries(calls: Iterable[Call]) -> Iterator[Call]:
    tries: dict[int, int] = {}
    for call in calls:
        if call.disposition in FAILED_TRIES:
            tries[call.duty.id] = tries.get(call.duty.id, 0) + 1
            if tries[call.duty.id] == SMS_AFTER:
                yield call


def _message(row: int, call: Call, at: datetime, state: str) -> tuple[Any, ...]:
    customer = call.duty.customer
    kind = f"{call.duty.kind}_callback"
    text = WORDS["sms"][kind].format(
        shop=SHOP,
        name=customer.fields["name"],
        day=f"{call.duty.event_on.month} 月 {call.duty.event_on.day} 日",
    )
    return (row, call.duty.file_id, call.duty.id, customer.fields["phone"], customer.fields["name"], kind, text, state,
            at, at, call.caller)  # fmt: skip


def _reply(draw: random.Random, message: int, call: Call, at: datetime) -> tuple[Any, ...]:
    if draw.random() < 0.15:
        return call.duty.customer.fields["phone"], at, draw.choice(WORDS["sms"]["texts"]), message, None
    text, points = draw.choice(list(WORDS["sms"]["scores"].items()))
    return call.duty.customer.fields["phone"], at, text, message, points


def book_in(session: Session, draw: random.Random, customers: Sequence[Customer], crew: Crew) -> None:
    """Cars that are coming in the next days, and some that came."""
    today = session.now().replace(minute=0, second=0)
    regulars = [customer for customer in customers if customer.visits]
    chosen = draw.sample(regulars, min(APPOINTMENTS, len(regulars)))
    insert_all(
        Appointment,
        ("file", "at", "work", "advisor", "reminder_channel", "state", "made_at", "account"),
        (_appointment(draw, customer, today, crew) for customer in chosen),
    )


def _appointment(draw: random.Random, customer: Customer, today: datetime, crew: Crew) -> tuple[Any, ...]:
    days = draw.randint(-6, 6) or 1
    at = (today + days * _DAY).replace(hour=draw.choice((8, 9, 10, 14, 15)), minute=draw.choice((0, 30)))
    state = (
        "made" if days > 1 else "reminded" if days == 1 else draw.choice(("came", "came", "came", "missed"))
    )
    advisor = crew.advisors[customer.visits[-1].advisor]
    made_at = min(today - timedelta(hours=draw.randint(2, 9)), at - timedelta(days=draw.randint(1, 4)))
    work, *_ = draw.choice(WORDS["work"]["maintenance"]["jobs"])
    return customer.file_id, at, work, advisor, draw.choice(("电话", "短信")), state, made_at, crew.callers[0]


def make_promises(session: Session, draw: random.Random, calls: Sequence[Call], crew: Crew) -> None:
    """Promises given in calls: older ones kept, the newest open, one of them overdue."""
    reached = [call for call in calls if call.disposition == "completed"]
    words, now = WORDS["promises"], session.now()
    chosen = [(what, 60) for what in words["kept"]] + [(what, 9) for what in words["open"]]
    for place, (what, days) in enumerate(chosen):
        recent = [call for call in reached if timedelta(days=2) < now - call.at < timedelta(days=days)]
        if not recent:
            continue
        call = draw.choice(recent)
        due = call.at + timedelta(days=3 if place % 4 == 0 else 12)
        then, vin = acting(session, call.caller, call.at), call.duty.customer.fields["vin"]
        promised = make_promise(then, what=what, due_at=due, by_whom=call.duty.person, vin=vin)
        if what in words["kept"]:
            kept_at = min(now, due - timedelta(hours=3))
            keep_promise(acting(session, call.caller, kept_at), promised.id)
