"""The call scripts: what to say and what never to say, with the customer's and the car's words filled in."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Literal

import resources
from desktop_app import settings
from desktop_app.archive.events_of_file import Delivery
from desktop_app.callbacks.addressing import address
from desktop_app.callbacks.call_sheet import Call
from desktop_app.callbacks.maintenance import next_maintenance
from desktop_app.session import Session, require

Part = Literal["opening", "hearing", "content", "complaints", "unusual", "closing"]
PART_LABELS: dict[Part, str] = {
    "opening": "开场",
    "hearing": "听不清",
    "content": "谈话内容",
    "complaints": "抱怨和投诉",
    "unusual": "特殊情况",
    "closing": "结束",
}
SPOKEN_WORK = {
    "first_maintenance": "做首次保养",
    "maintenance": "做定期保养",
    "repair": "修车",
    "body": "做钣金喷漆",
    "warranty": "做保修",
}
"""What the customer had done (维修类型 of the order), as it is said."""
ANSWER_WITHIN = timedelta(hours=24)
"""By when an answer is promised while no case says otherwise: the first contact's time of an ordinary complaint."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One of the 29 situations: its lines to say, in order, and what must never be said or done."""

    number: int
    part: Part
    title: str
    find: tuple[str, ...]
    say: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the course of a callback: what is said in it, what to see to and what must never happen."""

    step: str
    title: str
    say: str
    do: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tip:
    """A phrase that must not fall and what to say instead, or a reminder and its sentence."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Scripts:
    """Everything that helps on the phone."""

    course: tuple[Step, ...]
    situations: tuple[Situation, ...]
    forbidden: tuple[Tip, ...]
    reminders: tuple[Tip, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands for the placeholders of the same names."""

    dealership: str
    caller: str
    customer: str
    model: str
    occasion: str
    next_maintenance: str
    answer_by: str


@cache
def scripts() -> Scripts:
    """The scripts with their placeholders."""
    data = tomllib.loads(resources.path("call_scripts.toml").read_text("utf-8"))
    return Scripts(
        course=tuple(_step(one) for one in data["course"]),
        situations=tuple(_situation(one) for one in data["situations"]),
        forbidden=tuple(Tip(one["phrase"], one["instead"]) for one in data["forbidden"]),
        reminders=tuple(Tip(**one) for one in data["reminders"]),
    )


def _step(data: dict[str, Any]) -> Step:
    return Step(**(data | {name: tuple(data[name]) for name in ("do", "never")}))


def _situation(data: dict[str, Any]) -> Situation:
    lists = {name: tuple(data[name]) for name in ("find", "say", "never")}
    return Situation(**(data | lists))


def fill(text: str, words: Words) -> str:
    """A line with its placeholders filled; KeyError for a placeholder nobody knows."""
    known = {field.name: getattr(words, field.name) for field in fields(words)}
    return spaced(text.format_map(known))


def spaced(text: str) -> str:
    """A text with a space between Chinese characters and digits, as prose has it."""
    return _BESIDE_DIGITS.sub(" ", text)


_BESIDE_DIGITS = re.compile(r"(?<=[\u4e00-\u9fff])(?=[0-9])|(?<=[0-9])(?=[\u4e00-\u9fff])")
"""Between a Chinese character and a digit, where prose has a space."""


def filled(words: Words, plain: Scripts | None = None) -> Scripts:
    """All scripts, or those given, with their placeholders filled."""
    plain = plain or scripts()
    return Scripts(
        course=tuple(
            replace(one, say=fill(one.say, words), do=_all(one.do, words), never=_all(one.never, words))
            for one in plain.course
        ),
        situations=tuple(
            replace(one, say=_all(one.say, words), never=_all(one.never, words)) for one in plain.situations
        ),
        forbidden=tuple(_filled_tip(one, words) for one in plain.forbidden),
        reminders=tuple(_filled_tip(one, words) for one in plain.reminders),
    )


def _filled_tip(tip: Tip, words: Words) -> Tip:
    return Tip(fill(tip.title, words), fill(tip.text, words))


def _all(lines: tuple[str, ...], words: Words) -> tuple[str, ...]:
    return tuple(fill(line, words) for line in lines)


def find(text: str, among: tuple[Situation, ...]) -> tuple[Situation, ...]:
    """The situations that a search means: by number, title, keyword or a word of what is said."""
    wanted = text.strip()
    if not wanted:
        return among
    exact = [one for one in among if wanted == str(one.number)]
    named = [one for one in among if wanted in one.title or any(wanted in word for word in one.find)]
    said = [one for one in among if any(wanted in line for line in (*one.say, *one.never))]
    return tuple(dict.fromkeys([*exact, *named, *said]))


def words_for(session: Session, call: Call, *, answer_by: datetime | None = None) -> Words:
    """The words of one call; ``answer_by`` is the next deadline of the customer's case, where there is one."""
    require(session, "see")
    customer, today = call.customer, session.today()
    promised = answer_by or session.now() + ANSWER_WITHIN
    return Words(
        dealership=str(settings.get(session, "shop_name")).strip() or "本店",
        caller=session.person.name,
        customer=address(customer.name, customer.sex, is_company=customer.is_company),
        model=call.car.model or "您的车",
        occasion=_occasion(call, today),
        next_maintenance=_next_maintenance(call, today),
        answer_by=f"{_spoken_day(promised.date(), today)} {promised:%H:%M} 前",
    )


def _occasion(call: Call, today: date) -> str:
    day = _spoken_day(call.event_on, today)
    if call.kind == "sales":
        return f"{day}您提{call.car.model or '新车'}这件事"
    work = None if call.about is None or isinstance(call.about, Delivery) else call.about.kind
    return f"{day}您来店{SPOKEN_WORK.get(work or '', '做维修保养')}这件事"


def _next_maintenance(call: Call, today: date) -> str:
    visit = call.last_visit
    since = visit.on if visit else call.event_on
    on, km = next_maintenance(
        since, sold=visit is None, odometer=visit.odometer if visit else None,
        set_on=call.car.next_service_on, set_km=call.car.next_service_odometer,
    )  # fmt: skip
    parts = [f"{_spoken_day(on, today)}前后"] if on else []
    parts += [f"行驶到 {km:,} 公里时"] if km else []
    return "，或者".join(parts)


def _spoken_day(day: date, today: date) -> str:
    """A day as it is said: 今天, 明天, 昨天, else ``10 月 8 日``, with the year when it is another."""
    near = {0: "今天", 1: "明天", -1: "昨天"}.get((day - today).days)
    if near:
        return near
    spoken = f"{day.month} 月 {day.day} 日"
    return spoken if day.year == today.year else f"{day.year} 年 {spoken}"
