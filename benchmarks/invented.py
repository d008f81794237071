"""The benchmark's data: a dealership of fifteen years, the same on every machine."""

from __future__ import annotations

import hashlib
import random
import shutil
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import resources
from db import (
    Attempt,
    Callback,
    Cause,
    Complaint,
    ComplaintStep,
    QuestionnaireVersion,
    RepairOrder,
    Sale,
    Staff,
    Team,
    VehicleFile,
)
from db.bulk import insert_all
from db.callbacks import month_number
from db.connection import connect, create_data, open_data, saving
from db.migrate import migrate
from desktop_app.archive.indexing import reindex
from desktop_app.callbacks.maintenance import maintenance_due
from desktop_app.callbacks.questionnaire_file import KINDS, shipped
from desktop_app.safety.duties import ALL_DUTIES
from desktop_app.session import Person, Session

KEY = "feedc0de" * 8
SEED = 20261031
NOW = datetime(2026, 10, 31, 18, 30)
YEARS = 15
LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
NEVER_TRIED = 0.02
FINAL = ("completed", "refused", "wrong_number", "invalid_number", "agreed")
WINDOWS = {"sales": (7, 10), "service": (3, 7)}
QUESTIONNAIRES = {"sales": 1, "service": 2}
CONSULTANTS, ADVISORS, TEAMS = 12, 16, 6


@dataclass(frozen=True)
class Size:
    files: int
    callbacks: int
    complaints: int

    @property
    def orders(self) -> int:
        return self.callbacks - self.files


FULL = Size(200_000, 1_000_000, 50_000)
SMALL = Size(20_000, 100_000, 5_000)


@contextmanager
def copy_of(size: Size) -> Iterator[Session]:
    """A session on a copy of the data of its own; made once for each size and version of this file."""
    source = made(size)
    with tempfile.TemporaryDirectory(prefix="crdesk-bench-") as folder:
        path = Path(folder) / "crdesk.db"
        shutil.copy(source, path)
        data = open_data(path, KEY)
        with data.connection_context():
            yield Session(Person("测试", ALL_DUTIES), lambda: NOW, data)


def raw(session: Session) -> Any:
    """A bare connection to the same file, for floors and peers."""
    return connect(session.data.path, KEY)


def made(size: Size) -> Path:
    scripts = sorted((Path(__file__).parent.parent / "db" / "migrations").glob("0*.py"))
    schema = b"".join(script.read_bytes() for script in scripts)
    version = hashlib.sha256(Path(__file__).read_bytes() + schema).hexdigest()[:12]
    path = Path(tempfile.gettempdir()) / f"crdesk-bench-data-{size.files}-{version}.db"
    if not path.exists():
        unfinished = path.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        _make(unfinished, size)
        unfinished.rename(path)
    return path


def _make(path: Path, size: Size) -> None:
    data = create_data(path, KEY)
    with data.connection_context():
        migrate(data)
        session = Session(Person("测试", ALL_DUTIES), lambda: NOW, data)
        draw = random.Random(SEED)
        with saving(data):
            _staff()
            orders = _orders(draw, size)
            _files(draw, size, orders)
            _events(draw, size, orders)
            _complaints(draw, size)
            reindex(session)
        data.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _staff() -> None:
    people = [(f"顾问{n:02}", "sales_consultant") for n in range(1, CONSULTANTS + 1)]
    people += [(f"接待{n:02}", "service_advisor") for n in range(1, ADVISORS + 1)]
    insert_all(Staff, ("name", "role"), people)
    insert_all(Team, ("name",), [(f"班组{n}",) for n in range(1, TEAMS + 1)])
    insert_all(Cause, ("code", "name", "sub_causes", "position"), [("waiting", "时间过长", [], 1)])
    insert_all(
        QuestionnaireVersion,
        ("kind", "version", "content", "first_used_at"),
        [(kind, 1, asdict(shipped(kind)), datetime(2011, 11, 1)) for kind in KINDS],
    )


def _orders(draw: random.Random, size: Size) -> list[tuple[Any, ...]]:
    return [
        (f"WX{n:07}", draw.randint(1, size.files), _days(draw), CONSULTANTS + draw.randint(1, ADVISORS),
         draw.randint(1, TEAMS), draw.randrange(200_000))
        for n in range(1, size.orders + 1)
    ]  # fmt: skip


def _files(draw: random.Random, size: Size, orders: list[tuple[Any, ...]]) -> None:
    visits: dict[int, list[tuple[date, int, int]]] = defaultdict(list)
    for _, file, day, advisor, _, odometer in orders:
        visits[file].append((day, advisor, odometer))
    words = tomllib.loads(resources.path("demonstration.toml").read_text("utf-8"))
    surnames, given = words["names"]["surnames"], words["names"]["male"] + words["names"]["female"]
    models = [car["model"] for car in words["cars"]]
    names = ("number", "vin", "opened_at", "name", "phone", "plate", "model", "address", "exterior_colour",
             "last_visit_on", "last_advisor", "is_c_card", "maintenance_on", "furthest_km")  # fmt: skip

    def one(n: int) -> tuple[object, ...]:
        vin = "L" + "".join(draw.choices(LETTERS, k=10)) + f"{n:06}"
        name = draw.choice(surnames) + "".join(draw.choices(given, k=draw.choice((1, 2, 2))))
        phone = f"1{draw.choice('3456789')}{draw.randrange(10**9):09}"
        plate = "皖N" + "".join(draw.choices("ABCDEFGHJK0123456789", k=5))
        came = sorted(visits[n])
        day, advisor, _ = came[-1] if came else (None, 0, 0)
        person = f"接待{advisor - CONSULTANTS:02}" if day else None
        due = maintenance_due([(on, odometer) for on, _, odometer in came])
        furthest = max((odometer for *_, odometer in came), default=None)
        return (f"D{n:06}", vin, NOW, name, phone, plate, draw.choice(models), "裕安区梅山南路 88 号", "珍珠白", day, person,
                day is not None, due, furthest)  # fmt: skip

    insert_all(VehicleFile, names, (one(n) for n in range(1, size.files + 1)))


