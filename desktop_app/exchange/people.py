"""Names in an import → rows of the staff list and the teams; new ones are added and reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from db import Staff, Team
from db.connection import rows
from desktop_app.exchange.batches import Batch

ROLE_LABELS = {
    "sales_consultant": "销售顾问",
    "service_advisor": "服务顾问",
    "callback_specialist": "客户回访专员",
}


class Names:
    """Names of one kind and their rows; one that is not on record has a number below zero until ``store``."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._known = dict(known)
        self._new: dict[str, int] = {}

    def take(self, names: Iterable[str]) -> tuple[str, ...]:
        """Have a number for each of these; returns the ones that are new, in order."""
        new = sorted(set(names) - self._known.keys() - self._new.keys())
        self._new |= {name: -len(self._new) - place for place, name in enumerate(new, 1)}
        return tuple(new)

    def number(self, name: str) -> int:
        """The name's row, or its number below zero."""
        return self._known.get(name) or self._new[name]

    def by_number(self) -> dict[int, str]:
        """Number → name, new ones too."""
        return {number: name for name, number in (self._known | self._new).items()}

    def new(self) -> Iterator[tuple[str, int]]:
        """New names with their numbers below zero."""
        yield from self._new.items()


def staff_of(role: str) -> Names:
    """The staff list's people of one role."""
    return Names(dict(rows(Staff.select(Staff.name, Staff.id).where(Staff.role == role))))


def teams() -> Names:
    """The repair teams."""
    return Names(dict(rows(Team.select(Team.name, Team.id))))


def tell_new_people(batch: Batch, names: Iterable[str], role: str) -> None:
    """Let the batch report people that are new."""
    batch.new_people += [f"{name}（{ROLE_LABELS[role]}）" for name in names]


def store_staff(batch: Batch, names: Names, role: str) -> dict[int, int]:
    """Add the new people inside the import's transaction: number below zero → row."""
    known = dict(rows(Staff.select(Staff.name, Staff.id).where(Staff.role == role)))
    return {
        number: known.get(name)
        or _added(batch, "staff", Staff.insert(name=name, role=role, from_import=True))
        for name, number in names.new()
    }


def store_teams(batch: Batch, names: Names) -> dict[int, int]:
    """Add the new teams likewise."""
    known = dict(rows(Team.select(Team.name, Team.id)))
    return {
        number: known.get(name) or _added(batch, "team", Team.insert(name=name))
        for name, number in names.new()
    }


def _added(batch: Batch, table: str, insert: Any) -> int:
    number = int(insert.execute())
    batch.note_new(table, number)
    return number


def names_of_people() -> dict[tuple[str, int], str]:
    """(column of an event, row) → the name, for the audit trail."""
    people = rows(Staff.select(Staff.id, Staff.name))
    named = {(column, number): name for number, name in people for column in ("consultant", "advisor")}
    return named | {("team", number): name for number, name in rows(Team.select(Team.id, Team.name))}
