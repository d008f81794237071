"""Invented customers and their cars: who they are, when they bought and how often they came."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from desktop_app.archive.analysis import FIXED_CHOICES
from desktop_app.archive.papers import is_company
from desktop_app.archive.visits import months_before
from desktop_app.demonstration.staff import Crew
from desktop_app.demonstration.words import WORDS
from desktop_app.exchange.cars import check_digit

MONTHS = 15
"""How far back the data reaches."""
BOUGHT_HERE_SHARE = 0.72
COMPANY_SHARE = 0.05
KM_A_DAY = (18, 75)

TOLD = {
    "hobbies": 0.3, "personality": 0.25, "education": 0.35, "preferred_hours": 0.35, "vehicle_remark": 0.08,
    "personal_remark": 0.12,
}  # fmt: skip
"""Which share of the customers has told what of themselves."""

_VIN_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_YEAR_CODES = "ABCDEFGHJKLMNPRSTVWXY123456789"
_PREFIXES = (
    "133",
    "135",
    "136",
    "137",
    "138",
    "139",
    "150",
    "151",
    "152",
    "158",
    "159",
    "177",
    "180",
    "186",
    "189",
)


@dataclass(slots=True)
class Visit:
    """One hand-over with what was done; ``amount_fen`` in hundredths of a yuan."""

    on: date
    kind: str
    odometer: int
    team: str
    advisor: str
    work: str
    amount_fen: int
    reference: str = ""


@dataclass(slots=True)
class Customer:
    """One car and its owner; ``fields`` are those of the file."""

    fields: dict[str, Any]
    bought_on: date | None
    consultant: str
    visits: list[Visit] = field(default_factory=list)
    sale_reference: str = ""
    file_id: int = 0

    @property
    def first_on(self) -> date:
        """When the shop first saw the car."""
        return min(filter(None, (self.bought_on, *(visit.on for visit in self.visits))))


def invent(draw: random.Random, count: int, today: date, crew: Crew) -> list[Customer]:
    """So many customers, in the order in which the shop met them."""
    numbers = _distinct(draw, count)
    found = [_customer(draw, *numbers[place], today, crew) for place in range(count)]
    return sorted(found, key=lambda customer: (customer.first_on, customer.fields["vin"]))


def _customer(draw: random.Random, serial: int, phone: str, plate: str, today: date, crew: Crew) -> Customer:
    start = months_before(today, MONTHS)
    bought_on = _growing(draw, start, today) if draw.random() < BOUGHT_HERE_SHARE else None
    built = bought_on or start - timedelta(days=draw.randrange(60, 1500))
    customer = Customer(
        _fields(draw, serial, phone, plate, built, new=bought_on is not None),
        bought_on,
        draw.choice(list(crew.consultants)),
    )
    customer.visits = list(_visits(draw, customer, built, start, today, crew))
    if bought_on is None and not customer.visits:
        customer.visits = [_visit(draw, _growing(draw, start, today), 9000, "maintenance", crew)]
    return customer


def _growing(draw: random.Random, start: date, end: date) -> date:
    """A day of the period; the shop sells nearly twice as much at its end."""
    span = (end - start).days
    return start + timedelta(days=round(span * draw.random() ** 0.6))


def _fields(
    draw: random.Random, serial: int, phone: str, plate: str, built: date, *, new: bool
) -> dict[str, Any]:
    car = draw.choices(WORDS["cars"], [car["weight"] for car in WORDS["cars"]])[0]
    name, sex = _name(draw)
    region = draw.choices(list(WORDS["places"]), (45, 35, 20))[0]
    return {
        "vin": _vin(draw, serial, built),
        "name": name,
        "sex": sex,
        "is_company": is_company(name, None),
        "phone": phone,
        "landline": f"{WORDS['shop']['area_code']}3{draw.randrange(10**6):06}"
        if draw.random() < 0.12
        else None,
        "plate": plate,
        "city": WORDS["shop"]["city"],
        "address": _address(draw, region),
        "series": car["model"],
        "model": car["model"],
        "options": draw.choice(car["options"]),
        "exterior_colour": draw.choice(WORDS["looks"]["exterior"]),
        "interior_colour": draw.choice(WORDS["looks"]["interior"]),
        **_person(draw, built),
        **_analysis(draw, region, new=new),
    }


def _name(draw: random.Random) -> tuple[str, str | None]:
    words = WORDS["names"]
    if draw.random() < COMPANY_SHARE:
        return draw.choice(words["companies"]), None
    sex = draw.choices(("男", "女"), (62, 38))[0]
    surname = (
        draw.choice(words["double_surnames"]) if draw.random() < 0.015 else draw.choice(words["surnames"])
    )
    letters = list(words["male" if sex == "男" else "female"]) if draw.random() > 0.02 else words["rare"]
    return surname + "".join(draw.sample(letters, draw.choice((1, 2, 2, 2)))), sex


def _address(draw: random.Random, region: str) -> str:
    street, estate = draw.choice(WORDS["places"][region]), draw.choice(WORDS["addresses"]["estates"])
    room = f"{draw.randint(1, 28)} 栋 {draw.randint(1, 26)}0{draw.randint(1, 4)}"
    place = f"{street} {draw.randint(1, 320)} 号{estate} {room}"
    return place if region == "县城" else region + place


def _person(draw: random.Random, built: date) -> dict[str, Any]:
    """What only some customers have told."""
    words, found = WORDS["person"], dict[str, Any]()
    if draw.random() < 0.75:
        occupation, industry, position, trade = draw.choice(words["jobs"])
        found |= {
            "occupation": occupation,
            "industry": industry,
            "position": position or None,
            "trade": trade,
        }
    for name, share in TOLD.items():
        found[name] = draw.choice(words[name]) if draw.random() < share else None
    if draw.random() < 0.6:
        found["birthday"] = date(draw.randint(1958, 2003), draw.randint(1, 12), draw.randint(1, 28))
    found["preferred_contact"] = draw.choice(("电话", "电话", "短信", "微信", None))
    if draw.random() < 0.4:
        found |= {"is_member": True, "member_level": draw.choice(("普通", "银卡", "银卡", "金卡"))}
    if draw.random() < 0.55:
        policy = f"PDAA{built.year}{draw.randrange(10**8):08}"
        found |= {"insured_here": True, "policy_number": policy, "insured_on": built}
    return found


def _analysis(draw: random.Random, region: str, *, new: bool) -> dict[str, Any]:
    told = (name for name in FIXED_CHOICES if draw.random() < 0.8)
    found: dict[str, Any] = {name: draw.choice(FIXED_CHOICES[name]) for name in told}
    found |= {"new_or_used": "新车" if new else None, "lost_reason": None, "purchase_region": region}
    return found | {"home_region": region if draw.random() < 0.5 else None}


def _visits(
    draw: random.Random, customer: Customer, built: date, start: date, today: date, crew: Crew
) -> Iterator[Visit]:
    """First maintenance after three months, then every five months or so, with repairs between."""
    pace = draw.randint(*KM_A_DAY)
    loyal = draw.random() < 0.88
    day = built + timedelta(days=draw.randint(78, 112)) if customer.bought_on else _first_day(draw, start)
    kind = "first_maintenance" if customer.bought_on else "maintenance"
    while loyal and day <= today:
        yield _visit(draw, day, pace * (day - built).days, kind, crew)
        kind = draw.choices(("maintenance", "repair", "body", "warranty", "other"), (58, 22, 10, 6, 4))[0]
        day += timedelta(days=draw.randint(95, 200) if kind == "maintenance" else draw.randint(12, 120))


def _first_day(draw: random.Random, start: date) -> date:
    return start + timedelta(days=draw.randrange(200))


def _visit(draw: random.Random, day: date, odometer: int, kind: str, crew: Crew) -> Visit:
    work = WORDS["work"][kind]
    done, low, high = draw.choice(work["jobs"])
    fen = draw.randint(low, high) // 10 * 1000
    return Visit(day, kind, odometer, draw.choice(work["team"]), draw.choice(list(crew.advisors)), done, fen)


def _vin(draw: random.Random, serial: int, built: date) -> str:
    """A car number of the right shape with the right check digit."""
    year = _YEAR_CODES[(built.year - 2010) % len(_YEAR_CODES)]
    plain = "LFM" + "".join(draw.choices(_VIN_LETTERS, k=5)) + "0" + year + f"C7{serial:05}"
    plain = plain.ljust(17, "0")
    return plain[:8] + check_digit(plain) + plain[9:]


def _distinct(draw: random.Random, count: int) -> list[tuple[int, str, str]]:
    serials = draw.sample(range(10_000, 99_999), count)
    phones, plates = set[str](), set[str]()
    while len(phones) < count:
        phones.add(draw.choice(_PREFIXES) + f"{draw.randrange(10**8):08}")
    while len(plates) < count:
        number = f"{draw.randrange(10)}{draw.choice(_PLATE_LETTERS)}{draw.randrange(1000):03}"
        plates.add(WORDS["shop"]["plate"] + number)
    return list(zip(serials, sorted(phones), sorted(plates), strict=True))