def _days(draw: random.Random) -> date:
    return NOW.date() - timedelta(days=draw.randrange(YEARS * 365))


def _events(draw: random.Random, size: Size, orders: list[tuple[Any, ...]]) -> None:
    sales = [(f"XS{n:07}", n, _days(draw), draw.randint(1, CONSULTANTS)) for n in range(1, size.files + 1)]
    insert_all(Sale, ("reference", "file", "delivered_on", "consultant"), sales)
    insert_all(RepairOrder, ("reference", "file", "handed_over_on", "advisor", "team", "odometer"), orders)
    duties = [("sales", *sale, None) for sale in sales] + [("service", *order[:5]) for order in orders]
    duties.sort(key=lambda duty: duty[3])
    called = [_called(draw, number, duty) for number, duty in enumerate(duties, 1)]
    insert_all(Callback, _CALLBACK, (callback for callback, _ in called))
    insert_all(Attempt, _ATTEMPT, (attempt for _, attempts in called for attempt in attempts))


_CALLBACK = ("kind", "reference", "file", "event_on", "person", "team", "month", "due_from", "due_to", "tries",
             "failed_tries", "last_at", "last_disposition", "completed", "score", "closed_at", "agreed_at")  # fmt: skip
_ATTEMPT = ("callback", "at", "recorded_at", "caller", "disposition", "questionnaire", "answers", "overall",
            "agreed_at")  # fmt: skip
_OUTCOMES = (["completed"] * 70 + ["no_answer"] * 12 + ["powered_off"] * 5 + ["refused"] * 3 + ["rejected"] * 2
             + ["busy"] * 3 + ["wrong_number"] + ["invalid_number"] + ["agreed"] * 2 + ["other"])  # fmt: skip


def _called(
    draw: random.Random, number: int, duty: tuple[Any, ...]
) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    kind, reference, file, day, person, team = duty
    first, last = WINDOWS[kind]
    attempts: list[tuple[Any, ...]] = []
    for back in range(0 if draw.random() < NEVER_TRIED else 4):
        at = datetime(
            day.year, day.month, day.day, 9 + draw.randrange(9), draw.randrange(60), draw.randrange(60)
        )
        at += timedelta(days=first + back)
        if at > NOW or (attempts and attempts[-1][4] in FINAL):
            break
        attempts.append(_attempt(draw, number, kind, at))
    newest = attempts[-1] if attempts else (None,) * len(_ATTEMPT)
    done = newest[4] == "completed"
    failed = sum(attempt[4] in ("no_answer", "powered_off", "rejected", "busy") for attempt in attempts)
    closed = newest[1] if newest[4] in ("completed", "refused") else None
    due = (day + timedelta(days=first), day + timedelta(days=last))
    return (kind, reference, file, day, person, team, month_number(day), *due, len(attempts), failed, newest[1],
            newest[4], done, newest[7], closed, newest[8]), attempts  # fmt: skip


def _attempt(draw: random.Random, number: int, kind: str, at: datetime) -> tuple[Any, ...]:
    outcome = draw.choice(_OUTCOMES)
    if outcome != "completed":
        agreed_at = at + timedelta(days=1) if outcome == "agreed" else None
        return (number, at, at, "测试", outcome, None, None, None, agreed_at)
    overall = draw.choice((4, 6, 7, 8, 9, 9, 10, 10))
    answers = {
        "1": overall,
        "2": True,
        "3": True,
        "5": True,
        "6": True,
        "7": True,
        "8": True,
        "9": 9,
        "10": overall,
    }
    return (number, at, at, "测试", outcome, QUESTIONNAIRES[kind], answers, float(overall), None)


def _complaints(draw: random.Random, size: Size) -> None:
    accepted = sorted(
        NOW - timedelta(minutes=draw.randrange(YEARS * 365 * 24 * 60)) for _ in range(size.complaints)
    )
    counts: dict[str, int] = {}
    cases, steps = [], []
    for row, at in enumerate(accepted, 1):
        month = f"{at:%Y%m}"
        counts[month] = counts.get(month, 0) + 1
        verbs = _COURSE[:1] if NOW - at < timedelta(days=2) else _COURSE
        closed = at + timedelta(hours=len(verbs) - 1) if len(verbs) == len(_COURSE) else None
        grade = draw.choice(("grumble", "complaint", "complaint", "urgent"))
        file = draw.randint(1, size.files)
        cases.append(
            (f"TS-{month}-{counts[month]:04}", at, at, file, grade, "phone", 1, "测试", "测试", closed)
        )
        steps += [
            (
                row,
                1,
                verb,
                state,
                at + timedelta(hours=hours),
                at,
                "测试",
                {"grade": grade, "escalated": False},
            )
            for hours, (verb, state) in enumerate(verbs)
        ]
    insert_all(Complaint, _CASE, cases)
    insert_all(
        ComplaintStep,
        ("complaint", "round", "verb", "state", "at", "recorded_at", "account", "detail"),
        steps,
    )


_CASE = ("number", "accepted_at", "recorded_at", "file", "grade", "channel", "cause", "first_receiver", "owner",
         "closed_at")  # fmt: skip
_COURSE = (
    ("accept", "accepted"), ("hand_over", "handed_over"), ("contact", None), ("offer", "offered"),
    ("result", "reported"), ("check", "checked"), ("follow_up", "satisfied"), ("review", "reviewed"), ("close", "closed"),
)  # fmt: skip
