"""Counting where callbacks stand: D, S, the classes of the rest and the bands of satisfaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from peewee import SQL, Select

from db import database
from desktop_app import settings
from desktop_app.callbacks.dispositions import CATEGORY_OF, codes_of
from desktop_app.session import Session
from desktop_app.statistics.cohort import Cohort, Standing, relations

FAILURES = ("refuse", "noanswer", "unreach")
"""Classes of the not completed that count as 回访未成功 in both tables; 其他 only in 表8."""


class Bands(NamedTuple):
    """From which score a customer is 完全满意 and 基本满意 (settings of the shop)."""

    full: float
    basic: float


PAPER = Bands(8, 6)
"""The bands that the labels of the paper speak of."""


def bands_of(session: Session) -> Bands:
    """The bands in force."""
    values = settings.get_all(session)
    return Bands(values["full_band_from"], values["basic_band_from"])


@dataclass(slots=True)
class Tally:
    """The numbers of one row; ``whole`` is D, ``success`` is S, ``untried`` is 未拨打."""

    whole: int = 0
    success: int = 0
    refuse: int = 0
    noanswer: int = 0
    unreach: int = 0
    other: int = 0
    untried: int = 0
    full: int = 0
    basic: int = 0
    bad: int = 0
    unscored: int = 0

    def add(self, more: Tally) -> None:
        """Add another tally's numbers to this one's."""
        self.whole += more.whole
        self.success += more.success
        self.refuse += more.refuse
        self.noanswer += more.noanswer
        self.unreach += more.unreach
        self.other += more.other
        self.untried += more.untried
        self.full += more.full
        self.basic += more.basic
        self.bad += more.bad
        self.unscored += more.unscored

    def failure(self, classes: Iterable[str]) -> int:
        """U, the 回访未成功数 that these classes make up."""
        return sum(getattr(self, name) for name in classes)


Owners = tuple[int | None, int | None]
"""The person and the team that a callback counts for."""


def tallies(cohort: Cohort, bands: Bands) -> dict[Owners, Tally]:
    """The cohort's numbers for each person and team; one aggregate for each span of the period."""
    found: dict[Owners, Tally] = {}
    for relation in relations(cohort):
        for person, team, *numbers in _fetched(relation, bands, "person_id, team_id"):
            _put(found, (person, team), Tally(*numbers))
    return found


def monthly_tallies(cohort: Cohort, bands: Bands) -> dict[int, Tally]:
    """The cohort's numbers for each month that has any; ``db.callbacks.month_number`` → numbers."""
    found: dict[int, Tally] = {}
    for relation in relations(cohort):
        for month, *numbers in _fetched(relation, bands, "month"):
            _put(found, month, Tally(*numbers))
    return found


Key = TypeVar("Key")


def _put(found: dict[Key, Tally], key: Key, tally: Tally) -> None:
    known = found.setdefault(key, tally)
    if known is not tally:
        known.add(tally)


def _fetched(relation: Any, bands: Bands, by: str) -> list[Any]:
    """Read straight from the driver: numbers need no conversion."""
    found: list[Any] = database.execute(aggregate(relation, bands, by)).fetchall()
    return found


def aggregate(relation: Any, bands: Bands, by: str) -> Any:
    """Callbacks that stand alike are counted in the order of the covering index, then classed by ``by``.

    Written out, because building the terms one by one takes as long as a fifth of the counting.
    """
    alike = Select([relation.alias("seen")], [SQL(ALIKE)]).group_by(SQL("1, 2, 3, 4, 5, 6"))
    classed = Select([alike.alias("alike")], [SQL(f"{by}, {_classed(bands)}")])
    return classed.group_by(SQL(by)).bind(database)


ALIKE = "month, person_id, team_id, completed, last, score, COUNT(*) AS number"


def _sum_where(condition: str) -> str:
    return f"SUM(CASE WHEN {condition} THEN number ELSE 0 END)"


def _sum_of_class(name: str) -> str:
    codes = ", ".join(f"'{code}'" for code, found in CATEGORY_OF.items() if found == name)
    return _sum_where(f"NOT completed AND last IN ({codes})")


CLASSED = ", ".join(
    (
        "SUM(number)",
        _sum_where("completed"),
        *(_sum_of_class(name) for name in (*FAILURES, "other")),
        _sum_where("NOT completed AND last IS NULL"),
    )
)
"""The first terms of a ``Tally`` in its order; an ending that no class counts shows up as an open balance."""


def _classed(bands: Bands) -> str:
    full, basic = float(bands.full), float(bands.basic)
    conditions = (
        f"score >= {full}",
        f"score >= {basic} AND score < {full}",
        f"score < {basic}",
        "score IS NULL",
    )
    return ", ".join((CLASSED, *(_sum_where(f"completed AND {condition}") for condition in conditions)))


def is_counted_in(measure: str, standing: Standing, bands: Bands, failures: tuple[str, ...]) -> Any:
    """What a query on ``Callback`` must ask for to list what a number of a tally counts; None for all.

    ``measure`` is the name of a field of ``Tally`` or ``failure``.
    """
    done, score = standing.completed, standing.score
    scored = {
        "full": lambda: score >= bands.full,
        "basic": lambda: (score >= bands.basic) & (score < bands.full),
        "bad": lambda: score < bands.basic,
        "unscored": lambda: score.is_null(),
    }
    if measure == "whole":
        return None
    if measure == "success":
        return done
    if measure in scored:
        return done & scored[measure]()
    if measure == "untried":
        return ~done & standing.last.is_null()
    classes = failures if measure == "failure" else (measure,)
    return ~done & standing.last.in_([code for name in classes for code in codes_of(name)])  # type: ignore[arg-type]
