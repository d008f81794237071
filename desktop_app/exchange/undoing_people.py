"""People and teams that an import had added: they go with it, unless somebody else names them by now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from db import Attempt, Staff, Team
from db.connection import rows
from db.portions import pages, within
from desktop_app.exchange.undone import Work


def remove_unused_people(work: Work) -> None:
    """Take names that only this import knew off the staff list and the teams."""
    staff = work.noted_as_made("staff")
    callers = {name for (name,) in rows(Attempt.select(Attempt.caller).distinct())} if staff else set()
    called = {number for number, name in _names(staff) if name in callers}
    used = called | in_use(Staff, staff)
    remove(Staff, staff - used)
    teams = work.noted_as_made("team")
    used_teams = in_use(Team, teams)
    remove(Team, teams - used_teams)
    if used or used_teams:
        work.kept.append(f"{len(used) + len(used_teams)} 个人员或班组已被其他记录用到，保留。")


def in_use(model: Any, ids: Iterable[int], apart: tuple[Any, ...] = ()) -> set[int]:
    """Which of these records another record points to; those of the tables ``apart`` do not count."""
    found: set[int] = set()
    for key, owner in model._meta.backrefs.items():
        if owner in apart:
            continue
        for page in pages(ids):
            found |= {number for (number,) in rows(owner.select(key).where(within(key, page)).distinct())}
    return found


def remove(model: Any, ids: Iterable[int], work: Work | None = None) -> None:
    """Delete records, some thousand at a time, telling ``work`` of each portion."""
    for page in work.pages(ids) if work else pages(ids):
        model.delete().where(within(model.id, page)).execute()


def _names(ids: Iterable[int]) -> list[tuple[int, str]]:
    return [
        row
        for page in pages(ids)
        for row in rows(Staff.select(Staff.id, Staff.name).where(within(Staff.id, page)))
    ]
