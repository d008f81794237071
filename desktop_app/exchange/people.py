"""Names in an import → rows of the staff list and the teams; new ones are added and reported."""

from __future__ import annotations

from collections.abc import Iterable

from db import Staff, Team
from db.connection import rows
from desktop_app.exchange.batches import Batch

ROLE_LABELS = {
    "sales_consultant": "销售顾问",
    "service_advisor": "服务顾问",
    "callback_specialist": "客户回访专员",
}


def staff_numbers(batch: Batch, names: Iterable[str], role: str) -> dict[str, int]:
    """Name → row of the staff list for people of one role; inside the import's transaction."""
    wanted = set(names)
    known: dict[str, int] = dict(rows(Staff.select(Staff.name, Staff.id).where(Staff.role == role)))
    for name in sorted(wanted - known.keys()):
        known[name] = int(Staff.insert(name=name, role=role, from_import=True).execute())
        batch.note_new("staff", known[name])
        batch.new_people.append(f"{name}（{ROLE_LABELS[role]}）")
    return known


def team_numbers(batch: Batch, names: Iterable[str]) -> dict[str, int]:
    """Name → row of the repair teams."""
    known: dict[str, int] = dict(rows(Team.select(Team.name, Team.id)))
    for name in sorted(set(names) - known.keys()):
        known[name] = int(Team.insert(name=name).execute())
        batch.note_new("team", known[name])
        batch.new_teams.append(name)
    return known


def names_of_people() -> dict[tuple[str, int], str]:
    """(column of an event, row) → the name, for the audit trail."""
    people = rows(Staff.select(Staff.id, Staff.name))
    named = {(column, number): name for number, name in people for column in ("consultant", "advisor")}
    return named | {("team", number): name for number, name in rows(Team.select(Team.id, Team.name))}
