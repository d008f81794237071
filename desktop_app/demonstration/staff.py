"""The people of the invented shop: consultants, advisors, teams, callers and the managers of the departments."""

from __future__ import annotations

import random
from dataclasses import dataclass

from db import Department, Staff, Team
from db.connection import rows
from desktop_app.complaints.causes import load_causes
from desktop_app.demonstration.words import WORDS
from desktop_app.session import Session

ROLES = {
    "consultants": "sales_consultant",
    "advisors": "service_advisor",
    "callers": "callback_specialist",
    "receptionists": "receptionist",
    "technicians": "technician",
}


@dataclass(frozen=True, slots=True)
class Crew:
    """Who works there, by name, with the row numbers; ``skill`` (0–1) is how well customers like somebody."""

    consultants: dict[str, int]
    advisors: dict[str, int]
    teams: dict[str, int]
    callers: tuple[str, ...]
    manager: str
    leader: str
    department_managers: dict[str, str]
    skill: dict[str, float]


def hire(session: Session, draw: random.Random) -> Crew:
    """Enter staff, teams, departments and causes; inside ``session.saving()``."""
    load_causes(session)
    words = WORDS["staff"]
    managers = {part["name"]: part["manager"] for part in words["departments"]}
    _enter_departments(managers)
    people = [(name, role) for group, role in ROLES.items() for name in words[group]]
    people += [(words["cr_manager"], "cr_manager"), (words["general_manager"], "general_manager")]
    people += [(name, "department_manager") for name in managers.values() if name != words["cr_manager"]]
    Staff.insert_many([{"name": name, "role": role} for name, role in people]).on_conflict_ignore().execute()
    Team.insert_many([{"name": name} for name in words["teams"]]).on_conflict_ignore().execute()
    return Crew(
        consultants=_rows_of("sales_consultant"),
        advisors=_rows_of("service_advisor"),
        teams=dict(rows(Team.select(Team.name, Team.id))),
        callers=tuple(words["callers"]),
        manager=words["cr_manager"],
        leader=words["general_manager"],
        department_managers=managers,
        skill={name: draw.uniform(0.45, 0.95) for name in (*words["consultants"], *words["advisors"])},
    )


def _enter_departments(managers: dict[str, str]) -> None:
    for name, manager in managers.items():
        Department.insert(name=name, manager_name=manager).on_conflict(
            conflict_target=[Department.name], preserve=[Department.manager_name]
        ).execute()


def _rows_of(role: str) -> dict[str, int]:
    return dict(rows(Staff.select(Staff.name, Staff.id).where(Staff.role == role)))
